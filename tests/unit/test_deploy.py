"""The units for systemd are well-formed and tight, by systemd's own judgement."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
LOOSEST = 15
"""Tenths of systemd's measure of exposure (0 to 100); a unit without any hardening has 96."""


@pytest.fixture
def placed(tmp_path: Path) -> list[Path]:
    """Give the units with a command that exists on this machine."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine: apt-get install systemd")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/zorgcapaciteit/.venv/bin/zorgcapaciteit", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return [tmp_path / unit.name for unit in UNITS]


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )


def test_systemd_has_nothing_to_say_about_the_units(placed: list[Path]) -> None:
    done = analyze("verify", *placed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_each_service_is_exposed_to_little(placed: list[Path]) -> None:
    services = [unit for unit in placed if unit.suffix == ".service"]
    assert len(services) == 6
    for unit in services:
        done = analyze("security", "--offline=true", f"--threshold={LOOSEST}", unit)
        assert done.returncode == 0, done.stdout


def test_the_screens_alone_run_under_their_account_and_what_others_reach_is_not_that_of_the_vault() -> None:
    services = {unit.stem: unit.read_text(encoding="utf-8") for unit in UNITS if unit.suffix == ".service"}
    accounts = {name: re.findall(r"^User=(.+)$", text, re.MULTILINE)[0] for name, text in services.items()}
    assert accounts.pop("zorgcapaciteit-screens") == "zorg-screens"
    assert set(accounts.values()) == {"zorg-data"}
    for name in accounts:
        asks_nobody = "PrivateNetwork=yes" in services[name] or "IPAddressDeny=any" in services[name]
        assert asks_nobody is ("backup --check" not in services[name] and name != "zorgcapaciteit-backup"), name
    screens = (DEPLOY / "systemd" / "zorgcapaciteit-screens.service").read_text(encoding="utf-8")
    assert "serve --releases" in screens
    assert "ZORGCAPACITEIT_KMS" not in screens
    assert "ReadWritePaths" not in screens


def test_what_the_units_and_the_container_call_exists() -> None:
    from cli import cli

    called = [line for unit in UNITS for line in re.findall(r"bin/zorgcapaciteit (.+)$", unit.read_text("utf-8"), re.M)]
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    called.append(" ".join(re.findall(r'"([^"]+)"', container.partition("ENTRYPOINT")[2].partition("CMD")[0])[1:]))
    assert len(called) >= 5
    for line in called:
        command, words = cli, line.split()
        while words and hasattr(command, "get_command"):
            command = command.get_command(None, words.pop(0))
            assert command is not None, line
        known = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_container_runs_as_nobody_and_copies_no_delivery() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 65534:65534$", text, re.MULTILINE)
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]}
    assert not copied & {"var", "deliveries", "tests", "."}
    assert {"data", "aggregation", "geo", "pages", "commands", "app.py", "cli.py"} <= copied


def test_what_npm_installs_for_a_test_is_known_by_its_digest() -> None:
    folder = DEPLOY.parent / "tests" / "node"
    asked = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked.pop("")["dependencies"] == asked
    assert len(locked) >= 30
    assert all(each["integrity"].startswith("sha512-") and "resolved" not in each for each in locked.values())
    assert "npm ci" in (DEPLOY.parent / "Makefile").read_text(encoding="utf-8")
