"""The room in which the two teams analyse per doctor (deliberation 25/200, §27): linked rows of one year, in memory.

Statements read and make tables in memory; none reaches a file, the network, an extension or a setting, and each
stands in the trail before it is run. RIZIV numbers are there only where somebody said why.
"""

import grp
import os
import pwd
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from data.audit import Action, Audit, AuditError
from data.engine import Engine, engine
from data.faults import RefusalError
from data.intake import open_linked
from data.settings import Definitions

NAME = "analysis.toml"
"""Name of the file in a home that says which group of the operating system may analyse."""

LONGEST = 10_000
"""Characters of one statement: it stands in the trail as a whole."""

_ALLOWED = frozenset({"SELECT", "EXPLAIN", "CREATE", "DROP", "INSERT", "UPDATE", "DELETE", "ALTER"})
_HIDDEN = {"person": ("unit", "key"), "practice": ("unit", "key", "lasting")}
"""Columns that order rows by a number of a person or recognise them elsewhere; the room has others in their place."""


class AnalysisError(RefusalError):
    """The room stays closed, or a statement is not one for it; the message says why and holds no value of a row."""


def check_member(home: Path) -> str:
    """Give the group that may analyse in this home, where this account is in it.

    Raises
    ------
    AnalysisError : no group is set, the file may be changed by others than its owner, or this account is in no such
        group.
    """
    file = home / NAME
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        group, others = str(told.pop("group")), file.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    except (OSError, ValueError, KeyError):
        raise AnalysisError(
            f'{NAME}: expected in the home, with one entry: group = "…", the group of the operating system whose '
            "accounts may analyse; found none. Nobody may until it is there."
        ) from None
    if told or others:
        raise AnalysisError(f"{NAME}: expected one entry, group, and no writing by others than its owner (mode 600)")
    account = pwd.getpwuid(os.getuid())
    names = set()
    for number in os.getgrouplist(account.pw_name, account.pw_gid):
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:
            continue
    if group not in names:
        raise AnalysisError(
            f"this account is not in the group {group}, whose accounts may analyse (section 27). The access manager "
            "of the Department decides who is."
        )
    return group


class Room:
    """Linked rows of one year, and what was made of them since; made by ``analysis_room`` only."""

    def __init__(self, rows: Engine, audit: Audit, *, year: int, why: str) -> None:
        self._rows, self._audit, self._year, self._why = rows, audit, year, why

    def tables(self) -> dict[str, list[str]]:
        """Give the columns of every table."""
        listed = self._rows.query(
            "SELECT table_name, column_name FROM information_schema.columns ORDER BY table_name, ordinal_position"
        )
        return {str(name): rows["column_name"].tolist() for name, rows in listed.groupby("table_name", sort=True)}

    def ask(self, text: str) -> Iterator[pd.DataFrame]:
        """Run the statements of a text one by one, each written in the trail first; gives the rows of each.

        Raises
        ------
        AnalysisError : a statement is too long, is none that reads or makes a table in memory, or holds a number of
            eight or more digits or an address; the trail would hold it. Nothing of the text is run.
        EngineError : the engine refuses; the cause is told without any value.
        """
        try:
            statements = duckdb.extract_statements(text)
        except duckdb.Error:
            raise AnalysisError("expected SQL, found something that is none (not repeated here)") from None
        for one in statements:
            if one.type.name not in _ALLOWED:
                raise AnalysisError(
                    f"{one.type.name}: expected a statement that reads, or makes a table in memory. What is to leave "
                    "the room goes through the protection, as an indicator."
                )
            if len(one.query) > LONGEST:
                raise AnalysisError(f"expected a statement of at most {LONGEST} characters, found a longer one")
        for one in statements:
            query = " ".join(one.query.split())
            try:
                self._audit.record(Action.ANALYSE, subject=str(self._year), why=self._why, statement=query)
            except AuditError as error:
                raise AnalysisError(str(error)) from None
            yield self._rows.query(one.query, label="statement")


@contextmanager
def analysis_room(home: Path, year: int, definitions: Definitions, *, why: str, numbers: str = "") -> Iterator[Room]:
    """Open the room on one year; the vault is closed again before the first statement.

    Parameters
    ----------
    why : what the analysis is for, without identifiers; it stands beside every statement.
    numbers : why RIZIV numbers are needed; without a reason they are not there.

    Raises
    ------
    AnalysisError : this account is not of the group, or no reason is given.
    VaultError : nothing of that year can be opened.
    """
    if not why.strip():
        raise AnalysisError("expected a reason (--why), found none: it stands beside every statement in the trail")
    check_member(home)
    audit = Audit(home)
    audit.check()
    said = f"{why}; RIZIV: {numbers}" if numbers.strip() else why
    with engine() as rows:
        with open_linked(home, year, definitions, why=said) as linked:
            frames = {
                **{table: linked.read(f"SELECT * FROM {table} ORDER BY key") for table in _HIDDEN},  # noqa: S608 -- ours
                "membership": linked.membership,
                "area": linked.areas,
                "residents": linked.residents,
            }
            if numbers.strip():
                named = frames["person"][["key"]].merge(linked.numbers(), on="key", how="left", validate="one_to_one")
                frames["person"]["riziv"] = named["riziv"].to_numpy()
        for table, frame in frames.items():
            kept = frame.drop(columns=[name for name in _HIDDEN.get(table, ()) if name in frame])
            if table in _HIDDEN:
                kept.insert(0, "row", range(1, len(kept) + 1))
            rows.register("given", kept)
            rows.execute(f"CREATE TABLE {table} AS SELECT * FROM given")  # noqa: S608 -- names from above
        rows.execute("DROP VIEW given")
        yield Room(rows, audit, year=year, why=said)
