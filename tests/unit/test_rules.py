"""Every rule has code and a test that holds it, or says why not."""

import ast
from pathlib import Path

from docs import rules

TREE = Path(__file__).parents[2]
RULES = rules.read()


def test_the_list_is_complete() -> None:
    assert list(RULES) == [f"R{n:02d}" for n in range(1, 23)] + [f"X{n:02d}" for n in range(1, 16)]


def test_every_rule_is_held_or_says_why_not() -> None:
    for name, rule in RULES.items():
        assert rule["state"] in rules.STATES, name
        if rule["state"] == "implemented":
            assert rule["code"], name
            assert rule["tests"], name
        else:
            assert rule["reason"].strip(), name


def test_what_keeps_a_rule_exists() -> None:
    for name, rule in RULES.items():
        for path in rule.get("code", []):
            assert (TREE / path).exists(), f"{name}: {path}"
        for test in rule.get("tests", []):
            check_test_exists(test, name)


def check_test_exists(test: str, what: str) -> None:
    """Fail where no test stands under a name such as ``tests/unit/test_rules.py::test_the_list_is_complete``."""
    path, _, function = test.partition("::")
    tree = ast.parse((TREE / path).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert not function or function in found, f"{what}: {test}"
    assert any(each.startswith("test_") for each in found), f"{what}: {test}"


def test_the_page_is_made_from_the_list() -> None:
    assert (TREE / "docs" / "rules.md").read_text(encoding="utf-8") == rules.page(RULES)
