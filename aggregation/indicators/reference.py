"""The registry as a page to read: ``python -m aggregation.indicators.reference > docs/indicators.md``."""

import sys
from collections.abc import Iterable

from aggregation.indicators import INDICATORS, Indicator, PracticeMap, Reading
from aggregation.indicators.model import PROCESS, Kind
from data.terms import Disclosure, Level, UnitCounted

INTRODUCTION = """# Indicators

Generated from the registry (`aggregation/indicators/`); change an entry there, then run
`python -m aggregation.indicators.reference > docs/indicators.md`. A test compares the two.

Levels: V Flanders, P province, R regional care zone, K kring, E primary care zone, G municipality. Article 23 is that of the decree of 26 April 2019.
Disclosure classes and thresholds: [data-protection.md](data-protection.md). How answers become numbers:
[methods/estimates.md](methods/estimates.md). The codes below are those of `category` in a release.
"""

_LEVELS = {
    Level.VLAANDEREN: "V",
    Level.PROVINCIE: "P",
    Level.REGIO: "R",
    Level.KRING: "K",
    Level.ELZ: "E",
    Level.GEMEENTE: "G",
}
_CLASSES = {Disclosure.PUBLIC: "public", Disclosure.PROTECTED: "protected", Disclosure.SENSITIVE: "sensitive"}
_MAPS = {PracticeMap.YES: "yes", PracticeMap.CLASS: "in classes", PracticeMap.NO: "no"}
_READINGS = {Reading.HIGHER_BETTER: "higher is better", Reading.HIGHER_WORSE: "higher is worse"}
_SUBJECTS = {"P": "Practices", "M": "Work", "A": "Doctors", "D": "Areas"}


def render(indicators: Iterable[Indicator]) -> str:
    """Write all entries as Markdown: an overview, then one section per indicator in both languages."""
    entries = list(indicators)
    lines = [
        INTRODUCTION,
        "| id | indicator | unit | source | art. 23 | levels | class | practice map |",
        "|---" * 8 + "|",
    ]
    lines += [_row(entry) for entry in entries]
    heading = ""
    for entry in entries:
        if _SUBJECTS[entry.id[0]] != heading:
            heading = _SUBJECTS[entry.id[0]]
            lines += ["", f"## {heading}"]
        lines += ["", *_section(entry)]
    return "\n".join(lines) + "\n"


def _row(entry: Indicator) -> str:
    cells = (
        f"[{entry.id}](#{entry.id.lower()})",
        f"{entry.label.nl} ({entry.label.en})",
        entry.unit.en,
        entry.source.label.en,
        "about the survey itself" if entry.article23 == PROCESS else entry.article23,
        "".join(_LEVELS[level] for level in entry.levels),
        _CLASSES[entry.disclosure],
        _MAPS[entry.practice_map],
    )
    return f"| {' | '.join(cells)} |"


def _counted(entry: Indicator) -> str:
    if entry.of_published:
        return entry.frame.label.en
    units = "doctors" if entry.unit_counted is UnitCounted.DOCTOR else "practices"
    return f"{units}: {entry.frame.label.en}"


def _section(entry: Indicator) -> list[str]:
    measures = [measure.value for measure in entry.measures]
    if entry.options:
        measures = ["share", *measures]
    lines = [
        f"### {entry.id}",
        f"**{entry.label.nl}**. {entry.question.nl} {entry.definition.nl}",
        "",
        f"*{entry.label.en}*. {entry.question.en} {entry.definition.en}",
        "",
        f"- Counts {_counted(entry)}. Measures: {', '.join(measures)}; unit: {entry.unit.en}.",
    ]
    if entry.options:
        several = " (several allowed)" if entry.kind is Kind.MULTIPLE else ""
        lines.append(f"- Answers{several}: " + "; ".join(f"`{one.code}` {one.label.nl}" for one in entry.options) + ".")
    if len(entry.headline) > 1 and entry.headline_label is not None:
        lines.append(f"- Taken together: `{entry.headline_category}` {entry.headline_label.nl}.")
    if entry.reading in _READINGS:
        lines.append(f"- Reading: {_READINGS[entry.reading]}.")
    if entry.after_gate:
        lines.append("- Made after the gate, from shown numbers of others and published totals: it counts nobody anew.")
    if entry.states is not None or entry.partition is not None:
        lines.append(
            "- Withheld with the groups that it would give back: see [data-protection.md](data-protection.md)."
        )
    lines += [f"- {caveat.en}" for caveat in entry.caveats]
    lines.append(f"- Edition {entry.version}, from {entry.since}; to be reviewed before {entry.review_by}.")
    lines.append(f"- Edition {entry.version} of the definition, from {entry.since} on.")
    return lines


if __name__ == "__main__":
    sys.stdout.write(render(INDICATORS.values()))
