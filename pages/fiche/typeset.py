"""The task of setting a document as PDF, for a process that loads this module and no other of ours."""

from typing import Any

import typst

STANDARD = "ua-1"


def pdf(files: dict[str, bytes], fonts: str, moment: int) -> bytes:
    """Set ``main.typ`` with the files beside it, tagged for who hears it.

    Raises
    ------
    typst.TypstError : it cannot be set, or would not be accessible.
    """
    compile_files: Any = typst.compile  # its types know one file, not the files by name that it takes
    return bytes(
        compile_files(
            files,
            format="pdf",
            font_paths=[fonts],
            ignore_system_fonts=True,
            pdf_standards=[STANDARD],
            timestamp=moment,
        )
    )
