"""What figure an address asks for: the parameters of its screen, held against the same closed lists.

A screen replaces what it does not know by its default and says so. A file cannot say anything once it is mailed on, so
here every fault is refused, and all of them are told at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aggregation.indicators import INDICATORS
from aggregation.shown.practice_view import LOOKS, STOP, TOKENS
from data.releases import Release
from data.terms import Level
from geo.figures.classes import FEWEST, MOST, Method, Palette
from pages.capaciteit import measured
from pages.evolutie import evolution
from pages.praktijken.in_view import MAP_LEVELS
from pages.shell import areabar
from pages.vergelijken import comparison, say
from pages.views import choosing, places, views
from pages.views.selecting import Fault
from pages.words import language
from pages.words.language import gettext as _

FIGURE = "figuur"
"""Parameter that tells the figures of one screen apart; a screen itself does not know it."""
FIGURES = {"evolutie": ("lijnen", "panelen"), "capaciteit": ("maten", "verschillen", "artsen")}
"""Figures of the screens that have several, the default first."""
OWN, BASKET, FILTER = "mijn", "mand", "filter"
_LISTED, _SHOWN = 40, 40


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A figure of a screen: ``given`` is what stands in the address, ``values`` what that means with its defaults."""

    screen: str
    given: tuple[tuple[str, str], ...]
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def __hash__(self) -> int:
        return hash((self.screen, self.given))

    @property
    def area(self) -> str | None:
        """Give the chosen area, None without one."""
        return self.values.get("gebied") or None

    @property
    def level(self) -> Level:
        """Give the level of areas."""
        return Level(self.values["niveau"])

    @property
    def year(self) -> int:
        """Give the survey year."""
        return int(self.values["jaar"])

    @property
    def places(self) -> list[str]:
        """Give the reader's own place and those of the basket."""
        own = self.values.get(OWN)
        return [*([own] if own else []), *self.basket]

    @property
    def basket(self) -> list[str]:
        """Give the places to compare."""
        return [part for part in self.values.get(BASKET, "").split(",") if part]

    def query(self) -> str:
        """Write the address of the screen that shows this figure; the same choice is always the same text."""
        return urlencode([pair for pair in self.given if pair[0] != FIGURE], safe=":,=")

    def key(self) -> str:
        """Tell this figure from every other one."""
        return f"{self.screen}?{urlencode(self.given)}"


@dataclass
class _Reader:
    """Reads parameters one by one and gathers what is wrong with them."""

    query: Mapping[str, Sequence[str]]
    values: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def one(self, name: str, options: Collection[str], default: str) -> str:
        """Read a choice; a wrong one is a fault and counts as the default from here on."""
        given = self._single(name)
        if given and given not in options:
            self._wrong(name, given, options)
        self.values[name] = given if given in options else default
        return self.values[name]

    def optional(self, name: str, options: Collection[str], *, needed: bool = False) -> str:
        """Read a choice that may be absent."""
        given = self._single(name)
        if (given or needed) and given not in options:
            self._wrong(name, given, options)
        self.values[name] = given if given in options else ""
        return self.values[name]

    def many(self, name: str, options: Collection[str], most: int) -> None:
        """Read a list with commas."""
        given = list(dict.fromkeys(part for part in self._single(name).split(",") if part))
        if len(given) > most:
            self._fault(name, str(len(given)), _("hoogstens {n} waarden").format(n=most))
            given = []
        for part in given:
            if part not in options:
                self._wrong(name, part, options)
        self.values[name] = ",".join(part for part in given if part in options)

    def unknown(self) -> None:
        """Refuse what no control of the screen writes."""
        for name in self.query:
            if name not in self.values:
                self._fault(name, name, _("een van {list}").format(list=", ".join(self.values)))

    def _single(self, name: str) -> str:
        given = list(self.query.get(name, ()))
        if len(given) > 1:
            self._fault(name, ",".join(given), _("één waarde"))
        return given[0] if given else ""

    def _wrong(self, name: str, given: str, options: Collection[str]) -> None:
        if len(options) <= _LISTED:
            self._fault(name, given, _("een van {list}").format(list=", ".join(options)))
        else:
            self._fault(name, given, _("een waarde die het scherm kent"))

    def _fault(self, name: str, given: str, expected: str) -> None:
        self.faults.append(Fault(parameter=name[:_SHOWN], given=given[:_SHOWN], expected=expected))


def read(release: Release, screen: str, query: Mapping[str, Sequence[str]]) -> tuple[Choice, list[Fault]]:
    """Hold the address of a figure against what its screen knows.

    Parameters
    ----------
    screen : key of ``READERS``.
    query : parameter to its values.

    Returns
    -------
    The choice, and everything that is wrong with it; with a fault the choice is not to be used.
    """
    reader = _Reader(query=query)
    language.use(reader.one(language.PARAMETER, list(language.LANGUAGES), "nl"))
    READERS[screen](release, reader)
    if screen in FIGURES:
        reader.one(FIGURE, FIGURES[screen], FIGURES[screen][0])
    known = places.areas(release.id)
    reader.optional(OWN, {**known, **places.postcodes(release.id)})
    reader.many(BASKET, known, areabar.MOST_COMPARED)
    reader.unknown()
    given = tuple((name, value) for name, value in reader.values.items() if value and name in query)
    return Choice(screen=screen, given=given, values=reader.values), reader.faults


def _year(release: Release, reader: _Reader) -> None:
    years = [str(year) for year in reversed(release.years())]
    reader.one("jaar", years, years[0])


def _level(reader: _Reader, levels: Sequence[Level]) -> Level:
    codes = [level.value for level in levels]
    return Level(reader.one("niveau", codes, Level.ELZ.value if Level.ELZ.value in codes else codes[0]))


def _area(release: Release, reader: _Reader, level: Level, *, needed: bool = False) -> None:
    reader.optional("gebied", views.names_today(release.id, level), needed=needed)


def _number(reader: _Reader, known: Collection[str]) -> str:
    name = reader.one("cijfer", list(known), next(iter(known)))
    codes = choosing.shown_by_code(INDICATORS[name])
    reader.one("toon", list(codes), next(iter(codes)))
    return name


def _overview(release: Release, reader: _Reader) -> None:
    _year(release, reader)


def _map(release: Release, reader: _Reader) -> None:
    name = _number(reader, choosing.mappable(release.id))
    _year(release, reader)
    _area(release, reader, _level(reader, choosing.levels_of(INDICATORS[name])))
    reader.one("klassen", [str(n) for n in range(FEWEST, MOST + 1)], "5")
    reader.one("methode", list(Method), Method.QUANTILES)
    reader.one("kleur", list(Palette), Palette.TEAL)


def _profile(release: Release, reader: _Reader) -> None:
    _year(release, reader)
    _area(release, reader, _level(reader, choosing.FINE_LEVELS), needed=True)


def _compare(release: Release, reader: _Reader) -> None:
    form = reader.one("vorm", list(say.FORMS), next(iter(say.FORMS)))
    known = comparison.comparable_indicators(release.id)
    name = _number(reader, known)
    others = [key for key in known if key != name]
    second = reader.one("tweede", others, "D01" if "D01" in others else others[0])
    _year(release, reader)
    both = {name: [known[name]], second: [known[name], known[second]]}[second if form == say.SCATTER else name]
    whole = form in (say.SPINE, say.HEAT)
    levels = [each for each in choosing.FINE_LEVELS if whole or all(each in entry.levels for entry in both)]
    _area(release, reader, _level(reader, levels), needed=form == say.SPINE)
    reader.one("maatstaf", list(say.BENCHMARKS), say.FLANDERS)


def _evolution(release: Release, reader: _Reader) -> None:
    name = _number(reader, choosing.mappable(release.id))
    _area(release, reader, _level(reader, choosing.levels_of(INDICATORS[name])))
    reader.one("volgorde", list(evolution.ORDERS), evolution.BY_NAME)


def _practices(release: Release, reader: _Reader) -> None:
    reader.one("feit", LOOKS, STOP)
    _year(release, reader)
    _area(release, reader, _level(reader, MAP_LEVELS))
    reader.many(FILTER, TOKENS, len(TOKENS))


def _capacity(release: Release, reader: _Reader) -> None:
    _year(release, reader)
    _area(release, reader, _level(reader, measured.LEVELS))


READERS: dict[str, Callable[[Release, _Reader], None]] = {
    "overzicht": _overview,
    "kaart": _map,
    "regioprofiel": _profile,
    "vergelijken": _compare,
    "evolutie": _evolution,
    "praktijken": _practices,
    "capaciteit": _capacity,
}
"""Screens that have a figure."""
