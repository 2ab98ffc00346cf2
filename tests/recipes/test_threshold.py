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


VALUES = """
from dataclasses import asdict
from aggregation.attack import Limits
from aggregation.indicators import INDICATORS
from data.settings import read_settings

made = read_settings()
limits = Limits(**asdict(made.thresholds))
print(made.thresholds.linking_areas, limits.linking_areas, made.thresholds.left_open, limits.left_open)
print(INDICATORS["D08"].definition.nl.split(" had ")[0], "|", INDICATORS["D08"].options[0].label.en)
print(INDICATORS["P17"].definition.en.split(" by ")[1])
print("14,5/27/7" in INDICATORS["M10"].definition.nl, "14.5/27/7" in INDICATORS["M10"].definition.en)
"""


def test_another_value_reaches_protection_attack_and_the_texts_that_name_it(tmp_path: Path) -> None:
    tree = follow(tmp_path / "tree", ())
    settings = tree / "data/settings.toml"
    text = settings.read_text(encoding="utf-8")
    other = {
        "linking_areas = 10": "linking_areas = 7",
        "left_open = 0.05": "left_open = 0.1",
        "active_contacts = 1250": "active_contacts = 1111",
        "working_weeks = 46.0": "working_weeks = 44.0",
        "[15.0, 17.4, 21.0]": "[14.5, 17.4, 21.0]",
    }
    for before, after in other.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    settings.write_text(text, encoding="utf-8")
    assert told(tree, VALUES) == [
        "7 7 0.1 0.1",
        "Actief is wie minstens 1.111 contacten | Active (1,111 contacts)",
        "44 working weeks.",
        "True True",
    ]
