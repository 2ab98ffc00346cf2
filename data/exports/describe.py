"""What the codes and columns mean: a dictionary in JSON, and CSV on the Web metadata."""

from typing import Any

from data.exports import wording
from data.exports.about import About
from data.exports.flat import FLAT, Labels
from data.terms import Text

_WHOLE = ("year", "count", "answered", "frame", "ima_year")
_NUMBERS = ("value", "lower", "upper")
_KEY = ["indicator", "year", "level", "area", "category", "measure"]


def dictionary(labels: Labels, about: About) -> dict[str, Any]:
    """Describe indicators, columns, levels, measures and marks, in both languages."""
    return {
        "about": about.machine_facts(),
        "indicators": [
            {
                "indicator": entry.id,
                "label": _both(entry.label),
                "definition": _both(entry.definition),
                "unit": _both(entry.unit),
                "source": _both(entry.source),
                "unit_counted": entry.unit_counted,
                "disclosure": entry.disclosure,
                "levels": list(entry.levels),
                "main": {"category": entry.main[0], "measure": entry.main[1]},
                "categories": {code: _both(text) for code, text in entry.categories.items()},
                "caveats": [_both(text) for text in entry.caveats],
            }
            for entry in labels.entries.values()
        ],
        "columns": {
            name: {"type": _type(name), "title": _both(title), "meaning": _both(meaning)}
            for name, (title, meaning) in wording.COLUMNS.items()
        },
        "levels": {code: _both(text) for code, text in wording.LEVELS.items()},
        "measures": {code: _both(text) for code, text in wording.MEASURES.items()},
        "marks": {mark: _both(text) for mark, text in wording.MARKS.items()},
    }


def csv_metadata(about: About, address: str) -> dict[str, Any]:
    """Describe the international CSV by the W3C vocabulary (CSVW); ``address`` is where the file stands."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": address,
        "dc:title": wording.TITLE.en,
        "dc:publisher": wording.PUBLISHER.en,
        "dc:license": about.license.address or about.license.name,
        "dc:identifier": about.release_id,
        "dc:issued": about.made_on,
        "dc:source": ", ".join(about.sources),
        "dc:bibliographicCitation": about.citation("en"),
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": wording.COLUMNS[name][1].en,
                    "datatype": _type(name),
                    "required": name in _KEY,
                    **({"null": ""} if name in (*_WHOLE, *_NUMBERS) else {}),
                }
                for name in FLAT
            ],
            "primaryKey": _KEY,
        },
    }


def _type(name: str) -> str:
    return "integer" if name in _WHOLE else "number" if name in _NUMBERS else "string"


def _both(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}
