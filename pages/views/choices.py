"""The choices of a reader, each stated once: parameter, options, default, wording.

Controls, links, the address of a screen, the files of its figures and the addresses for machines all read these
statements. Options may depend on what was chosen before, so a screen lists its choices in the order in which they are
made. ``read`` holds an address against them strictly, for files; ``pages.shell.controls`` draws them, and takes the
default in the place of what does not exist.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aggregation.indicators import INDICATORS, Indicator
from aggregation.shown.selection import Shown
from data.releases import Release
from data.terms import Level
from pages.views import choosing, own, places, views
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

Show = Callable[[str], str]
"""How an option is written."""

_LISTED, _QUOTED = 40, 40
"""Options that a message lists, and signs that it repeats of what was given."""

MOST_COMPARED = 6
"""Areas in the basket: more lines in one chart cannot be told apart."""


@dataclass(kw_only=True, eq=False)
class Chosen:
    """What is chosen so far: ``values`` by parameter, '' where nothing is, commas between several."""

    release: Release
    values: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def many(self, name: str) -> list[str]:
        """Give the values of a choice of several."""
        return [part for part in self.values.get(name, "").split(",") if part]

    @property
    def area(self) -> str | None:
        """Give the chosen area, None without one."""
        return self.values.get(AREA.name) or None

    @property
    def level(self) -> Level:
        """Give the level of areas."""
        return Level(self.values[LEVEL.name])

    @property
    def year(self) -> int:
        """Give the survey year."""
        return int(self.values[YEAR.name])

    @property
    def indicator(self) -> Indicator:
        """Give the number that is shown."""
        return INDICATORS[self.values[NUMBER.name]]

    @property
    def shown(self) -> Shown:
        """Give which answer or measure of that number is shown."""
        return choosing.shown_by_code(self.indicator)[self.values[SHOWN.name]]

    @property
    def view(self) -> views.AreaView:
        """Give that number for all areas of the level, prepared once."""
        return views.area_view(self.release.id, self.indicator.id, self.shown, self.year, self.level)

    @property
    def basket(self) -> list[str]:
        """Give the places to compare, in the order in which they were gathered."""
        return self.many(BASKET.name)

    @property
    def places(self) -> list[str]:
        """Give the reader's own place and those of the basket."""
        return [*self.many(OWN.name), *self.basket]


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """One choice; a screen may narrow its options, and it stays the same choice: a link names it by any statement.

    Parameters
    ----------
    name : parameter in the address of a screen, its figures, fiches and feeds.
    machine : what the addresses for machines call it, '' where they do not have it.
    called : what the reader calls it, for a note ("het jaar").
    label : label of its control.
    options : everything that may be chosen, given what was chosen before.
    words : how an option is written, given the same; it raises KeyError for what is no option.
    default : option that is taken without a choice, where it exists; else the first is.
    optional : whether nothing may be chosen.
    most : how many may be chosen together; 1 for a choice of one.
    needed : whether the file of a figure cannot do without it.
    unlisted : what a message calls the options where they are too many to name; '' names them all.
    """

    name: str
    options: Callable[[Chosen], Collection[str]]
    machine: str = ""
    called: str = ""
    label: str = ""
    words: Callable[[Chosen], Show] = lambda _chosen: str
    default: str = ""
    optional: bool = False
    most: int = 1
    needed: Callable[[Chosen], bool] = lambda _chosen: False
    unlisted: str = mark("een waarde die het scherm kent")

    def __eq__(self, other: object) -> bool:
        """Tell whether both state the same parameter."""
        return isinstance(other, Choice) and other.name == self.name

    def __hash__(self) -> int:
        """Hash by parameter."""
        return hash(self.name)

    @property
    def is_list(self) -> bool:
        """True where several may be chosen."""
        return self.most > 1

    def without(self, options: Collection[str]) -> str:
        """Give what stands for no choice: '' where nothing may be chosen, else the default."""
        if self.optional or self.is_list:
            return ""
        return self.default if self.default in options else next(iter(options))


Along = Mapping[Choice, str | int | None]
"""What a link brings along, None for nothing."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with an address: parameter, what was given (shortened), what was expected."""

    parameter: str
    given: str
    expected: str


MOST_TOLD = 20
"""Faults that an answer repeats; the others are counted."""


def told_of(faults: Sequence[Fault]) -> dict[str, object]:
    """Give what an answer for machines says of the faults: the first of them, and how many more there are."""
    said = [{"parameter": one.parameter, "given": one.given, "expected": one.expected} for one in faults[:MOST_TOLD]]
    return {"faults": said, **({"more_faults": len(faults) - MOST_TOLD} if len(faults) > MOST_TOLD else {})}


def fault(parameter: str, given: str, expected: str) -> Fault:
    """Tell a fault without repeating much of what a stranger wrote."""
    return Fault(parameter=parameter[:_QUOTED], given=given[:_QUOTED], expected=expected)


def read(
    chosen: Chosen, choices: Sequence[Choice], query: Mapping[str, Sequence[str]], *, repeated: bool = False
) -> list[Fault]:
    """Hold an address against choices; a file cannot say what it adjusted, so every fault is told, all at once.

    Parameters
    ----------
    chosen : takes the values; with a fault they are not to be used.
    query : parameter to its values.
    repeated : whether a parameter may stand there more than once.

    Returns
    -------
    Everything that is wrong with the address.
    """
    faults: list[Fault] = []
    for choice in choices:
        options = choice.options(chosen)
        given = list(query.get(choice.name, ()))
        if len(given) > 1 and not repeated:
            faults.append(fault(choice.name, ",".join(given), _("één waarde")))
            given = given[:1]
        if repeated or choice.is_list:
            given = list(dict.fromkeys(part.strip() for value in given for part in value.split(",") if part.strip()))
        if choice.is_list and len(given) > choice.most:
            faults.append(fault(choice.name, str(len(given)), _("hoogstens {n} waarden").format(n=choice.most)))
            given = []
        missing = choice.needed(chosen) and not any(given)
        wrong = [""] if missing else [part for part in given if part and part not in options]
        faults += [fault(choice.name, part, _expected(choice, options)) for part in wrong]
        known = [part for part in given if part in options]
        if not choice.is_list and len(known) > 1:
            faults.append(fault(choice.name, ",".join(known), _("één waarde")))
        chosen.values[choice.name] = ",".join(known) if choice.is_list else next(iter(known), choice.without(options))
    return faults


def unknown(choices: Sequence[Choice], query: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Refuse parameters that no choice has."""
    names = [choice.name for choice in choices]
    return [fault(name, name, _("een van {list}").format(list=", ".join(names))) for name in query if name not in names]


def _expected(choice: Choice, options: Collection[str]) -> str:
    if choice.unlisted and len(options) > _LISTED:
        return _(choice.unlisted)
    return _("een van {list}").format(list=", ".join(options))


def _number_words(chosen: Chosen) -> Show:
    entries = choosing.known_indicators(chosen.release.id)
    return lambda name: language.pick(entries[name].label)


NUMBER = Choice(
    name="cijfer",
    machine="indicator",
    called=mark("het cijfer"),
    label=mark("Cijfer"),
    options=lambda chosen: choosing.known_indicators(chosen.release.id),
    words=_number_words,
)
"""A number of the release; the first is the default."""

NUMBERS = replace(NUMBER, name="cijfers", machine="", called=mark("de cijfers"), label=mark("Cijfers"), most=12)
"""Several numbers."""


def number(known: Callable[[str], Mapping[str, Indicator]]) -> Choice:
    """State the choice of a number among those that ``known`` gives for a release."""

    def words(chosen: Chosen) -> Show:
        entries = known(chosen.release.id)
        return lambda name: language.pick(entries[name].label)

    return replace(NUMBER, options=lambda chosen: known(chosen.release.id), words=words)


def _numbers_shown(entry: Indicator) -> list[str]:
    return [code for code, shown in choosing.shown_by_code(entry).items() if not shown.is_class]


def _shown_words(chosen: Chosen) -> Show:
    entry = chosen.indicator
    codes = choosing.shown_by_code(entry)
    return lambda code: choosing.label_of(entry, codes[code])


SHOWN = Choice(
    name="toon",
    machine="shown",
    called=mark("het antwoord"),
    label=mark("Antwoord of maat"),
    options=lambda chosen: choosing.shown_by_code(chosen.indicator),
    words=_shown_words,
)
"""Which answer or measure of the chosen number is shown."""

NUMBERS_SHOWN = replace(SHOWN, options=lambda chosen: _numbers_shown(chosen.indicator))
"""The same without the class of each area, where numbers are set beside each other."""

YEAR = Choice(
    name="jaar",
    machine="year",
    called=mark("het jaar"),
    label=mark("Jaar"),
    options=lambda chosen: [str(year) for year in reversed(chosen.release.years())],
)
"""A survey year of the release; the newest is the default."""


def level_name(level: Level) -> str:
    """Name a level where it begins a sentence: ``Eerstelijnszone``."""
    return language.capital(_(phrases.LEVEL_ONE[level]))


def level_after(level: Level) -> str:
    """Name a level inside a sentence: ``eerstelijnszone``."""
    return _(phrases.LEVEL_ONE[level])


def per_level(level: Level) -> str:
    """Name a level after a number: ``per eerstelijnszone``."""
    return _(phrases.PER_LEVEL[level])


LEVEL = Choice(
    name="niveau",
    machine="level",
    called=mark("het niveau"),
    label=mark("Niveau"),
    options=lambda _chosen: [each.value for each in Level],
    words=lambda _chosen: lambda code: per_level(Level(code)),
    default=Level.ELZ.value,
)
"""A level; zones are the default where they exist, else the first is."""


def level(levels: Callable[[Chosen], Sequence[Level]], *, show: Callable[[Level], str] = per_level) -> Choice:
    """State the choice of a level among those that ``levels`` gives."""
    return replace(
        LEVEL,
        options=lambda chosen: [each.value for each in levels(chosen)],
        words=lambda _chosen: lambda code: show(Level(code)),
    )


AREA = Choice(
    name="gebied",
    machine="area",
    called=mark("het gebied"),
    label=mark("Gebied"),
    options=lambda chosen: views.names_today(chosen.release.id, chosen.level),
    words=lambda chosen: views.names_today(chosen.release.id, chosen.level).__getitem__,
    optional=True,
)
"""An area of the chosen level, as areas are today."""

OWN = Choice(
    name="mijn",
    called=mark("uw gebied"),
    label=mark("Zoek uw gebied"),
    options=lambda chosen: places.names(chosen.release.id),
    words=lambda chosen: places.names(chosen.release.id).__getitem__,
    optional=True,
)
"""The place that the reader calls the own area: an area or a postcode."""

BASKET = Choice(
    name="mand",
    called=mark("de gebieden om te vergelijken"),
    label=mark("Gebieden om naast elkaar te zetten"),
    options=lambda chosen: places.areas(chosen.release.id),
    words=lambda chosen: places.names(chosen.release.id).__getitem__,
    most=MOST_COMPARED,
)
"""Areas to compare."""

TOGETHER = Choice(
    name="eigen",
    called=mark("uw eigen gebied"),
    label=mark("Eigen gebied"),
    options=lambda chosen: own.Options(chosen.release),
    optional=True,
)
"""An area that the reader puts together; it stands before all others, because it changes which areas there are."""

LANGUAGE = Choice(
    name=language.PARAMETER,
    machine="lang",
    options=lambda _chosen: list(language.LANGUAGES),
    default=next(iter(language.LANGUAGES)),
)
FIGURE = Choice(name="figuur", options=lambda _chosen: ())
"""Which figure of a screen is asked for, by the names that the screen gives; a screen itself does not know it."""

EVERYWHERE = (OWN, BASKET, TOGETHER, LANGUAGE)
"""Choices that every screen keeps."""


def spoken() -> Along:
    """Give what a link brings along of the language in use: nothing in the language that is the default."""
    return {LANGUAGE: None if language.current() == LANGUAGE.default else language.current()}
