"""Screen Kaart: one number for all areas, the chosen one in words, the same numbers in a table."""

from html import escape
from typing import Any

import streamlit as st

from aggregation.indicators import Indicator, Kind
from aggregation.selection import AreaNumber
from data.releases import Release
from data.terms import Level, Status
from geo import numbers
from geo.classes import FEWEST, MOST, Method, Palette, colours
from geo.figures_map import MapSources, draw_map
from geo.figures_strip import dot_strip
from pages.components import address, choosing, language, pieces, shell, views, words
from pages.components.server import layer_address
from pages.components.views import AreaView

METHODS = {
    Method.QUANTILES: "Kwantielen (evenveel gebieden)",
    Method.EQUAL: "Gelijke intervallen",
    Method.NATURAL: "Natuurlijke klassen",
}
PALETTES = {Palette.TEAL: "Groenblauw", Palette.BLUE: "Blauw", Palette.EMBER: "Geel-bruin"}
SORTS = {"naam": "Naam", "hoog": "Hoogste eerst", "laag": "Laagste eerst"}
CHART = "kaart"
FIRST_ROWS = 80
"""Rows of the table before the reader asks for all: every zone and kring, not every municipality."""
FEWER = "(minder klassen dan gevraagd: veel gebieden hebben hetzelfde cijfer)"


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        indicator, code, year, level = _choose(release)
        method, size, palette = _settings()
    shown = choosing.shown_by_code(indicator)[code]
    view = views.area_view(release.id, indicator.id, shown, year, level)
    area = address.seed_optional("gebied", list(view.names), called="het gebied")
    shell.keep(
        cijfer=indicator.id,
        toon=code,
        jaar=year,
        niveau=level.value,
        gebied=area,
        klassen=size,
        methode=method.value,
        kleur=palette.value,
    )
    pieces.notices(address.notes())
    pieces.show(pieces.heading(indicator.question.nl, _subtitle(view)))
    _answer(view, area)
    _map(release, view, method, int(size), palette, area)
    _table(view, area)
    pieces.show(pieces.source_line(shell.source_parts(release, view)))
    caveats = [text.nl for text in indicator.caveats]
    pieces.show(pieces.reading("Hoe leest u dit?", [indicator.definition.nl, *caveats, _interval_words(view)]))


def _choose(release: Release) -> tuple[Indicator, str, int, Level]:
    """Draw the sentence of controls; later ones follow from earlier ones."""
    known = choosing.mappable(release.id)
    name = address.choose(
        "cijfer",
        list(known),
        next(iter(known)),
        called="het cijfer",
        label="Cijfer",
        show=lambda key: known[key].label.nl,
        width=330,
    )
    indicator = known[name]
    codes = choosing.shown_by_code(indicator)
    code = next(iter(codes))
    if len(codes) > 1:
        code = address.choose(
            "toon",
            list(codes),
            code,
            called="het antwoord",
            label="Antwoord of maat",
            show=lambda key: choosing.label_of(indicator, codes[key]),
            width=250,
        )
    else:
        address.seed("toon", list(codes), code, called="het antwoord")
    years = [str(year) for year in reversed(release.years())]
    year = address.choose("jaar", years, years[0], called="het jaar", label="Jaar", show=str, width=92)
    levels = [level.value for level in choosing.levels_of(indicator)]
    default = Level.ELZ.value if Level.ELZ.value in levels else levels[0]
    level = address.choose(
        "niveau",
        levels,
        default,
        called="het niveau",
        label="Niveau",
        show=lambda key: f"per {words.LEVEL_ONE[Level(key)]}",
        width=205,
    )
    return indicator, code, int(year), Level(level)


def _settings() -> tuple[Method, str, Palette]:
    """Class method, number of classes and colours, behind a button: few readers need them."""
    with st.popover("Klassen en kleuren"):
        method = address.choose(
            "methode",
            list(Method),
            Method.QUANTILES,
            called="de klassen",
            label="Hoe worden klassen gemaakt?",
            show=lambda key: METHODS[Method(key)],
            labelled=True,
        )
        size = address.choose(
            "klassen",
            [str(n) for n in range(FEWEST, MOST + 1)],
            "5",
            called="het aantal klassen",
            label="Aantal klassen",
            show=str,
            labelled=True,
        )
        palette = address.choose(
            "kleur",
            list(Palette),
            Palette.TEAL,
            called="de kleuren",
            label="Kleuren",
            show=lambda key: PALETTES[Palette(key)],
            labelled=True,
        )
    return Method(method), size, Palette(palette)


def _subtitle(view: AreaView) -> str:
    what = choosing.full_label(view.indicator, view.shown)
    if view.shown.measure in words.SPREAD:
        what = f"{what}: {words.MEASURE[view.shown.measure].lower()}"
    unit = view.indicator.unit.nl if view.indicator.kind is not Kind.RATE else ""
    parts = [what, unit, str(view.year), f"per {words.LEVEL_ONE[view.level]}"]
    return " · ".join(part for part in parts if part)


def _answer(view: AreaView, area: str | None) -> None:
    """Tell the chosen area in words, Flanders beside it; without a choice: Flanders and the spread."""
    with st.container(key="antwoord", horizontal=True, vertical_alignment="bottom"):
        pieces.show(_area_words(view, area) if area is not None else _flanders_words(view))
        with st.container(key="zoek", width=290):
            st.selectbox(
                f"Zoek een {words.LEVEL_ONE[view.level]}",
                list(view.names),
                index=None,
                format_func=lambda key: view.names[key],
                key=address.key("gebied"),
                on_change=address.touch,
                placeholder=f"Zoek of klik een {words.LEVEL_ONE[view.level]}",
                label_visibility="collapsed",
            )
            if area is not None:
                shell.link_to("regioprofiel", f"Profiel van {view.names[area]}", gebied=area, niveau=view.level.value)


def _area_words(view: AreaView, area: str) -> str:
    row = view.numbers[area]
    value = f'<span class="zc-value">{escape(view.text(row, short=True))}</span>'
    if row.withheld:
        why = f"{words.WHY_WITHHELD.capitalize()}."
        value = f'<span class="zc-value zc-muted">Niet getoond</span><p class="zc-why">{why}</p>'
    rest = [_between(view, row), _answered(view, row)]
    if row.status is Status.LOW_RELIABILITY:
        rest.append(words.LOW_RELIABILITY)
    if area in view.broken:
        rest.append("opgeteld uit gemeenten die intussen fuseerden")
    facts = "".join(f"<li>{escape(text)}</li>" for text in rest if text)
    name = view.names[area]
    return (
        f'<div class="zc-answer"><h2>{escape(name)}</h2>{value}<ul>{facts}</ul>'
        f'<div class="zc-beside">{_flanders_short(view)}</div>{_strip(view, row, name)}</div>'
    )


def _between(view: AreaView, row: AreaNumber) -> str:
    interval = view.interval(row, between=" en ")
    return f"95 % zeker tussen {interval}" if interval else ""


def _answered(view: AreaView, row: AreaNumber) -> str:
    based = view.based_on(row)
    if not based:
        return ""
    return based if row.answered == row.frame else f"{based} met een antwoord"


def _strip(view: AreaView, row: AreaNumber, name: str) -> str:
    said = f"{name}: {view.text(row, short=True)}, tussen de andere {words.LEVEL_MANY[view.level]} en Vlaanderen"
    return dot_strip(
        view.rows["value"].dropna().tolist(),
        described=said,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        flanders=None if view.flanders is None else view.flanders.value,
    )


def _flanders_short(view: AreaView) -> str:
    if view.flanders is None:
        return ""
    interval = view.interval(view.flanders)
    return f"Vlaanderen <b>{escape(view.text(view.flanders, short=True))}</b>" + (f" ({interval})" if interval else "")


def _flanders_words(view: AreaView) -> str:
    values = view.rows["value"].dropna()
    spread = ""
    if not values.empty:
        low, high = numbers.number(values.min(), view.decimals), numbers.number(values.max(), view.decimals)
        sign = f"{numbers.NARROW_SPACE}{view.sign}" if view.sign else ""
        spread = f"<li>Per {words.LEVEL_ONE[view.level]} van {low}{sign} tot {high}{sign}.</li>"
    if view.flanders is None:
        return f'<div class="zc-answer"><ul>{spread}</ul></div>'
    row = view.flanders
    facts = "".join(f"<li>{escape(text)}</li>" for text in (_between(view, row), _answered(view, row)) if text)
    return (
        f'<div class="zc-answer"><h2>Vlaanderen</h2><span class="zc-value">{escape(view.text(row, short=True))}</span>'
        f"<ul>{facts}{spread}</ul></div>"
    )


def _map(release: Release, view: AreaView, method: Method, size: int, palette: Palette, area: str | None) -> None:
    classes = views.class_view(release.id, view.indicator.id, view.shown, view.year, view.level, method, size)
    ramp = colours(palette, classes.size)
    figure = draw_map(
        view.cells,
        classes,
        ramp,
        sources=MapSources(
            areas=layer_address(release.id, view.level.value),
            context=layer_address(release.id, "context"),
            hatch=layer_address(release.id, "hatch"),
        ),
        hover=views.hover_texts(release.id, view.indicator.id, view.shown, view.year, view.level, language.current()),
        chosen=views.features(release.id, view.level.value).get(area) if area else None,
    )
    with st.container(key="kaartvak"):  # style.css crops it to the shape of Flanders
        said = f"Kaart: {_subtitle(view)}. De tabel onder de kaart geeft dezelfde cijfers."
        st.plotly_chart(
            figure,
            key=CHART,
            on_select=_take_click,
            selection_mode="points",
            theme=None,
            config={"displayModeBar": False, "scrollZoom": True, "doubleClick": False},
            alt=said,
        )
    caption = f"Aantal {words.LEVEL_MANY[view.level]} per klasse"
    pieces.show(
        pieces.legend(
            classes,
            ramp,
            decimals=view.decimals,
            sign=view.sign or view.indicator.unit.nl,
            withheld=int(view.rows["withheld"].sum()),
            no_data=int(view.rows["no_data"].sum()),
            words=pieces.LegendWords(
                caption=caption if classes.size in (0, size) else f"{caption} {FEWER}",
                withheld=words.WITHHELD_SHORT,
                no_data=words.NO_DATA,
            ),
        )
    )


def _take_click() -> None:
    """Choose the clicked area; a second click on it lets it go."""
    event: Any = st.session_state.get(CHART)
    points = event.selection.points if event else []
    if points:
        address.put("gebied", str(points[0]["location"]))
        st.session_state["_laatste_klik"] = str(points[0]["location"])
        return
    last = st.session_state.get("_laatste_klik")
    if last is not None:
        now = st.session_state.get(address.key("gebied"))
        address.put("gebied", None if now == last else last)


@st.fragment
def _table(view: AreaView, area: str | None) -> None:
    """Draw the numbers of the map; sorting and searching redraws nothing else."""
    with st.container(key="tabelkeuze", horizontal=True, vertical_alignment="bottom"):
        pieces.show(f"<h2>Alle {words.LEVEL_MANY[view.level]}</h2>")
        wanted = st.text_input(
            "Zoek in de tabel",
            key="tabel_zoek",
            placeholder="Zoek in de tabel",
            width=230,
            label_visibility="collapsed",
        )
        order = st.selectbox(
            "Volgorde",
            list(SORTS),
            format_func=SORTS.__getitem__,
            key="tabel_volgorde",
            width=190,
            label_visibility="collapsed",
        )
    rows = view.rows.assign(name=[view.names[str(key)] for key in view.rows.index])
    if wanted:
        rows = rows[rows["name"].str.contains(wanted.strip(), case=False, regex=False)]
    if order == "naam":
        rows = rows.sort_values("name")
    else:
        rows = rows.sort_values(["value", "name"], ascending=[order == "laag", True], na_position="last")
    columns = [
        (words.LEVEL_ONE[view.level].capitalize(), False),
        (choosing.label_of(view.indicator, view.shown), True),
        ("95 %-interval", True),
        ("Antwoorden", True),
        ("Van", True),
        ("Opmerking", False),
    ]
    whole = len(rows)
    if whole > FIRST_ROWS:
        rows = rows if st.session_state.get("tabel_alles") else rows.head(FIRST_ROWS)
    if rows.empty:
        pieces.show('<p class="zc-quiet">Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.</p>')
        return
    pieces.show(
        pieces.table(
            f"{_subtitle(view)}",
            columns,
            [
                ("zc-chosen" if key == area else "", _cells(view, str(key), view.numbers[str(key)]))
                for key in rows.index
            ],
        )
    )
    if whole > FIRST_ROWS:
        st.toggle(f"Toon alle {whole} {words.LEVEL_MANY[view.level]}", key="tabel_alles")


def _cells(view: AreaView, area: str, row: AreaNumber) -> list[str]:
    remark = ""
    if row.withheld:
        remark = words.WITHHELD
    elif row.status is Status.LOW_RELIABILITY:
        remark = words.LOW_RELIABILITY
    elif area in view.broken:
        remark = "opgeteld uit gefuseerde gemeenten"
    return [
        shell.anchor("regioprofiel", view.names[area], gebied=area, niveau=view.level.value, jaar=view.year),
        "–" if row.withheld else escape(view.text(row, short=True)),
        view.interval(row),
        "" if row.answered is None else numbers.number(row.answered),
        "" if row.frame is None else numbers.number(row.frame),
        f'<span class="zc-remark">{escape(remark)}</span>',
    ]


def _interval_words(view: AreaView) -> str:
    if view.rows["lower"].notna().any():
        return (
            "Niet iedereen antwoordt. Het interval geeft aan waar het echte cijfer met 95 % zekerheid ligt. "
            "Overlappen de intervallen van twee gebieden, dan kan het verschil toeval zijn."
        )
    return "Dit cijfer telt iedereen op de lijst; het heeft geen interval."
