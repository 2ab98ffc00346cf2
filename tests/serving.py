"""The file that says who shows a release to others, filled in with what does not exist."""

import json
from pathlib import Path

FILLED = {
    "address": "https://zorg.test",
    "controller": "Dienst Voorbeeld, Laan 1, 1000 Brussel",
    "contact": "loket@zorg.test",
    "dpo": "dpo@zorg.test",
}


def serving_file(file: Path, **given: object) -> Path:
    """Write the file with other values; None leaves an entry out."""
    entries = {name: value for name, value in {**FILLED, **given}.items() if value is not None}
    file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in entries.items()), encoding="utf-8")
    return file
