"""The command ``layout check``: layouts and questions of a home, before the first delivery that uses them."""

import sys
from pathlib import Path

import click

from aggregation.indicators import RegistryError, take_questions
from commands.console import REFUSED, Output, in_home, speaking
from data.added import FOLDER
from data.contracts.layout import Layout, LayoutError, layout_versions, load_layout
from data.questions import SURVEYS, AddedQuestion, QuestionError, read_questions
from data.terms import Text


@click.group("layout")
def layout_group() -> None:
    """Layouts en vragen van deze installatie nakijken."""


@layout_group.command("check")
@click.argument("names", nargs=-1)
@in_home
@speaking
def layout_check(names: tuple[str, ...], home: Path, output: Output) -> None:
    """Kijk de layouts in deze map na, en de vragen die ernaast staan; zonder naam allemaal."""
    layouts = home / FOLDER
    questions, faults = _questions(layouts)
    together: list[Text] = []
    for name in names or layout_versions(layouts) if not faults else ():
        try:
            together += _together(load_layout(name, layouts))
        except LayoutError as error:
            faults += [Text(nl=f"{error.layout}: {one.nl}", en=f"{error.layout}: {one.en}") for one in error.problems]
    told = [output.choose(one.nl, one.en) for one in dict.fromkeys(faults)]
    reach = [_reach(one, output) for one in questions]
    notes = [output.choose(one.nl, one.en) for one in together]
    good = output.choose("Alles klopt.", "All is well.")
    output.report(
        "\n".join([*reach, *notes, *(told or [good])]),
        {
            "layouts": list(layout_versions(layouts)),
            "questions": [
                {"id": one.id, "column": f"{one.table}.{one.column}", "class": one.disclosure.value,
                 "levels": [level.value for level in one.levels], "map": one.on_map}
                for one in questions
            ],
            "notes": notes,
            "faults": told,
        },
    )  # fmt: skip
    if told:
        sys.exit(REFUSED)


def _questions(layouts: Path) -> tuple[tuple[AddedQuestion, ...], list[Text]]:
    try:
        questions = read_questions(layouts)
        take_questions(questions)
    except QuestionError as error:
        return (), list(error.problems)
    except RegistryError as error:
        return (), [Text(nl=str(error), en=str(error))]
    return questions, []


def _together(layout: Layout) -> list[Text]:
    """Name the answers that a layout takes together: synonyms, or another question of which it has to be said."""
    found = []
    columns = [(name, c) for name, table in layout.tables.items() if name in SURVEYS for c in table.columns.values()]
    for table, column in columns:
        for target in sorted(set(column.codes.values()) - {""}):
            given = [code for code, meant in column.codes.items() if meant == target]
            if len(given) > 1:
                where, codes = f"{layout.version}, {table}.{column.name}", ", ".join(given)
                nl = f"{where}: {codes} tellen als {target}. Is dat een andere vraag dan vroeger, zeg het met changed."
                en = f"{where}: {codes} count as {target}. If that is another question than before, say so by changed."
                found.append(Text(nl=nl, en=en))
    return found


def _reach(one: AddedQuestion, output: Output) -> str:
    """Say how far the answers to a question will go."""
    levels = ", ".join(level.value for level in one.levels)
    where = output.choose("op de praktijkenkaart", "on the practice map") if one.on_map else ""
    apart = output.choose("niet op de praktijkenkaart", "not on the practice map")
    return f"{one.id} {output.choose(one.label.nl, one.label.en)}: {one.disclosure.value}; {levels}; {where or apart}"
