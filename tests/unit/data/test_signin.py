"""The file that says how people sign in: what it needs, and everything that is wrong with it at once."""

from pathlib import Path

import pytest

from data.settings import SettingsError
from data.signin import Role, read_signin
from tests.providers import SECRET, signin_file

ISSUER = "https://idp.zorg.test/op"


def test_without_a_file_nobody_signs_in(tmp_path: Path) -> None:
    assert read_signin(tmp_path / "signin.toml") is None


def test_what_a_file_says_is_read_and_its_secret_is_told_nowhere(tmp_path: Path) -> None:
    told = read_signin(signin_file(tmp_path / "signin.toml", ISSUER))
    assert told is not None
    assert (told.issuer, told.minutes, told.level_claim) == (ISSUER, 480, "acr")
    assert told.roles["ZorgcapaciteitRegio"] is Role.REGION
    given = told.streamlit("https://zorg.test")
    assert given["redirect_uri"] == "https://zorg.test/oauth2callback"
    assert SECRET not in repr(told)
    assert SECRET not in told.cookie_secret
    assert told.name_of("80010112345") == told.name_of("80010112345") != told.name_of("80010112346")
    assert not any(sign.isdigit() for sign in told.name_of("80010112345"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"issuer": "http://idp.zorg.test"}, "issuer: expected the https address"),
        ({"issuer": "https://…"}, "issuer: expected a text that is filled in"),
        ({"client_id": None}, "client_id: expected a text"),
        ({"levels": []}, "levels: expected a list"),
        ({"minutes": 10_000}, "minutes: expected a whole number from 5 to 720"),
        ({"minutes": True}, "minutes: expected"),
        ({"roles": {"admin": ["X"]}}, "roles: expected a table of region, analyst, data_team"),
        ({"roles": {"region": ["X"], "analyst": ["X"]}}, "roles: expected each name once"),
        ({"roles": None}, "roles: expected a table"),
        ({"colour": "blue"}, "colour: expected one of issuer"),
        ({"client_secret_file": "/nowhere/at/all"}, "client_secret_file: expected a file that this account can read"),
    ],
)
def test_what_is_wrong_is_said(given: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=said.replace("(", r"\(")):
        read_signin(signin_file(tmp_path / "signin.toml", ISSUER, **given))


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    file = signin_file(tmp_path / "signin.toml", "https://…", client_id=None, levels=[], roles={}, minutes=1)
    (tmp_path / "signin.secret").chmod(0o644)
    with pytest.raises(SettingsError) as told:
        read_signin(file)
    lines = str(told.value).splitlines()
    assert len(lines) == 6
    assert all(line.startswith("signin.toml, ") for line in lines)
    assert SECRET not in str(told.value)


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    file = signin_file(tmp_path / "signin.toml", ISSUER)
    (tmp_path / "signin.secret").write_text("short")
    with pytest.raises(SettingsError, match="at least 24"):
        read_signin(file)
