"""Writes ``rules.md`` from ``rules.toml``: each rule with its state and what keeps it."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STATES = {"implemented": "implemented", "organisational": "organisational", "open": "**open**"}

HEAD = """# Rules, and what keeps them

Made by `python -m docs.rules` from `rules.toml`. *Implemented*: code keeps it and tests hold that; *organisational*:
people keep it; *open*: not kept yet, with the reason. A rule without either fails a test (`tests/unit/test_rules.py`).
Sources: § of deliberation 25/200; MAND 24/222; GKB protocol of 19 October 2020; VTC 10/2013; ACT activity report 2024.

| id | rule | source | state | code | tests | remark |
|---|---|---|---|---|---|---|
"""


def read() -> dict[str, dict[str, Any]]:
    """Give the rules by id, in the order of the file."""
    return tomllib.loads((HERE / "rules.toml").read_text(encoding="utf-8"))


def page(rules: dict[str, dict[str, Any]]) -> str:
    """Give the page as text."""
    rows = [
        f"| {name} | {rule['rule']} | {rule['source']} | {STATES[rule['state']]} | {_list(rule.get('code', []))} | "
        f"{_list(rule.get('tests', []))} | {rule.get('reason', '')} |"
        for name, rule in rules.items()
    ]
    return HEAD + "\n".join(rows) + "\n"


def _list(paths: list[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths)


if __name__ == "__main__":
    (HERE / "rules.md").write_text(page(read()), encoding="utf-8")
