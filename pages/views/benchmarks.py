"""What an area is held against on the screen Vergelijken; links from other screens name it too."""

from pages.views.choices import Choice
from pages.words.language import gettext as _
from pages.words.language import mark

FLANDERS, ALIKE, BORDER = "vlaanderen", "buren", "omliggend"
"""The codes stand in links that were given out, so they stay as they are."""
BENCHMARKS = {
    FLANDERS: mark("naast Vlaanderen"),
    ALIKE: mark("naast vergelijkbare gebieden"),
    BORDER: mark("naast de buren"),
}
BENCHMARK = Choice(
    name="maatstaf",
    called=mark("de maatstaf"),
    label=mark("Maatstaf"),
    options=lambda _chosen: list(BENCHMARKS),
    words=lambda _chosen: lambda code: _(BENCHMARKS[code]),
)
