"""The fiches of all areas of a level in a folder: a file each, an index page, and everything in one zip.

Areas are described here, one after another; each description is set as PDF in a process beside it meanwhile.
"""

import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from html import escape
from pathlib import Path

from data.releases import Release
from data.terms import Level
from data.workers import workers
from pages.fiche import answers, pdf
from pages.views import views
from pages.words import language, phrases
from pages.words.language import gettext as _

ZIP = "fiches.zip"
INDEX = "index.html"
KIND = "pdf"
PROCESSES = 2
AHEAD = 8
"""Described fiches that may wait to be set: what is held in memory stays small."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: the files of the areas in the order of their names, the index and the zip."""

    files: tuple[Path, ...]
    index: Path
    zip: Path


def write(
    release: Release,
    out: Path,
    *,
    level: Level,
    year: int,
    lang: str,
    base: str,
    progress: Callable[[str], None] = lambda _part: None,
) -> Written:
    """Write the fiches of a level as PDF.

    Parameters
    ----------
    out : folder, made where it does not exist; files of the same name are replaced.
    base : public address of the dashboard, for the links back; '' leaves them relative.
    progress : told the name of each area as it begins.
    """
    language.use(lang)
    out.mkdir(parents=True, exist_ok=True)
    names = views.names_today(release.id, level)
    files = {}
    for area, content in _made(release, level, year, base, names, progress):
        path = out / answers.filename(release, level, area, year, KIND)
        path.write_bytes(content)
        files[names[area]] = path
    index = out / INDEX
    index.write_text(_index(release, level, year, files), encoding="utf-8")
    packed = out / ZIP
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as held:  # a PDF is compressed already
        for path in (index, *files.values()):
            held.write(path, path.name)
    return Written(files=tuple(files.values()), index=index, zip=packed)


def _made(
    release: Release, level: Level, year: int, base: str, names: dict[str, str], progress: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Give the fiches in the order of their names, some ahead of the one that is written."""
    waiting: deque[tuple[str, Future[bytes]]] = deque()
    with workers(PROCESSES) as pool:
        for place, (area, name) in enumerate(names.items(), 1):
            progress(f"{name} ({place}/{len(names)})")
            described = answers.describe(release, level, area, year, base)
            waiting.append((area, pool.submit(pdf.typeset, *pdf.parts(described))))
            while len(waiting) > AHEAD:
                ready, future = waiting.popleft()
                yield ready, future.result()
        for ready, future in waiting:
            yield ready, future.result()


def _index(release: Release, level: Level, year: int, files: dict[str, Path]) -> str:
    """Write the page that lists the fiches, without anything from elsewhere."""
    title = _("Fiches: {areas}, {year}").format(areas=_(phrases.LEVEL_MANY[level]), year=year)
    items = "".join(f'<li><a href="{escape(path.name)}">{escape(name)}</a></li>' for name, path in files.items())
    said = _("Uitgave {id}").format(id=release.id)
    return (
        f'<!doctype html><html lang="{language.current()}"><meta charset="utf-8"><title>{escape(title)}</title>'
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2b34}"
        "ul{columns:3 14rem}a{color:#0b6e75}</style>"
        f"<h1>{escape(title)}</h1><p>{escape(said)}</p><ul>{items}</ul></html>"
    )
