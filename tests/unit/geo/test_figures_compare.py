"""Charts of comparison that are text: the spine and the heat map."""

import math
import re
from urllib.parse import unquote

from geo.figures.heat import HeatRow, Shade, heat_table
from geo.figures.spine import spine_row

NAN = math.nan


def spine(value: float = 8.0, *, mirrored: bool = False, marked: bool = True) -> str:
    return unquote(
        spine_row(
            (0.0, 4.0, 7.0, 20.0), described="d", benchmark=10.0, value=value, lower=NAN, upper=NAN, colour="#000",
            mirrored=mirrored, marked=marked,
        )
    )  # fmt: skip


def test_a_spine_puts_the_benchmark_in_the_middle_and_the_farthest_at_an_end() -> None:
    def dot(text: str) -> float:
        found = re.search(r"cx='([\d.]+)%'", text)
        assert found is not None
        return float(found[1])

    assert dot(spine(10.0)) == 50
    assert dot(spine(0.0)) == 2
    assert dot(spine(20.0)) == 98
    assert dot(spine(15.0, mirrored=True)) == 100 - dot(spine(15.0))
    assert "<circle" not in spine(NAN)
    assert "x1='50%' x2='50%'" in spine()
    assert "x1='50%' x2='50%'" not in spine(marked=False)


def test_a_heat_map_says_without_colour_what_it_shows_and_escapes() -> None:
    cells = [(Shade.FAR_HIGHER, "A: 5, hoger"), (Shade.WITHHELD, 'B: "niet" getoond')]
    text = heat_table("c", "Gebied", [("<A>", "P"), ("B", "M")], [HeatRow(name="Aalst", css="zc-chosen", cells=cells)])
    assert ">++</td>" in text
    assert 'class="zc-hatch zc-new"' in text
    assert "&lt;A&gt;" in text
    assert "&quot;niet&quot;" in text
    assert text.count("colspan") == 2
