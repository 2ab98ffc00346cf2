"""A fault of the machine is said calmly, in both languages, without a path or a value."""

import errno
from concurrent.futures.process import BrokenProcessPool

import pytest

from commands.console import calm


@pytest.mark.parametrize(
    ("error", "dutch", "english"),
    [
        (OSError(errno.ENOSPC, "x", "map/1-99998-16-003"), "schijf is vol", "disk is full"),
        (OSError("IO Error: could not write: No space left on device"), "schijf is vol", "disk is full"),
        (PermissionError(errno.EACCES, "x", "map/secret"), "niet schrijven", "may not write"),
        (OSError(errno.EROFS, "x"), "niet schrijven", "may not write"),
        (BrokenProcessPool("x"), "afgebroken", "ended"),
        (MemoryError(), "geheugen", "memory"),
    ],
)
def test_each_fault_of_the_machine_has_its_sentence(error: BaseException, dutch: str, english: str) -> None:
    said = calm(error)
    assert said is not None
    assert dutch in said
    assert english in said
    assert "1999" not in said.replace("-", "")
    assert "secret" not in said


def test_a_fault_of_ours_stays_one() -> None:
    assert calm(KeyError("x")) is None
    assert calm(OSError(errno.EISDIR, "x")) is None
