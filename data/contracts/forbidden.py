"""What no delivery may hold, looked for in every cell, header, sheet, comment and the manifest."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.contracts.report import Findings
from data.contracts.spreadsheet import Aside
from data.identifiers import Forbidden, forbidden_content, is_sensitive_header

YOUNGEST_DOCTOR = 18
"""A date less than so many years before the survey cannot be a doctor's birth date."""

_HEX = re.compile(r"\b[0-9a-fA-F]{64}\b")
_HEADER_LENGTH = 30


def scan_values(
    values: NDArray[np.object_],
    rows: NDArray[np.int64],
    findings: Findings,
    *,
    file: str,
    column: str,
    survey_year: int,
    bare_numbers: bool = True,
) -> None:
    """Report forbidden content in the cells of one column, one fault per kind of content."""
    places, distinct = pd.factorize(values)
    kinds = [
        forbidden_content(text, last_birth_year=survey_year - YOUNGEST_DOCTOR, bare_numbers=bare_numbers)
        for text in distinct
    ]
    for kind in Forbidden:
        hits = np.array([kind in found for found in kinds], dtype=bool)
        if hits.any():
            findings.fault(kind.value, file=file, column=column, rows=rows[hits[places]])


def scan_header(header: str, findings: Findings, *, file: str, column: str, survey_year: int) -> None:
    """Report forbidden content in one column name, and names that announce it."""
    for kind in sorted(forbidden_content(header, last_birth_year=survey_year - YOUNGEST_DOCTOR)):
        findings.fault(kind.value, file=file, column=column, rows=[1])
    if is_sensitive_header(header):
        findings.fault("sensitive_column", file=file, column=column, rows=[1])


def scan_asides(asides: Iterable[Aside], findings: Findings, *, file: str, survey_year: int) -> None:
    """Report forbidden content outside the table: other sheets, comments, properties, metadata."""
    hits: dict[tuple[str, str], list[int]] = {}
    for aside in asides:
        found = [kind.value for kind in forbidden_content(aside.text, last_birth_year=survey_year - YOUNGEST_DOCTOR)]
        if aside.header and len(aside.text) <= _HEADER_LENGTH and is_sensitive_header(aside.text):
            found.append("sensitive_column")
        for kind in found:
            hits.setdefault((aside.place, kind), []).append(aside.row)
    for (place, kind), rows in sorted(hits.items()):
        findings.fault(kind, file=f"{file} [{place}]", rows=[row for row in rows if row])


def scan_manifest(text: str, findings: Findings, *, file: str) -> None:
    """Report national numbers, phones and mailboxes in the text of a manifest, its comments included."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind in sorted(forbidden_content(_HEX.sub("", line), last_birth_year=0)):
            if kind is not Forbidden.BIRTH_DATE:
                findings.fault(kind.value, file=file, rows=[number])
