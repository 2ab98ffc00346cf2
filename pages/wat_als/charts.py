"""The charts of the laboratory, each described once: questions beside each other, ten years, a stop that spreads."""

import math
from collections.abc import Sequence
from dataclasses import replace

from aggregation.shown.laboratory.cascade import Cascade
from aggregation.shown.laboratory.draws import Band
from aggregation.shown.laboratory.one_step import AMOUNTS, Question
from data.terms import Level
from geo.figures.chart import SIZE, Axis, Chart, Key, KeyItem, Line, Marked, Point, Sign, Tick
from geo.figures.drawing import cut
from geo.figures.lines import OTHERS, Lines
from geo.figures.lines import Line as Series
from geo.figures.palette import ACCENT, Tone
from geo.figures.ranking import Ranked, RankingWords, describe_ranking
from geo.figures.scale import close_scale, scale_for
from pages.views import laboratory, views
from pages.wat_als import words
from pages.wat_als.asked import SPREADING, TEN_YEARS, Query, amount_words
from pages.words import numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark, sort_key

SHORT = {
    Question.OLDEST_STOP: mark("65-plussers stoppen"),
    Question.PLANS: mark("Plannen komen uit"),
    Question.WISHES: mark("Gewenste uren"),
    Question.YOUNG_FOR_OLD: mark("Jong voor oud"),
    Question.TRAINEES: mark("HAIO's: {n} meer"),
    Question.NURSES: mark("Verpleging: {n} meer"),
}
SERIES = {
    "ruler": mark("Uren per gewogen inwoner"),
    "hours": mark("Werkuren"),
    "heads": mark("Huisartsen"),
    "need": mark("Zorgnood"),
}
_ROW, _NAME = 34.0, 205.0


def amount_of(query: Query, question: Question) -> float:
    """Give how many is asked in a question: the reader's own number where it is the one asked."""
    return query.amount if question is query.question else float(AMOUNTS.get(question, ("1",))[0])


def answers(query: Query) -> dict[Question, Band]:
    """Answer every question of one step for the area; those without an answer are left out."""
    found = {question: laboratory.answered(query.where, question, amount_of(query, question)) for question in Question}
    return {question: answer.change for question, answer in found.items() if answer is not None}


def short_name(query: Query, question: Question) -> str:
    """Name a question in a chart."""
    many = amount_words(question.value, f"{amount_of(query, question):g}") if question in AMOUNTS else ""
    return _(SHORT[question]).format(n=many)


def questions(query: Query) -> Chart:
    """Describe the change of the hours in every question of one step, the asked one standing out."""
    found = answers(query)
    ends = [end for band in found.values() for end in (band.p10, band.p90)]
    scale = close_scale([*ends, 0.0], count=7)
    marks = {
        question: Marked(
            area=question.value,
            name=cut(short_name(query, question), SIZE, _NAME, bold=question is query.question),
            tone=Tone.CLEAR,
            hover=f"<b>{short_name(query, question)}</b><br>{told(band)}",
            chosen=question is query.question,
        )
        for question, band in found.items()
    }
    return Chart(
        across=Axis(
            title=_("verandering van de werkuren van huisartsen, %"),
            low=scale.low,
            high=scale.high,
            ticks=tuple(Tick(value=value, text=numbers.signed(value)) for value in scale.ticks),
        ),
        upward=Axis(
            title="",
            low=len(found) - 0.3,
            high=-0.7,
            ticks=tuple(Tick(value=i, text=each.name, mark=each) for i, each in enumerate(marks.values())),
            grid=False,
        ),
        points=tuple(
            Point(mark=marks[question], x=band.p50, y=i, across=(band.p10, band.p90))
            for i, (question, band) in enumerate(found.items())
        ),
        lines=(Line(value=0.0, label=_("vandaag"), upright=True),),
        key=_key(),
        described="; ".join(f"{short_name(query, question)}: {told(band)}" for question, band in found.items()),
        rows=True,
        tall=_ROW * len(found) + 8,
    )


def told(band: Band) -> str:
    """Write a change with its range."""
    decimals = words.decimals_of(band)
    return f"{words.percent(band.p50, decimals)} ({words.signed_range(band, decimals)})"


def _key() -> Key:
    return Key(items=(KeyItem(sign=Sign.INTERVAL, text=_("P10 tot P90 van de trekkingen")),))


def future(query: Query, found: laboratory.Ahead) -> Lines:
    """Describe ten years: GPs, hours, need, and hours per weighted resident, each with today at 100."""
    ahead = found.future
    colours = (ACCENT, *OTHERS)
    series = []
    for (name, label), colour in zip(SERIES.items(), colours, strict=False):
        bands = ahead.grown[name]
        last = bands[-1]
        varies = [band.p90 > band.p10 for band in bands]
        series.append(
            Series(
                label=_(label),
                note=f"{numbers.number(last.p50)} ({words.range_of(last)})",
                values=[band.p50 for band in bands],
                lower=[band.p10 if wide else math.nan for band, wide in zip(bands, varies, strict=True)],
                upper=[band.p90 if wide else math.nan for band, wide in zip(bands, varies, strict=True)],
                hidden=[False] * len(bands),
                texts=["" if i == 0 else numbers.number(band.p50) for i, band in enumerate(bands)],
                colour=colour,
                strong=name == "ruler",
            )
        )
    scale = scale_for([end for line in series for end in (*line.lower, *line.upper, *line.values)], least=20)
    return Lines(
        lines=tuple(series),
        years=tuple((str(year), _("vandaag") if i == 0 else "") for i, year in enumerate(ahead.years)),
        scale=scale,
        ticks=tuple(Tick(value=value, text=numbers.number(value)) for value in scale.ticks),
        described="; ".join(f"{line.label}: {line.note}" for line in series),
        key=_key(),
        notes=(_("{year} = 100").format(year=query.year),),
    )


def spreading(band: Cascade) -> Chart:
    """Describe a stop that spreads, in percent of all patients and of all practices."""
    rows = (
        (_("Patiënten die een plaats zoeken"), _scaled(band.displaced_part, 100)),
        (_("Patiënten zonder plaats"), _scaled(band.without_part, 100)),
        (_("Praktijken zonder stop, nu"), _scaled(band.open_before, 100)),
        (_("Praktijken zonder stop, daarna"), _scaled(band.still_open, 100)),
    )
    scale = close_scale([0.0, *(end for _name, each in rows for end in (each.p10, each.p90))], count=7)
    marks = [
        Marked(
            area=str(i),
            name=cut(name, SIZE, _NAME, bold=i == 1),
            tone=Tone.CLEAR,
            hover=f"<b>{name}</b><br>{numbers.percent(each.p50)}",
            chosen=i == 1,
        )
        for i, (name, each) in enumerate(rows)
    ]
    return Chart(
        across=Axis(
            title=_("% van alle patiënten, of van alle praktijken"),
            low=scale.low,
            high=scale.high,
            ticks=tuple(Tick(value=value, text=numbers.number(value)) for value in scale.ticks if value >= 0),
        ),
        upward=Axis(
            title="",
            low=len(rows) - 0.3,
            high=-0.7,
            ticks=tuple(Tick(value=i, text=each.name, mark=each) for i, each in enumerate(marks)),
            grid=False,
        ),
        points=tuple(
            Point(mark=marks[i], x=each.p50, y=i, across=(each.p10, each.p90)) for i, (_name, each) in enumerate(rows)
        ),
        key=_key(),
        described="; ".join(f"{name}: {numbers.percent(each.p50)} ({words.range_of(each)})" for name, each in rows),
        rows=True,
        tall=_ROW * len(rows) + 8,
    )


def _scaled(band: Band, by: float) -> Band:
    return Band(p10=band.p10 * by, p50=band.p50 * by, p90=band.p90 * by)


def everywhere(query: Query) -> dict[str, Band | None]:
    """Ask the same question of every area of the level, by area id; None where there is no answer."""
    found: dict[str, Band | None] = {}
    for area in views.names_today(query.release_id, query.level):
        found[area] = _change(query, area)
    return found


def _change(query: Query, area: str) -> Band | None:
    where = replace(query.where, area=area)
    if query.question is not None:
        answer = laboratory.answered(where, query.question, query.amount)
        return None if answer is None else answer.change
    if query.code == TEN_YEARS:
        found = laboratory.future(where, query.weights, None)
        return None if found is None else found.change
    stopped = laboratory.stopped(where).found
    return None if stopped is None else _scaled(stopped.without_part, 100)


def unit(query: Query) -> str:
    """Name what is compared between areas."""
    if query.question is not None:
        return _("verandering van de werkuren van huisartsen, %")
    if query.code == TEN_YEARS:
        return _("verandering van de werkuren per gewogen inwoner in tien jaar, %")
    return _("patiënten zonder plaats, % van alle patiënten")


def ranking(query: Query, found: dict[str, Band | None]) -> Chart:
    """Describe the same question in every area that has an answer, from low to high."""
    names = views.names_today(query.release_id, query.level)
    known = {area: band for area, band in found.items() if band is not None}
    order = sorted(known, key=lambda area: (known[area].p50, sort_key(names[area])))
    rows = [
        Ranked(
            mark=Marked(
                area=area,
                name=names[area],
                tone=Tone.PALE,
                hover=f"<b>{names[area]}</b><br>{told(known[area])}",
                chosen=area == query.area,
            ),
            value=known[area].p50,
            lower=known[area].p10,
            upper=known[area].p90,
            chance=math.nan,
        )
        for area in order
    ]
    said = RankingWords(
        unit=unit(query),
        chance="",
        described="; ".join(f"{names[area]} {told(known[area])}" for area in order),
        percent=numbers.percent,
    )
    lines: Sequence[tuple[float, str]] = []
    if query.code != SPREADING:
        lines = [(0.0, _("vandaag"))]
    return describe_ranking(rows, lines, said, numbers.signed, _key())


def level_many(level: Level) -> str:
    """Name the areas of a level."""
    return _(phrases.LEVEL_MANY[level])
