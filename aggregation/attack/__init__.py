"""The outside statistician: tries every known way to find a doctor in a release, and says what was tried.

Shares no code with :mod:`aggregation.protect`: an error there must not be repeated here.
"""

from aggregation.attack.all_shown import lay_together
from aggregation.attack.changed import Vintages
from aggregation.attack.judge import Truth
from aggregation.attack.over_time import attack_pair
from aggregation.attack.report import render
from aggregation.attack.search import attack
from aggregation.attack.verdict import Finding, Kind, Limits, TableReport, Verdict

__all__ = [
    "Finding",
    "Kind",
    "Limits",
    "TableReport",
    "Truth",
    "Verdict",
    "Vintages",
    "attack",
    "attack_pair",
    "lay_together",
    "render",
]
