"""The years of a data team, as docs/operations.md tells them: the commands are read from there and run.

Every step ends in a release or a calm refusal; what each has to bring stands beside its title here.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from cli import cli
from data import clock, releases
from data.audit import Audit
from data.kms import FileKms
from data.vault import Vault
from tests.foreign.deliveries import draw_valley, write_tables

KEY = ["indicator", "level", "area", "category", "measure"]
DOC = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
_CHAPTER = re.compile(r"^## The years, step by step\n(.*?)(?=^## )", re.DOTALL | re.MULTILINE)
_STEP = re.compile(r"^### \d+\. (.+?)\n.*?^```\n(.*?)^```", re.DOTALL | re.MULTILINE)
_ENDS = re.compile(r"\s+# ends with (\d)$")
_CLOCK = re.compile(r"^# it is (\d{4}-\d{2}-\d{2})$")


@dataclass
class Story:
    """A home, the folders that come in, and what the last commands said."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    said: list[str] = field(default_factory=list)
    lasting: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def vault(self) -> Vault:
        return Vault(self.home, FileKms(self.home), Audit(self.home))

    def cells(self, query: str) -> pd.DataFrame:
        """Cells of the release that is shown."""
        with releases.open_release(self.home) as release:
            return release.table("cell").query(query)

    def waiting_time(self) -> set[int]:
        """Years of which the mean waiting time of Flanders is shown."""
        shown = self.cells("indicator == 'P04' and area == 'VL' and measure == 'mean' and value.notna()")
        return set(shown["year"])

    def first_year(self) -> pd.DataFrame:
        """Cells of the first survey year as they are shown, in one order."""
        return self.cells("year == 2024").sort_values(KEY, ignore_index=True)

    def run(self, line: str) -> None:
        """Run one line of the documentation as it stands there, in this process."""
        if clocked := _CLOCK.match(line):
            self.monkeypatch.setattr(clock, "WRITTEN", date.fromisoformat(clocked.group(1)))
            return
        expected = int(found.group(1)) if (found := _ENDS.search(line)) else 0
        words = shlex.split(_ENDS.sub("", line))
        assert words[0] == "zorgcapaciteit", line
        done = CliRunner().invoke(cli, [self._meant(word) for word in words[1:]])
        self.said.append(done.output)
        assert done.exit_code == expected, f"{line}\n{done.output[-3000:]}\n{done.exception!r}"

    def _meant(self, word: str) -> str:
        """Give what a word of the documentation in capitals stands for in this home."""
        if word == "RELEASE":
            return str(releases.list_releases(self.home)[0]["release"])
        if word == "DELIVERY":
            return self.vault.deliveries()[-1].delivery_id
        return word


def deliver(folder: Path) -> None:
    """Write what comes in: the first year without IMA and with part of the answers, all answers, the second year."""
    first = draw_valley(2024)
    answers = first["survey_practice"]
    early = {name: table for name, table in first.items() if name != "ima"}
    early["survey_practice"] = answers.head(int(len(answers) * 0.7))
    write_tables(folder / "2024", early, 2024, received_on="2024-11-20")
    (folder / "2024" / "delivery.toml").unlink()
    write_tables(folder / "2024-late", {"survey_practice": answers}, 2024, received_on="2025-01-20")
    write_tables(folder / "2025", draw_valley(2025), 2025, received_on="2025-11-20")


def without_ima(story: Story) -> None:
    assert story.waiting_time() == {2024}
    assert story.cells("value.notna()")["ima_year"].isna().all(), "IMA has no year yet"


def late_answers(story: Story) -> None:
    assert len({*story.vault.latest(2024).values()}) == 2


def second_year(story: Story) -> None:
    assert story.waiting_time() == {2024, 2025}
    story.lasting = story.first_year()


def expired(story: Story) -> None:
    assert "2024 kan niet meer geteld worden" in story.said[-1]
    assert "elke refresh probeert" not in story.said[-1], "nothing waits: it cannot be counted any more"
    pd.testing.assert_frame_equal(story.first_year(), story.lasting)


def retained(story: Story) -> None:
    of_year = [d for d in story.vault.deliveries() if d.survey_year == 2024]
    assert [d.destroyed for d in of_year] == [d.keep_until <= date(2034, 11, 21) for d in of_year]
    assert {d.destroyed for d in of_year} == {True, False}
    pd.testing.assert_frame_equal(story.first_year(), story.lasting)


def gone(story: Story) -> None:
    assert story.vault.years() == [2025]
    pd.testing.assert_frame_equal(story.first_year(), story.lasting)


CHECKS: dict[str, Callable[[Story], None]] = {
    "The first delivery comes in without IMA": without_ima,
    "Late answers come in": late_answers,
    "The second year comes in": second_year,
    "The term of one delivery has passed": expired,
    "What is due is destroyed": retained,
    "A year is gone": gone,
}


def steps() -> Iterator[tuple[str, list[str]]]:
    """Titles and lines of the steps, as the documentation has them."""
    chapter = _CHAPTER.search(DOC.read_text(encoding="utf-8"))
    assert chapter is not None
    for title, block in _STEP.findall(chapter.group(1)):
        yield title, block.splitlines()


def test_every_step_that_is_told_is_checked() -> None:
    assert [title for title, _ in steps()] == list(CHECKS)


@pytest.mark.slow
def test_every_step_of_the_years_ends_in_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZORGCAPACITEIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ZORGCAPACITEIT_KMS", str(tmp_path / "outside" / "kek"))
    deliver(tmp_path)
    story = Story(tmp_path, monkeypatch)
    for title, lines in steps():
        story.said = []
        for line in lines:
            story.run(line)
        assert releases.show(story.home, str(releases.current_id(story.home)))["problems"] == []
        CHECKS[title](story)
    story.run("zorgcapaciteit verify")
