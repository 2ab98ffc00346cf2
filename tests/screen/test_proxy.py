"""The shipped proxy before two workers: TLS, one visitor one worker, packed, kept, bounded, and a worker less."""

import datetime
import gzip
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.browsing import free_port, running
from tests.homes import COMMAND
from tests.serving import serving_file

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx" / "zorgcapaciteit.conf"
HOST = "zorg.test"


@dataclass(frozen=True)
class Proxied:
    """A running proxy, the process that keeps the workers, and the ports of these."""

    port: int
    parent: int
    ports: tuple[int, int]
    trust: ssl.SSLContext
    log: Path

    def ask(self, address: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        line = HTTPSConnection("127.0.0.1", self.port, context=self.trust, timeout=120)
        line.putrequest("GET", address, skip_host=True, skip_accept_encoding=True)
        for name, value in {"host": HOST, **headers}.items():
            line.putheader(name, value)
        line.endheaders()
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer, body


def two_free_ports() -> int:
    """Give a port that is free, as is the next one."""
    while True:
        port = free_port()
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    until = now.replace(year=now.year + 1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, until)
    names = [x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))]
    signed = made.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def proxied(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """Run two workers by the command and the shipped proxy before them, on ports of this machine."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("proxy")
    shutil.copytree(small_home / "releases", folder / "srv" / "releases")
    cert, key = certificate(folder)
    port, listening = two_free_ports(), free_port()
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{listening} ssl;",
        "zorg.example": HOST,
        "/etc/ssl/certs/zorg.pem": str(cert),
        "/etc/ssl/private/zorg.key": str(key),
        "/var/cache/nginx/zorgcapaciteit": str(folder / "cache"),
        "/var/log/nginx/zorgcapaciteit.log": str(folder / "logs" / "access"),
        "127.0.0.1:8501": f"127.0.0.1:{port}",
        "127.0.0.1:8502": f"127.0.0.1:{port + 1}",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "logs").mkdir()
    temporary = "".join(
        f"{each}_temp_path {folder}/{each};" for each in ("proxy", "client_body", "fastcgi", "uwsgi", "scgi")
    )
    root = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{root} daemon off; pid {folder}/pid; error_log {folder}/logs/error; events {{}} "
        f"http {{ {temporary} {text} }}",
        encoding="utf-8",
    )
    serve = [
        str(COMMAND),
        "serve",
        "--releases",
        str(folder / "srv" / "releases"),
        "--workers",
        "2",
        "--port",
        str(port),
    ]
    serve += ["--serving", str(serving_file(folder / "serving.toml", address=f"https://{HOST}"))]
    with running(serve, port, ZORGCAPACITEIT_KMS=str(folder / "none")) as parent:
        proxy = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
        found = Proxied(
            port=listening,
            parent=parent.pid,
            ports=(port, port + 1),
            trust=ssl.create_default_context(cafile=cert),
            log=folder / "logs" / "access",
        )
        try:
            until(lambda: healthy(found))
            yield found
        finally:
            proxy.terminate()
            proxy.wait(timeout=20)


def until(true: object, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)


def healthy(found: Proxied) -> bool:
    try:
        return all(worker_of(found, port) is not None for port in found.ports) and found.ask("/health")[0].status == 200
    except OSError:
        return False


def worker_of(found: Proxied, port: int) -> int | None:
    """Give the process that listens on a port; None where there is none."""
    done = subprocess.run(["ss", "-Hltnp", f"sport = :{port}"], capture_output=True, text=True, check=True)
    ids = [int(each) for each in re.findall(r"pid=(\d+)", done.stdout)]
    return ids[0] if ids else None


def test_readers_get_tls_security_headers_and_a_cookie_that_says_nothing_of_them(proxied: Proxied) -> None:
    answer, _body = proxied.ask("/")
    assert answer.status == 200
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    cookie = next(each for each in answer.headers.get_all("set-cookie") if each.startswith("zc_worker="))
    assert re.fullmatch(r"zc_worker=[0-9a-f]{32}; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax", cookie)
    again, _body = proxied.ask("/", cookie=cookie.partition(";")[0])
    assert not [each for each in again.headers.get_all("set-cookie") or [] if each.startswith("zc_worker=")]


def test_what_a_reader_types_is_not_in_the_access_log(proxied: Proxied) -> None:
    asked = "/api/v1/releases/current/areas.csv?zc=eigennaam"
    proxied.ask(asked)
    until(lambda: "areas.csv" in proxied.log.read_text(encoding="utf-8"))
    assert "eigennaam" not in proxied.log.read_text(encoding="utf-8")


def test_what_does_not_change_is_packed_and_what_is_large_or_half_is_not_taken(proxied: Proxied) -> None:
    answer, body = proxied.ask("/figures/overzicht.svg", **{"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert b"<svg" in gzip.decompress(body)
    assert proxied.ask("/?" + "x=1&" * 3000)[0].status in (400, 414)
    assert proxied.ask("/", host="other.test")[0].status == 421


def test_half_a_request_holds_its_line_for_ten_seconds(proxied: Proxied) -> None:
    with (
        socket.create_connection(("127.0.0.1", proxied.port)) as raw,
        proxied.trust.wrap_socket(raw, server_hostname=HOST) as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nhost: zorg.test\r\n")
        line.settimeout(30)
        began = time.monotonic()
        line.recv(100)
        assert 5 < time.monotonic() - began < 25


def test_a_worker_that_is_killed_is_passed_by_and_comes_back(proxied: Proxied) -> None:
    first = worker_of(proxied, proxied.ports[0])
    assert first is not None
    os.kill(first, signal.SIGKILL)
    cookies = [f"zc_worker={number:032x}" for number in range(6)]
    assert [proxied.ask("/health", cookie=cookie)[0].status for cookie in cookies] == [200] * 6
    until(lambda: worker_of(proxied, proxied.ports[0]) not in (None, first))
    until(lambda: healthy(proxied))
