"""What leans on the inside of Streamlit or Plotly, and the one setting that switches it off.

Each module stands alone and says what there is without it. With all of them off the product is a plain Streamlit
application: every number, choice, file and link is there. What each buys: decision 23 in ``docs/decisions``.
"""

import os

VARIABLE = "ZORGCAPACITEIT_INSIDES"
"""Environment variable: ``off``, or the names that stay on with commas between them; all are on without it."""

NAMES = ("charts_after", "first_picture", "kept_view", "labels", "opening", "styles")
"""The modules of ``pages/web`` that lean on an inside; ``styles`` are its style sheets."""


class SettingError(ValueError):
    """The setting names something that is not there."""


def used() -> frozenset[str]:
    """Give the modules that are on.

    Raises
    ------
    SettingError : a name in the setting is none of ``NAMES``.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return frozenset(NAMES)
    wanted = frozenset() if given == "off" else frozenset(part.strip() for part in given.split(","))
    if unknown := sorted(wanted - set(NAMES)):
        raise SettingError(f"{VARIABLE}: expected off, or some of {', '.join(NAMES)}; found {', '.join(unknown)}")
    return wanted
