"""Compute every number of whole deliveries a second time: ``python -m tests.recompute.at_scale FOLDER…``.

The size of the demo is too slow for the suite; what it last said stands in ``docs/methods/estimates.md``.
"""

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

from data.contracts import check_delivery
from tests.recompute.cells import recompute
from tests.recompute.compare import differences
from tests.recompute.product import product_cells


def compared(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    """Give the product's unblanked cells of a delivery, and where the recomputation differs; refuses a faulty one."""
    report = check_delivery(folder)
    if report.faults:
        raise SystemExit(f"{folder}: {len(report.faults)} faults")
    year = report.manifest.survey_year
    product = product_cells(report.frames, year)
    return product, differences(product, recompute(report.frames, year))


def main() -> int:
    """Print a line per delivery, and the first differences of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deliveries", nargs="+", type=Path)
    found = 0
    for folder in parser.parse_args().deliveries:
        began = time.perf_counter()
        product, wrong = compared(folder)
        found += len(wrong)
        took = time.perf_counter() - began
        said = [f"{folder.name}: {len(product)} cells, {len(wrong)} differences, {took:.0f} s", *wrong[:20]]
        sys.stdout.write("\n".join(said) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
