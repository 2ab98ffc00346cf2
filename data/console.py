"""How a command speaks: reports to standard output, steps to standard error, Dutch unless asked otherwise."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import click
from rich.console import Console

Language = Literal["nl", "en"]


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
