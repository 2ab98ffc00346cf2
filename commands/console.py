"""How a command speaks and ends: reports to standard output, steps to standard error, Dutch unless asked otherwise.

Exit status: 0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish.
"""

import contextlib
import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Literal, NoReturn

import click
from rich.console import Console

from data.audit import TRAIL, Action, Audit, AuditError, Outcome, tells_of_somebody
from data.faults import FaultError, RefusalError

Language = Literal["nl", "en"]

DONE, REFUSED, USAGE, FAULT, UNSAFE = 0, 1, 2, 3, 4
_OUTCOMES = {
    DONE: Outcome.DONE,
    REFUSED: Outcome.REFUSED,
    USAGE: Outcome.USAGE,
    FAULT: Outcome.FAULT,
    UNSAFE: Outcome.UNSAFE,
}


class Refused(click.ClickException):
    """The data were refused; nothing stored has changed."""

    exit_code = REFUSED


class NotSafe(click.ClickException):
    """The attack found something; nothing was written or published."""

    exit_code = UNSAFE


@dataclass(frozen=True)
class Output:
    """Where a command speaks: reports to standard output, steps to standard error."""

    as_json: bool
    lang: Language

    def report(self, text: str, document: Any) -> None:
        """Give the report as text, or the document as JSON."""
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str) if self.as_json else text)

    def choose(self, dutch: str, english: str) -> str:
        """Phrase in the language asked for."""
        return dutch if self.lang == "nl" else english

    def say(self, dutch: str, english: str) -> None:
        """Tell a step on standard error."""
        click.echo(self.choose(dutch, english), err=True)

    @contextmanager
    def step(self, dutch: str, english: str) -> Iterator[Callable[[str], None]]:
        """Show that something is under way, with its parts."""
        console = Console(stderr=True)
        words = self.choose(dutch, english)
        started = time.monotonic()
        if console.is_terminal:
            with console.status(words) as status:
                yield lambda part: status.update(f"{words}: {part}")
        else:
            self.say(f"{dutch} …", f"{english} …")
            yield lambda _part: None
        self.say(f"{dutch}: {time.monotonic() - started:.0f} s", f"{english}: {time.monotonic() - started:.0f} s")


_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_WRITING = (errno.EROFS, errno.EACCES, errno.EPERM)
_STANDS = "Wat gepubliceerd is, staat er nog. / What is published still stands."


def calm(error: BaseException) -> str | None:
    """Say what a fault of the machine is and what to do, in both languages; None for any other fault."""
    number = error.errno if isinstance(error, OSError) else None
    text = str(error)
    if number in _NO_SPACE or "No space left" in text:
        return (
            "De schijf is vol. Maak plaats (docs/operations.md zegt wat weg mag) en voer het commando opnieuw uit. / "
            f"The disk is full. Make room and run the command again. {_STANDS}"
        )
    if number in _NO_WRITING or "Read-only file system" in text:
        return (
            "Hier mag dit account niet schrijven: controleer de eigenaar en de rechten van de map van --home, en of de "
            f"schijf niet alleen-lezen is. / This account may not write here: check owner and modes of --home. "
            f"{_STANDS}"
        )
    if isinstance(error, BrokenProcessPool | MemoryError):
        return (
            "Een rekenproces werd afgebroken, meestal omdat het geheugen op was. Sluit wat veel geheugen neemt en "
            "voer het commando opnieuw uit. / A computing process was ended, mostly because memory ran out. Close what "
            f"takes much of it and run the command again. {_STANDS}"
        )
    return None


UNTRACED = ("serve", "demo", "databeheer")
"""Commands that run as long as somebody looks: what they do leaves lines of its own."""


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of how it speaks; it takes them as ``output``. How it ended stands in the trail."""

    @wraps(command)
    def spoken(*, as_json: bool, lang: Language, **given: Any) -> Any:
        outcome = Outcome.FAULT
        try:
            done = command(output=Output(as_json, lang), **given)
            outcome = Outcome.DONE
        except BaseException as error:
            outcome = outcome_of(error)
            raise
        else:
            return done
        finally:
            _trace(given.get("home"), str(given.get("why") or ""), outcome)

    spoken = click.option("--json", "as_json", is_flag=True, help="Rapport als JSON.")(spoken)
    return click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)(spoken)


def outcome_of(error: BaseException) -> Outcome:
    """How a command ends that raises this: the name of its exit status."""
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else DONE
    elif isinstance(error, RefusalError):
        code = REFUSED
    else:
        code = error.exit_code if isinstance(error, click.ClickException) else FAULT
    return _OUTCOMES.get(code, Outcome.FAULT)


def _trace(home: Path | None, why: str, outcome: Outcome) -> None:
    """Say in the trail of the home how a command ended; where no home is named, in that of the usual one."""
    place = _usual_home() if home is None else home
    context = click.get_current_context(silent=True)
    name = "" if context is None else context.command_path.partition(" ")[2]
    if name in UNTRACED or not (place.is_dir() if home is not None else (place / TRAIL).is_file()):
        return
    # A trail that is broken or may not be written stops the acts it must record, not the end of this command.
    with contextlib.suppress(AuditError, OSError):
        told = "" if tells_of_somebody(why) else why
        Audit(place).record(Action.COMMAND, subject=name, why=told, outcome=outcome)


def _usual_home() -> Path:
    return Path(os.environ.get("ZORGCAPACITEIT_HOME") or "var")


def in_home(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``home``."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        default=_usual_home,
        help="Map met kluis en uitgaven; standaard $ZORGCAPACITEIT_HOME, anders ./var.",
    )(command)


def run(command: click.Command) -> NoReturn:
    """Run a command; every way out has its exit status, and no message repeats a value of a person.

    Of a fault that no room of ours tells, only the place is said.
    """
    try:
        command.main(standalone_mode=False)
        sys.exit()
    except click.UsageError as error:
        error.show()
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(FAULT)
    except RefusalError as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    except Exception as error:
        if said := str(error) if isinstance(error, FaultError) else calm(error):
            click.echo(said, err=True)
            sys.exit(FAULT)
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
        click.echo(f"Interne fout ({type(error).__name__} in {place}). Er is niets gepubliceerd.", err=True)
        sys.exit(FAULT)
