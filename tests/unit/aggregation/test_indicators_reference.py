"""The page of indicators is what the registry says today."""

from pathlib import Path

from aggregation.indicators import INDICATORS
from aggregation.indicators.reference import render

PAGE = Path(__file__).resolve().parents[3] / "docs" / "indicators.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(INDICATORS.values()), (
        "docs/indicators.md is older than the registry: python -m aggregation.indicators.reference > docs/indicators.md"
    )


def test_every_indicator_has_a_row_and_a_section_with_both_languages() -> None:
    page = render(INDICATORS.values())
    for entry in INDICATORS.values():
        assert f"| [{entry.id}](#{entry.id.lower()}) | {entry.label.nl} ({entry.label.en}) |" in page
        section = page.partition(f"### {entry.id}\n")[2].partition("\n### ")[0]
        assert entry.definition.nl in section
        assert entry.definition.en in section
        assert all(f"`{code}`" in section for code in entry.codes)
        assert all(caveat.en in section for caveat in entry.caveats)
