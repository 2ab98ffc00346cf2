"""Texts of the registry that name a number of the working definitions: it is read from the settings, never written.

The value is the one that is shipped (``data/settings.toml``); a home that replaces it shows its own in the manifest.
"""

from data.settings import Definitions
from data.terms import Text


def worked(nl: str, en: str, definitions: Definitions | None = None) -> Text:
    """Fill a text in two languages.

    It may leave open ``{active}`` and ``{few}`` (contacts a year), ``{weeks}`` (working weeks), and the three sets of
    minutes of a consultation, a visit and a remote contact: ``{fewest}``, ``{middle}`` and ``{most}``.
    """
    made = definitions or Definitions()
    minutes = zip(made.consultation_minutes, made.visit_minutes, made.remote_minutes, strict=True)
    fewest, middle, most = ("/".join(f"{each:g}" for each in one) for one in minutes)
    numbers = {
        "active": f"{made.active_contacts:,}",
        "few": f"{made.few_contacts:,}",
        "weeks": f"{made.working_weeks:g}",
        "fewest": fewest,
        "middle": middle,
        "most": most,
    }
    dutch = str.maketrans(",.", ".,")
    return Text(
        nl=nl.format(**{name: text.translate(dutch) for name, text in numbers.items()}), en=en.format(**numbers)
    )
