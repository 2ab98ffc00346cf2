"""A copy of the tree in which a recipe is followed, and what it tells when asked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
Change = tuple[str, str, str]
"""File, text that stands in it once, and what a developer writes behind it."""


def follow(tree: Path, changes: Iterable[Change], *, new: dict[str, str] | None = None) -> Path:
    """Copy the rooms, write what is new and add what changes."""
    rooms = ("aggregation", "bench", "commands", "data", "geo", "pages", "tests", ".streamlit")
    for name in rooms:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "cli.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tree / name)
    for path, text in (new or {}).items():
        (tree / path).parent.mkdir(exist_ok=True)
        (tree / path).write_text(text, encoding="utf-8")
    for path, line, added in changes:
        text = (tree / path).read_text(encoding="utf-8")
        assert text.count(line) == 1, (path, line)
        (tree / path).write_text(text.replace(line, line + added), encoding="utf-8")
    return tree


def told(tree: Path, probe: str, *arguments: Path, **environment: str) -> list[str]:
    """Run a script on the copy; give the lines it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", probe, *map(str, arguments)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()
