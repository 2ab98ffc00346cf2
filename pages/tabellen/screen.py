"""Screen Tabellen en downloads: any numbers as a table, and the same table as a file."""

from html import escape

import streamlit as st

from data.releases import Release
from data.terms import Level
from pages.components import pieces
from pages.shell import address, frame
from pages.shell.screen import Screen
from pages.tabellen import choices, listed, take_along, wide_table
from pages.tabellen.choices import (
    ANSWERS,
    AREAS,
    CONDITIONS,
    CONTENT,
    FORM,
    LEVEL,
    ONLY,
    ORDER,
    PAGE,
    YEARS,
)
from pages.views import filtering, sources
from pages.views.choices import NUMBER, NUMBERS, YEAR, Chosen
from pages.views.selecting import Selection
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

READING = (
    mark(
        "Elke rij is één getal. “Van” is hoeveel artsen of praktijken konden antwoorden, “Antwoorden” is hoeveel dat "
        "deden."
    ),
    mark(
        "In de bestanden staat [c] bij wat niet getoond wordt, [x] waar geen gegevens zijn, [u] bij weinig antwoorden "
        "en [e] bij een raming. Een niet getoond cijfer is nooit nul."
    ),
    mark(
        "Gemeenten staan hier zoals ze in dat jaar bestonden. In GeoJSON en GeoPackage zijn ze opgeteld tot de "
        "gemeenten van vandaag, zoals op de kaart."
    ),
)


READING_WIDE = (
    mark(
        "Onder elk getal staat zijn 95 %-interval. ▲ is duidelijk hoger dan Vlaanderen, ▼ duidelijk lager: een "
        "verschil dat groter is dan toeval kan verklaren. Klik op een kop om te sorteren."
    ),
    mark(
        "Een voorwaarde kijkt naar het getal zelf, niet naar zijn interval. Een gebied dat een cijfer niet toont, "
        "voldoet niet en faalt niet: het valt weg en wordt genoemd. “Duidelijk veranderd” rekent met hoeveel gebieden "
        "er samen getoetst zijn, zoals op Evolutie. Gemeenten staan hier zoals ze vandaag zijn."
    ),
)


def render() -> None:
    """Draw the screen."""
    asked = frame.open_page()
    if asked is None:
        return
    release = asked.release
    pieces.show(pieces.heading(_("Tabellen en downloads"), _("Stel een tabel samen, bekijk ze, en neem ze mee.")))
    choices.draw(asked)
    chosen, level = choices.selection_of(asked), asked.level
    page = choices.turn(asked, chosen)
    if asked.values[NUMBERS.name]:  # in one order, however they were picked: the same table, the same link
        asked.values[NUMBERS.name] = ",".join(chosen.indicator)
    frame.keep(asked)
    pieces.notices(address.notes())
    if not chosen.indicator or not chosen.year:
        _empty(_("Nog geen tabel"), _("Kies hierboven minstens één cijfer en één jaar."))
    elif choices.is_wide(asked):
        _wide(asked, page)
    elif listed.prepared(release.id, chosen).empty:
        told = _("Deze cijfers bestaan niet op dit niveau. Kies een ander niveau of een ander cijfer.")
        _empty(_("Geen getallen voor deze keuze"), told)
    else:
        _table(release, chosen, level, page)
        take_along.draw(release, SCREEN, chosen, level)
    take_along.part(_("Alles in één keer"), listed.everything(release))
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [_(text) for text in READING]))
    facts = {_("Uitgave"): sources.release_words(release), _("Licentie"): sources.LICENSE.name}
    pieces.show(pieces.source_line(facts))


def _wide(chosen: Chosen, page: int) -> None:
    """Draw one page of the wide table, and how to take the whole along."""
    asked = choices.asked_of(chosen)
    pieces.notices(choices.left_out(chosen))
    if not asked.columns:
        told = _("Deze cijfers bestaan niet op dit niveau. Kies een ander niveau of een ander cijfer.")
        _empty(_("Geen getallen voor deze keuze"), told)
        return
    rows = filtering.rows_of(asked, language.current())
    pieces.show(f'<p class="zc-lead zc-tally">{escape(filtering.tally_words(asked.release_id, asked.level, rows))}</p>')
    if rows.areas:
        first = (page - 1) * listed.ROWS
        caption = _("Gebieden {first} tot {last} van {n}").format(
            first=first + 1, last=min(first + listed.ROWS, len(rows.areas)), n=len(rows.areas)
        )
        pinned = choices.pinned(chosen)
        pieces.show(wide_table.table(asked, rows.areas[first : first + listed.ROWS], pinned, caption))
    else:
        told = _("Geen enkel gebied voldoet. Neem een voorwaarde weg, of kies alle gebieden.")
        _empty(_("Geen gebieden voor deze keuze"), told)
    _turn(page, listed.pages(len(rows.areas)))
    pieces.show(pieces.reading(_("Hoe leest u deze tabel?"), [_(text) for text in READING_WIDE]))
    take_along.draw_wide(chosen.release, SCREEN, asked, rows)


def _empty(title: str, told: str) -> None:
    pieces.show(f'<section class="zc-empty"><h2>{title}</h2><p>{told}</p></section>')


def _table(release: Release, chosen: Selection, level: Level, page: int) -> None:
    """Draw one page of the table, and the way to the others."""
    flat = listed.prepared(release.id, chosen)
    pieces.show(f'<p class="zc-lead zc-tally">{listed.tally_words(listed.tally(flat))}</p>')
    pieces.show(listed.table(release.id, chosen, level, page))
    _turn(page, listed.pages(len(flat)))


def _turn(page: int, last: int) -> None:
    """Draw the way to the other pages, where there are any."""
    if last == 1:
        return
    with st.container(horizontal=True, key="bladzijden", vertical_alignment="center"):
        st.button(_("Vorige"), disabled=page == 1, on_click=address.put, args=(PAGE.name, str(page - 1)))
        pieces.show(f"<p>{_('Bladzijde {n} van {last}').format(n=page, last=last)}</p>")
        st.button(_("Volgende"), disabled=page == last, on_click=address.put, args=(PAGE.name, str(page + 1)))


SCREEN = Screen(
    address="tabellen",
    title=mark("Tabellen en downloads"),
    draw=render,
    choices=(NUMBERS, YEARS, LEVEL, FORM, CONTENT, ONLY, ANSWERS, AREAS, CONDITIONS, ORDER, PAGE),
    takes=(NUMBERS, YEARS, FORM, CONTENT, ONLY, ANSWERS, AREAS, CONDITIONS, ORDER, NUMBER, YEAR, LEVEL),
    link=dict,
)
