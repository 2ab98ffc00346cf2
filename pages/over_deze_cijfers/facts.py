"""Pieces of the screen Over deze cijfers made from the release: years, response, thresholds, proof, definitions."""

from html import escape
from typing import Any

from aggregation.indicators import FRAMES, Indicator, PracticeMap
from data.releases import Release
from data.terms import FLANDERS, Level, Role
from pages.components import pieces
from pages.over_deze_cijfers import prose
from pages.views import addresses, choosing, released, sources, views
from pages.views.remarks import remarks
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

ROLES = {Role.PRAKTIJK: mark("Praktijken"), Role.HUISARTS: mark("Huisartsen"), Role.HAIO: mark("HAIO's")}
_SHORT_SAFE = "safe"


def years(release: Release) -> str:
    """Survey years of the release and when it was made."""
    text = _("Deze uitgave bevat de vragenlijsten van {years}, gemaakt op {day}.").format(
        years=", ".join(str(year) for year in release.years()), day=sources.release_words(release)
    )
    return f"<p>{escape(text)}</p>"


def responses(release: Release) -> str:
    """Response by role: Flanders in every year, and each area in the newest one."""
    columns = [("", False), *((_(noun), True) for noun in ROLES.values())]
    whole = [
        ("", [str(year), *(_answered(release.id, role, year, Level.VLAANDEREN, FLANDERS) for role in ROLES)])
        for year in release.years()
    ]
    parts = [pieces.table(_("Respons in Vlaanderen"), columns, whole, tall=False)]
    newest = release.years()[-1]
    for level in (Level.KRING, Level.ELZ):
        rows = [
            ("", [escape(name), *(_answered(release.id, role, newest, level, area) for role in ROLES)])
            for area, name in views.names_today(release.id, level).items()
        ]
        title = _("Respons {per_level}, {year}").format(per_level=_(phrases.PER_LEVEL[level]), year=newest)
        table = pieces.table(title, columns, rows)
        parts.append(f"<details class='zc-entry'><summary>{escape(title)}</summary>{table}</details>")
    return "".join(parts)


def _answered(release_id: str, role: Role, year: int, level: Level, area: str) -> str:
    counted = sources.response_of(release_id, (role,), year, level, area)
    if counted is None:
        return escape(_(phrases.WITHHELD_SHORT))
    answered, invited = counted
    if not invited:
        return "–"
    share = numbers.percent(100 * answered / invited)
    text = _("{share} ({n} van {N})").format(share=share, n=numbers.number(answered), N=numbers.number(invited))
    return escape(text)


def thresholds(release: Release) -> str:
    """Thresholds of this release, from its manifest."""
    known: dict[str, Any] = release.manifest.get("thresholds", {})
    rows = [
        ("", [escape(_(said)), f"{numbers.number(known[key])} {escape(_(noun))}"])
        for said, key, noun in prose.THRESHOLDS
        if key in known
    ]
    rows += [
        ("", [escape(_(said)), numbers.percent(100 * known[key])]) for key, said in prose.DOMINANCE if key in known
    ]
    columns = [(_("Drempel"), False), (_("Waarde"), True)]
    return pieces.table(_("Drempels van deze uitgave"), columns, rows, tall=False)


def proof(release: Release) -> str:
    """Summary of the certificate."""
    certificate = release.certificate
    outcome = prose.PROVEN if certificate.get("verdict") == _SHORT_SAFE else prose.UNPROVEN
    rows = []
    cells, withheld = certificate.get("cells", {}), certificate.get("withheld", {})
    for level in Level:
        if cells.get(level.value):
            hidden = int(withheld.get(level.value, 0))
            share = numbers.percent(100 * hidden / int(cells[level.value]))
            name = _(phrases.LEVEL_MANY[level])
            rows.append(
                ("", [language.capital(name), numbers.number(cells[level.value]), numbers.number(hidden), share])
            )
    columns = [(_("Niveau"), False), (_("Cijfers"), True), (_("Niet getoond"), True), (_("Deel"), True)]
    table = pieces.table(_("Getoonde en niet getoonde cijfers"), columns, rows, tall=False) if rows else ""
    told = "".join(f"<li>{escape(each)}</li>" for each in certificate.get("in_words", {}).get(language.current(), ()))
    file = sources.address_of(release.id, "certificate.json")
    whole = f'<p><a href="{file}" target="_self">{escape(_("Het hele certificaat (JSON)"))}</a></p>'
    return (
        f"<p>{escape(_(outcome))}</p>{f'<ul>{told}</ul>' if told else ''}{whole}{table}{_tried(certificate)}"
        f"<p>{escape(_(prose.PROOF_LIMITS))}</p>"
    )


def _tried(certificate: dict[str, Any]) -> str:
    """List every attack that was made, in plain words, with the number of sums it took."""
    rows = [
        ("", [escape(_(said)), numbers.number(certificate["attacks"][kind])])
        for kind, said in prose.ATTACKS.items()
        if certificate.get("attacks", {}).get(kind)
    ]
    if not rows:
        return ""
    columns = [(_("Wat geprobeerd werd"), False), (_("Berekeningen"), True)]
    return pieces.table(_("Wat er geprobeerd werd op deze uitgave"), columns, rows, tall=False)


def revisions(release: Release) -> str:
    """Every release that was ever shown, and when the next year can come."""
    first, following = prose.REVISIONS
    upcoming = release.years()[-1] + 1
    rows = [
        ("", [escape(sources.day_words(entry["written_at"])), escape(entry["release"]), escape(_state(entry))])
        for entry in released.history()
        if entry["published"]
    ]
    columns = [(_("Gemaakt op"), False), (_("Uitgave"), False), (_("Toestand"), False)]
    table = pieces.table(_("Uitgaven"), columns, rows, tall=False)
    told = _(following).format(next=upcoming, ima=upcoming - 2)
    address = escape(addresses.feed(None), quote=True)
    follow = f'<a href="{address}" target="_self">{escape(_("Volg alle uitgaven (Atom)"))}</a>'
    return f"<p>{escape(_(first))}</p>{table}<p>{escape(told)} {follow}</p>"


def _state(entry: dict[str, Any]) -> str:
    if entry["current"]:
        return _("wordt nu getoond")
    if entry["withdrawn_at"]:
        return _("ingetrokken op {day}").format(day=sources.day_words(entry["withdrawn_at"]))
    return _("vervangen")


def glossary(release: Release) -> str:
    """Definition of every indicator of the release, each with an address of its own."""
    return "".join(_entry(release.id, indicator) for indicator in choosing.known_indicators(release.id).values())


def _entry(release_id: str, indicator: Indicator) -> str:
    facts = {
        _("Eenheid"): language.pick(indicator.unit),
        _("Over"): language.pick(FRAMES[indicator.frame.id].label),
        _("Getoond voor"): ", ".join(_(phrases.LEVEL_MANY[level]) for level in indicator.levels),
        _("Bescherming"): _(prose.CLASSES[indicator.disclosure]),
        _("Op de praktijkkaart"): _("ja") if indicator.practice_map is not PracticeMap.NO else _("nee"),
        _("Decreet, art. 23"): indicator.article23 if "°" in indicator.article23 else _("over de vragenlijst zelf"),
    }
    answers = ", ".join(language.pick(option.label) for option in indicator.options)
    if answers:
        facts = {_("Antwoorden"): answers, **facts}
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in facts.items())
    told = [language.pick(text) for text in remarks(release_id, indicator)]
    caveats = "".join(f"<p class='zc-caveat'>{escape(text)}</p>" for text in told)
    return (
        f"<details class='zc-entry' id='cijfer-{indicator.id}'><summary>{escape(language.pick(indicator.label))} "
        f"<span>{indicator.id}</span></summary><p>{escape(language.pick(indicator.definition))}</p>{caveats}"
        f"<dl class='zc-facts'>{items}</dl></details>"
    )
