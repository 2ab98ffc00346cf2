"""CONTRIBUTING's recipe for an attack: it is told like the others, and shares nothing with the protection."""

import subprocess
import sys
from pathlib import Path

from aggregation.attack import Kind, report
from tests.recipes.tree import follow

CONTRACT = "The attacker shares no code with the protector"
LINTER = Path(sys.executable).with_name("lint-imports")


def test_every_attack_has_its_words_in_both_languages() -> None:
    assert report._KINDS.keys() == set(Kind)
    assert all(dutch != english for dutch, english in report._KINDS.values())


def test_an_attack_that_borrows_from_the_protection_breaks_the_contract(tmp_path: Path) -> None:
    borrowed = "from aggregation.protect.areas import Areas\n\nborrowed = Areas\n"
    tree = follow(tmp_path, [], new={"aggregation/attack/parity.py": f'"""An attack."""\n\n{borrowed}'})
    done = subprocess.run([LINTER, "--no-cache"], cwd=tree, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    assert f"{CONTRACT} BROKEN" in done.stdout
    assert done.stdout.count("BROKEN") == 1
