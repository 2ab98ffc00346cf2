"""What is said of a proof, in Dutch and in English: to the data team, on the way to a release."""

from aggregation.release.prove import Proof

UNSAFE_BESIDE = (
    (
        "Niet veilig: {release} en wat intussen getoond is, zouden samen mensen herkenbaar maken. Wat getoond wordt, "
        "is niet veranderd. Maak de uitgave opnieuw: zorgcapaciteit refresh."
    ),
    (
        "Not safe: {release} and what was shown by now would together single people out. What is shown has not "
        "changed. Make the release again: zorgcapaciteit refresh."
    ),
)
"""Of a release that may not be shown beside what was shown since it was made."""


def notes(proof: Proof) -> list[tuple[str, str]]:
    """Say which years show less than they could, and which stand as they were published."""
    said = []
    if proof.narrowed:
        years = ", ".join(map(str, proof.narrowed))
        said.append(
            (
                f"{years}: toont niets wat eerder was weggelaten, en niet waar te weinig veranderde.",
                f"{years}: shows nothing that was withheld before, nor where too little changed.",
            )
        )
    if proof.kept:
        years = ", ".join(map(str, sorted(proof.kept)))
        said.append(
            (
                f"{years}: blijft zoals gepubliceerd; de correcties blijven bewaard, elke refresh probeert ze opnieuw.",
                f"{years}: stays as published; the corrections are kept and tried again by every refresh.",
            )
        )
    return said


def refusal(proof: Proof) -> tuple[str, str] | None:
    """Say why nothing may be released; None where nothing was found."""
    if not proof.found and not proof.isolating:
        return None
    if not proof.isolating or not proof.verdict.safe:
        return "Niet veilig: er is niets uitgegeven.", "Not safe: nothing was released."
    years = ", ".join(map(str, proof.isolating))
    return (
        (
            f"Niet veilig: er is niets uitgegeven. Wat al gepubliceerd was, naast deze correctie van {years}, kan "
            "mensen herkenbaar maken. Intrekken helpt niet: wie de cijfers heeft, houdt ze. Met --keep-published "
            f"blijven de cijfers van {years} staan zoals ze gepubliceerd zijn; latere refreshes onthouden dat."
        ),
        (
            f"Not safe: nothing was released. What was published before, beside this correction of {years}, may single "
            "people out. Withdrawing does not help: who has the numbers keeps them. With --keep-published the numbers "
            f"of {years} stay as they were published; later refreshes remember that."
        ),
    )
