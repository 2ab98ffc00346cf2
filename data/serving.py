"""Who shows the release to others: what a reader has to know of them, in one TOML file that ``serve`` checks.

Without the file the screens are for the machine itself: see ``pages.web.callers``.
"""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data.settings import SettingsError

NAME = "serving.toml"
"""Name of the file in a home."""

_LONGEST = 300
_ORIGIN = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")
_UNFILLED = re.compile(
    r"[\[\]<>{}]|…|\.\.\.|in te vullen|vul .* in|to be filled|todo|tbd|xxx|example\.(org|com)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Serving:
    """What an installation says of itself; all of it is '' where it serves its own machine alone.

    Parameters
    ----------
    address : public address of the dashboard, https, a host and no path: its screens stand at the root.
    controller : who is answerable for the processing, as a reader may write to them.
    contact : where questions about the numbers go: a mail address, telephone number or page.
    dpo : where the data protection officer can be reached, idem.
    frame_ancestors : origins whose pages may show a figure of this dashboard in a frame; none may without it.
    """

    address: str = ""
    controller: str = ""
    contact: str = ""
    dpo: str = ""
    frame_ancestors: tuple[str, ...] = ()

    @property
    def to_others(self) -> bool:
        """True where the release is shown beyond its own machine."""
        return bool(self.address)

    @property
    def host(self) -> str:
        """Host of the public address with its port, '' where there is none."""
        return urlsplit(self.address).netloc.lower()


def read_serving(file: Path) -> Serving:
    """Read the file; without one an installation serves its own machine.

    Raises
    ------
    SettingsError : every entry that is missing, unknown, unfilled or of another form.
    """
    if not file.is_file():
        return Serving()
    try:
        given: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{file.name}: expected a readable TOML file, found none ({type(error).__name__})"
        ) from None
    names = [field.name for field in fields(Serving)]
    problems = [f"{name}: expected one of {', '.join(names)}" for name in given if name not in names]
    problems += [problem for name in ("controller", "contact", "dpo") if (problem := _text(name, given.get(name)))]
    problems += _address(given.get("address")) + _ancestors(given.get("frame_ancestors", []))
    if problems:
        raise SettingsError("\n".join(f"{file.name}, {problem}" for problem in problems))
    return Serving(
        address=given["address"].strip().rstrip("/"),
        frame_ancestors=tuple(given.get("frame_ancestors", ())),
        **{name: " ".join(given[name].split()) for name in ("controller", "contact", "dpo")},
    )


def _text(name: str, value: object) -> str:
    """Say what is wrong with a text, '' where it is right."""
    if not isinstance(value, str) or not value.strip():
        return f"{name}: expected a text, found {'nothing' if not value else type(value).__name__}"
    if len(value) > _LONGEST or _UNFILLED.search(value):
        return f"{name}: expected what readers may see, at most {_LONGEST} signs, found a text that is not filled in"
    reachable = "@" in value or "https://" in value or len(re.sub(r"\D", "", value)) >= 8
    if name != "controller" and not reachable:
        return f"{name}: expected a mail address, telephone number or https address in it"
    return ""


def _address(value: object) -> list[str]:
    parts = urlsplit(value.strip()) if isinstance(value, str) else None
    right = parts is not None and _ORIGIN.fullmatch(f"{parts.scheme}://{parts.netloc}".lower())
    if parts is None or not right or parts.path.strip("/") or parts.query or parts.fragment or "*" in parts.netloc:
        return ["address: expected the public address of the dashboard, https:// and a host, without a path"]
    return []


def _ancestors(value: object) -> list[str]:
    right = isinstance(value, list) and all(isinstance(each, str) and _ORIGIN.fullmatch(each) for each in value)
    return [] if right else ["frame_ancestors: expected a list of origins such as https://www.zorgatlas.vlaanderen"]
