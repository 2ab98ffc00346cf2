"""The files that leave the product: which there are, and how each is made from released cells."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd

from data import exports
from data.exports import Distribution, Dress
from data.exports.shapes import Shapes
from data.releases import Release, ReleasedCells
from data.terms import Level, Text
from pages.views import choosing, released, views
from pages.views.addresses import RELEASES
from pages.views.selecting import Selection
from pages.views.sources import DESCRIPTION, about, address_of, labels, public_address
from pages.words.language import mark


@dataclass(frozen=True, kw_only=True)
class File:
    """One kind of file: how it is called, what it is, and the function that makes it, which is told its name.

    ``most_rows`` bounds the work of one request; ``chosen`` tells that it takes a selection of cells; ``drawn`` that it
    needs one level and one year, ``sided`` that it sets numbers of one level side by side; ``packed`` that it is
    compressed already; ``spoken`` that it is written in the language of the reader. ``meant`` says what a file of
    chosen cells is for, and ``weight`` holds its bytes without rows and per row, measured: its size before it is made;
    those of a drawn one follow from its layer.
    """

    name: str
    media: str
    file_type: str
    title: Text
    maker: Callable[[Release, Selection, str], bytes]
    chosen: bool = False
    drawn: bool = False
    sided: bool = False
    packed: bool = False
    spoken: bool = False
    most_rows: int = 600_000
    meant: str = ""
    weight: tuple[int, int] = (0, 0)

    def make(self, release: Release, selection: Selection) -> bytes:
        """Make the file of a choice of cells."""
        return self.maker(release, selection, self.name)


def rows_of(release: Release, selection: Selection) -> pd.DataFrame:
    """Give the chosen numbers as the long table of ``data.exports.flatten``."""
    cells = release.cells(
        indicator=selection.indicator or None,
        year=selection.year or None,
        level=selection.level or None,
        area=selection.area or None,
    )
    return _long(cells, selection)


@lru_cache(maxsize=256)
def count(release_id: str, selection: Selection) -> int:
    """Count the rows of a choice without making names for them."""
    frame = (
        released.opened(release_id)
        .cells(
            indicator=selection.indicator or None,
            year=selection.year or None,
            level=selection.level or None,
            area=selection.area or None,
            category=selection.category or None,
            measure=selection.measure or None,
        )
        .frame
    )
    if selection.content == "main" and not selection.shown:
        entries = labels(release_id).entries
        frame = frame[
            (frame["category"] + "\n" + frame["measure"]).eq(
                frame["indicator"].map({n: "\n".join(e.main) for n, e in entries.items()})
            )
        ]
    return int(_picked(frame, selection, release_id).sum())


def _picked(frame: pd.DataFrame, selection: Selection, release_id: str) -> "pd.Series[bool]":
    """Tell which rows are an answer or measure that was picked; of a number without one, its first."""
    if not selection.shown:
        return pd.Series(data=True, index=frame.index)
    wanted = set()
    for name, entry in choosing.known_indicators(release_id).items():
        codes = choosing.shown_by_code(entry)
        own = [codes[code] for code in codes if f"{name}:{code}" in selection.shown] or [next(iter(codes.values()))]
        pairs = [(code, one) for one in own for code in (entry.codes if one.is_class else (one.category,))]
        wanted |= {f"{name}\n{code}\n{one.measure.value}" for code, one in pairs}
    return (frame["indicator"] + "\n" + frame["category"] + "\n" + frame["measure"]).isin(wanted)


def _long(cells: ReleasedCells, selection: Selection) -> pd.DataFrame:
    flat = exports.flatten(
        cells, labels(cells.release_id), selection.lang, main_only=selection.content == "main" and not selection.shown
    )
    flat = flat[_picked(flat, selection, cells.release_id)].reset_index(drop=True)
    for name in ("category", "measure"):
        wanted = getattr(selection, name)
        if wanted:
            flat = flat[flat[name].isin(wanted)].reset_index(drop=True)
    return flat


def _csv(dress: Dress) -> Callable[[Release, Selection, str], bytes]:
    def make(release: Release, selection: Selection, name: str) -> bytes:
        flat = rows_of(release, replace(selection, lang="nl" if dress is Dress.BELGIAN else "en"))
        return exports.write_csv(flat, about(release, name, selection, flat), dress)

    return make


def _parquet(release: Release, selection: Selection, name: str) -> bytes:
    flat = rows_of(release, selection)
    return exports.write_parquet(flat, about(release, name, selection, flat))


def _xlsx(release: Release, selection: Selection, name: str) -> bytes:
    flat = rows_of(release, selection)
    return exports.write_workbook(flat, labels(release.id), about(release, name, selection, flat), selection.lang)


def _shapes(release: Release, selection: Selection) -> tuple[Shapes, pd.DataFrame]:
    """Numbers on the areas of today, as the map shows them."""
    level, year = selection.level[0], selection.year[0]
    names = selection.indicator or tuple(labels(release.id).entries)
    parts, summed = [], set()
    for name in names:
        cells, broken = views.on_today(release.id, name)
        parts.append(cells.where(year=year, level=level, area=selection.area or None).frame)
        summed |= {area for when, area in broken if when == year and level == Level.GEMEENTE.value}
    cells = ReleasedCells(release_id=release.id, frame=pd.concat(parts, ignore_index=True))
    flat = _long(cells, replace(selection, content="main", category=(), measure=()))
    today = views.names_today(release.id, Level(level))
    flat = flat.assign(area_name=flat["area"].map(today).fillna(flat["area_name"]))
    drawn = released.layer_of(release.id, Level(level), year)
    shapes = Shapes(wide=exports.spread(flat), layer=release.layer(drawn), summed=frozenset(summed))
    return shapes, flat


def _wide(release: Release, selection: Selection, lang: Literal["nl", "en"]) -> tuple[exports.Wide, pd.DataFrame]:
    """Set numbers side by side on the areas of today, as the wide table shows them; without a choice the first one."""
    level = selection.level[0]
    names = selection.indicator or tuple(n for n, e in labels(release.id).entries.items() if level in e.levels)
    parts = [
        views.on_today(release.id, name)[0]
        .where(level=level, year=list(selection.year or release.years()), area=selection.area or None)
        .frame
        for name in names
    ]
    cells = ReleasedCells(release_id=release.id, frame=pd.concat(parts, ignore_index=True))
    picked = replace(selection, content="main", category=(), measure=(), lang=lang)
    flat = _long(cells, picked)
    today = views.names_today(release.id, Level(level))
    flat = flat[flat["area"].isin(list(today))]
    flat = flat.assign(area_name=flat["area"].map(today))
    return exports.side_by_side(flat, labels(release.id), lang), flat


def _wide_csv(dress: Dress) -> Callable[[Release, Selection, str], bytes]:
    def make(release: Release, selection: Selection, name: str) -> bytes:
        wide, flat = _wide(release, selection, "nl" if dress is Dress.BELGIAN else "en")
        return exports.write_wide_csv(wide, about(release, name, selection, flat), dress)

    return make


def _wide_xlsx(release: Release, selection: Selection, name: str) -> bytes:
    wide, flat = _wide(release, selection, selection.lang)
    return exports.write_wide_workbook(wide, about(release, name, selection, flat), selection.lang)


def _geojson(release: Release, selection: Selection, name: str) -> bytes:
    shapes, flat = _shapes(release, selection)
    said = about(release, name, selection, flat)
    return exports.write_geojson(shapes, labels(release.id), said, selection.lang)


def _geopackage(release: Release, selection: Selection, name: str) -> bytes:
    shapes, flat = _shapes(release, selection)
    layer = f"{selection.level[0]}_{selection.year[0]}"
    said = about(release, name, selection, flat)
    return exports.write_geopackage({layer: shapes}, labels(release.id), said, selection.lang)


def _table(read: Callable[[Release], pd.DataFrame]) -> Callable[[Release, Selection, str], bytes]:
    def make(release: Release, _selection: Selection, _name: str) -> bytes:
        return exports.write_table_csv(read(release))

    return make


def _json(thing: object) -> bytes:
    return json.dumps(thing, ensure_ascii=False, indent=1).encode()


def _dictionary(release: Release, selection: Selection, name: str) -> bytes:
    return _json(exports.dictionary(labels(release.id), about(release, name, selection)))


def _csv_metadata(release: Release, selection: Selection, name: str) -> bytes:
    table = name.removesuffix("-metadata.json")
    return _json(exports.csv_metadata(about(release, table, selection), table))


def _catalogue(release: Release, selection: Selection, name: str) -> bytes:
    home = f"{public_address()}{RELEASES}/{release.id}/"
    files = [
        Distribution(address=home + file.name, media=file.media, file_type=file.file_type, title=file.title)
        for file in (*FILES.values(), EVERYTHING)
        if not file.drawn and not file.sided and file.name != name
    ]
    return _json(exports.catalogue(about(release, name, selection), DESCRIPTION, home, files))


def _certificate(release: Release, _selection: Selection, _name: str) -> bytes:
    return _json(release.certificate)


def _layers(release: Release, _selection: Selection, _name: str) -> bytes:
    drawn = [name for name in release.layers() if name.partition("_")[0] in set(Level)]
    found = []
    for name in drawn:
        level, _bar, year = name.partition("_")
        of = {"year": int(year)} if year else {}
        found.append({"level": level, **of, "address": address_of(release.id, f"layers/{name}.geojson")})
    return _json(found)


_CSV, _JSON, _GEOJSON = "text/csv; charset=utf-8", "application/json", "application/geo+json"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(name: str, media: str, kind: str, nl: str, en: str, make: Callable[[Release, Selection, str], bytes]) -> File:
    return File(name=name, media=media, file_type=kind, title=Text(nl=nl, en=en), maker=make)


FILES = {
    file.name: file
    for file in (
        replace(
            _file("cijfers.csv", _CSV, "CSV", "CSV voor Excel in België", "CSV for Excel in Belgium",
                  _csv(Dress.BELGIAN)),
            chosen=True, weight=(700, 200),
            meant=mark("Opent met een dubbelklik in Excel: puntkomma's en decimale komma's."),
        ),
        replace(
            _file("cells.xlsx", _XLSX, "XLSX", "Excel-werkboek", "Excel workbook", _xlsx),
            chosen=True, packed=True, spoken=True, most_rows=60_000, weight=(13_000, 68),
            meant=mark("Werkboek met uitleg, een blad per cijfer."),
        ),
        replace(
            _file("cells.csv", _CSV, "CSV", "CSV voor programma's", "CSV for programs",
                  _csv(Dress.INTERNATIONAL)),
            chosen=True, weight=(600, 192),
            meant=mark("Voor R, Python en andere programma's: komma's en decimale punten."),
        ),
        replace(
            _file("cells.parquet", "application/vnd.apache.parquet", "PARQUET", "Parquet", "Parquet", _parquet),
            chosen=True, packed=True, weight=(14_000, 9),
            meant=mark("Voor R, Python en DuckDB: klein en snel, met types."),
        ),
        replace(
            _file("cells.geojson", _GEOJSON, "GEOJSON", "GeoJSON", "GeoJSON", _geojson), chosen=True, drawn=True,
            meant=mark("Gebieden met het eerste getal van elk cijfer, voor een kaart op het web."),
        ),
        replace(
            _file("cells.gpkg", "application/geopackage+sqlite3", "GPKG", "GeoPackage", "GeoPackage", _geopackage),
            chosen=True, drawn=True, meant=mark("Hetzelfde voor QGIS en andere kaartprogramma's."),
        ),
        replace(
            _file("breed.csv", _CSV, "CSV", "Brede CSV voor Excel in België", "Wide CSV for Excel in Belgium",
                  _wide_csv(Dress.BELGIAN)),
            chosen=True, sided=True, weight=(900, 60),
            meant=mark("Eén rij per gebied, cijfers en jaren naast elkaar: puntkomma's en decimale komma's."),
        ),
        replace(
            _file("wide.csv", _CSV, "CSV", "Brede CSV voor programma's", "Wide CSV for programs",
                  _wide_csv(Dress.INTERNATIONAL)),
            chosen=True, sided=True, weight=(900, 60),
            meant=mark("Hetzelfde voor R, Python en andere programma's: komma's en decimale punten."),
        ),
        replace(
            _file("wide.xlsx", _XLSX, "XLSX", "Breed Excel-werkboek", "Wide Excel workbook", _wide_xlsx),
            chosen=True, sided=True, packed=True, spoken=True, weight=(9_000, 30),
            meant=mark("Eén blad met één rij per gebied, en een blad met uitleg."),
        ),
        _file("areas.csv", _CSV, "CSV", "Namen van gebieden", "Names of areas", _table(Release.areas)),
        _file("membership.csv", _CSV, "CSV", "Indeling van gebieden", "Which area lies where",
              _table(Release.membership)),
        _file("responses.csv", _CSV, "CSV", "Respons", "Response", _table(Release.responses)),
        _file("indicators.json", _JSON, "JSON", "Betekenis van de cijfers", "Data dictionary", _dictionary),
        _file("layers.json", _JSON, "JSON", "Lijst van kaartlagen", "List of map layers", _layers),
        _file("cells.csv-metadata.json", "application/csvm+json", "JSON", "CSV op het web", "CSV on the web",
              _csv_metadata),
        _file("catalog.jsonld", "application/ld+json", "JSON_LD", "DCAT-AP", "DCAT-AP", _catalogue),
        _file("certificate.json", _JSON, "JSON", "Bewijs van bescherming", "Certificate of protection", _certificate),
    )
}  # fmt: skip
"""Files by name, those for people first."""

SHORT = {"areas": "areas.csv", "indicators": "indicators.json", "layers": "layers.json"}
"""Names without an ending."""


def bundle(release: Release, path: Path) -> None:
    """Write everything in one zip at ``path``."""
    exports.write_bundle(path, _bundled(release), about(release, EVERYTHING.name, Selection()))


def _bundled(release: Release) -> Iterator[tuple[str, bytes]]:
    """Make the files that need no choice, under their own names, and the maps of every level and year."""
    whole = Selection()
    for name, file in FILES.items():
        if not file.drawn and not file.sided and file.maker is not _layers:
            yield name, file.make(release, whole)
    layers = {}
    for level in choosing.fine_levels(release.id):
        for year in release.years():
            held = tuple(n for n, entry in labels(release.id).entries.items() if level.value in entry.levels)
            chosen = Selection(indicator=held, level=(level.value,), year=(year,))
            layers[f"{level.value}_{year}"], _flat = _shapes(release, chosen)
    said = about(release, EVERYTHING.name, whole)
    yield "zorgcapaciteit.gpkg", exports.write_geopackage(layers, labels(release.id), said, "nl")
    for level in choosing.fine_levels(release.id):
        yield f"layers/{level.value}.geojson", release.layer(level.value)


def _refused(_release: Release, _selection: Selection, _name: str) -> bytes:
    raise RuntimeError("expected bundle() to write the zip to a file; it is never made in memory")


EVERYTHING = replace(
    _file("everything.zip", "application/zip", "ZIP", "Alles in één bestand", "Everything in one file", _refused),
    packed=True,
)
