"""What every file says of itself: source, years, release, licence, contact, link, and the line to quote it by."""

from dataclasses import dataclass
from typing import Literal

from data.exports import wording

Language = Literal["nl", "en"]


@dataclass(frozen=True, kw_only=True)
class License:
    """Terms of reuse: a name, and an address where the terms stand ('' where there is none)."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class About:
    """Facts about one file, the same in every format.

    ``survey_years`` and ``ima_years`` are those of the numbers in the file, oldest first; ``made_on`` is the day of the
    release (ISO 8601); ``link`` gives the same numbers again; ``boundaries`` names who publishes the
    borders ('' for the schematic ones) and is said only where a file holds shapes.
    """

    release_id: str
    made_on: str
    survey_years: tuple[int, ...]
    ima_years: tuple[int, ...]
    sources: tuple[str, ...]
    license: License
    contact: str
    link: str
    boundaries: str = ""

    def citation(self, language: Language) -> str:
        """Give one line to quote the numbers by: it alone carries every fact."""
        return wording.say(wording.CITATION, language).format(
            publisher=wording.say(wording.PUBLISHER, language),
            year=self.made_on[:4],
            title=wording.say(wording.TITLE, language),
            release=self.release_id,
            sources=", ".join(self.sources),
            years=_listed(self.survey_years) or wording.say(wording.NONE, language),
            ima=_listed(self.ima_years) or wording.say(wording.NONE, language),
            license=self.license.name,
            contact=self.contact,
            link=self.link,
        )

    def facts(self, language: Language) -> dict[str, str]:
        """Give heading to text, in the order in which a notes sheet shows them."""
        texts = {
            "title": wording.say(wording.TITLE, language),
            "publisher": wording.say(wording.PUBLISHER, language),
            "source": ", ".join(self.sources),
            "survey_years": _listed(self.survey_years) or wording.say(wording.NONE, language),
            "ima_years": _listed(self.ima_years) or wording.say(wording.NONE, language),
            "release": f"{self.release_id} ({self.made_on})",
            "license": " ".join(part for part in (self.license.name, self.license.address) if part),
            "contact": self.contact,
            "link": self.link,
            "citation": self.citation(language),
        }
        return {wording.say(wording.FACTS[key], language): text for key, text in texts.items()}

    def machine_facts(self) -> dict[str, str]:
        """Give the same facts under fixed English keys, for metadata inside a file."""
        return {
            "title": wording.TITLE.nl,
            "publisher": wording.PUBLISHER.nl,
            "source": ", ".join(self.sources),
            "survey_years": " ".join(map(str, self.survey_years)),
            "ima_years": " ".join(map(str, self.ima_years)),
            "release": self.release_id,
            "made_on": self.made_on,
            "license": self.license.name,
            "license_address": self.license.address,
            "contact": self.contact,
            "link": self.link,
            "citation": self.citation("nl"),
        }


def borders(about: About, language: Language) -> str:
    """Say what the borders in a file are."""
    if about.boundaries:
        return wording.say(wording.OFFICIAL, language).format(source=about.boundaries)
    return wording.say(wording.BOUNDARIES, language)


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))
