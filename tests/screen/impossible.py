"""What no number may be, looked for in every cell of a release and in every text that screens write of it."""

import re
from collections.abc import Iterator

import pandas as pd

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import choices
from data.terms import Level, Measure
from pages.views import choosing, released, views

_STEP = 0.1
"""A release rounds value and ends apart; they may cross by no more than that."""


def cells(frame: pd.DataFrame) -> Iterator[str]:
    """Tell every shown cell that cannot be: outside its interval, a share outside 0-100, ends the wrong way round."""
    shown = frame[frame["confidentiality"].eq("F") & frame["value"].notna()]
    kinds = zip(shown["indicator"], shown["measure"], strict=True)
    percent = pd.Series([INDICATORS[name].in_percent(Measure(kind)) for name, kind in kinds], index=shown.index)
    numbers = shown[["value", "lower", "upper"]].astype(float)
    below, above = numbers["lower"] - numbers["value"], numbers["value"] - numbers["upper"]
    wrong = {
        "outside its interval": below.gt(1e-9) | above.gt(1e-9),
        "a share outside 0-100": percent & (numbers.lt(-1e-9).any(axis=1) | numbers.gt(100 + 1e-9).any(axis=1)),
        "below zero": numbers.lt(-1e-9).any(axis=1) & ~shown["indicator"].map(lambda name: INDICATORS[name].signed),
        "more answers than asked": shown["count"].astype(float).gt(shown["frame"].astype(float)),
        "one end without the other": numbers["lower"].isna() != numbers["upper"].isna(),
    }  # fmt: skip
    for why, rows in wrong.items():
        for row in shown[rows].to_dict("records"):
            place = " ".join(str(row[name]) for name in ("indicator", "year", "level", "area", "category", "measure"))
            yield f"{place}: {why}"
    keys = ["indicator", "year", "level", "area"]
    ends = shown[shown["category"].eq("total")].pivot_table(index=keys, columns="measure", values="value")
    for key, row in ends.dropna(subset=[each for each in ("low", "high") if each in ends]).iterrows():
        middle = row.get("rate")
        apart = INDICATORS[str(key[0])].ends_apart  # its definition says of what other thing they are the ends
        if row["low"] > row["high"] + _STEP or not (apart or row["low"] - _STEP <= middle <= row["high"] + _STEP):
            yield f"{key}: low, middle and high the wrong way round"


def texts(release_id: str, year: int, level: Level) -> Iterator[str]:
    """Tell every number that is written outside its own interval, or with more or fewer decimals than it."""
    for name, entry in choosing.known_indicators(release_id).items():
        for shown in choices(entry) if level in entry.levels else ():
            view = views.area_view(release_id, name, shown, year, level)
            for area, row in [*view.numbers.items(), ("VL", view.flanders)]:
                if row is None or not row.known:
                    continue
                value, ends = view.text(row, short=True), view.interval(row, between=" tot ")
                said = [_read(part) for part in (value, *ends.split(" tot "))] if ends else [_read(value)]
                if len(said) == 3 and not said[1][0] <= said[0][0] <= said[2][0]:
                    yield f"{name} {area}: {value} outside {ends}"
                if len({decimals for _number, decimals in said}) > 1:
                    yield f"{name} {area}: {value} and {ends} differ in decimals"
                if view.in_percent and not all(0 <= number <= 100 for number, _decimals in said):
                    yield f"{name} {area}: {value} ({ends}) outside 0-100"


def _read(text: str) -> tuple[float, int]:
    found = re.search(r"[−-]?[\d.]+(?:,(\d+))?", text)
    if found is None:
        return 0.0, 0  # a word, such as "ja"
    number = found[0].replace(".", "").replace(",", ".").replace("−", "-")
    return float(number), len(found[1] or "")


def years(release_id: str) -> list[int]:
    """Give the survey years of a release."""
    return released.opened(release_id).years()
