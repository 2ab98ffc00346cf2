"""Screen Over deze cijfers: sources, methods, response, protection and its proof, definitions, notice to doctors."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape

from data.releases import Release
from data.serving import NAME as SERVING_FILE
from pages.components import pieces
from pages.over_deze_cijfers import facts, prose, quality
from pages.shell import frame
from pages.shell.screen import Screen
from pages.views import released, sources
from pages.views.remarks import definition_words
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

TO_FILL_IN = mark("[{name}: in te vullen door de beheerder]")
"""Stands where an installation serves its own machine alone; one that serves others does not start without them."""

TITLE = mark("Over deze cijfers")
SUBTITLE = mark("Waar ze vandaan komen, wat ze betekenen en hoe niemand herkenbaar wordt")
CONTENTS = {
    "bronnen": mark("Bronnen en jaren"),
    "methode": mark("Hoe we rekenen"),
    "respons": mark("Wie antwoordde"),
    "kwaliteit": mark("Hoe goed zijn de antwoorden?"),
    "bescherming": mark("Waarom u soms geen cijfer ziet"),
    "bewijs": mark("Het bewijs bij deze uitgave"),
    "herzieningen": mark("Uitgaven en herzieningen"),
    "begrippen": mark("Alle cijfers, met hun definitie"),
    "woorden": mark("Woordenlijst"),
    "artsen": mark("Voor artsen: wat gebeurt er met uw gegevens?"),
    "toegankelijkheid": mark("Toegankelijkheid"),
}
"""Address within the page to the title of the part."""


def render() -> None:
    """Draw the screen; what needs no release stands there without one too."""
    chosen = frame.open_page()
    release = None if chosen is None else chosen.release
    parts: dict[str, str] = {}
    told = _told(release)
    if chosen is not None and release is not None:
        frame.keep(chosen)
        pieces.show(pieces.heading(_(TITLE), _(SUBTITLE)))
        parts = {
            "bronnen": _paragraphs((*prose.SOURCES, _borders(release)), told) + facts.years(release),
            "bescherming": _paragraphs(prose.PROTECTION, told) + facts.thresholds(release),
            "herzieningen": facts.revisions(release),
            **_fixed(release.id, language.current()),
        }
    parts |= {
        "methode": _headed(prose.METHODS, told),
        "woorden": _terms(),
        "artsen": _headed(prose.NOTICE, told),
        "toegankelijkheid": _paragraphs(prose.ACCESSIBILITY, told),
    }
    shown = {name: title for name, title in CONTENTS.items() if name in parts}
    links = "".join(f'<li><a href="#{name}">{escape(_(title))}</a></li>' for name, title in shown.items())
    pieces.show(f'<nav class="zc-contents" aria-label="{escape(_("Op deze pagina"))}"><ul>{links}</ul></nav>')
    for name, title in shown.items():
        pieces.show(f'<section class="zc-part zc-prose" id="{name}"><h2>{escape(_(title))}</h2>{parts[name]}</section>')
    if release is not None:
        pieces.show(pieces.source_line({_("Uitgave"): sources.release_words(release)}))


def _borders(release: Release) -> str:
    """Give the sentence about the borders of the maps."""
    return prose.OFFICIAL if sources.official(release) else prose.SCHEMATIC


@lru_cache(maxsize=4)
def _fixed(release_id: str, spoken: str) -> dict[str, str]:
    """Write what follows from the release alone, once; ``spoken`` is the language in use."""
    release = released.opened(release_id)
    return {
        "respons": facts.responses(release),
        "kwaliteit": quality.quality(release),
        "bewijs": facts.proof(release),
        "begrippen": facts.glossary(release),
    }


def _paragraphs(texts: tuple[str, ...], told: Mapping[str, str]) -> str:
    return "".join(f"<p>{escape(_(text).format(**told))}</p>" for text in texts)


def _headed(texts: tuple[tuple[str, str], ...], told: Mapping[str, str]) -> str:
    return "".join(f"<h3>{escape(_(title))}</h3><p>{escape(_(text).format(**told))}</p>" for title, text in texts)


def _terms() -> str:
    items = "".join(
        f"<div><dt>{escape(_(term))}</dt><dd>{escape(_(meaning))}</dd></div>" for term, meaning in prose.TERMS
    )
    return f'<dl class="zc-facts zc-terms">{items}</dl>'


def _told(release: Release | None) -> dict[str, str]:
    """Give what the texts leave open: whom to turn to, or a sign that it is missing, and the working definitions."""
    said = sources.serving()
    source = {"source": "" if release is None else sources.official(release)}
    return (
        definition_words({} if release is None else release.manifest)
        | source
        | {
            name: getattr(said, name) or _(TO_FILL_IN).format(name=f"{SERVING_FILE}, {name}")
            for name in ("controller", "contact", "dpo")
        }
    )


SCREEN = Screen(address="over-deze-cijfers", title=TITLE, draw=render)
