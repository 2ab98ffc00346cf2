"""An own area on screen: a release in which areas that a reader put together are one area of their level.

Its id is that of the release, a dot, and the area; everything that is kept by release id is then kept apart, and
whoever is given the id can open it again. Nothing is written, and nothing but the release is read.
"""

import base64
import binascii
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import Any

import pandas as pd
import shapely

from aggregation.shown import own_area
from aggregation.shown.own_area import AREA, OwnArea
from data.releases import Release, ReleasedCells
from data.releases.schema import CELL
from data.terms import Level
from geo.reference import municipality_history

Choice = str | int | Sequence[str] | Sequence[int] | None
MARK = "."
"""Between the id of a release and its own area; the ids of releases have none."""

_SHARES = "vt_under_65"
_UNDER_65 = ("residents:0-17", "residents:18-64")
_AT_IMA = "residents_at_ima"


def base_id(release_id: str) -> str:
    """Give the id of the release itself."""
    return release_id.partition(MARK)[0]


def own_of(release_id: str) -> OwnArea | None:
    """Give the own area of an id, None where it has none.

    Raises
    ------
    ValueError : what follows the dot is no own area.
    """
    _base, _mark, text = release_id.partition(MARK)
    if not text:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        return OwnArea.read(base64.b64decode(padded, altchars=b"-_", validate=True).decode())
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("expected an own area") from error


def id_with(release_id: str, own: OwnArea) -> str:
    """Give the id of a release with an own area."""
    return base_id(release_id) + MARK + base64.urlsafe_b64encode(str(own).encode()).decode().rstrip("=")


class WithOwnArea(Release):
    """A release as a reader sees it whose own area takes the place of its parts; read-only like the release itself.

    Raises
    ------
    ValueError : a part is no area of the newest year of the release.
    """

    def __init__(self, release: Release, own: OwnArea) -> None:
        known = set(release.areas(level=own.level.value, year=release.years()[-1])["area"].astype(str))
        if own.level.value not in release.layers() or not known.issuperset(own.parts):
            raise ValueError(f"expected areas of {own.level.value} of the newest year")
        # Nothing is opened: every answer is made from one of the release, which stays with whoever opened it.
        self._release, self.own = release, own
        self.folder, self.manifest, self.certificate = release.folder, release.manifest, release.certificate
        self.id = id_with(release.id, own)

    def part_names(self) -> list[str]:
        """Give the names of the parts, in the order of the alphabet."""
        areas = self._release.areas(level=self.own.level.value, year=self.years()[-1])
        return sorted(areas.loc[areas["area"].isin(self.own.parts), "name"].astype(str))

    def close(self) -> None:
        """Leave the release open: others read it too."""

    def cells(
        self,
        *,
        indicator: Choice = None,
        year: Choice = None,
        level: Choice = None,
        area: Choice = None,
        category: Choice = None,
        measure: Choice = None,
    ) -> ReleasedCells:
        """Give cells as the release does, the own area in the place of its parts."""
        asked = {"indicator": indicator, "year": year, "level": level, "category": category, "measure": measure}
        found = self._release.cells(**asked, area=area)
        kept = found.frame[own_area.outside(found, self.own, municipality_history())]
        made = self._made.where(**asked, area=area).frame
        frame = pd.concat([kept, made], ignore_index=True).sort_values(list(CELL.key), ignore_index=True)
        return ReleasedCells(release_id=self.id, frame=frame)

    @cached_property
    def _made(self) -> ReleasedCells:
        """Put the cells of the own area together, all at once: a profile asks for every number in every year."""
        level = self._release.cells(level=self.own.level.value)
        return own_area.together(level, self.own, municipality_history(), self._residents)

    @cached_property
    def _residents(self) -> dict[str, pd.DataFrame]:
        facts = self._parts(self._release.facts())
        facts = facts[facts["part"].notna()]
        now = facts[facts["fact"].str.startswith("residents:")].groupby(["year", "part"])["value"].sum(min_count=1)
        then = facts[facts["fact"].eq(_AT_IMA)].set_index(["year", "part"])["value"]
        then = now if then.empty else then  # an older release divided by those of the survey year
        return {"now": now.rename("people").reset_index(), "ima": then.rename("people").reset_index()}

    def _parts(self, table: pd.DataFrame) -> pd.DataFrame:
        """Add ``part``: which part of the own area each row is of, missing for all others."""
        here = table["level"].eq(self.own.level.value)
        part = pd.Series(index=table.index, dtype="object")
        rows = table[here]
        part[here] = own_area.parts_of(self.own, rows["year"], rows["area"], municipality_history())
        return table.assign(part=part)

    def _joined(self, table: pd.DataFrame, join: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
        """Replace the rows of parts by what ``join`` makes of them, in the years that have all parts."""
        placed = self._parts(table)
        inside = placed[placed["part"].notna()]
        whole = inside.groupby("year")["part"].transform("nunique").eq(len(self.own.parts))
        made = join(inside[whole]).assign(level=self.own.level.value, area=AREA) if whole.any() else inside[whole]
        told = made[list(table.columns)].astype(table.dtypes.to_dict())
        return pd.concat([table[placed["part"].isna()], told], ignore_index=True)

    def areas(self, level: Choice = None, year: Choice = None) -> pd.DataFrame:
        """Give areas as the release does, the own area in the place of its parts."""
        found = self._release.areas(level=level, year=year)
        made = self._joined(found, lambda rows: rows.drop_duplicates("year").assign(name=self.own.name))
        return made.sort_values(["year", "level", "name", "area"], ignore_index=True)

    def membership(self, year: Choice = None) -> pd.DataFrame:
        """Give atoms as the release does, the own area in the place of its parts."""
        return self._placed(self._release.membership(year=year))

    def practices(self, year: Choice = None) -> pd.DataFrame:
        """Give practices as the release does, the own area in the place of its parts."""
        return self._placed(self._release.practices(year=year))

    def _placed(self, table: pd.DataFrame) -> pd.DataFrame:
        name = self.own.level.value
        part = own_area.parts_of(self.own, table["year"], table[name], municipality_history())
        return table.assign(**{name: table[name].mask(part.notna(), AREA)})

    def responses(
        self, *, year: Choice = None, level: Choice = None, area: Choice = None, role: Choice = None
    ) -> pd.DataFrame:
        """Give the response as the release does; NA for the own area where a part withholds it."""
        found = self._joined(self._release.responses(year=year, level=level, role=role), _response)
        found = found.sort_values(["year", "level", "area", "role"], ignore_index=True)
        if area is None:
            return found
        wanted = [area] if isinstance(area, str | int) else list(area)
        return found[found["area"].isin(wanted)].reset_index(drop=True)

    def facts(self) -> pd.DataFrame:
        """Give published totals as the release does: sums, and shares weighted by residents under 65."""
        return self._joined(self._release.facts(), _facts).sort_values(
            ["year", "level", "area", "fact"], ignore_index=True
        )

    def indicator_table(self) -> pd.DataFrame:
        """Give the indicators of the release."""
        return self._release.indicator_table()

    def quality(self) -> pd.DataFrame:
        """Give what the release says of its answers."""
        return self._release.quality()

    def table(self, name: str) -> pd.DataFrame:
        """Refuse: whole tables are for the attack, which reads releases and no views of them."""
        raise RuntimeError(f"expected the release itself to be asked for table {name}, not a view of it")

    def layer(self, level: str) -> bytes:
        """Give a layer as the release does, the parts of the own area drawn as one."""
        return self._layer if level == self.own.level.value else self._release.layer(level)

    @cached_property
    def _layer(self) -> bytes:
        layer: dict[str, Any] = json.loads(self._release.layer(self.own.level.value))
        inside: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        for feature in layer["features"]:
            (inside if str(feature["properties"]["area"]) in self.own.parts else others).append(feature)
        union = shapely.union_all([shapely.geometry.shape(feature["geometry"]) for feature in inside])
        drawn = {**inside[0], "properties": {"area": AREA}, "geometry": json.loads(shapely.to_geojson(union))}
        return json.dumps({**layer, "features": [*others, drawn]}, ensure_ascii=False).encode()


def _response(rows: pd.DataFrame) -> pd.DataFrame:
    by = rows.groupby(["year", "role"])[["invited", "answered"]]
    known = rows[["invited", "answered"]].notna().all(axis=1).groupby([rows["year"], rows["role"]]).all()
    return by.sum().where(known).reset_index()


def _facts(rows: pd.DataFrame) -> pd.DataFrame:
    """Add totals up; a fact of which a part has no value is left out."""
    parts = rows["part"].nunique()
    weights = rows[rows["fact"].isin(_UNDER_65)].groupby("part")["value"].mean()
    is_share = rows["fact"].eq(_SHARES)
    work = rows.assign(weight=rows["part"].map(weights).where(is_share, 1.0))
    work["product"] = work["value"].astype(float) * work["weight"].astype(float)
    by = work.groupby(["year", "fact"])
    made = pd.DataFrame(
        {
            "value": by["product"].sum(min_count=1),
            "weight": by["weight"].sum(),
            "present": by["part"].nunique(),
            "source": by["source"].agg(lambda told: "; ".join(sorted(set(told)))),
        }
    ).reset_index()
    made["value"] = made["value"].where(made["fact"].ne(_SHARES), made["value"] / made["weight"])
    return made[made["present"].eq(parts) & made["value"].notna()]


class Options(Collection[str]):
    """What may stand in an address as an own area: everything that the release can put together."""

    def __init__(self, release: Release) -> None:
        self._release = release

    def __contains__(self, text: object) -> bool:
        try:
            return isinstance(text, str) and bool(text) and WithOwnArea(self._release, OwnArea.read(text)) is not None
        except ValueError:
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 10**6


def levels_of(release: Release) -> list[Level]:
    """Give the levels of a release whose areas may be put together."""
    return [level for level in own_area.LEVELS if level.value in release.layers()]
