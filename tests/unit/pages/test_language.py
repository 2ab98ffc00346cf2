"""Two languages, complete: every text of the screens is marked, gathered and translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.terms import Text
from pages.locale import gather
from pages.words import language

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SAME_IN_BOTH = frozenset(
    {
        "Excel",
        "Filters",
        "GMD",
        "IMA",
        "IMA {year}",
        "Index",
        "Norm",
        "Parameters",
        "Per",
        "Power BI",
        "R",
        "in",
        "per {level}",
        "{label} in {name}, {years}",
        "{year} = 100",
    }
    | {"{value} in {year}"}
)
"""Texts that English writes as Dutch does; any other copy is a text that somebody forgot."""
NAMES = frozenset({"Modellicentie Gratis Hergebruik Vlaanderen v1.0"})
"""Proper names without a translation."""
DUTCH = re.compile(
    r"\b(aan|aantal|alle|als|antwoord|antwoorden|bij|cijfer|cijfers|dat|de|deze|die|dit|een|en|er|gebied|gebieden|geen"
    r"|gemeente|gevonden|het|hoe|huisarts|huisartsen|jaar|kies|kring|maar|meer|met|minder|naar|niet|nog|ook|op|praktijk"
    r"|praktijken|tot|tussen|uit|van|vlaanderen|voor|waar|wat|wie|worden|wordt|zijn|zoek|zonder)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<[^>]*>?|\{[^}]*\}|[\w-]+=\"[^\"]*\"?")
BOTH_LANGUAGES = ("Text", "_file")
"""Calls that take the Dutch and the English text side by side."""

Literal = tuple[int, str]


def translations() -> dict[str, str]:
    """Give Dutch to English, as the screens read it."""
    return {str(message.id): str(message.string) for message in gather.catalogue("en") if message.id}


def test_every_text_is_translated_and_nothing_else_is() -> None:
    known = translations()
    assert sorted(set(gather.texts()) - set(known)) == [], "run make texts, and translate what it names"
    assert sorted(set(known) - set(gather.texts())) == [], "gone from the screens: run make texts"
    assert sorted(text for text, said in known.items() if not said.strip()) == [], "without a translation"
    assert len(known) > 600


def test_no_translation_is_left_over_or_in_doubt() -> None:
    catalogue = gather.catalogue("en")
    assert not catalogue.obsolete
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


def test_a_translation_keeps_the_placeholders() -> None:
    for text, said in translations().items():
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(said)), text


def test_a_translation_keeps_the_shape() -> None:
    for text, said in translations().items():
        assert re.findall(r"<[^>]*>", text) == re.findall(r"<[^>]*>", said), text
        assert (text[:1] == " ", text[-1:] == " ") == (said[:1] == " ", said[-1:] == " "), text
        assert (text[-1:] in ".:?") == (said[-1:] in ".:?"), text
        abbreviated = said[1:2].isupper() or not (text[:1].isalpha() and said[:1].isalpha())
        assert abbreviated or text[:1].isupper() == said[:1].isupper(), f"{text!r} becomes {said!r}"


def test_a_translation_is_english() -> None:
    known = translations()
    assert {text for text, said in known.items() if text == said} <= SAME_IN_BOTH
    for text, said in known.items():
        foreign = re.sub(r"\([^)]*\)", "", said)  # a Dutch name may follow its English one
        assert not re.search(r"\b(niet|geen|van|het|een|voor|huisarts\w*|gemeenten|praktijk\w*)\b", foreign), text


def modules() -> list[Path]:
    """List the modules that draw."""
    return [path for path in gather.sources() if path.parent.name != "geo"]


@pytest.mark.parametrize("path", gather.sources(), ids=lambda path: path.name)
def test_only_whole_texts_are_translated(path: Path) -> None:
    for call in gather.calls(ast.parse(path.read_text(encoding="utf-8"))):
        found = call.args[0]
        assert not isinstance(found, ast.JoinedStr | ast.BinOp), f"{path.name}:{call.lineno}: fill in after translating"
        assert not isinstance(found, ast.Call), f"{path.name}:{call.lineno}: translate first, then format"


def literals(tree: ast.AST) -> Iterator[Literal]:
    """Find the texts of a module that are not documentation, not an annotation and not marked."""
    skip: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip.add(node.value)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in (*gather.CALLS, *BOTH_LANGUAGES):
                for part in (*node.args, *(word.value for word in node.keywords)):
                    skip.update(ast.walk(part))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skip:
            yield node.lineno, node.value


def is_loose(text: str, known: frozenset[str]) -> bool:
    """Tell whether a literal is a Dutch text for readers rather than a code."""
    plain = MARKUP.sub(" ", text).strip()
    return (" " in plain and bool(DUTCH.search(plain))) or (plain[:1].isupper() and plain in known)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.name)
def test_no_dutch_text_stands_loose(path: Path) -> None:
    known = frozenset(text for text in translations() if text not in SAME_IN_BOTH)
    loose = [
        f"{path.name}:{line}: {text!r}"
        for line, text in literals(ast.parse(path.read_text(encoding="utf-8")))
        if text not in NAMES and is_loose(text, known)
    ]
    assert loose == [], "put it inside _() or mark()"


@pytest.mark.parametrize("text", ["Niet gevonden", "<b>Kies een gebied</b>", "Gebied", "de kaart van {n}"])
def test_a_loose_text_is_noticed(text: str) -> None:
    assert is_loose(text, frozenset({"Gebied"}))


@pytest.mark.parametrize("text", ["gebied", 'style="width:', "pd.Series[float] | None", "IMA "])
def test_a_code_is_no_text(text: str) -> None:
    assert not is_loose(text, frozenset({"Gebied"}))


def test_a_call_inside_an_f_string_is_gathered() -> None:
    tree = ast.parse("""text = f'<b>{escape(_("Taal"))}</b>'""")
    assert [ast.unparse(call.args[0]) for call in gather.calls(tree)] == ["'Taal'"]


def test_capitals_spare_abbreviations() -> None:
    assert language.capital("GP circle") == "GP circle"
    assert language.capital("gemeente") == "Gemeente"
    assert language.small("GPs per 10,000 residents") == "GPs per 10,000 residents"
    assert language.small("VTE per praktijk") == "VTE per praktijk"
    assert language.small("Geen patiëntenstop") == "geen patiëntenstop"
    assert language.small("") == language.capital("") == ""


def test_names_sort_as_a_reader_looks_them_up() -> None:
    names = ["Zoersel", "Écaussinnes", "’s-Gravenbrakel", "aalst", "Eeklo", "Ééklo", "Sint-Niklaas", "Sint Laureins"]
    assert sorted(names, key=language.sort_key) == [
        "aalst", "Écaussinnes", "Eeklo", "Ééklo", "’s-Gravenbrakel", "Sint Laureins", "Sint-Niklaas", "Zoersel",
    ]  # fmt: skip
    frame = pd.DataFrame({"value": [2.0, 1.0], "name": ["Ieper", "Éé"]})
    assert frame.sort_values("name", key=language.sort_keys)["name"].tolist() == ["Éé", "Ieper"]
    assert frame.sort_values("value", key=language.sort_keys)["value"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize(("query", "expected"), [("taal=en", "en"), ("taal=fr", "nl"), ("", "nl"), ("lang=en", "nl")])
def test_the_address_names_the_language(query: str, expected: str) -> None:
    assert language.of_query(query) == expected


def test_an_unknown_text_stays_as_it_is() -> None:
    language.use("en")
    try:
        assert language.gettext("Taal") == "Language"
        assert language.gettext("onbekende tekst") == "onbekende tekst"
    finally:
        language.use("nl")


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_a_number_and_its_percent_sign_stay_on_one_line(spoken: str) -> None:
    sources = [text for text in translations() if re.search(r"\d %", text)]
    assert sources
    language.use(spoken)
    try:
        told = [language.gettext(text) for text in sources] + [language.pick(Text(nl="95 %", en="95%"))]
    finally:
        language.use("nl")
    assert [text for text in told if re.search(r"\d %", text)] == []
