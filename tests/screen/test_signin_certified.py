"""Signing in against a second, certified provider: one code one use, one client one token, and a session that ends."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.browsing import free_port
from tests.providers import LEVEL, LOW, ROLES, Visitor, certified, reasons_on, signing_in
from tests.screen.test_signin import COOKIE, who

ACCOUNTS = {
    "anna": {"rollen": ROLES["analyst"], "acr": LEVEL},
    "rik": {"rollen": ROLES["region"], "gebieden": ["elz:Z1", "kring:K2"], "acr": LEVEL},
    "bert": {"rollen": ROLES["analyst"], "acr": LOW},
    "carl": {"rollen": [], "acr": LEVEL},
    "dora": {"rollen": ROLES["region"], "acr": LEVEL},
}


@pytest.fixture(scope="module")
def address(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("certified"), free_port()
    (folder / "accounts.json").write_text(json.dumps(ACCOUNTS))
    with (
        certified(folder / "accounts.json", f"http://localhost:{port}/oauth2callback") as issuer,
        signing_in(small_home, folder, issuer, port=port, scope="openid zorg") as found,
    ):
        yield found


def test_what_is_asked_of_the_provider_ties_the_answer_to_this_browser(address: str) -> None:
    asked = parse_qs(urlsplit(Visitor(address).to_provider()).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["acr_values"] == [LEVEL]
    assert asked["prompt"] == ["login"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)


def test_a_role_comes_in_with_its_places(address: str) -> None:
    visitor = Visitor(address)
    assert visitor.get(visitor.back_from_certified("rik")).status_code == 302
    assert visitor.get("/aangemeld").json()["areas"] == ["elz:Z1", "kring:K2"]


@pytest.mark.parametrize(
    ("name", "said"), [("bert", "niet sterk genoeg"), ("carl", "geen rol"), ("dora", "geen gebied")]
)
def test_who_is_not_let_in_is_told_why(name: str, said: str, address: str) -> None:
    visitor = Visitor(address)
    answer = visitor.get(visitor.back_from_certified(name))
    assert answer.status_code == 403
    assert [said in reason for reason in reasons_on(answer)] == [True]
    assert COOKIE not in visitor.cookies()


def test_a_code_is_good_once_and_for_one_client(address: str) -> None:
    visitor = Visitor(address)
    back = visitor.back_from_certified("anna")
    before = visitor.cookies()
    assert visitor.get(back).status_code == 302
    again = Visitor(address)
    again.line.cookies.update({name: before[name] for name in ("_streamlit_session",)})
    assert again.get(back).status_code == 403
    mixed = Visitor(address)
    ours = mixed.to_provider()
    other = mixed.back_from_certified("anna", ours.replace("client_id=zorgcapaciteit", "client_id=another"))
    assert mixed.get(other).status_code == 403  # a code that another client was given
    assert COOKIE not in mixed.cookies()


def test_a_session_ends_with_its_token(small_home: Path, tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "accounts.json").write_text(json.dumps(ACCOUNTS))
    with (
        certified(tmp_path / "accounts.json", f"http://localhost:{port}/oauth2callback", LASTS="3") as issuer,
        signing_in(small_home, tmp_path, issuer, port=port, scope="openid zorg") as found,
    ):
        visitor = Visitor(found)
        assert visitor.get(visitor.back_from_certified("anna")).status_code == 302
        cookie = visitor.cookies()[COOKIE]
        ends = visitor.get("/aangemeld").json()["until"]
        assert who(found, cookie) == "analyst"
        while time.time() <= ends:
            time.sleep(0.1)
        assert who(found, cookie) == "nobody"
