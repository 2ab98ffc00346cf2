"""DCAT-AP 3 description of a release as JSON-LD, for data portals that harvest it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.exports import wording
from data.exports.about import About
from data.terms import Text

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_KEYWORDS = (
    Text(nl="huisartsen", en="general practice"),
    Text(nl="eerstelijnszorg", en="primary care"),
    Text(nl="zorgcapaciteit", en="care capacity"),
)
_IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """One file of a release: address, media type, code of the European list of file types, and what it is."""

    address: str
    media: str
    file_type: str
    title: Text


def catalogue(about: About, description: Text, home: str, files: Sequence[Distribution]) -> dict[str, Any]:
    """Describe the published release.

    Parameters
    ----------
    description : what the data are, in both languages.
    home : address under which the files of this release stand; relative where the public address is not set.
    files : what can be fetched.
    """
    dataset = f"{home}#dataset"
    years = about.survey_years
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@id": f"{home}#catalog",
                "@type": "dcat:Catalog",
                "dct:title": _spoken(wording.TITLE),
                "dct:description": _spoken(description),
                "dct:publisher": _publisher(),
                "dct:language": [{"@id": f"{_AUTHORITY}/language/{code}"} for code in ("NLD", "ENG")],
                "dct:license": _license(about),
                "dct:modified": _day(about.made_on),
                "dcat:dataset": {"@id": dataset},
            },
            {
                "@id": dataset,
                "@type": "dcat:Dataset",
                "dct:title": _spoken(wording.TITLE),
                "dct:description": _spoken(description),
                "dct:identifier": about.release_id,
                "dcat:version": about.release_id,
                "dct:issued": _day(about.made_on),
                "dct:modified": _day(about.made_on),
                "dct:publisher": _publisher(),
                "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": about.contact},
                "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}/frequency/ANNUAL"},
                "dct:accessRights": {"@id": f"{_AUTHORITY}/access-right/PUBLIC"},
                "dct:language": [{"@id": f"{_AUTHORITY}/language/{code}"} for code in ("NLD", "ENG")],
                "dct:spatial": {"@id": "http://data.europa.eu/nuts/code/BE2"},
                "dct:temporal": {
                    "@type": "dct:PeriodOfTime",
                    "dcat:startDate": _day(f"{years[0]}-01-01"),
                    "dcat:endDate": _day(f"{years[-1]}-12-31"),
                },
                "dcat:theme": [{"@id": f"{_AUTHORITY}/data-theme/HEAL"}],
                "dcat:keyword": [spoken for word in _KEYWORDS for spoken in _spoken(word)],
                "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": ", ".join(about.sources)},
                "dct:bibliographicCitation": about.citation("en"),
                "dcat:distribution": [_distribution(about, file) for file in files],
            },
        ],
    }


def _distribution(about: About, file: Distribution) -> dict[str, Any]:
    return {
        "@id": f"{file.address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _spoken(file.title),
        "dcat:accessURL": {"@id": file.address},
        "dcat:downloadURL": {"@id": file.address},
        "dcat:mediaType": {"@id": f"{_IANA}{file.media}"},
        "dct:format": {"@id": f"{_AUTHORITY}/file-type/{file.file_type}"},
        "dct:license": _license(about),
        "dct:modified": _day(about.made_on),
        "dcatap:availability": {"@id": f"{_AUTHORITY}/planned-availability/STABLE"},
    }


def _publisher() -> dict[str, Any]:
    return {"@type": "foaf:Organization", "foaf:name": _spoken(wording.PUBLISHER)}


def _license(about: About) -> dict[str, str]:
    if about.license.address:
        return {"@id": about.license.address}
    return {"@type": "dct:LicenseDocument", "dct:title": about.license.name}


def _spoken(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.nl, "@language": "nl"}, {"@value": text.en, "@language": "en"}]


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}
