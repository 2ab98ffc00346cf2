"""What waits, waits for a state, never for a time: too long on a quiet machine and too short on a busy one."""

import ast
import contextlib
from pathlib import Path

import pytest

TREE = Path(__file__).parents[2]
WAITING = [path for room in ("bench", "docs", "tests") for path in sorted((TREE / room).rglob("*.py"))]
SLEEPS = {"sleep", "wait_for_timeout"}


def fixed_waits(source: str) -> list[int]:
    """Give the lines that wait for a time; a sleep between two looks at a state, in a ``while``, is none.

    Text that is a program itself, as a test hands to another process, is read too.
    """
    return _fixed(ast.parse(source), looking=False)


def _fixed(node: ast.AST, *, looking: bool) -> list[int]:
    found = []
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "sleep" in node.value:
        with contextlib.suppress(SyntaxError):
            found += [node.lineno for _line in fixed_waits(node.value)]
    if isinstance(node, ast.Attribute | ast.Name):
        name = node.attr if isinstance(node, ast.Attribute) else node.id
        if name == "wait_for_timeout" or (name in SLEEPS and not looking):
            found.append(node.lineno)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        looking = False
    for child in ast.iter_child_nodes(node):
        found += _fixed(child, looking=looking or isinstance(node, ast.While))
    return found


@pytest.mark.parametrize(
    "source",
    [
        "page.wait_for_timeout(500)",
        "while busy():\n    page.wait_for_timeout(500)",
        "time.sleep(1)",
        "for _ in range(20):\n    time.sleep(1)",
        "while True:\n    def later():\n        sleep(1)",
        "pool.submit(time.sleep, 60)",
        "SCRIPT = '''\nimport time\ntime.sleep(60)\n'''",
    ],
)
def test_a_fixed_wait_is_seen(source: str) -> None:
    assert len(fixed_waits(source)) == 1


def test_looking_again_after_a_while_is_none() -> None:
    assert fixed_waits("while not ready():\n    if late():\n        fail()\n    time.sleep(0.1)") == []


@pytest.mark.parametrize("path", WAITING, ids=lambda path: str(path.relative_to(TREE)))
def test_nothing_waits_for_a_time(path: Path) -> None:
    if path != Path(__file__):
        assert fixed_waits(path.read_text(encoding="utf-8")) == []
