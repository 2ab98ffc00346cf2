"""A small valid delivery for tests: 2 kringen, 2 zones, 5 municipalities (one split), 12 practices, 30 persons.

``sample_tables`` gives the tables as text frames in the default layout, ``write_delivery`` writes them with a
manifest. Change a table in between to get any other delivery. All identifiers are fictitious.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data.contracts import TABLES, sha256_of
from tests import made
from tests.made import AGE_CLASSES, FLAGS

TTP = "TTP VI (KSZ)"
PRACTICE_COUNT = 12
PERSON_COUNT = 30
TRAINEES = (26, 27, 28, 29)
"""Numbers of the persons who are haio; all others are huisarts."""

PLACES = (
    # postcode, nis, kring, zone: the last municipality is split by postcode
    ("9700", "45035", "K1", "E1"),
    ("9750", "45036", "K1", "E1"),
    ("9770", "45037", "K1", "E2"),
    ("9790", "45061", "K2", "E2"),
    ("9800", "44011", "K1", "E1"),
    ("9810", "44011", "K2", "E2"),
)
SPLIT_NIS = "44011"


def riziv(number: int, qualification: str = "003") -> str:
    """Fictitious RIZIV number of eleven digits, valid modulo 97."""
    return made.riziv(99_000 + number, qualification=qualification)


def person(number: int) -> str:
    """RIZIV number of one of the persons of the sample, with the qualification of the role."""
    return riziv(number, "005" if number in TRAINEES else "003")


def practice(number: int) -> str:
    """Give the identifier of one of the practices of the sample."""
    return f"P{number:03d}"


def sample_tables(year: int = 2024) -> dict[str, pd.DataFrame]:
    """Tables of a valid delivery of one survey year, as text cells in the default layout ("" is not answered)."""
    tables = {
        "contacts": _contacts(),
        "practices": _practices(),
        "survey_practice": _survey_practice(year),
        "survey_individual": _survey_individual(year),
        "ima": _ima(year),
        "geography": pd.DataFrame(PLACES, columns=["postcode", "nis", "kring_id", "elz_id"]),
        "areas": _areas(),
        "population": _population(),
        "area_facts": _area_facts(year),
    }
    return {name: frame.astype("object") for name, frame in tables.items()}


def write_delivery(
    folder: Path,
    tables: Mapping[str, pd.DataFrame] | None = None,
    *,
    year: int = 2024,
    suffix: str = "csv",
    separator: str = ",",
    encoding: str = "utf-8",
    layout: str = "2024-1",
    received_on: str | None = None,
) -> Path:
    """Write a delivery with its manifest and checksums, and give its folder back.

    Parameters
    ----------
    folder : made when it does not exist.
    tables : the tables to deliver; by default ``sample_tables(year)``.
    suffix : "csv", "xlsx" or "parquet"; numbers stay text cells unless the frames hold numbers.
    separator, encoding : of the CSV files.
    received_on : ISO date of the whole delivery; by default the 4th of November of the survey year.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = sample_tables(year) if tables is None else tables
    for name, frame in tables.items():
        write_table(folder / f"{name}.{suffix}", frame, separator=separator, encoding=encoding)
    files = {name: f"{name}.{suffix}" for name in TABLES if name in tables}
    write_manifest(folder, files, year=year, layout=layout, received_on=received_on)
    return folder


def write_table(path: Path, frame: pd.DataFrame, *, separator: str = ",", encoding: str = "utf-8") -> None:
    """Write one table in the format of the path's suffix."""
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, sep=separator, encoding=encoding)
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False, engine="openpyxl")
    else:
        frame.to_parquet(path, index=False)


def write_manifest(
    folder: Path,
    files: Mapping[str, str],
    *,
    year: int = 2024,
    layout: str = "2024-1",
    received_on: str | None = None,
) -> None:
    """Write ``delivery.toml`` for files that lie in the folder; the IMA file gets its own sender and date."""
    lines = [
        f"survey_year = {year}",
        f"received_on = {received_on or f'{year}-11-04'}",
        'sender = "Departement Zorg"',
        f'layout = "{layout}"',
    ]
    for name, path in files.items():
        lines += [f"[files.{name}]", f'path = "{path}"', f'sha256 = "{sha256_of(folder / path)}"']
        if name == "ima":
            lines += [f'sender = "{TTP}"', f"received_on = {max(year, 2025)}-11-03"]
    (folder / "delivery.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def refresh_checksums(folder: Path) -> None:
    """Bring the checksums of the manifest in line with files that were changed on purpose."""
    manifest = folder / "delivery.toml"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    path = ""
    for place, line in enumerate(lines):
        if line.startswith("path = "):
            path = line.removeprefix("path = ").strip('"')
        elif line.startswith("sha256 = "):
            lines[place] = f'sha256 = "{sha256_of(folder / path)}"'
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _contacts() -> pd.DataFrame:
    rows = []
    for number in range(PERSON_COUNT):
        main = number % PRACTICE_COUNT
        role = "haio" if number in TRAINEES else "huisarts"
        basis = ("aangesloten", "vrijwillig", "publiek")[number % 3]
        kring = PLACES[main % len(PLACES)][2]
        second = number in (3, 17)
        share = "0.6" if second else "1"
        rows.append((person(number), role, basis, kring, practice(main), share))
        if second:
            rows.append((person(number), role, basis, kring, practice((main + 1) % PRACTICE_COUNT), "0.4"))
    return pd.DataFrame(rows, columns=["riziv", "role", "basis", "kring_id", "practice_id", "share"])


def _practices() -> pd.DataFrame:
    rows = []
    for number in range(PRACTICE_COUNT):
        postcode, nis = PLACES[number % len(PLACES)][:2]
        at = ("", "") if number == 5 else (f"3.{60 + number}", f"50.{80 + number}")
        opt_out = "ja" if number == 7 else "nee"
        place = (practice(number), f"Praktijk De Linde, vestiging {number}", "Fictieve Dorpsstraat", str(number + 1))
        rows.append((*place, postcode, nis, *at, opt_out))
    columns = "practice_id name street house_number postcode nis longitude latitude map_opt_out"
    return pd.DataFrame(rows, columns=columns.split())


def _survey_practice(year: int) -> pd.DataFrame:
    rows = []
    for number in range(10):
        row = {
            "practice_id": practice(number),
            "submitted_at": f"{year}-10-{number + 1:02d}T09:30:00",
            "patient_stop": ("geen", "gedeeltelijk", "volledig", "")[number % 4],
            "new_patient_conditions": ("woonplaats|familie", "geen", "")[number % 3],
        }
        row |= {flag: "ja" if (number + place) % 3 else "nee" for place, flag in enumerate(FLAGS)}
        row |= {
            "waiting_days": str(number * 3),
            "practice_form": ("solo", "duo", "groep", "netwerk", "medisch_huis")[number % 5],
            "disciplines": "verpleegkundige|psycholoog" if number % 2 else "",
            "nurse_fte": f"{number * 0.25}",
            "reception_fte": f"{number * 0.5}",
            "expansion_obstacles": "ruimte|personeel" if number % 4 == 1 else "",
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _survey_individual(year: int) -> pd.DataFrame:
    rows = [
        {
            "riziv": person(number),
            "submitted_at": f"{year}-10-{number % 28 + 1:02d}T20:15:00",
            "birth_year": str(1958 + number),
            "status": ("zelfstandig", "loontrekkend", "gemengd")[number % 3],
            "hours_week": f"{30 + number}",
            "duty_hours_month": str(number),
            "desired_hours_week": "38.5",
            "pressure": str(number % 5 + 1),
            "exhaustion": ("1", "2", "3", "4", "5", "geen_antwoord")[number % 6],
            "satisfaction": str(5 - number % 5),
            "career_5y": ("blijven", "verminderen", "stoppen", "weet_niet")[number % 4],
            "payment_system": ("prestatie", "forfait", "gemengd")[number % 3],
            "gmd_count": str(800 + number),
            "consultations_year": str(4000 + number) if number % 4 else "",
            "home_visits_year": str(300 + number),
            "remote_contacts_year": str(900 + number),
        }
        for number in range(24)
    ]
    return pd.DataFrame(rows)


def _ima(year: int) -> pd.DataFrame:
    rows = []
    for number in range(26):
        house = number % PRACTICE_COUNT == 4
        row = {
            "YEAR": str(year - 2),
            "RIZIV_ID": person(number)[:8],
            "RIZIV_SPEC": "003",
            "RIZIV_HCI": f"8{number % PRACTICE_COUNT:07d}",
            "HCI_TYPE": "805" if house else "900",
            "FLAGHMM": "1" if house else "0",
            "FF_MH": "9600" if house else "",
            "PAT_GMD": str(700 + number),
            "PAT_ATTRIB": str(1500 + number % PRACTICE_COUNT),
        }
        counts = ("RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "ADVIES", "DIGICONT")
        row |= {count: "0" if house else str(100 * (place + 1) + number) for place, count in enumerate(counts)}
        rows.append(row)
    rows.append(rows[0] | {"RIZIV_ID": riziv(900)[:8]})  # stopped since: no contact in the survey year
    return pd.DataFrame(rows)


def _areas() -> pd.DataFrame:
    rows = [("kring", "K1", "Kring Linde", ""), ("kring", "K2", "Kring Beuk", "")]
    rows += [("elz", "E1", "Zone Noord", ""), ("elz", "E2", "Zone Zuid", "")]
    rows += [("gemeente", nis, f"Gemeente {nis[-3:]}", "42.5") for nis in sorted({place[1] for place in PLACES})]
    return pd.DataFrame(rows, columns=["level", "area_id", "name", "area_km2"])


def _area_facts(year: int) -> pd.DataFrame:
    """Residents five years on by age class, and the share of under-65s with increased reimbursement."""
    rows = []
    for postcode, nis, _, _ in PLACES:
        part = postcode if nis == SPLIT_NIS else ""
        ahead = [(f"residents_projected:{age}", str(1100 + 260 * place)) for place, age in enumerate(AGE_CLASSES)]
        rows += [(nis, part, str(year + 5), fact, value, "Projection") for fact, value in ahead]
        rows.append((nis, part, str(year - 1), "vt_under_65", "0.12", "Register"))
    return pd.DataFrame(rows, columns=["nis", "postcode", "year", "fact", "value", "source"])


def _population() -> pd.DataFrame:
    rows = [
        (nis, postcode if nis == SPLIT_NIS else "", age, str(1000 + 250 * place))
        for postcode, nis, _, _ in PLACES
        for place, age in enumerate(AGE_CLASSES)
    ]
    return pd.DataFrame(rows, columns=["nis", "postcode", "age_class", "residents"])
