"""CONTRIBUTING's recipe for a new threshold, followed on a copy of the tree: a line, a field, and everything has it."""

from pathlib import Path

from tests.recipes.tree import follow, told

CHANGES = (
    ("data/settings.toml", "[thresholds]\n", "units_of_a_trend = 30\n"),
    (
        "data/settings.py",
        '    k_protected: int = _least["k_protected"]\n',
        '    units_of_a_trend: int = _least["units_of_a_trend"]\n',
    ),
)
PROBE = """
import sys
from dataclasses import asdict
from pathlib import Path
from aggregation.attack import Limits
from data.settings import SettingsError, read_settings, thresholds_of

home = Path(sys.argv[1])
print("shipped", read_settings().to_manifest()["thresholds"]["units_of_a_trend"])
(home / "settings.toml").write_text("[thresholds]\\nunits_of_a_trend = 40\\n")
manifest = read_settings(home=home).to_manifest()
print("home", manifest["thresholds"]["units_of_a_trend"])
limits = Limits(**asdict(thresholds_of(manifest)))
print("attack", limits.units_of_a_trend, limits.to_dict()["units_of_a_trend"])
older = {"thresholds": {name: n for name, n in manifest["thresholds"].items() if name != "units_of_a_trend"}}
print("older", thresholds_of(older).units_of_a_trend)
(home / "settings.toml").write_text("[thresholds]\\nunits_of_a_trend = -1\\n")
try:
    read_settings(home=home)
except SettingsError as error:
    print("refused", "units_of_a_trend" in str(error))
"""


def test_a_line_and_a_field_make_a_threshold(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    tree = follow(tmp_path / "tree", CHANGES)
    assert told(tree, PROBE, tmp_path / "home") == [
        "shipped 30",
        "home 40",
        "attack 40 40",
        "older 30",
        "refused True",
    ]
