"""Signing in against a real provider: who comes in, what is kept of them, and every way in which it may not work."""

import csv
import io
import json
import shutil
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import run as run_process
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer

from bench.browsing import ROOT, serving
from data.audit import Audit
from data.signin import read_signin
from pages.views import persons, places, released, sources
from tests.providers import LEVEL, LOW, ROLES, Visitor, claims, cookie_secret, mock, reasons_on, signin_file, signing_in
from tests.screen.conftest import Open

COOKIE = "_streamlit_user"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with mock() as address:
        yield address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signin")


@pytest.fixture(scope="module")
def address(small_home: Path, folder: Path, issuer: str) -> Iterator[str]:
    with signing_in(small_home, folder, issuer) as found:
        yield found


def kept_by(visitor: Visitor) -> dict[str, object]:
    held = URLSafeTimedSerializer(cookie_secret(), salt=COOKIE).loads(visitor.cookies()[COOKIE])
    found: dict[str, object] = json.loads(held)
    return found


def test_a_role_comes_in_and_of_the_person_nothing_is_kept_that_names_one(
    address: str, issuer: str, folder: Path
) -> None:
    claims(issuer, "anna", name="Anna Voorbeeld", email="anna@zorg.test", rollen=[*ROLES["region"], *ROLES["analyst"]])
    visitor = Visitor(address)
    answer = visitor.sign_in("anna")
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    held = kept_by(visitor)
    assert set(held) == {"origin", "is_logged_in", "provider", "zorgcapaciteit"}
    session = held["zorgcapaciteit"]
    assert isinstance(session, dict)
    assert session["role"] == "analyst"
    assert "anna" not in json.dumps(held).lower()
    assert "_streamlit_user_tokens" not in visitor.cookies()
    line = Audit(folder / "trail").entries()[-1]
    assert (line["what"], line["channel"], line["who"]) == ("sign_in", "screen", session["name"])
    assert line["subject"].startswith("analyst ")
    again = Visitor(address)
    again.sign_in("anna")
    assert kept_by(again)["zorgcapaciteit"]["name"] == session["name"]  # type: ignore[index]
    lasts = next(each for each in answer.headers["set-cookie"].split(", ") if each.startswith(f"{COOKIE}="))
    assert "HttpOnly" in lasts
    assert 3000 < int(lasts.partition("Max-Age=")[2].partition(";")[0]) <= 3600  # the token ends it


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "audience": ({"aud": "another"}, ""),
    "audience of two": ({"aud": ["another", "zorgcapaciteit"], "azp": "another"}, ""),
    "for another, asked by us": ({"aud": "another", "azp": "zorgcapaciteit"}, "voor een andere toepassing"),
    "issuer": ({"iss": "https://other.test"}, ""),
    "expired": ({"exp": -60}, "verlopen"),
    "long expired": ({"exp": -3600}, ""),
    "level too low": ({"acr": LOW}, "niet sterk genoeg"),
    "no level": ({"acr": None}, "niet sterk genoeg"),
    "level as a list": ({"acr": [LOW]}, "niet sterk genoeg"),
    "no role": ({"rollen": None}, "geen rol"),
    "role of something else": ({"rollen": ["ZorgcapaciteitAnalistX", "analyst"]}, "geen rol"),
    "role without area": ({"rollen": ROLES["region"]}, "nog geen gebied"),
    "area of another form": ({"rollen": ROLES["region"], "gebieden": ["<script>", "elz:"]}, "nog geen gebied"),
}


@pytest.mark.parametrize("case", WRONG)
def test_who_is_not_let_in_is_told_why_and_keeps_nothing(case: str, address: str, issuer: str, folder: Path) -> None:
    given, said = WRONG[case]
    if "exp" in given:  # seconds from now, and now is when the test runs
        given = {"exp": int(time.time()) + given["exp"]}
    claims(issuer, "bert", **given)
    visitor = Visitor(address)
    answer = visitor.sign_in("bert")
    assert answer.status_code == 403
    assert any((said or "niet afgerond") in reason for reason in reasons_on(answer)), answer.text
    assert COOKIE not in visitor.cookies()
    if said:  # what the library stops never says who it was
        line = Audit(folder / "trail").entries()[-1]
        assert (line["what"], line["outcome"]) == ("sign_in", "refused")


def test_a_call_back_is_good_once(address: str, issuer: str) -> None:
    claims(issuer, "carl")
    visitor = Visitor(address)
    back = visitor.back_from_mock("carl")
    before = visitor.cookies()
    assert visitor.get(back).status_code == 302
    again = Visitor(address)
    again.line.cookies.update(before)  # everything a thief could have copied before it was used
    assert again.get(back).status_code == 403
    assert COOKIE not in again.cookies()
    elsewhere = Visitor(address)
    assert elsewhere.get(visitor.back_from_mock("carl")).status_code == 403  # another browser than it was asked with


def test_a_changed_or_made_cookie_signs_nobody_in(address: str, issuer: str) -> None:
    claims(issuer, "dora", rollen=ROLES["region"], gebieden="elz:X")
    visitor = Visitor(address)
    visitor.sign_in("dora")
    whole = visitor.cookies()[COOKIE]
    held = kept_by(visitor)
    more = {**held, "zorgcapaciteit": {**held["zorgcapaciteit"], "role": "data_team"}}  # type: ignore[dict-item]
    body, stamp, signature = whole.rsplit(".", 2)
    other = URLSafeTimedSerializer("another secret", salt=COOKIE).dumps(json.dumps(more))
    tried = {
        "signature of another": other,
        "content of another": ".".join((other.rsplit(".", 2)[0], stamp, signature)),
        "none": body,
        "no signature": f"{body}.{stamp}.",
        "nonsense": "x" * 300,
    }
    assert who(address, whole) == "region"
    assert {name: who(address, value) for name, value in tried.items()} == dict.fromkeys(tried, "nobody")


def who(address: str, cookie: str) -> str:
    """Ask an address that only people who signed in are answered by."""
    visitor = Visitor(address)
    answer = visitor.get("/aangemeld", headers={"cookie": f"{COOKIE}={cookie}"})
    return str(answer.json()["role"]) if answer.status_code == 200 else "nobody"


def test_signing_out_ends_the_session_in_every_window_and_is_noted(address: str, issuer: str, folder: Path) -> None:
    claims(issuer, "eva")
    visitor = Visitor(address)
    visitor.sign_in("eva")
    copied = visitor.cookies()[COOKIE]
    assert who(address, copied) == "analyst"
    answer = visitor.get("/auth/logout")
    assert answer.status_code == 302
    assert COOKIE not in visitor.cookies()
    assert who(address, copied) == "nobody"
    assert Audit(folder / "trail").entries()[-1]["what"] == "sign_out"
    assert visitor.get("/oauth2callback").headers["location"] == "/"  # where the provider sends one after it
    assert not Audit(folder / "trail").verify()


def test_who_cannot_be_noted_does_not_come_in(small_home: Path, tmp_path: Path, issuer: str) -> None:
    claims(issuer, "finn")
    with signing_in(small_home, tmp_path, issuer) as found:
        assert Visitor(found).sign_in("finn").status_code == 302
        (tmp_path / "trail" / "audit.head").write_text('{"n": 5, "hash": "x"}', encoding="utf-8")
        visitor = Visitor(found)
        assert visitor.sign_in("finn").status_code == 503
        assert COOKIE not in visitor.cookies()


def test_a_session_ends_with_its_settings(small_home: Path, tmp_path: Path, issuer: str) -> None:
    claims(issuer, "gust")
    with signing_in(small_home, tmp_path, issuer) as found:
        visitor = Visitor(found)
        visitor.sign_in("gust")
        cookie = visitor.cookies()[COOKIE]
        assert who(found, cookie) == "analyst"
    shutil.rmtree(tmp_path / "trail")
    with signing_in(small_home, tmp_path, issuer, roles={"analyst": ["AnotherName"]}) as found:
        assert who(found, cookie) == "nobody"


def test_without_settings_nobody_signs_in_and_nothing_for_it_is_loaded(small_home: Path) -> None:
    with serving(small_home) as found:
        for path in ("/auth/login", "/auth/logout", "/oauth2callback", "/aangemeld"):
            for accept in ("text/html", "*/*"):
                assert Visitor(found).get(path, headers={"accept": accept}).status_code == 404, path
    code = (
        "import sys, app; from pages.web import server; server.build_app(1); "
        "print([name for name in sys.modules if name.split('.')[0] in ('authlib', 'joserfc', 'httpx') "
        "or name == 'pages.web.door'])"
    )
    environment = {"ZORGCAPACITEIT_HOME": str(small_home), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin"}
    done = run_process([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr


def test_a_region_takes_its_own_areas_along_and_that_is_noted(address: str, issuer: str, folder: Path) -> None:
    lines = [
        line.split(",")[:2] for line in Visitor(address).get("/api/v1/releases/current/areas.csv").text.splitlines()
    ]
    zones = sorted({area for level, area in lines if level == "elz"})[:2]
    claims(issuer, "hugo", rollen=ROLES["region"], gebieden=[f"elz:{zone}" for zone in zones] + ["elz:NIETS"])
    visitor = Visitor(address)
    visitor.sign_in("hugo")
    answer = visitor.get("/aangemeld/uw-gebieden.zip")
    assert answer.status_code == 200, answer.text
    assert "no-store" in answer.headers["cache-control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as held:
        names = held.namelist()
        assert [sum(f"-{zone}-" in name for name in names if name.endswith(".pdf")) for zone in zones] == [1] * len(
            zones
        )
        rows = list(csv.DictReader(io.StringIO(held.read("elz-cijfers.csv").decode("utf-8-sig")), delimiter=";"))
    assert {row["Gebiedscode"] for row in rows} == set(zones)
    line = Audit(folder / "trail").entries()[-1]
    assert line["what"] == "export"
    assert all(f"elz:{zone}" in line["subject"] for zone in zones)
    assert Visitor(address).get("/aangemeld/uw-gebieden.zip").status_code == 404


def test_somebody_of_a_region_lands_on_the_own_areas_once(
    at_home: Path, open_screen: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, issuer: str
) -> None:
    assert at_home.is_dir()
    release = released.current()
    assert release is not None
    mine = [code for code in places.areas(release.id) if code.startswith("elz:")][-2:]
    told = read_signin(signin_file(tmp_path / "signin.toml", issuer))
    assert told is not None
    monkeypatch.setenv(sources.SERVING_VARIABLE, str(tmp_path / "serving.toml"))
    said = {"sub": "x", "iss": issuer, "aud": told.client_id, "exp": time.time() + 60, "acr": LEVEL}
    person = persons.decide({**said, "rollen": ROLES["region"], "gebieden": [*mine, "elz:NIETS"]}, told, time.time())
    assert isinstance(person, persons.Person)
    monkeypatch.setattr(persons, "current", lambda: person)
    screen = open_screen("regioprofiel")
    assert screen.session_state["keuze_mijn"] == mine[0]
    assert screen.session_state["keuze_gebied"] == mine[0].removeprefix("elz:")
    screen.session_state["keuze_mijn"] = mine[1]
    assert screen.run().session_state["keuze_mijn"] == mine[1]  # what was chosen since stays
    elsewhere = next(code for code in places.areas(release.id) if code.startswith("elz:") and code not in mine)
    linked = open_screen("regioprofiel", niveau="elz", gebied=elsewhere.removeprefix("elz:"))
    assert linked.session_state["keuze_gebied"] == elsewhere.removeprefix("elz:")  # a link goes before
