"""The words and the colour of whether two numbers differ: one for screens, tables, figures and files."""

from aggregation.indicators import Reading
from aggregation.shown.verdicts import CLEAR, Verdict
from geo.figures.palette import Tone
from pages.words.language import gettext as _
from pages.words.language import mark

WORDS = {
    Verdict.HIGHER: mark("hoger"),
    Verdict.LOWER: mark("lager"),
    Verdict.PERHAPS: mark("kan toeval zijn"),
    Verdict.SAME: mark("geen duidelijk verschil"),
    Verdict.EQUAL: mark("gelijk"),
    Verdict.UNJUDGED: mark("niet te zeggen"),
}
_BESIDE = {Verdict.HIGHER: mark("hoger dan Vlaanderen"), Verdict.LOWER: mark("lager dan Vlaanderen")}
READ = mark(
    "“Hoger” of “lager” staat er alleen waar toeval het verschil niet verklaart, ook als men meetelt dat alle gebieden "
    "van dit niveau samen getoetst worden: van wat we duidelijk noemen, is gemiddeld hoogstens één op twintig vals "
    "alarm. Een verschil dat alleen buiten zijn eigen interval ligt, heet “kan toeval zijn”. Zonder interval is het "
    "“niet te zeggen”. Wie antwoordde, kan het nog verklaren; over de oorzaak zegt het niets."
)
"""How to read a verdict of areas against Flanders, on every screen that says one."""


def words(said: Verdict, reading: Reading = Reading.NEITHER) -> str:
    """Say a verdict; better or worse only where the registry declares a direction. '' where a number is not shown."""
    if said is Verdict.HIDDEN:
        return ""
    better = reading.better(higher=said is Verdict.HIGHER) if said in CLEAR else None
    if better is None:
        return _(WORDS[said])
    if better:
        return _("hoger, dus beter") if said is Verdict.HIGHER else _("lager, dus beter")
    return _("hoger, dus slechter") if said is Verdict.HIGHER else _("lager, dus slechter")


def beside_flanders(said: Verdict) -> str:
    """Say a verdict of an area beside Flanders."""
    return _(_BESIDE[said]) if said in CLEAR else words(said)


def tone_of(said: Verdict, reading: Reading) -> Tone:
    """Give the colour of a verdict; orange and blue only where the registry declares a direction."""
    if said in (Verdict.UNJUDGED, Verdict.HIDDEN):
        return Tone.OPEN
    if said not in CLEAR:
        return Tone.PALE
    if reading is Reading.NEITHER:
        return Tone.CLEAR
    return Tone.BETTER if reading.better(higher=said is Verdict.HIGHER) else Tone.WORSE
