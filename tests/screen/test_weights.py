"""Weights of a reader: used, kept in the address, named in every file; D11 and the rulers against need recomputed."""

import csv
import io
from html import unescape
from pathlib import Path

import pytest

from aggregation.shown.need_weights import AGES
from data.terms import Level
from pages.capaciteit import against_need
from pages.capaciteit.measured import capacity
from pages.figures.asked import ask
from pages.shell.screen import known
from pages.views import released, views
from pages.views.need import level_need
from tests.screen.conftest import Open, text_of
from tests.screen.test_screens import zone

OWN = "1_1_2_4"
WEIGHTS = dict(zip(AGES, (1.0, 1.0, 2.0, 4.0), strict=True))
LEVEL = {"niveau": "elz", "jaar": "2026"}


def people(area: str, level: str = "elz") -> dict[str, float]:
    """Read residents by age straight from the released facts."""
    facts = released.facts(released.current_id() or "")
    here = facts[facts["level"].eq(level) & facts["area"].eq(area) & facts["year"].eq(2026)]
    return {age: float(here.loc[here["fact"].eq(f"residents:{age}"), "value"].iloc[0]) for age in AGES}


def index(area: str) -> float:
    """Weigh an area by the reader's weights, with increased reimbursement as published, Flanders at 100."""
    facts = released.facts(released.current_id() or "")
    shares = facts[facts["fact"].eq("vt_under_65") & facts["year"].eq(2025)].set_index(["level", "area"])["value"]

    def per_head(place: tuple[str, str]) -> float:
        of_age = people(place[1], place[0])
        more = (1 + 0.43 * shares[place]) / (1 + 0.43 * shares[("vlaanderen", "VL")])
        weighted = sum(n * WEIGHTS[age] * (more if age in AGES[:2] else 1) for age, n in of_age.items())
        return float(weighted / sum(of_age.values()))

    return 100 * per_head(("elz", area)) / per_head(("vlaanderen", "VL"))


def test_a_reader_weighs_and_the_table_and_the_file_follow(at_home: Path, open_screen: Open) -> None:
    area, name = zone(2)
    text = unescape(text_of(open_screen("capaciteit", gebied=area, gewichten=OWN, **LEVEL)))
    assert f"{name}: zorgnood {index(area):.1f} (Vlaanderen = 100)".replace(".", ",") in text
    assert "Eigen gewichten (-; aanname): 0-17: 1,00; 18-64: 1,00; 65-79: 2,00; 80+: 4,00." in text
    release = released.current()
    assert release is not None
    need = level_need(release.id, 2026, Level.ELZ, OWN)
    assert need is not None
    view = capacity(release.id, 2026, Level.ELZ)
    written = against_need.file(release, view, need, "https://example.org").decode("utf-8-sig")
    rows = {row["gebied"]: row for row in csv.DictReader(io.StringIO(written), delimiter=";")}
    assert set(rows) == set(view.names)
    assert {row["gewichten"] for row in rows.values()} == {OWN}
    assert {row["gewicht_80+"] for row in rows.values()} == {"4,000"}
    assert float(rows[area]["zorgnood"].replace(",", ".")) == pytest.approx(index(area), abs=0.006)
    raw, against = (float(rows[area][f"D01_{part}"].replace(",", ".")) for part in ("zonder", "tegenover_nood"))
    assert against == pytest.approx(100 * raw / index(area), abs=0.02)
    hidden = [each for each, row in rows.items() if row["D02_zonder"] == ""]
    assert hidden
    assert all(rows[each]["D02_tegenover_nood"] == "" for each in hidden)


def test_the_fields_write_the_address(at_home: Path, open_screen: Open) -> None:
    screen = open_screen("capaciteit", **LEVEL)
    screen.number_input(key="gewicht_80+").set_value(3.0).run()
    assert screen.query_params["gewichten"] in ("0.48_0.93_1.45_3", ["0.48_0.93_1.45_3"])
    assert screen.number_input(key="gewicht_0-17").value == 0.48
    screen.number_input(key="gewicht_0-17").set_value(0.5).run()
    assert screen.query_params["gewichten"] in ("0.5_0.93_1.45_3", ["0.5_0.93_1.45_3"])
    assert not screen.exception


@pytest.mark.parametrize(("given", "fine"), [(OWN, True), ("tijd", True), ("1_1_1", False), ("1_1_1_99", False)])
def test_only_weights_that_can_be_used_pass_in_an_address(
    given: str, fine: bool, at_home: Path, open_screen: Open
) -> None:
    release = released.current()
    assert release is not None
    for screen in ("capaciteit", "wat-als"):
        faults = ask(release, known()[screen], {"gewichten": [given]})[1]
        assert [fault.parameter for fault in faults] == ([] if fine else ["gewichten"])
    drawn = open_screen("capaciteit", gewichten=given, **LEVEL)
    assert drawn.query_params["gewichten"] in ((given, [given]) if fine else ("contacten", ["contacten"]))
    ahead = open_screen("wat_als", vraag="tien-jaar", gewichten=given, **LEVEL)
    assert not ahead.exception
    assert ("eigen gewichten 1,00 / 1,00 / 2,00 / 4,00" in unescape(text_of(ahead))) == (given == OWN)


def test_d11_on_the_map_is_the_index_of_the_default_set(at_home: Path, open_screen: Open) -> None:
    release_id = released.current_id() or ""
    need = level_need(release_id, 2026, Level.ELZ, "contacten")
    assert need is not None
    view = views.main_view(release_id, "D11", 2026, Level.ELZ)
    assert {area: row.value for area, row in view.numbers.items()} == pytest.approx(
        need.index.drop("VL").to_dict(), abs=0.0051
    )
    area, name = zone(2)
    text = unescape(text_of(open_screen("kaart", cijfer="D11", gebied=area, **LEVEL)))
    assert name in text
    assert "Gepubliceerde inwonertallen" in text
    assert "van de artsen" not in text  # nobody was asked
    for screen in ("regioprofiel", "evolutie", "vergelijken"):
        drawn = open_screen(screen, cijfer="D11", gebied=area, **LEVEL)
        assert not drawn.exception
        assert "nan" not in text_of(drawn).lower().replace("lanaken", "")
