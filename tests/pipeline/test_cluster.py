"""Tables of a year on a cluster: a scheduler and two workers as processes, over TLS, one of them killed midway."""

import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from data import releases
from data.cluster import NAMES, ClusterError, facts, on_cluster
from data.workers import IN_TURN
from tests.homes import run
from tests.unit.aggregation.test_side_by_side import made, same
from tests.unit.data.test_workers import TREE, alive, eventually

IN_MEMORY = {f"DASK_DISTRIBUTED__WORKER__MEMORY__{name}": "False" for name in ("TARGET", "SPILL", "PAUSE", "TERMINATE")}


@dataclass(frozen=True)
class Cluster:
    address: str
    certificates: Path
    workers: list["subprocess.Popen[bytes]"]


def certify(folder: Path) -> None:
    """Make an authority, and one certificate for this machine."""
    folder.mkdir(parents=True)
    now = datetime.now(UTC)
    root_key, own_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root, own = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("a cluster", "this machine"))

    def signed(name: x509.Name, key: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(root).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        return builder.add_extension(names, critical=False).sign(root_key, hashes.SHA256())

    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(signed(root, root_key, authority=True).public_bytes(pem))
    (folder / "cert.pem").write_bytes(signed(own, own_key, authority=False).public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(own_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


def started(*arguments: str, certificates: Path, folder: Path, log: str, **more: str) -> "subprocess.Popen[bytes]":
    authority, own, key = (str(certificates / name) for name in NAMES)
    tls = ["--tls-ca-file", authority, "--tls-cert", own, "--tls-key", key, "--no-dashboard"]
    environment = {**os.environ, "PYTHONPATH": str(TREE), **more}
    command = [sys.executable, "-m", *arguments, *tls]
    with (folder / log).open("wb") as out:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)


@contextmanager
def cluster(folder: Path, number: int, **more: str) -> Iterator[Cluster]:
    """Run a scheduler and workers of one thread each, as an office would; all end with the test."""
    certificates = folder / "certificates"
    certify(certificates)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tls://127.0.0.1:{port}"
    with ExitStack() as stack:

        def begin(log: str, *arguments: str) -> "subprocess.Popen[bytes]":
            process = started(*arguments, certificates=certificates, folder=folder, log=log, **(IN_MEMORY | more))
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        begin("scheduler", "distributed.cli.dask_scheduler", "--host", address, "--port", str(port))
        common = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--host", "127.0.0.1")
        workers = [
            begin(f"worker{one}", "distributed.cli.dask_worker", address, "--name", str(one), *common)
            for one in range(number)
        ]
        yield Cluster(address, certificates, workers)


class Deadly(Executor):
    """Hands on to a cluster, and kills one worker in the middle of the attack."""

    def __init__(self, pool: Executor, victim: "subprocess.Popen[bytes]") -> None:
        self.pool, self.victim = pool, victim
        self.names: list[str] = []
        self.futures: list[Future[Any]] = []
        self.left = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        self.names.append(fn.__qualname__)
        self.futures.append(self.pool.submit(fn, *args, **kwargs))
        if self.names.count("_Task.run") == 40 and self.victim.poll() is None:
            self.left = sum(not future.done() for future in self.futures)
            self.victim.send_signal(signal.SIGKILL)
        return self.futures[-1]


@pytest.mark.slow
def test_a_worker_killed_midway_loses_nothing(tmp_path: Path) -> None:
    with cluster(tmp_path, 2) as here, on_cluster(here.address, here.certificates) as pool:
        deadly = Deadly(pool, here.workers[0])
        there = made(deadly)
        assert deadly.left > 0, "killed while pieces waited"
        assert eventually(lambda: not alive(here.workers[0].pid))
        assert here.workers[1].poll() is None
    assert {"answer_cells", "shown_counts", "_decide", "_Task.run"} <= set(deadly.names)
    same(made(IN_TURN), there)


@pytest.mark.slow
def test_the_command_gives_on_a_cluster_what_it_gives_alone(tmp_path: Path) -> None:
    wanted = run("synth", "--out", tmp_path / "in", "--years", "2026", "--scale", "0.05")
    assert wanted.returncode == 0, wanted.stderr
    key = {"ZORGCAPACITEIT_KMS": str(tmp_path / "outside" / "kek")}
    (tmp_path / "outside").mkdir()
    folder = next((tmp_path / "in").glob("*2026*"))
    with cluster(tmp_path / "made", 2) as here:
        homes = {name: tmp_path / name for name in ("alone", "together")}
        spread = ("--cluster", here.address, "--certificates", here.certificates)
        for name, home in homes.items():
            result = run(
                "refresh", folder, "--home", home, "--publish", *(spread if name == "together" else ()), env=key
            )
            assert result.returncode == 0, result.stdout + result.stderr
        logs = "".join((tmp_path / "made" / f"worker{one}").read_text() for one in range(2))
    assert "tls://" in logs
    assert "tcp://" not in logs
    for table in ("cell", "response", "membership"):
        one, other = (_table(home, table) for home in homes.values())
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def _table(home: Path, name: str) -> pd.DataFrame:
    with releases.open_release(home) as opened:
        table = opened.table(name)
    return table.sort_values(list(table.columns[:6]), ignore_index=True)


def test_who_has_no_certificate_of_the_authority_is_not_let_in(tmp_path: Path) -> None:
    certify(tmp_path / "other")
    with cluster(tmp_path / "made", 1) as here:
        with on_cluster(here.address, here.certificates) as pool:
            told = pool.submit(facts).result()
            assert told["to disk"] == []
        with pytest.raises(ClusterError, match="authority"), on_cluster(here.address, tmp_path / "other"):
            pass
        bare = ssl.create_default_context(cafile=str(here.certificates / "ca.pem"))
        port = int(here.address.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port)) as line, bare.wrap_socket(
            line, server_hostname="127.0.0.1"
        ) as secret:  # fmt: skip
            secret.settimeout(10)
            with pytest.raises(ssl.SSLError):
                secret.recv(1)


def test_workers_that_write_rows_to_disk_are_refused(tmp_path: Path) -> None:
    spills = {"DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "0.7"}
    with (
        cluster(tmp_path / "made", 1, **spills) as here,
        pytest.raises(ClusterError, match="disk"),
        on_cluster(here.address, here.certificates),
    ):
        pass


def test_nothing_travels_unencrypted(tmp_path: Path) -> None:
    result = run("refresh", "--home", tmp_path, "--cluster", "tcp://127.0.0.1:8786")
    assert result.returncode == 2
    assert "tls://" in result.stderr


def test_a_missing_certificate_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"cert\.pem, key\.pem"), on_cluster("tls://127.0.0.1:1", _only_ca(tmp_path)):
        pass


def _only_ca(folder: Path) -> Path:
    (folder / "ca.pem").touch()
    return folder


def test_without_the_option_nothing_of_it_is_loaded() -> None:
    code = "import sys, commands.refresh, commands.years; print([name for name in sys.modules if 'dask' in name])"
    result = subprocess.run([sys.executable, "-c", code], cwd=TREE, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
