"""The summary that a profile begins with: every sentence follows from the cells, and none tells what is withheld."""

import re
from html import unescape
from pathlib import Path

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import choices
from aggregation.shown.verdicts import Verdict
from data.terms import FLANDERS, Level
from pages.evolutie import evolution
from pages.regioprofiel import profile, summary
from pages.views import released, views
from pages.words import language
from tests.screen.conftest import Open, text_of
from tests.screen.walk import judged_by_hand

SAID = {
    "hoger": "duidelijk meer dan",
    "lager": "duidelijk minder dan",
    "geen duidelijk verschil": "verschilt niet duidelijk",
}
STOP = re.compile(
    r"Van de praktijken die antwoordden neemt ([\d,]+) % .*?\(95 % zeker tussen ([\d,]+) en ([\d,]+) %\)\. (.*?)\("
)


def summary_of(text: str) -> str:
    """Give the sentences of the summary as plain text."""
    found = re.search(r'<section class="zc-summary".*?</h2><ul>(.*?)</ul>', text, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]*>", " ", found[1])).replace("\u00a0", " ").strip()


def test_the_stop_is_told_with_its_interval_and_the_verdict_of_all_screens(at_home: Path, open_screen: Open) -> None:
    release = released.current()
    assert release is not None
    truth = judged_by_hand(release.id, 2026, Level.ELZ, "P01", choices(INDICATORS["P01"])[0])
    cells = release.cells(indicator="P01", year=2026, level="elz", category="gedeeltelijk|volledig", measure="share")
    rows = cells.frame.set_index("area")
    for side in SAID:
        area = next(area for area, each in truth.items() if each == side)
        found = STOP.search(summary_of(text_of(open_screen("regioprofiel", niveau="elz", gebied=area))))
        assert found, area
        told = [float(part.replace(",", ".")) for part in found.groups()[:3]]
        for said, real in zip(told, rows.loc[area, ["value", "lower", "upper"]], strict=True):
            assert abs(said - float(real)) <= 0.5
        assert SAID[side] in found[4]


def test_what_is_withheld_makes_no_sentence_but_is_counted(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    view = views.main_view(release_id, "P01", 2026, Level.ELZ)
    area = next(area for area, row in view.numbers.items() if row.withheld)
    text = text_of(open_screen("regioprofiel", niveau="elz", gebied=area))
    said = summary_of(text)
    assert "Van de praktijken" not in said
    assert "Sinds 2024" not in said
    hidden = text.count('<div class="zc-cell zc-hidden"><b>niet getoond</b>')
    assert re.search(rf"niet getoond, om niemand herkenbaar te maken: {hidden}\.$", said)


def test_the_tally_counts_the_rows_of_the_profile(at_home: Path, open_screen: Open) -> None:
    view = views.main_view(released.current_id() or "", "P01", 2026, Level.ELZ)
    area = next(area for area, row in view.numbers.items() if row.known)
    text = text_of(open_screen("regioprofiel", niveau="elz", gebied=area))
    found = re.search(r"(\d+) duidelijk hoger dan Vlaanderen en (\d+) duidelijk lager", summary_of(text))
    assert found
    rows = text.split('<div class="zc-row">')[1:]
    assert [int(part) for part in found.groups()] == [
        sum(f">{word} dan Vlaanderen<" in row for row in rows) for word in ("hoger", "lager")
    ]


def test_the_change_is_that_of_the_screen_evolutie(at_home: Path) -> None:
    view = views.main_view(released.current_id() or "", "P01", 2026, Level.ELZ)
    whole = evolution.evolution(released.current_id() or "", "P01", view.shown, Level.ELZ)
    words = {Verdict.HIGHER: "steeg", Verdict.LOWER: "daalde", Verdict.PERHAPS: "is", Verdict.SAME: "is"}
    told = 0
    for area in [area for area, row in view.numbers.items() if row.known]:
        said = " ".join(summary.summary(released.current_id() or "", Level.ELZ, area, 2026).sentences)
        found = re.search(r"Sinds 2024 (steeg|daalde|is)", said)
        assert (found[1] if found else None) == words.get(whole.change(area).verdict), area
        told += found is not None
    assert told > 0


def test_an_older_year_tells_no_change_and_english_is_english(at_home: Path, open_screen: Open) -> None:
    view = views.main_view(released.current_id() or "", "P01", 2025, Level.ELZ)
    area = next(area for area, row in view.numbers.items() if row.known)
    assert "Sinds" not in summary_of(text_of(open_screen("regioprofiel", niveau="elz", gebied=area, jaar="2025")))
    english = summary_of(text_of(open_screen("regioprofiel", niveau="elz", gebied=area, taal="en")))
    assert "Of the practices" in english
    language.use("nl")


def test_the_text_to_paste_says_what_it_is_of_and_the_table_has_its_tabs(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    view = views.main_view(release_id, "P01", 2026, Level.ELZ)
    area = next(area for area, row in view.numbers.items() if row.known)
    screen = open_screen("regioprofiel", niveau="elz", gebied=area)
    report, table = (each.value for each in screen.code[:2])
    name = view.names[area]
    assert report.startswith(f"{name} (eerstelijnszone, 2026)\n")
    assert f"gebied={area}" in report
    assert "\u00a0" not in report
    lines = [line.split("\t") for line in table.splitlines()]
    assert len({len(line) for line in lines}) == 1
    assert lines[0][:2] == ["Cijfer", "Dit gebied"]
    stop = next(line for line in lines if "stop" in line[0].lower())
    row, top = view.numbers[area], view.flanders
    assert top is not None
    assert stop[1] == view.text(row, short=True)
    assert stop[4] == view.text(top, short=True)


def test_no_sentence_outlives_six(at_home: Path) -> None:
    release_id = released.current_id() or ""
    for area in views.names_today(release_id, Level.ELZ):
        assert 1 <= len(summary.summary(release_id, Level.ELZ, area, 2026).sentences) <= 6


def test_without_an_area_there_is_a_way_to_begin(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("regioprofiel"))
    assert all(f"gebied={area}" in text for area in ("10000", "20001", "30000", "40000", "70000"))
    own = text_of(open_screen("regioprofiel", mijn="gemeente:44021"))
    assert "Gent, gemeente" in own
    assert "gebied=44021" in own
    assert FLANDERS not in re.findall(r"gebied=(\w+)", text)


def test_the_jump_list_leads_to_parts_that_are_there(at_home: Path, open_screen: Open) -> None:
    text = text_of(open_screen("regioprofiel", niveau="elz", gebied="elz10"))
    jumps = re.findall(r'href="#([^"]+)"', text)
    assert len(jumps) >= 3
    assert all(f'id="{name}"' in text for name in jumps)


def test_every_number_stands_under_one_heading() -> None:
    places = {name: [t for t, starts in profile.GROUPS.items() if name.startswith(starts)] for name in INDICATORS}
    assert {name: titles for name, titles in places.items() if len(titles) != 1} == {}
