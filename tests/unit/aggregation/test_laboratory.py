"""The laboratory against closed forms, against a longer simulation, and against countries whose future is known."""

import math
from dataclasses import replace

import numpy as np
import pytest

from aggregation.shown.laboratory import norms, one_step
from aggregation.shown.laboratory.cascade import Stops, cascade
from aggregation.shown.laboratory.one_step import Question, answer
from aggregation.shown.laboratory.parameters import BANDS, BY_ID, PARAMETERS, STAYS, ParameterError, Settings
from aggregation.shown.laboratory.situation import Estimate, Situation, borrowed
from aggregation.shown.laboratory.ten_years import USED, Future, carriers, starters_to_stay, ten_years
from bench.laboratory import future

AGE = (0.18, 0.22, 0.20, 0.24, 0.16)
HOURS = (49.0, 52.0, 57.0, 59.0, 42.0)
MEAN = sum(p * h for p, h in zip(AGE, HOURS, strict=True))
FIXED = Settings(own={name: parameter.likely for name, parameter in BY_ID.items()})
"""No doubt about any parameter."""


def _situation(half: float = 0.0, **changes: object) -> Situation:
    """Flanders in small: ``half`` is the half-width of every estimate, as a part of its value."""

    def known(value: float) -> Estimate:
        return Estimate(value=value, half=half * value)

    flanders = Situation(
        area="VL",
        year=2026,
        gps=6000.0,
        trainees=950.0,
        practices=3000.0,
        age=tuple(known(share) for share in AGE),
        hours=known(MEAN),
        hours_by_age=tuple(known(hours) for hours in HOURS),
        wish=known(0.85),
        outflow=known(0.21),
        reference=56.0,
        need={2026: 6_700_000.0, 2031: 6_950_000.0, 2036: 7_180_000.0},
    )
    return replace(flanders, **changes)  # type: ignore[arg-type] # a test changes any field


def _future(situation: Situation, settings: Settings = FIXED, **options: float) -> Future:
    found = ten_years(situation, settings=settings, **options)  # type: ignore[arg-type] # norm and draws are numbers
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "amount", "change"),
    [
        (Question.OLDEST_STOP, 1, -100 * 0.16 * 42 / MEAN),
        (Question.PLANS, 1, -21.0),
        (Question.WISHES, 1, -15.0),
        (Question.YOUNG_FOR_OLD, 1, 100 * (0.24 * (49 - 59) + 0.16 * (49 - 42)) / MEAN),
        (Question.TRAINEES, 100, 100 * 100 * 0.5 * 56 / (6000 * MEAN)),
        (Question.NURSES, 1, 100 * 0.3 * 3000 / 6000),
    ],
)
def test_one_step_by_hand(question: Question, amount: float, change: float) -> None:
    found = answer(question, _situation(), amount=amount, settings=FIXED)
    assert found is not None
    assert found.before.p50 == pytest.approx(6000 * MEAN)
    assert found.change.p50 == pytest.approx(change)
    assert found.after.p50 == pytest.approx(6000 * MEAN * (1 + change / 100))
    assert found.change.p10 == found.change.p90
    assert one_step.carriers(question, _situation(), amount=amount, settings=FIXED) == ()


@pytest.mark.parametrize("question", Question)
def test_doubt_of_one_step_by_the_delta_method(question: Question) -> None:
    """A second way: derivatives of the formula by hand, each input alone, joined as squares."""
    part = 0.06
    found = answer(question, _situation(half=part), amount=1.0, settings=FIXED)
    assert found is not None
    below = [p * h for p, h in zip(AGE, HOURS, strict=True)]

    def worked(age: list[float], hours: list[float]) -> list[float]:
        return [p * h for p, h in zip(age, hours, strict=True)]

    def factor(values: list[float]) -> float:
        age = [value / sum(values[:5]) for value in values[:5]]
        by_band = worked(age, values[5:10])
        lasting = {
            Question.OLDEST_STOP: 1 - by_band[4] / sum(by_band),
            Question.PLANS: 1 - values[12],
            Question.WISHES: values[11],
            Question.YOUNG_FOR_OLD: (sum(by_band[:3]) + (age[3] + age[4]) * values[5]) / sum(by_band),
            Question.TRAINEES: 1 + 0.5 * 56 / (6000 * values[10]),
            Question.NURSES: 1 + 0.3 * 3000 / 6000,
        }
        return lasting[question]

    centre = [*AGE, *HOURS, sum(below), 0.85, 0.21]
    squares = 0.0
    for place, value in enumerate(centre):
        up, down = list(centre), list(centre)
        up[place], down[place] = value * 1.0001, value * 0.9999
        squares += ((factor(up) - factor(down)) / (2e-4 * value) * part * value) ** 2
    tenth = 1.2816 / 1.96 * 100 * math.sqrt(squares)
    assert found.change.p90 - found.change.p10 == pytest.approx(2 * tenth, rel=0.08, abs=1e-6)


def test_a_range_that_leans_to_one_side_keeps_doing_so() -> None:
    """Of a parameter alone the answer is a line, so its percentiles are those of the triangle."""
    found = answer(Question.NURSES, _situation(), settings=Settings(own={}))
    assert found is not None
    low, likely, high = Settings(own={}).triangle("verpleegkundige")
    rising = (likely - low) / (high - low)
    tenth = low + math.sqrt(0.1 * (high - low) * (likely - low))
    last = high - math.sqrt(0.1 * (high - low) * (high - likely))
    assert 0.1 < rising < 0.9
    assert found.change.p10 == pytest.approx(50 * tenth, rel=0.03)
    assert found.change.p90 == pytest.approx(50 * last, rel=0.03)
    assert one_step.carriers(Question.NURSES, _situation())[0][0] == "verpleegkundige"


def test_ten_years_by_a_simulation_of_single_doctors() -> None:
    """A second way: every GP by name of a number, year by year, with the same chances; no matrix of bands."""
    own = {**FIXED.own, "starters": 340.0, "starters_2031": 340.0, "wens": 0.0, "vraag": 0.0}
    situation = _situation(outflow=None)
    found = _future(situation, Settings(own=own), draws=200)
    rng = np.random.default_rng(11)
    stay = [own[name] for name in STAYS]
    band = np.repeat(np.arange(len(BANDS)), [round(6000 * share) for share in AGE])
    for _step in range(2):
        band = band[rng.random(len(band)) < np.array(stay)[band]]
        moves = (band < len(BANDS) - 1) & (rng.random(len(band)) < 0.5)
        band = np.concatenate([band + moves, np.zeros(round(5 * 340 * own["hier"]), dtype=int)])
    assert found.heads[-1].p50 == pytest.approx(len(band), rel=0.02)
    hours = np.array(HOURS)[band].sum() + 950 * 0.5 * 56
    assert found.hours[-1].p50 == pytest.approx(hours, rel=0.02)


def test_a_stock_in_balance_stays_in_balance() -> None:
    """Closed form: with nobody leaving or entering and hours alike, nothing changes but need."""
    own = {**FIXED.own, **dict.fromkeys(STAYS, 1.0), "starters": 0.0, "starters_2031": 0.0, "wens": 0.0, "haio": 0.0}
    flat = _situation(outflow=None, hours_by_age=(Estimate(value=50.0),) * 5, hours=Estimate(value=50.0))
    found = _future(flat, Settings(own=own))
    assert [each.p50 for each in found.heads] == pytest.approx([6000.0] * 3)
    assert [each.p50 for each in found.hours] == pytest.approx([300_000.0] * 3)
    assert found.change.p50 == pytest.approx(100 * (6_700_000 / 7_180_000 - 1))
    lost = 1000 * 300_000 / 6_700_000 * 7_180_000 / 1000 - 300_000
    assert found.missing[-1].p50 == pytest.approx(lost / 56)


def test_planned_outflow_is_what_leaves_in_five_years() -> None:
    own = {**FIXED.own, "starters": 0.0, "starters_2031": 0.0, "plannen": 1.0}
    found = _future(_situation(), Settings(own=own))
    assert found.heads[1].p50 == pytest.approx(6000 * (1 - 0.21))


def test_growth_is_told_in_every_draw() -> None:
    """Today is 100 however uncertain it is: a range of today and one of tomorrow say less than their ratio."""
    found = _future(_situation(half=0.1))
    assert [path[0].p10 for path in found.grown.values()] == pytest.approx([100.0] * 4)
    assert found.grown["ruler"][-1].p50 == pytest.approx(100 + found.change.p50)
    assert found.grown["heads"][-1].p50 == pytest.approx(found.heads[-1].p50 / 60, rel=1e-6)


def test_need_grows_by_the_year() -> None:
    own = {**FIXED.own, "vraag": 1.0}
    found = _future(_situation(), Settings(own=own))
    assert [each.p50 for each in found.need] == pytest.approx([6_700_000.0, 6_950_000 * 1.01**5, 7_180_000 * 1.01**10])


def test_the_year_a_norm_is_passed_lies_on_the_line() -> None:
    found = _future(_situation())
    first, middle, last = (each.p50 for each in found.ruler)
    norm = (middle + last) / 2
    if first > middle > last:
        assert _future(_situation(), norm=norm).until == pytest.approx(2026 + 7.5)
    assert _future(_situation(), norm=first * 1.1).until == 2026
    assert _future(_situation(), norm=0.1).until is None


def test_starters_to_stay_keep_what_there_is() -> None:
    situation = _situation()
    needed = starters_to_stay(situation, settings=FIXED)
    assert needed is not None
    own = {**FIXED.own, "starters": needed.p50, "starters_2031": needed.p50}
    assert _future(situation, Settings(own=own)).change.p50 == pytest.approx(0, abs=1e-6)


def test_two_borrowed_inputs_leave_no_result() -> None:
    taken = Estimate(value=MEAN, half=2.0, borrowed=True)
    one = _situation(hours=taken)
    assert answer(Question.WISHES, one) is not None
    assert one.taken_from_flanders == ("uren",)
    two = replace(one, outflow=Estimate(value=0.2, half=0.1, borrowed=True))
    assert two.taken_from_flanders == ("uren", "uitstroom")
    assert answer(Question.WISHES, two) is None
    assert ten_years(two) is None
    assert starters_to_stay(two) is None


def test_without_plans_or_projections_there_is_no_answer_that_needs_them() -> None:
    assert answer(Question.PLANS, _situation(outflow=None)) is None
    assert ten_years(_situation(need={2026: 6_700_000.0})) is None


def test_what_is_borrowed_is_wider_than_what_is_known() -> None:
    found = borrowed(Estimate(value=50.0, half=1.0), [45.0, 50.0, 55.0])
    assert found.borrowed
    assert found.value == 50.0
    assert found.half == pytest.approx(math.hypot(1.0, 1.96 * 5.0))


def test_the_range_holds_what_happens_in_countries_drawn_from_the_same_ranges() -> None:
    """What the numbers and the parameters really are is drawn; the laboratory sees numbers with their errors only."""
    rng = np.random.default_rng(3)
    base, held, tried = _situation(half=0.06), 0, 150
    for _ in range(tried):
        own = {each.id: float(rng.triangular(each.low, each.likely, each.high)) for each in PARAMETERS}

        def near(each: Estimate) -> Estimate:
            return Estimate(value=float(rng.normal(each.value, each.half / 1.96)))

        assert base.outflow is not None
        true = replace(
            base,
            age=tuple(near(each) for each in base.age),
            hours_by_age=tuple(near(each) for each in base.hours_by_age),
            hours=near(base.hours),
            wish=near(base.wish),
            outflow=near(base.outflow),
        )
        became = _future(true, Settings(own=own), draws=1).change.p50
        expected = _future(base, Settings(own={}), draws=400).change
        held += expected.p10 <= became <= expected.p90
    assert 0.72 <= held / tried <= 0.88


def test_the_input_that_carries_most_is_the_widest_one() -> None:
    wide = _situation(half=0.001)
    own = {name: value for name, value in FIXED.own.items() if name != "wens"}
    (first, part), *_others = carriers(wide, settings=Settings(own=own), draws=500)
    assert first == "wens"
    assert part > 0.8


def test_the_same_question_has_the_same_answer() -> None:
    assert _future(_situation(half=0.05), Settings(own={})) == _future(_situation(half=0.05), Settings(own={}))


def _stops(**changes: object) -> Stops:
    exact = Stops(
        area="1",
        gps=100,
        entrants=0,
        leaving=Estimate(value=0.2),
        patients=Estimate(value=1000),
        open=Estimate(value=0.4),
        partial=Estimate(value=0.4),
    )
    return replace(exact, **changes)  # type: ignore[arg-type] # a test changes any field


def test_cascade_by_hand() -> None:
    """Two rounds' worth by pencil: without spreading, what is left is what does not fit."""
    settings = Settings(own={"ruimte": 0.05, "besmetting": 0.0})
    found = cascade(_stops(), settings=settings)
    assert found.displaced.p50 == pytest.approx(20_000)
    room = (0.4 + 0.3 * 0.4) * 80 * 1000 * 0.05
    assert found.without_place.p50 == pytest.approx(20_000 - room)
    assert found.still_open.p50 == pytest.approx(0.4)
    spreading = cascade(_stops(), settings=Settings(own={"ruimte": 0.05, "besmetting": 0.25}))
    assert spreading.still_open.p50 == pytest.approx(0.4 * 0.75**5)
    assert spreading.without_place.p50 > found.without_place.p50
    assert found.displaced_part.p50 == pytest.approx(0.2)
    assert found.without_part.p50 == pytest.approx((20_000 - room) / 100_000)
    assert found.open_before.p50 == pytest.approx(0.4)
    wide = cascade(_stops(leaving=Estimate(value=0.2, half=0.1)), settings=settings)
    assert [name for name, _part in wide.carriers] == ["uitstroom"]


def test_cascade_where_all_find_a_place() -> None:
    found = cascade(_stops(entrants=40), settings=Settings(own={"ruimte": 0.05, "besmetting": 0.25}))
    assert found.without_place.p90 == 0
    assert found.still_open.p50 == pytest.approx(0.4)


def test_parameters_are_bounded_and_known() -> None:
    with pytest.raises(ParameterError, match="Unknown parameter onzin"):
        Settings(own={"onzin": 1.0})
    with pytest.raises(ParameterError, match="expected 0 to 1"):
        Settings(own={"hier": 1.5})
    with pytest.raises(ParameterError, match="expected 0 to 1"):
        Settings(own={"hier": math.nan})


def test_no_norm_from_elsewhere_is_called_a_shortage() -> None:
    for each in norms.NORMS:
        assert "tekort" not in f"{each.label.nl}{each.value.nl}{each.note.nl}".lower()
    assert norms.fte_missing(10_000, 5.0, 2_000) == 0


def test_the_futures_of_the_bench_are_those_of_the_product_without_doubt() -> None:
    need = {2026: 1e6, 2031: 1.04e6, 2036: 1.08e6}
    settled = _situation(gps=900.0, trainees=150.0, outflow=Estimate(value=0.3), reference=55.0, year=2026, need=need)
    told = ten_years(settled, settings=FIXED)
    assert told is not None
    near = FIXED.likely("nabij")
    truth = {
        "gps": 900.0, "trainees": 150.0, "outflow": 0.3, "wish": settled.wish.value, "need": 1e6,
        "part": near * settled.part_of_trainees + (1 - near) * settled.part_of_gps,
    }  # fmt: skip
    drawn = {name: FIXED.likely(name) for name in USED}
    scale = settled.hours.value / MEAN
    came = future(truth, AGE, [scale * each for each in HOURS], drawn)
    assert came == pytest.approx(told.change.p50, abs=0.01)
