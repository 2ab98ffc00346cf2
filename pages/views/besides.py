"""What belongs beside a number where it stands: the ends that its definition gives, its coverage, its weighted twin."""

from functools import lru_cache

from aggregation.shown.selection import AreaNumber, Shown, numbers_by_area, pick
from data.terms import FLANDERS, TOTAL, Level, Measure
from pages.views import choosing
from pages.views.views import AreaView, on_today
from pages.words import language, numbers
from pages.words.language import gettext as _

_WEIGHTED = {Measure.SHARE: Measure.SHARE_WEIGHTED, Measure.MEAN: Measure.MEAN_WEIGHTED}


def besides(view: AreaView, area: str | None) -> tuple[str, ...]:
    """Say what belongs beside the number of an area, of Flanders without one; nothing where the release has none."""
    level = Level.VLAANDEREN if area is None else view.level
    place = FLANDERS if area is None else area

    def found(measure: Measure, category: str = TOTAL) -> AreaNumber | None:
        shown = Shown(category=category, measure=measure)
        row = _beside(view.release_id, view.indicator.id, shown, view.year, level).get(place)
        return row if row is not None and row.known else None

    said = []
    low, high = found(Measure.LOW), found(Measure.HIGH)
    if low is not None and high is not None and view.indicator.ends is not None and view.shown.category == TOTAL:
        texts = (language.small(language.pick(text)) for text in view.indicator.ends)
        values = (
            choosing.written(view.indicator, Measure.LOW, row.value, decimals_beside(view)) for row in (low, high)
        )
        ends = [f"{text} {value}" for text, value in zip(texts, values, strict=True)]
        said.append(", ".join(ends))
    if view.indicator.of_classes and not view.shown.is_class:
        classed = found(Measure.SHARE)
        said += [language.small(language.pick(view.indicator.options[int(classed.value)].label))] if classed else []
    covered = found(Measure.COVERAGE)
    if covered is not None:
        said.append(_("dekking {share} van de artsen").format(share=numbers.percent(covered.value)))
    twin = _WEIGHTED.get(view.shown.measure)
    weighted = found(twin, view.shown.category) if twin is not None and level is Level.VLAANDEREN else None
    if weighted is not None:
        value = choosing.written(view.indicator, view.shown.measure, weighted.value, decimals_beside(view))
        said.append(_("gewogen naar de provincie {value}").format(value=value))
    return tuple(said)


def decimals_beside(view: AreaView) -> int:
    """Give the decimals of Flanders, which ends and twins are set beside."""
    return view.digits(view.flanders) if view.flanders is not None else view.decimals


@lru_cache(maxsize=512)
def _beside(release_id: str, indicator: str, shown: Shown, year: int, level: Level) -> dict[str, AreaNumber]:
    return numbers_by_area(pick(on_today(release_id, indicator)[0], shown, year=year, level=level))
