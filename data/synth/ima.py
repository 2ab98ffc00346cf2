"""Synthetic IMA file: what was billed, one row per provider and practice number."""

import numpy as np
import pandas as pd

from data.synth.arrays import Bools, Floats, Ints, Texts, lasting, stream
from data.synth.identifiers import practice_numbers
from data.synth.people import HAIO, MEDICAL_HOUSE, NONE, People
from data.synth.workload import Workload
from data.synth.world import Snapshot, forms

_WHOLE_ON_EVERY_ROW = 0.5
"""Part of the medical houses that have all their forfaits on the row of every doctor."""
TYPE_SOLO, TYPE_GROUP, TYPE_HOUSE = "100", "900", "805"
_CONTACTS = ("RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "ADVIES", "DIGICONT")


def qualification(people: People) -> Texts:
    """Qualification code: 005/006 trainee, 003/004 recognised huisarts, 001/002 acquired rights; even is accredited."""
    first = np.where(people.role == HAIO, 5, np.where(people.acquired, 1, 3))
    trainee_even = people.accredited & (people.z_report > 1.2)
    even = np.where(people.role == HAIO, trainee_even, people.accredited)
    codes: Texts = np.array(["001", "002", "003", "004", "005", "006"], dtype=object)[first - 1 + even]
    return codes


def numbers(people: People) -> Texts:
    """RIZIV numbers of eleven digits."""
    full: Texts = people.key + qualification(people)
    return full


def ima_rows(snapshot: Snapshot, workload: Workload, seed: int) -> pd.DataFrame:
    """IMA "Patiënteel huisartsen" of the snapshot's year, ordered by provider and practice number.

    Starters of that year and most first-year trainees have no row. Contacts inside medical houses are not billed
    per service, so their counts are zero or tiny there. PAT_ATTRIB is the same on all rows of one practice number.
    """
    rng = stream(seed, "ima", snapshot.year)
    people = snapshot.people
    starter = (people.since == snapshot.year) & (people.role != HAIO) & (rng.random(len(people)) < 0.45)
    starter |= (people.role == HAIO) & (people.stage == 0) & (rng.random(len(people)) < 0.6)
    who = np.flatnonzero(~starter & (rng.random(len(people)) > 0.008))
    main_share = people.share[who]
    two = people.second[who] != NONE
    extra = ~two & (people.role[who] != HAIO) & ~people.pinned[who] & (rng.random(len(who)) < 0.01)
    hosts = snapshot.practices.row[~snapshot.practices.pinned]
    guest = hosts[rng.integers(0, len(hosts), len(who))]
    extra &= guest != people.practice[who]
    person = np.concatenate([who, who[two], who[extra]])
    practice = np.concatenate([people.practice[who], people.second[who][two], guest[extra]])
    share = np.concatenate([np.where(extra, 0.92, main_share), 1 - main_share[two], np.full(int(extra.sum()), 0.08)])
    return _frame(snapshot, workload, person, practice, share, rng, seed)


def _billing_number(snapshot: Snapshot, person: Ints, practice: Ints) -> tuple[Texts, Bools]:
    """Practice number of each row, and whether it is a grouping or centre number.

    A solo doctor bills under the own number, also the trainee of a solo doctor; so do doctors who never registered
    a grouping.
    """
    people, practices = snapshot.people, snapshot.everything
    shared = practices.grouped[practice] & (forms(snapshot)[practice] > 0)
    own = numbers(people)
    owner = np.full(len(practices), NONE, dtype=np.int64)
    doctors = np.flatnonzero(people.role != HAIO)[::-1]
    owner[people.practice[doctors]] = doctors  # the first huisarts of the practice remains
    trainer = np.where(people.role[person] == HAIO, owner[practice], person)
    trainer = np.where(trainer == NONE, person, trainer)
    number: Texts = np.where(shared, practice_numbers(practice), own[trainer])
    return number, shared


def _frame(
    snapshot: Snapshot,
    workload: Workload,
    person: Ints,
    practice: Ints,
    share: Floats,
    rng: np.random.Generator,
    seed: int,
) -> pd.DataFrame:
    people = snapshot.people
    n = len(person)
    house = snapshot.everything.kind[practice] == MEDICAL_HOUSE
    number, shared = _billing_number(snapshot, person, practice)
    single = house & (rng.random(n) < 0.08)  # bills individually although in a medical house
    kept = np.where(house & ~single, np.where(rng.random(n) < 0.3, rng.integers(0, 40, n) / 4_000, 0.0), 1.0)
    counts = np.stack(
        [
            workload.consultations,
            workload.evening,
            workload.visits,
            workload.institution,
            workload.advice,
            workload.remote,
        ]
    )
    counts = np.rint(counts[:, person] * share * kept).astype(np.int64)
    gmd = np.rint(workload.gmd[person] * share).astype(np.int64)
    enrolled = house & ~single
    forfaits = np.rint(workload.gmd[person] * share * 12 * rng.uniform(0.9, 1.02, n))
    # Some houses have all their forfaits on the row of every doctor, others those of the doctor's own patients.
    whole = lasting(seed, "forfaits of the house", practice, 1)[:, 0] < _WHOLE_ON_EVERY_ROW
    of_house = np.bincount(practice, weights=np.where(enrolled, forfaits, 0.0), minlength=len(snapshot.everything))
    forfaits = np.where(whole, of_house[practice], forfaits)
    frame = pd.DataFrame(
        {
            "YEAR": snapshot.year,
            "RIZIV_ID": people.key[person],
            "RIZIV_SPEC": qualification(people)[person],
            "RIZIV_HCI": number,
            "HCI_TYPE": np.where(house, TYPE_HOUSE, np.where(shared, TYPE_GROUP, TYPE_SOLO)),
            "FLAGHMM": np.where(house, 1, rng.random(n) < 0.012).astype(np.int64),
            "FF_MH": pd.Series(forfaits).where(enrolled).astype("Int64"),
            # The file of an enrolled patient is inside the forfait and not billed apart.
            "PAT_GMD": pd.Series(gmd).where(~enrolled & ((people.role[person] != HAIO) | (gmd > 0))).astype("Int64"),
            "PAT_ATTRIB": 0,
            **dict(zip(_CONTACTS, counts, strict=True)),
        }
    )
    # somebody who bills under the own number in two practices has one row
    rules = dict.fromkeys(frame.columns, "first") | dict.fromkeys(("PAT_GMD", *_CONTACTS), "sum")
    keys = ["RIZIV_ID", "RIZIV_HCI"]
    twice = frame.duplicated(keys, keep=False)
    added = frame[twice].groupby(keys, as_index=False).agg(rules)[list(frame.columns)]
    frame = pd.concat([frame[~twice], added]).sort_values(keys, kind="stable", ignore_index=True)
    return frame.assign(PAT_ATTRIB=_attributed(frame))


def _attributed(frame: pd.DataFrame) -> pd.Series:
    """Patients attributed to the practice number: its GMDs, those enrolled and some who only came by."""
    number = frame["RIZIV_HCI"]
    held = frame["PAT_GMD"].fillna(0).astype("float64").groupby(number).transform("sum")
    forfaits = frame["FF_MH"].astype("float64").groupby(number)
    once = forfaits.transform("min") == forfaits.transform("max")
    enrolled = forfaits.transform("max").where(once, forfaits.transform("sum")).fillna(0) / 12
    return ((held + enrolled) * 1.11).round().astype("Int64")
