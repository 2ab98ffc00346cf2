"""Everything in one file: a zip whose dates are those of the release."""

import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from data.exports import wording
from data.exports.about import About, Language

_PACKED = (".xlsx", ".parquet")


def write_bundle(path: Path, files: Iterable[tuple[str, bytes]], about: About) -> None:
    """Write the zip at ``path``: ``LEESMIJ.txt`` and ``README.txt`` first, then the files as they are made.

    ``files`` may be a generator, so that only one file at a time is held in memory.
    """
    day = date.fromisoformat(about.made_on)
    readme: dict[str, Language] = {"LEESMIJ.txt": "nl", "README.txt": "en"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, language in readme.items():
            text = wording.say(wording.README, language)
            title = wording.say(wording.TITLE, language)
            filled = text.format(title=title, release=about.release_id, citation=about.citation(language))
            _add(archive, name, filled.encode("utf-8-sig"), day)
        for name, content in files:
            _add(archive, name, content, day)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, day: date) -> None:
    info = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)
