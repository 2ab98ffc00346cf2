"""Where an area starts: own numbers, what is borrowed and how much wider, what is assumed, when there is nothing."""

import math

import pytest

from aggregation.shown.laboratory.parameters import BANDS, HOURS, Settings
from aggregation.shown.laboratory.starting import (
    OLDER,
    Heads,
    Numbers,
    Origin,
    Told,
    ages_of,
    hours_by_age_of,
    number_of,
    start,
    wish_of,
)
from aggregation.shown.selection import AreaNumber
from data.terms import Status
from tests.made import area_number

NAN = math.nan
DEFAULT = Settings(own={})


WITHHELD = area_number(NAN)


def told(own: AreaNumber, flanders: float = 50.0, others: tuple[float, ...] = (45.0, 50.0, 55.0)) -> Told:
    return Told(own=own, flanders=area_number(flanders, 1.0), others=others)


SHARES = dict(zip(BANDS, (36.0, 20.0, 17.0, 12.0, 15.0), strict=True))


def ages(hidden: tuple[str, ...] = (), older: float = NAN) -> dict[str, Told]:
    found = {
        band: Told(
            own=WITHHELD if band in hidden else area_number(share + 1, 4.0),
            flanders=area_number(share, 2.0),
            others=(share, share + 4),
        )
        for band, share in SHARES.items()
    }
    return {**found, OLDER: Told(own=area_number(older, 5.0), flanders=area_number(27.0, 2.0), others=())}


def numbers(**changes: object) -> Numbers:
    whole = {
        "ages": ages(),
        "hours": told(area_number(48.0, 2.0)),
        "hours_by_age": {},
        "desired": told(area_number(40.0, 2.0), flanders=42.0),
        "outflow": told(area_number(25.0, 5.0), flanders=22.0, others=(20.0, 24.0)),
        "heads": Heads(gps=100, trainees=12, practices=40),
        "flanders": Heads(gps=5000, trainees=800, practices=2500),
        "reference": 38.0,
        "need": {2026: 110_000.0},
    }
    return Numbers(**{**whole, **changes})  # type: ignore[arg-type] # a test changes any field


def test_a_number_of_the_area_is_taken_as_it_is() -> None:
    found = number_of("uren", told(area_number(48.0, 2.0)))
    assert found.origin is Origin.OWN
    assert (found.estimates[0].value, found.estimates[0].half) == (48.0, 2.0)
    assert number_of("huisartsen", told(area_number(48.0))).estimates[0].half == 0


@pytest.mark.parametrize("own", [WITHHELD, area_number(48.0, status=Status.ESTIMATED)])
def test_a_withheld_number_and_one_without_interval_become_flanders_widened(own: AreaNumber) -> None:
    found = number_of("uren", told(own))
    assert found.origin is Origin.FLANDERS
    assert found.estimates[0].borrowed
    assert found.estimates[0].value == 50.0
    assert found.estimates[0].half == pytest.approx(math.hypot(1.0, 1.96 * 5.0))


def test_what_flanders_lacks_is_missing() -> None:
    assert number_of("uren", None).origin is Origin.MISSING
    assert number_of("uren", Told(own=WITHHELD, flanders=None, others=())).origin is Origin.MISSING


def test_ages_are_the_areas_own_all_of_them_or_none() -> None:
    assert ages_of(ages()).origin is Origin.OWN
    assert [each.value for each in ages_of(ages()).estimates] == pytest.approx([0.37, 0.21, 0.18, 0.13, 0.16])
    one = ages_of(ages(hidden=("-34",)))
    assert one.origin is Origin.FLANDERS
    assert [each.value for each in one.estimates] == pytest.approx([share / 100 for share in SHARES.values()])


def test_a_share_over_55_of_its_own_divides_flanders_anew() -> None:
    found = ages_of(ages(hidden=BANDS, older=54.0))
    assert found.origin is Origin.PART
    values = [each.value for each in found.estimates]
    assert sum(values) == pytest.approx(1)
    assert values[3] + values[4] == pytest.approx(0.54)
    assert values[3] / values[4] == pytest.approx(12 / 15)
    assert values[0] / values[1] == pytest.approx(36 / 20)
    plain = ages_of(ages(hidden=BANDS)).estimates
    assert all(own.half > whole.half for own, whole in zip(found.estimates, plain, strict=True))


def test_desired_over_actual_hours_are_both_the_areas_or_both_flanders() -> None:
    own = wish_of(told(area_number(40.0, 2.0)), told(area_number(50.0, 1.0)))
    assert own.estimates[0].value == pytest.approx(0.8)
    assert own.estimates[0].half == pytest.approx(0.8 * math.hypot(2 / 40, 1 / 50))
    mixed = wish_of(told(WITHHELD, flanders=42.0), told(area_number(40.0, 1.0), flanders=50.0))
    assert mixed.origin is Origin.FLANDERS
    assert mixed.estimates[0].value == pytest.approx(0.84)


def test_hours_by_age_are_assumed_until_they_are_released_or_set() -> None:
    assumed = hours_by_age_of({}, DEFAULT)
    assert assumed.origin is Origin.ASSUMED
    assert [each.value for each in assumed.estimates] == [49, 52, 57, 59, 42]
    released = {band: Told(own=area_number(50.0, 1.0), flanders=None, others=()) for band in BANDS}
    assert hours_by_age_of(released, DEFAULT).origin is Origin.OWN
    by_hand = hours_by_age_of(released, Settings(own={HOURS[0]: 45.0}))
    assert by_hand.origin is Origin.ASSUMED
    assert (by_hand.estimates[0].value, by_hand.estimates[0].half) == (45.0, 0.0)


def test_two_of_the_key_inputs_borrowed_leave_no_result() -> None:
    one = start(numbers(hours=told(WITHHELD)), area="x", year=2026, settings=DEFAULT).situation
    assert one is not None
    assert one.tells
    two = start(
        numbers(hours=told(WITHHELD), ages=ages(hidden=("-34",))), area="x", year=2026, settings=DEFAULT
    ).situation
    assert two is not None
    assert not two.tells


def test_what_nothing_can_stand_for_is_named() -> None:
    nobody = start(numbers(heads=Heads(gps=0, trainees=None, practices=None)), area="x", year=2026, settings=DEFAULT)
    assert nobody.situation is None
    assert nobody.missing == ("huisartsen", "haios")
    assert start(numbers(desired=None, need={}), area="x", year=2026, settings=DEFAULT).missing == (
        "wens_uren",
        "inwoners",
    )


def test_parts_of_flanders_are_counted() -> None:
    found = start(numbers(), area="x", year=2026, settings=DEFAULT).situation
    assert found is not None
    assert found.part_of_gps == pytest.approx(0.02)
    assert found.part_of_trainees == pytest.approx(0.015)
    assert found.practices == 40
