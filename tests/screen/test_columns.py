"""No table has a column without anything in it."""

import re

import pytest

from tests.screen.conftest import Open, text_of


def columns_of(markup: str) -> list[dict[str, list[str]]]:
    """Give the cells of each table under the name of their column, without markup."""
    plain = re.compile(r"<[^>]+>")
    tables = []
    for table in re.findall(r"<table.*?</table>", markup, re.DOTALL):
        head, _end, body = table.partition("</thead>")
        names = [plain.sub("", each).strip() for each in re.findall(r"<th.*?</th>", head, re.DOTALL)]
        rows = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in body.split("<tr")[1:]]
        tables.append(
            {name: [plain.sub("", row[at]).strip() for row in rows if len(row) > at] for at, name in enumerate(names)}
        )
    return tables


@pytest.mark.parametrize("number", ["P01", "A01", "D01", "D02", "D11"])
@pytest.mark.parametrize("screen", ["kaart", "vergelijken"])
@pytest.mark.usefixtures("at_home")
def test_every_column_says_something(screen: str, number: str, open_screen: Open) -> None:
    drawn = open_screen(screen, cijfer=number, niveau="elz")
    found = [table for table in columns_of(text_of(drawn)) if len(table) > 2]
    assert found
    for table in found:
        empty = [name for name, cells in table.items() if name != "Opmerking" and not any(cells)]
        assert empty == []
