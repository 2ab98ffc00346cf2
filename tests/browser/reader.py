"""A reader with a task: what is done is counted, what is read is compared with the cube, read a second way."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin
from urllib.request import urlopen

import duckdb
from playwright.sync_api import Locator, Page

from bench.browsing import settle

MOST = 6
"""Steps that a task may take: opening a screen, a choice, a click, a word typed."""
PATIENT = 8
"""Times that somebody comes back to a busy server for a file."""
STOP = "gedeeltelijk|volledig"
NEWEST = 2026


def plain(text: str) -> str:
    """Give text with one kind of space, minus and no joiner, as a reader sees it."""
    return re.sub(r"\s+", " ", text.replace("\u2060", "").replace("\u2212", "-").replace("\u2013", "-")).strip()


def dutch(value: float, digits: int = 0) -> str:
    """Write a number as a Dutch screen does."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


class Cube:
    """The published release, read with its own queries and nothing of the product."""

    def __init__(self, home: Path) -> None:
        """Find the release that is published."""
        (pointer,) = (home / "releases" / "published").iterdir()
        self.release = pointer.name
        self._file = home / "releases" / pointer.name / "cube.duckdb"

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Answer a query on the tables of the release."""
        with duckdb.connect(str(self._file), read_only=True) as cube:
            return cube.execute(query, values).fetchall()

    def cells(
        self, indicator: str, category: str, measure: str, level: str, year: int = NEWEST
    ) -> dict[str, float | None]:
        """Give a number by area; None where it is withheld."""
        found = self.rows(
            "select area, case when confidentiality = 'F' then value end from cell "
            "where indicator = ? and category = ? and measure = ? and level = ? and year = ?",
            indicator, category, measure, level, year,
        )  # fmt: skip
        return {str(area): None if value is None else float(str(value)) for area, value in found}

    def flanders(self, indicator: str, category: str = "total", measure: str = "rate", year: int = NEWEST) -> float:
        """Give a number of Flanders."""
        (value,) = self.cells(indicator, category, measure, "vlaanderen", year).values()
        assert value is not None
        return value

    def names(self, level: str, year: int = NEWEST) -> dict[str, str]:
        """Give the name of each area of a level."""
        found = self.rows("select area, name from area where level = ? and year = ?", level, year)
        return {str(area): str(name) for area, name in found}


class Reader:
    """Somebody in front of the product; every deed is a step."""

    def __init__(self, page: Page, server: str) -> None:
        """Begin before the first screen."""
        self.page, self.server, self.steps = page, server, 0

    def read(self) -> None:
        """Wait for what stands there to be complete."""
        settle(self.page)

    def _step(self) -> None:
        self.read()
        self.steps += 1
        assert self.steps <= MOST

    def open(self, screen: str, **query: str) -> None:
        """Open a screen from the menu, or a link with choices that somebody sent."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{self.server}/{screen}?{asked}")
        self._step()

    def pick(self, label: str, option: str, typed: str = "", *, exact: bool = True) -> None:
        """Choose in a list by typing a part of what is looked for."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.click()
        box.fill(typed or option)
        self.page.get_by_role("option", name=option, exact=exact).first.click()
        if box.get_attribute("aria-expanded") == "true":
            self.page.keyboard.press("Escape")  # a list of several stays open, and hides the rest
        self._step()

    def press(self, name: str, role: str = "button") -> None:
        """Press a button, a tab or an answer to choose from."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self._step()

    def follow(self, name: str, within: str = "[data-testid=stMain]") -> None:
        """Follow a link."""
        self.page.locator(within).get_by_role("link", name=name, exact=True).first.click()
        self._step()

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return plain(self.page.locator("[data-testid=stMain]").inner_text())

    def row(self, name: str) -> list[str]:
        """Give the cells of the row of a table that begins with a name."""
        head = self.page.get_by_role("rowheader", name=name, exact=True)
        line = self.page.get_by_role("row").filter(has=head).first
        return [plain(cell) for cell in line.locator("th, td").all_inner_texts()]

    def heads(self) -> list[str]:
        """Give the names at the head of the rows of the tables."""
        return [plain(text) for text in self.page.locator("tbody tr > th:first-child").all_inner_texts()]

    def link(self, name: str | re.Pattern[str], *, exact: bool = True) -> Locator:
        """Find a link that takes something along."""
        return self.page.get_by_role("link", name=name, exact=exact).first

    def take(self, name: str | re.Pattern[str], *, exact: bool = True) -> bytes:
        """Take a file along by its link."""
        address = self.link(name, exact=exact).get_attribute("href") or ""
        self.steps += 1
        return fetched(urljoin(self.page.url, address))

    @contextmanager
    def saved(self) -> Iterator[list[bytes]]:
        """Take a file along by a button that saves it."""
        found: list[bytes] = []
        with self.page.expect_download() as waiting:
            yield found
        found.append(Path(waiting.value.path()).read_bytes())
        self.steps += 1

    @property
    def address(self) -> str:
        """The address of what stands on the screen, readable."""
        return unquote(self.page.url)


def fetched(address: str) -> bytes:
    """Ask an address of the server of this test; where it is busy, come back when it says."""
    tries = 0
    while True:
        try:
            with urlopen(address, timeout=120) as answer:  # noqa: S310 -- the loopback server of this test
                content: bytes = answer.read()
                return content
        except HTTPError as error:
            tries += 1
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE or tries == PATIENT:
                raise
            time.sleep(float(error.headers.get("retry-after", "5")))
