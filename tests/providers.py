"""Providers of identities that tests start themselves, and a visitor who signs in with them without a browser."""

import hashlib
import hmac
import json
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey

from bench.browsing import free_port, running_at, serve_command
from data.signin import PROVIDER
from pages.views import sources
from tests.serving import serving_file

PACKAGE = Path(sys.prefix) / "node" / "node_modules" / "oidc-provider" / "lib" / "index.js"
"""Where ``make oidc-provider`` puts it."""
LEVEL = "urn:be:fedict:iam:fas:level400"
LOW = "urn:be:fedict:iam:fas:level100"
SECRET = "a secret of this test, long enough"  # noqa: S105 -- known to this test alone
CLIENT = "zorgcapaciteit"
ROLES = {"region": ["ZorgcapaciteitRegio"], "analyst": ["ZorgcapaciteitAnalist"], "data_team": ["ZorgcapaciteitData"]}


def signin_file(file: Path, issuer: str, /, **given: object) -> Path:
    """Write how people sign in with a provider, with other values; None leaves an entry out."""
    secret, trail = file.with_name("signin.secret"), file.with_name("trail")
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o600)
    trail.mkdir(exist_ok=True)
    entries: dict[str, object] = {
        "issuer": issuer,
        "client_id": CLIENT,
        "client_secret_file": str(secret),
        "trail": str(trail),
        "role_claim": "rollen",
        "area_claim": "gebieden",
        "levels": [LEVEL],
        "roles": ROLES,
    }
    entries = {name: value for name, value in {**entries, **given}.items() if value is not None}
    roles = entries.pop("roles", None)
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in entries.items()]
    if isinstance(roles, dict):
        lines += ["[roles]\n", *(f"{name} = {json.dumps(called)}\n" for name, called in roles.items())]
    file.write_text("".join(lines), encoding="utf-8")
    return file


@contextmanager
def mock() -> Iterator[str]:
    """Run the provider whose claims a test decides; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
    address = f"http://localhost:{port}"
    with running_at(f"{address}/.well-known/openid-configuration", command, AUTHLIB_INSECURE_TRANSPORT="1"):
        yield address


@contextmanager
def certified(accounts: Path, callback: str, **environment: str) -> Iterator[str]:
    """Run the certified provider for an installation; give its address. ``accounts`` says who is who."""
    if not PACKAGE.exists() or shutil.which("node") is None:
        pytest.skip("no oidc-provider on this machine: make oidc-provider")
    port = free_port()
    command = ["node", str(Path(__file__).with_name("provider.mjs")), str(PACKAGE), str(port), callback, str(accounts)]
    address = f"http://localhost:{port}"
    with running_at(f"{address}/.well-known/openid-configuration", command, **environment):
        yield address


def claims(issuer: str, who: str, **given: object) -> None:
    """Tell the provider what to say of somebody."""
    told = {"acr": LEVEL, "rollen": ROLES["analyst"], **given}
    body = json.dumps({name: value for name, value in told.items() if value is not None}).encode()
    asked = Request(  # noqa: S310 -- our own address
        f"{issuer}/users/{who}", data=body, method="PUT", headers={"content-type": "application/json"}
    )
    with urlopen(asked, timeout=30) as answer:  # noqa: S310
        assert answer.status == 204


@contextmanager
def signing_in(home: Path, folder: Path, issuer: str, /, *, port: int = 0, **given: object) -> Iterator[str]:
    """Serve a home whose people sign in with a provider; give the address that this machine knows it by."""
    told = serving_file(folder / "serving.toml")
    told.unlink()  # this machine alone
    signin_file(folder / "signin.toml", issuer, **given)
    port = port or free_port()
    environment = {sources.SERVING_VARIABLE: str(told)}
    with running_at(f"http://localhost:{port}/_stcore/health", serve_command(home, port), **environment):
        yield f"http://localhost:{port}"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser that runs no scripts, at an installation."""

    address: str
    line: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **given: object) -> requests.Response:
        return self.line.get(urljoin(self.address, path), timeout=60, allow_redirects=False, **given)  # type: ignore[arg-type]

    def to_provider(self) -> str:
        """Begin to sign in as the button does; give where the provider asks who it is."""
        answer = self.get(f"/auth/login?provider={token()}")
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def back_from_mock(self, who: str) -> str:
        """Sign in at the provider; give where it sends one back to."""
        answer = self.line.post(self.to_provider(), data={"sub": who}, timeout=60, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def back_from_certified(self, who: str, asked: str = "") -> str:
        """Sign in at the other provider, which asks in several steps; give where it sends one back to."""
        form = self.line.get(asked or self.to_provider(), timeout=60)
        answer = self.line.post(form.url, data={"sub": who}, timeout=60, allow_redirects=False)
        while not (found := answer.headers["location"]).startswith(self.address):
            answer = self.line.get(urljoin(answer.url, found), timeout=60, allow_redirects=False)
        return found

    def sign_in(self, who: str) -> requests.Response:
        """Sign in; give what the installation answers."""
        return self.get(self.back_from_mock(who))

    def cookies(self) -> Mapping[str, str]:
        return dict(self.line.cookies.items())


def token() -> str:
    """Give what the button brings along: made with the secret of the installation, good for two minutes."""
    told = {"provider": PROVIDER, "exp": int(time.time()) + 100}
    return jwt.encode({"alg": "HS256"}, told, OctKey.import_key(cookie_secret()))


def cookie_secret() -> str:
    """Give the key of the cookies of an installation, worked out a second way."""
    return hmac.new(SECRET.encode(), b"zorgcapaciteit: cookies", hashlib.sha256).hexdigest()


def reasons_on(answer: requests.Response) -> list[str]:
    """Give the reasons that a page of refusal tells."""
    return [unescape(each) for each in re.findall(r"<li>(.*?)</li>", answer.text)]
