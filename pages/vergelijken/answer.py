"""What the screen Vergelijken tells of one number in words: of the chosen area, else of all areas."""

import math
from html import escape

from aggregation.shown import comparing, verdicts
from aggregation.shown.verdicts import Verdict
from data.terms import Status
from pages.vergelijken import say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.forms import Against
from pages.views.besides import besides
from pages.words import differences, language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark


def answer(compared: Compared, picked: Picked, against: Against, said: dict[str, Verdict]) -> str:
    """Tell the chosen area in words; without a choice: how many areas differ clearly."""
    view = compared.view
    if picked.chosen is not None and picked.chosen in view.numbers:
        return _chosen_words(compared, picked.chosen, picked, against, said)
    shown = [verdict for verdict in said.values() if verdict is not Verdict.HIDDEN]
    higher, lower = (sum(1 for v in shown if v is wanted) for wanted in (Verdict.HIGHER, Verdict.LOWER))
    text = _(
        "Van de {n} getoonde {levels} liggen er {higher} duidelijk hoger dan {benchmark} en {lower} duidelijk lager."
    ).format(n=len(shown), levels=_(phrases.LEVEL_MANY[view.level]), higher=higher, lower=lower, benchmark=against.name)
    if not shown:
        text = _("Voor dit cijfer wordt geen enkel gebied getoond.")
    elif math.isnan(against.benchmark.value):
        text = _("Het cijfer van {benchmark} wordt niet getoond; er is dus geen vergelijking.").format(
            benchmark=against.name
        )
    return f'<p class="zc-finding">{escape(text)}</p>'


def _chosen_words(compared: Compared, area: str, picked: Picked, against: Against, said: dict[str, Verdict]) -> str:
    view, row = compared.view, compared.view.numbers[area]
    name = f"<h2>{escape(view.names[area])}</h2>"
    if row.withheld:
        why = escape(language.capital(_(phrases.WHY_WITHHELD)))
        hidden = escape(language.capital(_(phrases.WITHHELD_SHORT)))
        return (
            f'<div class="zc-answer">{name}<span class="zc-value zc-muted">{hidden}</span>'
            f'<p class="zc-why">{why}.</p></div>'
        )
    facts = []
    if interval := view.interval(row, between=_(" en ")):
        facts.append(_("95 % zeker tussen {interval}").format(interval=interval))
    facts += besides(view, area)
    if based := view.based_on(row):
        facts.append(based)
    if row.known and not math.isnan(against.benchmark.value):
        beside = numbers.number(against.benchmark.value, view.decimals) + (numbers.percent_sign() if view.sign else "")
        verdict = differences.words(said[area], compared.reading)
        facts.append(f"{language.capital(against.name)}: {beside} ({verdict})")
    facts += [text for text in (_chance_words(compared, area), _basket_words(compared, area, picked)) if text]
    if row.status is Status.LOW_RELIABILITY:
        facts.append(_(phrases.LOW_RELIABILITY))
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    value = escape(view.text(row, short=True))
    return f'<div class="zc-answer">{name}<span class="zc-value">{value}</span><ul>{listed}</ul></div>'


_BESIDE = {
    Verdict.HIGHER: mark("hoger dan {other}"),
    Verdict.LOWER: mark("lager dan {other}"),
    Verdict.EQUAL: mark("gelijk aan {other}"),
    Verdict.SAME: mark("geen duidelijk verschil met {other}"),
    Verdict.PERHAPS: mark("verschil met {other} kan toeval zijn"),
    Verdict.UNJUDGED: mark("tegenover {other} niet te zeggen"),
}


def _basket_words(compared: Compared, area: str, picked: Picked) -> str:
    """Hold the chosen area against those the reader picked; every two of them are one family, and the words say so."""
    view = compared.view
    rows = {each: view.numbers[each] for each in (area, *picked.others) if each in view.numbers}
    judged = verdicts.basket(rows, view.indicator, view.shown)
    told = [
        _(_BESIDE[judged[(area, other)]]).format(other=view.names[other])
        for other in rows
        if other != area and judged[(area, other)] in _BESIDE
    ]
    if not told:
        return ""
    pairs = len(rows) * (len(rows) - 1) // 2
    text = _("Naast uw te vergelijken gebieden: {told} (samen getoetst: {n} paren)")
    if pairs == 1:
        text = _("Naast uw te vergelijken gebied: {told}")
    return text.format(told="; ".join(told), n=pairs)


def _chance_words(compared: Compared, area: str) -> str:
    if compared.counted:
        return ""
    worst = compared.worst
    shown = worst if worst is not None else compared.top
    chance = float(shown.get(area, math.nan))
    if math.isnan(chance):
        return ""
    fifth = say.fifth_words(compared.reading)
    size = comparing.fifth_of(int(compared.errors.notna().sum()))
    text = _("Kans om bij het {fifth} te horen ({k} van {n}): {p}").format(
        fifth=fifth, k=size, n=int(compared.errors.notna().sum()), p=say.percent_chance(chance)
    )
    if worst is None:
        low = say.percent_chance(float(compared.bottom[area]))
        text = _("{text}; bij het laagste vijfde: {p}").format(text=text, p=low)
    return text
