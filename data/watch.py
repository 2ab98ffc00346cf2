"""What stands out in a trail, by rules that are data: acts at odd hours, many of one kind, a new account or machine."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from data.audit import Action, Outcome
from data.settings import SettingsError
from data.terms import Text

NAME = "watch.toml"
"""Name of the file of rules in a home, which takes the place of the shipped one."""

PLACE = ZoneInfo("Europe/Brussels")
_KINDS = {"hours": {"from", "to", "days"}, "many": {"at_most", "minutes"}, "new": {"field"}}
_FIELDS = ("who", "where")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing to look for.

    Attributes
    ----------
    kind : ``hours``, ``many`` or ``new``.
    acts, outcomes : lines that it looks at; empty for all.
    from_, to, days : hours within which, and days of the week (1 is Monday) on which, an act is usual.
    at_most, minutes : how many lines of one account are usual within that time.
    field : ``who`` or ``where``, the first line of which stands out.
    """

    name: str
    kind: str
    says: Text
    acts: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    from_: time = time.min
    to: time = time.max
    days: frozenset[int] = frozenset()
    at_most: int = 0
    minutes: int = 0
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What stands out: the rule, and the line at which it did."""

    rule: Rule
    line: Mapping[str, Any]


def read_rules(home: Path) -> list[Rule]:
    """Read the rules of a home, else those shipped.

    Raises
    ------
    SettingsError : every entry that is unknown, missing or of another form.
    """
    own = home / NAME
    file = own if own.is_file() else Path(__file__).with_name(NAME)
    problems: list[str] = []
    rules: list[Rule] = []
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{NAME}: expected a readable TOML file, found none ({type(error).__name__})") from None
    for name, entry in given.items():
        try:
            rules.append(_rule(name, dict(entry)))
        except (ValueError, TypeError, KeyError) as error:
            problems.append(f"{NAME}, {name}: {error}")
    if problems:
        raise SettingsError("\n".join(problems))
    return rules


def _rule(name: str, entry: dict[str, Any]) -> Rule:
    kind = entry.pop("kind", None)
    if kind not in _KINDS:
        raise ValueError(f"kind: expected one of {', '.join(_KINDS)}")
    wanted = _KINDS[kind] | {"says"}
    if missing := wanted - entry.keys():
        raise ValueError(f"expected {', '.join(sorted(missing))}, found none")
    if unknown := entry.keys() - wanted - {"acts", "outcomes"}:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    acts, outcomes = frozenset(entry.pop("acts", ())), frozenset(entry.pop("outcomes", ()))
    if acts - set(Action) or outcomes - set(Outcome):
        raise ValueError("acts, outcomes: expected those of data/audit.py, found others")
    dutch, english = entry.pop("says")
    for hour in ("from", "to"):
        if hour in entry:
            entry["from_" if hour == "from" else hour] = time.fromisoformat(entry.pop(hour))
    if "days" in entry:
        entry["days"] = frozenset(int(day) for day in entry["days"])
    if entry.get("field", "who") not in _FIELDS:
        raise ValueError(f"field: expected one of {', '.join(_FIELDS)}")
    types = {each.name: each.type for each in fields(Rule)}
    if any(types[key] is int and not isinstance(value, int) for key, value in entry.items()):
        raise ValueError("at_most, minutes: expected whole numbers")
    return Rule(name=name, kind=kind, says=Text(nl=dutch, en=english), acts=acts, outcomes=outcomes, **entry)


def watch(lines: Sequence[Mapping[str, Any]], rules: Sequence[Rule], *, since: datetime) -> list[Found]:
    """Give what stands out since then, oldest first; earlier lines say what is usual.

    ``lines`` are those of the trail, oldest first.
    """
    found = [
        Found(rule=rule, line=line)
        for rule in rules
        for line in _KINDS_OF[rule.kind](rule, [each for each in lines if _concerns(rule, each)])
        if _at(line) >= since
    ]
    return sorted(found, key=lambda one: (int(one.line["n"]), one.rule.name))


def _concerns(rule: Rule, line: Mapping[str, Any]) -> bool:
    # Lines of before outcomes were written were all done; a refusal had an act of its own.
    outcome = line.get("outcome", Outcome.REFUSED if line["what"] == Action.VAULT_REFUSE else Outcome.DONE)
    return (not rule.acts or line["what"] in rule.acts) and (not rule.outcomes or outcome in rule.outcomes)


def _at(line: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(line["at"])


def _odd_hours(rule: Rule, lines: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        at = _at(line).astimezone(PLACE)
        usual = at.isoweekday() in rule.days and at.date() not in holidays.country_holidays("BE", years=at.year)
        if not usual or not rule.from_ <= at.time() < rule.to:
            yield line


def _many(rule: Rule, lines: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give the line with which there are too many of one account, and then no other until there are few again."""
    recent: dict[str, list[datetime]] = defaultdict(list)
    told: set[str] = set()
    for line in lines:
        who, at = str(line["who"]), _at(line)
        recent[who] = [*(each for each in recent[who] if each > at - timedelta(minutes=rule.minutes)), at]
        if len(recent[who]) <= rule.at_most:
            told.discard(who)
        elif who not in told:
            told.add(who)
            yield line


def _new(rule: Rule, lines: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    seen: set[str] = set()
    for line in lines:
        if str(line[rule.field]) not in seen:
            seen.add(str(line[rule.field]))
            yield line


_KINDS_OF = {"hours": _odd_hours, "many": _many, "new": _new}
