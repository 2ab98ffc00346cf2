"""CONTRIBUTING's recipes for a layout and for a table of a delivery, followed on a copy of the tree."""

from pathlib import Path

from tests.recipes.tree import follow, told

LAYOUT = """layout = "2027-1"
base = "2024-1"
[tables.practices.columns]
practice_id = { kind = "id", filled = true, header = "praktijk" }
[tables.survey_practice.columns]
patient_stop = { kind = "code", codes = { "0" = "geen", "1" = "gedeeltelijk", "2" = "volledig" } }
"""
TABLE = """
[tables.rounds]                                   # rounds of home visits of a practice; the table may be absent
key = ["practice_id"]
[tables.rounds.columns]
practice_id = { kind = "id", filled = true }
day         = { kind = "code", codes = ["maandag", "vrijdag"] }
visits      = { kind = "integer", min = 0, max = 40 }
"""
CHANGES = (
    ("data/contracts/layout.py", '    "area_facts",', '\n    "rounds",'),
    (
        "data/contracts/crosschecks.py",
        '("survey_practice", "practices")),',
        '\n            (self._survey_in_practices, ("rounds", "practices")),',
    ),
    ("data/linkage.py", '"ima", "area_facts"', ', "rounds"'),
)
"""What the recipe has besides the layout: the list of tables, a reference to another table, that it may be absent."""

PROBE = """
import sys
from datetime import date
from pathlib import Path
import pandas as pd
from data.audit import Audit
from data.contracts import check_delivery
from data.kms import FileKms
from data.linkage import LinkedYear
from data.settings import Definitions
from data.vault import Purpose, Vault
from tests.unit.data.delivery_samples import sample_tables, write_delivery

folder = Path(sys.argv[1])
tables = sample_tables()
tables["practices"] = tables["practices"].rename(columns={"practice_id": "praktijk"})
coded = {"geen": "0", "gedeeltelijk": "1", "volledig": "2", "": ""}
answers = tables["survey_practice"]
wanted = answers["patient_stop"].tolist()
tables["survey_practice"] = answers.assign(patient_stop=answers["patient_stop"].map(coded))
tables["rounds"] = pd.DataFrame(
    {"practice_id": ["P001", "P002", "P003"], "day": ["maandag", "", "vrijdag"], "visits": ["4", "12", ""]}
)
report = check_delivery(write_delivery(folder / "good", tables, layout="2027-1"))
print("accepted", report.accepted)
read = report.frames["survey_practice"]["patient_stop"].fillna("").tolist()
print("recoded", read == wanted, "praktijk" not in report.frames["practices"])
vault = Vault(folder / "home", FileKms(folder / "home", folder / "kek"), Audit(folder / "home"))
vault.store(report.manifest, report.frames, set_aside=report.set_aside)
del tables["rounds"]
without = check_delivery(write_delivery(folder / "without", sample_tables(2025), year=2025))
vault.store(without.manifest, without.frames, set_aside=without.set_aside)
for year in (2024, 2025):
    with vault.open(year, Purpose.CAPACITY_PLANNING) as opened:
        linked = LinkedYear(opened.engine, survey_year=year, definitions=Definitions(), tables=opened.rows)
        found = linked.read("SELECT count(*) AS rows, sum(visits) AS visits, count(day) AS days FROM rounds")
        print(year, *found.astype(object).where(found.notna(), None).iloc[0])
tables["rounds"] = pd.DataFrame({"practice_id": ["P001", "P999"], "day": ["zondag", "vrijdag"], "visits": ["41", "x"]})
refused = check_delivery(write_delivery(folder / "wrong", tables, layout="2027-1"))
print("faults", sorted({(fault.code, fault.column) for fault in refused.faults}))
"""


def test_one_file_makes_a_layout_and_its_entry_a_table_that_is_checked_stored_and_linked(tmp_path: Path) -> None:
    tree = follow(tmp_path / "tree", CHANGES, new={"data/layouts/2027-1.toml": LAYOUT})
    with (tree / "data/layouts/2024-1.toml").open("a", encoding="utf-8") as layout:
        layout.write(TABLE)
    codes = [("not_a_number", "visits"), ("not_in_practices", "practice_id"), ("out_of_range", "visits")]
    assert told(tree, PROBE, tmp_path) == [
        "accepted True",
        "recoded True True",
        "2024 3 16 2",
        "2025 0 None 0",
        f"faults {[*codes, ('unknown_code', 'day')]}",
    ]
