"""The risk report of a release: what its certificate holds, on paper and for machines, and sealed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from aggregation.attack import attack
from aggregation.release.certificate import build_certificate, public_certificate
from bench.invented.released import Asked, release, tiny_map
from cli import cli
from tests.unit.data.release_examples import MANIFEST, write

MAP = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e2")])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    return tmp_path / "home"


def certificate(smallest: int = 30) -> dict[str, Any]:
    """Attack a small release of which zones, kringen and municipalities are withheld, or a careless one."""
    counts = np.array([[smallest, 20], [25, 35], [40, 50]])
    careless = smallest < 5
    asked = Asked(counts=counts, options=("ja", "nee"), shows=lambda level, *_: careless or level == "vlaanderen")
    shown = release(MAP, [asked])
    return public_certificate(build_certificate(attack(shown), tables=shown))


def told(home: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["releases", *map(str, arguments), "--home", str(home)])


def test_the_report_says_what_the_certificate_holds_and_names_no_area(home: Path, tmp_path: Path) -> None:
    known = certificate()
    release_id = write(home, certificate=known, manifest={**MANIFEST, "kept_tables": {"2024": ["A01"]}})
    done = told(home, "risk", release_id, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    document = json.loads((tmp_path / "out" / f"risk-{release_id}.json").read_text(encoding="utf-8"))
    report = document["report"]
    assert (report["verdict"], report["found"], report["tried"]) == ("safe", 0, known["attacks"])
    assert {level: one["withheld"] for level, one in report["levels"].items()} == known["withheld"]
    assert sum(one["withheld"] for one in report["at_risk"]) == sum(known["withheld"].values()) == 21
    text = json.dumps(report)
    assert not any(f'"{area}"' in text or f":{area}" in text for area in ("g1", "g2", "g3", "k1", "k2", "e1", "e2"))
    page = PdfReader(tmp_path / "out" / f"risk-{release_id}.pdf")
    said = " ".join(" ".join(sheet.extract_text() for sheet in page.pages).split())
    assert "21 van 24 aantallen zijn niet getoond." in said
    assert "De aanval vond niets en gaf niets op." in said
    assert document["digest"] in said.replace(" ", "")
    assert (page.trailer["/Root"]["/MarkInfo"]["/Marked"], page.trailer["/Root"]["/Lang"]) == (True, "nl")


def test_one_that_is_not_safe_says_so(home: Path, tmp_path: Path) -> None:
    release_id = write(home, certificate=certificate(smallest=3))
    assert told(home, "risk", release_id, "--out", tmp_path, "--lang", "en").exit_code == 0
    said = " ".join(
        " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / f"risk-{release_id}.pdf").pages).split()
    )
    assert "this release is not safe" in said
    assert "found nothing" not in said


def test_a_report_that_was_changed_or_made_elsewhere_is_not_ours(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_id = write(home, certificate=certificate())
    assert told(home, "risk", release_id, "--out", tmp_path).exit_code == 0
    path = tmp_path / f"risk-{release_id}.json"
    assert told(home, "risk-check", path).exit_code == 0
    document = json.loads(path.read_text(encoding="utf-8"))
    document["report"]["gave_up"] = 1
    for changed in (document, {**document, "digest": "0" * 64}, {"report": {}}, []):
        (tmp_path / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
        assert told(home, "risk-check", tmp_path / "changed.json").exit_code == 1
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "elsewhere" / "kek"))
    assert told(home, "risk-check", path).exit_code == 1


def test_a_certificate_of_another_version_is_refused_calmly(home: Path, tmp_path: Path) -> None:
    release_id = write(home)
    done = told(home, "risk", release_id, "--out", tmp_path)
    assert (done.exit_code, "andere versie" in done.output) == (1, True)
    assert not list(tmp_path.glob("risk-*"))
