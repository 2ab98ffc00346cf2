"""Files that arrive encrypted with age: they are opened in memory, and nothing of them is written."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from data.contracts.limits import FILE_BYTES, too_much

SEALED = ".age"
"""What the name of an encrypted file ends in, behind its own kind: ``contacts.csv.age``."""

Opener = Callable[[bytes], bytes]
"""Gives the content of an encrypted file, or raises ``SealedError``."""

Content = Path | bytes
"""A file as it lies there, or the content of one that was opened in memory."""

_ROOM = 100_000
"""Bytes by which an encrypted file may be longer than what is in it."""


class SealedError(Exception):
    """An encrypted file does not open; ``code`` is that of the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(path: Path) -> str:
    """Give the kind of a file by its name, encrypted or not: ``.csv``."""
    name = Path(path.name.lower())
    return Path(name.stem).suffix if is_sealed(path) else name.suffix


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted, by its name."""
    return path.suffix.lower() == SEALED


def no_key(_content: bytes) -> bytes:
    """Open nothing: nobody said with which key."""
    raise SealedError("sealed_no_key")


def content_of(path: Path, opens: Opener) -> Content:
    """Give what is to be read of a file.

    Raises
    ------
    UnreadableError : it is larger than any delivery.
    SealedError : it is encrypted and does not open.
    """
    if path.stat().st_size > FILE_BYTES + (_ROOM if is_sealed(path) else 0):
        raise too_much("meer dan 100 MB", "more than 100 MB")
    return opens(path.read_bytes()) if is_sealed(path) else path


def stream_of(content: Content) -> Path | BytesIO:
    """Give what libraries read from, from its beginning."""
    return content if isinstance(content, Path) else BytesIO(content)
