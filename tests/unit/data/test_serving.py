"""Who shows a release to others is told in full, or nothing is shown to them."""

from pathlib import Path

import pytest

from data.serving import NAME, Serving, read_serving
from data.settings import SettingsError
from tests.homes import run
from tests.serving import FILLED, serving_file


def test_without_a_file_there_are_no_others(tmp_path: Path) -> None:
    assert read_serving(tmp_path / NAME) == Serving()
    assert not Serving().to_others


def test_a_filled_file_is_read(tmp_path: Path) -> None:
    said = read_serving(
        serving_file(tmp_path / NAME, address="https://zorg.test:8443/", frame_ancestors=["https://atlas.test"])
    )
    assert (said.address, said.host) == ("https://zorg.test:8443", "zorg.test:8443")
    assert (said.controller, said.contact, said.dpo) == tuple(FILLED[name] for name in ("controller", "contact", "dpo"))
    assert said.frame_ancestors == ("https://atlas.test",)
    assert said.to_others


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("address", None),
        ("address", "http://zorg.test"),
        ("address", "https://localhost"),
        ("address", "javascript:alert(1)"),
        ("address", "https://zorg.test/?a=1"),
        ("address", "https://*.zorg.test"),
        ("address", "https://zorg.test/capaciteit"),
        ("address", 7),
        ("controller", None),
        ("controller", "  "),
        ("controller", "[in te vullen]"),
        ("controller", "x" * 400),
        ("controller", ["Dienst"]),
        ("contact", "ons loket"),
        ("contact", "loket@example.org"),
        ("dpo", None),
        ("dpo", "in te vullen door de beheerder: dpo@…"),
        ("frame_ancestors", "https://atlas.test"),
        ("frame_ancestors", ["https://atlas.test/kaart"]),
        ("frame_ancestors", ["*"]),
        ("frame_ancestors", ["https://atlas.test; script-src *"]),
        ("adress", "https://zorg.test"),
    ],
)
def test_what_is_not_filled_in_is_refused_by_name(name: str, value: object, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"^{NAME}, {name}: expected"):
        read_serving(serving_file(tmp_path / NAME, **{name: value}))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = serving_file(tmp_path / NAME, address=None, controller=None, contact=None, dpo="x", more=1)
    with pytest.raises(SettingsError) as caught:
        read_serving(file)
    assert len(str(caught.value).splitlines()) == 5


@pytest.mark.parametrize("content", [b"address = ", b"\xff\xfe"])
def test_an_unreadable_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(SettingsError, match="expected a readable TOML file"):
        read_serving(tmp_path / NAME)


def test_a_server_does_not_start_with_a_file_that_is_not_filled_in(tmp_path: Path) -> None:
    file = serving_file(tmp_path / "ours.toml", controller="[in te vullen]", dpo=None)
    ended = run("serve", "--home", tmp_path, "--serving", file)
    assert ended.returncode == 1
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == ["ours.toml, controller", "ours.toml, dpo"]
    assert "Traceback" not in ended.stderr
