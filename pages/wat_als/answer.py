"""The answer of the laboratory in words and numbers: the same on screen, in the figure and in the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from aggregation.shown.laboratory.draws import Band
from aggregation.shown.laboratory.one_step import Question
from aggregation.shown.laboratory.starting import Start
from pages.views import laboratory
from pages.wat_als import words
from pages.wat_als.asked import SPREADING, TEN_YEARS, Query
from pages.words import numbers
from pages.words.language import gettext as _


@dataclass(frozen=True, kw_only=True)
class Row:
    """One result with its range, ready to write: ``decimals`` and ``percent`` tell how; ``signed`` for a change."""

    label: str
    band: Band
    decimals: int = 0
    percent: bool = False
    signed: bool = False

    @property
    def value(self) -> str:
        """Write the middle of the draws."""
        return self._one(self.band.p50)

    @property
    def range(self) -> str:
        """Write P10 to P90; '' where nothing varies."""
        if self.band.p10 == self.band.p90:
            return ""
        return _("{low} tot {high}").format(low=self._one(self.band.p10), high=self._one(self.band.p90))

    def _one(self, value: float) -> str:
        text = numbers.signed(value, self.decimals) if self.signed else numbers.number(value, self.decimals)
        return f"{text}{numbers.percent_sign()}" if self.percent else text


@dataclass(frozen=True, kw_only=True)
class Said:
    """The answer: ``rows``, the main one first, sentences, and what it hangs on; or why there is none."""

    rows: tuple[Row, ...]
    sentences: tuple[str, ...]
    carriers: tuple[tuple[str, float], ...]
    why: str = ""


def begun(query: Query) -> Start:
    """Read where the area starts."""
    weights = query.weights if query.code == TEN_YEARS else "geen"
    return laboratory.start_of(query.where, weights)


def said(query: Query) -> Said:
    """Answer a question."""
    begin = begun(query)
    if begin.situation is None or not begin.situation.tells:
        taken = () if begin.situation is None else begin.situation.taken_from_flanders
        return _nothing(words.no_result(begin.missing, taken))
    if query.code == TEN_YEARS:
        return _ten_years(query)
    if query.code == SPREADING:
        return _spreading(query)
    return _one_step(query, query.question or Question.OLDEST_STOP)


def _nothing(why: str) -> Said:
    return Said(rows=(), sentences=(), carriers=(), why=why)


def _one_step(query: Query, question: Question) -> Said:
    found = laboratory.answered(query.where, question, query.amount)
    begin = begun(query).situation
    if found is None or begin is None:
        missing = ("uitstroom",) if question is Question.PLANS else ()
        return _nothing(words.no_result(missing, ()))
    change = Row(
        label=_("Verandering van de werkuren"),
        band=found.change,
        decimals=words.decimals_of(found.change),
        percent=True,
        signed=True,
    )
    fte = Band(
        **{
            name: (found.before.p50 * getattr(found.change, name) / 100) / begin.reference
            for name in ("p10", "p50", "p90")
        }
    )
    rows = (
        change,
        Row(label=_("Werkuren van huisartsen per week, vandaag"), band=found.before),
        Row(label=_("Werkuren van huisartsen per week, daarna"), band=found.after),
        Row(
            label=_("Voltijdse huisartsen erbij of eraf ({hours} uur)").format(hours=numbers.number(begin.reference)),
            band=fte,
            decimals=1 if abs(fte.p50) < 10 else 0,
            signed=True,
        ),
    )
    carriers = laboratory.carried_by(query.where, question, query.amount)
    return Said(rows=rows, sentences=(words.carriers(carriers),), carriers=carriers)


def _ten_years(query: Query) -> Said:
    found = laboratory.ahead(query.where, query.weights, query.target)
    if found is None:
        return _nothing(
            _("De geleverde bevolkingsvooruitzichten reiken niet tien jaar na dit jaar; kies een ander jaar.")
        )
    future = found.future
    last = future.years[-1]
    missing = future.missing[-1]
    rows = (
        Row(
            label=_("Werkuren per gewogen inwoner, verandering tot {year}").format(year=last),
            band=future.change,
            decimals=words.decimals_of(future.change),
            percent=True,
            signed=True,
        ),
        *(
            Row(label=label.format(year=year), band=band)
            for label, bands in (
                (_("Huisartsen in {year}"), future.heads),
                (_("Werkuren per week in {year}, HAIO's meegeteld"), future.hours),
                (_("Gewogen inwoners in {year}"), future.need),
            )
            for year, band in ((future.years[0], bands[0]), (last, bands[-1]))
        ),
        *(
            Row(
                label=_("Werkuren per week per 1.000 gewogen inwoners in {year}").format(year=year),
                band=band,
                decimals=1,
            )
            for year, band in zip(future.years, future.ruler, strict=True)
        ),
        Row(
            label=_("Voltijdse huisartsen meer nodig in {year} om de norm te houden; onder nul: minder").format(
                year=last
            ),
            band=missing,
            decimals=1 if abs(missing.p50) < 10 else 0,
            signed=True,
        ),
        Row(
            label=_("Nieuwe huisartsen per jaar in Vlaanderen om gelijk te blijven"),
            band=Band(p10=found.starters[0], p50=found.starters[1], p90=found.starters[2]),
        ),
    )
    return Said(
        rows=rows, sentences=(_sign(future.change), _until(future.until, query), words.carriers(found.carriers)),
        carriers=found.carriers,
    )  # fmt: skip


def _sign(band: Band) -> str:
    """Say whether the range carries a direction."""
    if band.p10 < 0 < band.p90:
        return _(
            "Of er per gewogen inwoner meer of minder werkuren zijn, valt niet te zeggen: het bereik loopt over nul."
        )
    return ""


def _until(year: float | None, query: Query) -> str:
    norm = _("wat Vlaanderen vandaag heeft") if query.norm == "vlaanderen" else _("wat het gebied vandaag heeft")
    if year is None:
        return _("De middelste trekking blijft tien jaar op of boven de norm: {norm}.").format(norm=norm)
    if year <= query.year:
        return _("De middelste trekking ligt vandaag al onder de norm: {norm}.").format(norm=norm)
    return _("De middelste trekking zakt rond {year} onder de norm: {norm}.").format(year=int(year), norm=norm)


def _spreading(query: Query) -> Said:
    stopped = laboratory.stopped(query.where)
    found = stopped.found
    if found is None:
        lacks = tuple(each.name for each in stopped.inputs if not each.estimates)
        return _nothing(words.no_result(lacks, ()))

    def part(label: str, band: Band) -> Row:
        scaled = Band(p10=100 * band.p10, p50=100 * band.p50, p90=100 * band.p90)
        return Row(label=label, band=scaled, decimals=words.decimals_of(scaled), percent=True)

    rows = (
        part(_("Patiënten zonder plaats, van alle patiënten"), found.without_part),
        Row(label=_("Patiënten die een plaats zoeken"), band=found.displaced),
        Row(label=_("Patiënten zonder plaats"), band=found.without_place),
        part(_("Praktijken zonder patiëntenstop, nu"), found.open_before),
        part(_("Praktijken zonder patiëntenstop, daarna"), found.still_open),
    )
    note = _("Hoe praktijken op hun buren reageren is hier nooit gemeten: lees het bereik, niet het midden.")
    return Said(rows=rows, sentences=(note, words.carriers(found.carriers)), carriers=found.carriers)


def lines_of(answer: Said) -> Sequence[str]:
    """Give the sentences of an answer that have something to say."""
    return [text for text in answer.sentences if text]
