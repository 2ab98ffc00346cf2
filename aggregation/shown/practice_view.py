"""What the practice map shows of a release: facts of single practices from a closed list, filtered and counted.

Everything here is a function of the published table ``practice``. A column that the registry does not allow on the map
is dropped before anything else happens, and so are the key of a practice and any answer outside the closed list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aggregation.indicators import INDICATORS, Indicator, Kind, PracticeMap
from data.terms import BAR

MISSING = ""
"""Stands for an answer that was not given; it can be counted, never filtered on."""
YES, NO = "ja", "nee"
IS = "="
"""Between fact and answer in an address: ``P01=geen``."""
PLACES = ("longitude", "latitude", "gemeente", "kring", "elz")
WAITING_CLASSES = ("0-1", "2-3", "4-7", "8-")
"""Classes of P04 on the map, in working days; the registry holds them as SQL."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of a practice: ``codes`` are all its answers, in reading order; ``many`` if several hold at once."""

    id: str
    codes: tuple[str, ...]
    many: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        """Give its answers as they stand in an address."""
        return tuple(f"{self.id}{IS}{code}" for code in self.codes)


def _fact(entry: Indicator) -> Fact:
    codes = WAITING_CLASSES if entry.id == "P04" else entry.codes
    return Fact(id=entry.id, codes=codes, many=entry.kind is Kind.MULTIPLE)


STOP = "P01"


def facts() -> dict[str, Fact]:
    """Give everything that may be known of a practice, by indicator id; a release may add questions."""
    allowed = (PracticeMap.YES, PracticeMap.CLASS)
    return {entry.id: _fact(entry) for entry in INDICATORS.values() if entry.practice_map in allowed}


def tokens() -> tuple[str, ...]:
    """Give everything that can be filtered on."""
    return tuple(token for fact in facts().values() for token in fact.tokens)


def looks() -> tuple[str, ...]:
    """Give everything that can colour the map: a fact, or one answer of a fact where several hold at once."""
    return tuple(look for fact in facts().values() for look in (fact.tokens if fact.many else (fact.id,)))


def fact_of(look: str) -> Fact:
    """Give the fact that a look or a token is about."""
    return facts()[look.partition(IS)[0]]


def answers_of(look: str) -> tuple[str, ...]:
    """Give the answers that a look tells apart, in the order light to dark."""
    fact = fact_of(look)
    if fact.many or set(fact.codes) == {YES, NO}:
        return (NO, YES)
    return fact.codes


def permitted(table: pd.DataFrame, renamed: Mapping[str, str]) -> pd.DataFrame:
    """Keep of the released practices what the practice map may show, and nothing else.

    Parameters
    ----------
    table : table ``practice`` of a release, one year; it may hold any further column.
    renamed : municipality of that year to the municipality of today.

    Returns
    -------
    [longitude, latitude, gemeente, kring, elz, <fact id>…]: degrees WGS 84, missing where not delivered; every other
    column is text, ``MISSING`` where not answered or outside the closed list; where several answers hold they are
    joined by a bar in reading order. Ordered by municipality and facts, never by the key of a practice.
    """
    rows = pd.DataFrame({name: table[name].astype(float) for name in PLACES[:2]})
    for level in PLACES[2:]:
        rows[level] = table[level].astype(str)
    rows["gemeente"] = rows["gemeente"].map(lambda area: renamed.get(area, area))
    for fact in facts().values():
        given = table[fact.id] if fact.id in table else pd.Series(MISSING, index=table.index)
        known = {text: _known(fact, text) for text in given.dropna().astype(str).unique()}
        rows[fact.id] = [MISSING if pd.isna(text) else known[str(text)] for text in given]
    return rows.sort_values(["gemeente", *facts(), *PLACES[:2]], ignore_index=True)


def _known(fact: Fact, text: str) -> str:
    parts = text.split(BAR) if fact.many else [text]
    return BAR.join(code for code in fact.codes if code in parts)


def within(rows: pd.DataFrame, level: str, area: str | None) -> pd.DataFrame:
    """Give the practices of an area, all of them without one."""
    return rows if area is None else rows[rows[level].eq(area)]


def matching(rows: pd.DataFrame, chosen: Iterable[str]) -> pd.DataFrame:
    """Give the practices that fit: any of the tokens of one fact, and so for every fact that has a token.

    A practice that did not answer fits no token of that fact. Tokens outside the closed list are a fault of the caller.

    Raises
    ------
    KeyError : a token outside ``tokens()``.
    """
    wanted: dict[str, list[str]] = {}
    known = tokens()
    for token in chosen:
        if token not in known:
            raise KeyError(token)
        name, _is, code = token.partition(IS)
        wanted.setdefault(name, []).append(code)
    for name, codes in wanted.items():
        rows = rows[_holds_any(rows[name], facts()[name], codes)]
    return rows


def _holds_any(answers: pd.Series, fact: Fact, codes: Sequence[str]) -> pd.Series:
    if not fact.many:
        return answers.isin(codes)
    fits = {text: bool(set(text.split(BAR)) & set(codes)) for text in answers.unique()}
    return answers.map(fits).astype(bool)


def seen(rows: pd.DataFrame, look: str) -> pd.Series:
    """Give per practice the answer that a look tells apart, ``MISSING`` where not answered."""
    fact = fact_of(look)
    if not fact.many:
        return rows[fact.id]
    code = look.partition(IS)[2]
    found = {text: YES if code in text.split(BAR) else NO for text in rows[fact.id].unique() if text}
    return rows[fact.id].map(found | {MISSING: MISSING})


def tally(rows: pd.DataFrame, look: str) -> dict[str, int]:
    """Count the practices per answer of a look; the last entry, ``MISSING``, did not answer."""
    counts = seen(rows, look).value_counts()
    return {code: int(counts.get(code, 0)) for code in (*answers_of(look), MISSING)}


def bundles(rows: pd.DataFrame, look: str) -> pd.DataFrame:
    """Count the practices per municipality and answer of a look.

    Returns
    -------
    Frame indexed by municipality with one column per answer, light to dark, and ``MISSING`` first; practices without
    coordinates count too.
    """
    codes = [MISSING, *answers_of(look)]
    answers = seen(rows, look)
    flags = pd.DataFrame({code: answers.eq(code) for code in codes}, index=rows.index)
    return flags.groupby(rows["gemeente"]).sum().astype(int)


def anchors(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the middle of the practices of each municipality [longitude, latitude]; missing without coordinates."""
    return rows.groupby("gemeente")[["longitude", "latitude"]].mean()
