"""Questions that a home adds to the questionnaire: one data file each, beside the layouts that ask them.

A file says what the question is, what may be answered, and how far the answers may go. What it does not say is the
careful choice: protected, no further than kring and zone, off the practice map.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.faults import RefusalError
from data.identifiers import is_sensitive_header
from data.terms import Disclosure, Level, Text, is_label

FOLDER = "questions"
"""Folder beside the layouts that holds the questions."""
SURVEYS = {"survey_practice": "P", "survey_individual": "A"}
"""Table of a delivery to the first letter of the ids of its questions."""
KINDS = {"code": "code", "multiple": "code", "integer": "number", "number": "number"}
"""Kind of a column to what an answer is."""
UNITS = ("count", "hours", "days", "fte")
LEVELS: Mapping[str, tuple[Level, ...]] = {
    "vlaanderen": (Level.VLAANDEREN,),
    "provincie": (Level.VLAANDEREN, Level.PROVINCIE),
    "kring": (Level.VLAANDEREN, Level.PROVINCIE, Level.REGIO, Level.KRING, Level.ELZ),
    "gemeente": tuple(Level),
}
"""Finest level to all levels a question then stands on."""
_KEYS = {
    "id", "table", "column", "kind", "label", "question", "definition", "options", "article23", "since", "version",
    "class", "levels", "map", "headline", "headline_label", "min", "max", "number", "unit",
}  # fmt: skip
_ID, _COLUMN, _CODE = re.compile(r"[PA]\d{2}"), re.compile(r"q_[a-z][a-z0-9_]{0,40}"), re.compile(r"[a-z0-9][a-z0-9_]*")


class QuestionError(RefusalError):
    """A file of a question cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: tuple[Text, ...]) -> None:
        super().__init__(" / ".join("; ".join(texts) for texts in zip(*((p.nl, p.en) for p in problems), strict=True)))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class AddedQuestion:
    """One question as its file has it, checked.

    ``options`` are codes with their labels, empty where the answer is a number between ``low`` and ``high``.
    ``document`` is the file itself as JSON: a release carries it, so that screens know the question without the file.
    """

    id: str
    table: str
    column: str
    kind: str
    label: Text
    question: Text
    definition: Text
    article23: str
    options: Mapping[str, Text]
    headline: tuple[str, ...]
    headline_label: Text | None
    low: float | str | None
    high: float | str | None
    number: str
    unit: Text | None
    disclosure: Disclosure
    levels: tuple[Level, ...]
    on_map: bool
    since: int
    version: int
    document: str

    def canonical(self) -> dict[str, Any]:
        """Give the column as the default layout would have it."""
        entry: dict[str, Any] = {"kind": self.kind, "required": False}
        return entry | ({"codes": list(self.options)} if self.options else {"min": self.low, "max": self.high})


def read_questions(layouts: Path) -> tuple[AddedQuestion, ...]:
    """Read the questions beside the layouts of a folder, by id; none where there are no files.

    Raises
    ------
    QuestionError : a file is wrong, or two files say the same id or column; everything at once.
    """
    found: list[AddedQuestion] = []
    problems: list[Text] = []
    for path in sorted((layouts / FOLDER).glob("*.toml")):
        try:
            found.append(question_of(tomllib.loads(path.read_text(encoding="utf-8")), path.name))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            problems.append(
                Text(nl=f"{path.name} is geen leesbare TOML ({error})", en=f"{path.name}: no TOML ({error})")
            )
        except QuestionError as error:
            problems += error.problems
    for name in ("id", "column"):
        values = [getattr(one, name) for one in found]
        for value in sorted({value for value in values if values.count(value) > 1}):
            problems.append(
                Text(nl=f"{name} {value} staat in twee bestanden", en=f"{name} {value} stands in two files")
            )
    if problems:
        raise QuestionError(tuple(problems))
    return tuple(sorted(found, key=lambda one: one.id))


def question_of(document: Mapping[str, Any], where: str) -> AddedQuestion:
    """Check the document of a question and read it; ``where`` is told with each fault.

    Raises
    ------
    QuestionError : it cannot be used.
    """
    problems = [Text(nl=f"{where}: {nl}", en=f"{where}: {en}") for nl, en in _problems(document)]
    if problems:
        raise QuestionError(tuple(problems))
    options = {code: Text(**label) for code, label in document.get("options", {}).items()}
    yes_no = tuple(options)[:1] if len(options) == 2 and document["kind"] == "code" else ()
    return AddedQuestion(
        id=document["id"],
        table=document["table"],
        column=document["column"],
        kind=document["kind"],
        label=Text(**document["label"]),
        question=Text(**document["question"]),
        definition=Text(**document["definition"]),
        article23=document["article23"],
        options=options,
        headline=tuple(document.get("headline", yes_no)),
        headline_label=Text(**document["headline_label"]) if "headline_label" in document else None,
        low=document.get("min"),
        high=document.get("max"),
        number=document.get("number", "count"),
        unit=Text(**document["unit"]) if "unit" in document else None,
        disclosure=Disclosure(document.get("class", Disclosure.PROTECTED.value)),
        levels=LEVELS[document.get("levels", "kring")],
        on_map=document.get("map", False),
        since=document["since"],
        version=document.get("version", 1),
        document=json.dumps(document, ensure_ascii=False, sort_keys=False),
    )


def _problems(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []

    def need(holds: object, name: str, nl: str, en: str) -> None:
        if not holds:
            told.append((f"{name}: verwacht {nl}", f"{name}: expected {en}"))

    def matches(name: str, pattern: re.Pattern[str]) -> bool:
        return isinstance(document.get(name), str) and bool(pattern.fullmatch(document[name]))

    told += [(f"onbekende sleutel {name!r}", f"unknown key {name!r}") for name in sorted(set(document) - _KEYS)]
    table, kind = document.get("table"), document.get("kind")
    need(matches("id", _ID), "id", "P26 of hoger, A12 of hoger", "P26 or higher, A12 or higher")
    need(table in SURVEYS, "table", " of ".join(SURVEYS), " or ".join(SURVEYS))
    if table in SURVEYS and matches("id", _ID):
        first = SURVEYS[str(table)]
        need(document["id"].startswith(first), "id", f"een {first} voor {table}", f"one with {first} for {table}")
    sensitive = is_sensitive_header(str(document.get("column", "")).replace("_", " "))
    need(matches("column", _COLUMN) and not sensitive, "column", "q_ en kleine letters", "q_ and small letters")
    need(kind in KINDS, "kind", ", ".join(KINDS), ", ".join(KINDS))
    need(kind != "multiple" or table != "survey_individual", "kind", "één antwoord per arts", "one answer per doctor")
    for name in ("label", "question", "definition"):
        need(is_label(document.get(name)), name, '{ nl = "…", en = "…" }', '{ nl = "…", en = "…" }')
    need(isinstance(document.get("article23"), str), "article23", 'een categorie, zoals "2°g"', 'one such as "2°g"')
    for name in ("since", "version"):
        whole = document.get(name, 1 if name == "version" else None)
        right = isinstance(whole, int) and not isinstance(whole, bool) and (name == "version" or 2024 <= whole <= 2100)
        need(right, name, "een geheel getal (since: een jaar)", "a whole number (since: a year)")
    return (
        told
        + (_wrong_number(document) if KINDS.get(str(kind)) == "number" else _wrong_options(document))
        + _wrong_reach(document)
    )


def _wrong_options(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    options, headline = document.get("options"), document.get("headline", [])
    told = []
    if (
        not isinstance(options, dict)
        or len(options) < 2
        or not all(_CODE.fullmatch(code) and code != "total" and is_label(t) for code, t in options.items())
    ):
        said = 'minstens twee, elk code = { nl = "…", en = "…" }', 'at least two, each code = { nl = "…", en = "…" }'
        told.append((f"options: verwacht {said[0]}", f"options: expected {said[1]}"))
    elif not isinstance(headline, list) or not set(headline) < set(options):
        told.append(("headline: verwacht enkele van de options", "headline: expected some of the options"))
    elif (len(headline) > 1) != is_label(document.get("headline_label")):
        nl = 'headline_label: verwacht { nl = "…", en = "…" } als headline meer dan één antwoord samen neemt'
        told.append((nl, "headline_label: expected exactly where headline takes several answers together"))
    odd = sorted({"min", "max", "number", "unit"} & set(document))
    return told + [(f"{name}: hoort niet bij antwoorden", f"{name}: does not belong to options") for name in odd]


def _wrong_number(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = []
    low, high = document.get("min"), document.get("max")
    plain = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (low, high))
    if not plain or not float(str(low)) < float(str(high)):
        told.append(("min, max: verwacht twee getallen, min kleiner", "min, max: expected two numbers, min smaller"))
    if document.get("number", "count") not in UNITS:
        told.append((f"number: verwacht een van {', '.join(UNITS)}", f"number: expected one of {', '.join(UNITS)}"))
    if not is_label(document.get("unit")) or "%" in str(document.get("unit")):
        told.append(("unit: verwacht de eenheid, { nl = …, en = … }", "unit: expected { nl = …, en = … }"))
    odd = sorted({"options", "headline", "headline_label"} & set(document))
    return told + [(f"{name}: hoort niet bij een getal", f"{name}: does not belong to a number") for name in odd]


def _wrong_reach(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Tell where a question would go further than it may."""
    told = []
    classes = [one.value for one in Disclosure]
    of_doctors = document.get("table") == "survey_individual"
    given, level, on_map = (
        document.get("class", "protected"),
        document.get("levels", "kring"),
        document.get("map", False),
    )
    if given not in classes or (of_doctors and given == "public"):
        allowed = ", ".join(classes[1:] if of_doctors else classes)
        told.append((f"class: verwacht een van {allowed}", f"class: expected one of {allowed}"))
    fine = [name for name in LEVELS if not (of_doctors and name == "gemeente")]
    if level not in fine:
        told.append(
            (
                f"levels: verwacht het fijnste, een van {', '.join(fine)}",
                f"levels: expected the finest of {', '.join(fine)}",
            )
        )
    if not isinstance(on_map, bool) or (
        on_map and (given != "public" or KINDS.get(str(document.get("kind"))) != "code")
    ):
        told.append(
            (
                "map: alleen een publieke vraag met antwoorden mag op de praktijkenkaart",
                "map: only a public question with options may stand on the practice map",
            )
        )
    return told
