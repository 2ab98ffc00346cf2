"""What is said of a proof, in Dutch and in English: to the data team, on the way to a release."""

from collections.abc import Collection

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


def notes(proof: Proof, tried: Collection[int]) -> list[tuple[str, str]]:
    """Say which years show less than they could, and what stands as it was published though it was ``tried`` anew."""
    said = []
    if proof.narrowed:
        years = ", ".join(map(str, proof.narrowed))
        said.append(
            (
                f"{years}: toont niets wat eerder was weggelaten, en niet waar te weinig veranderde.",
                f"{years}: shows nothing that was withheld before, nor where too little changed.",
            )
        )
    for year, names in proof.kept_tables.items():
        waiting = ", ".join(names)
        said.append(
            (
                (
                    f"{year}: {waiting} blijft zoals gepubliceerd: er veranderde te weinig om het te tonen. De "
                    "correcties wachten; elke refresh probeert ze opnieuw."
                ),
                (
                    f"{year}: {waiting} stays as published: too little changed to show it. The corrections wait; "
                    "every refresh tries them again."
                ),
            )
        )
    if waiting_years := sorted(set(proof.kept) & set(tried)):
        years = ", ".join(map(str, waiting_years))
        said.append(
            (
                f"{years}: blijft helemaal zoals gepubliceerd; correcties wachten, elke refresh probeert ze opnieuw.",
                f"{years}: stays as published as a whole; the corrections wait and every refresh tries them again.",
            )
        )
    return said


def refusal(proof: Proof) -> tuple[str, str] | None:
    """Say why nothing may be released; None where nothing was found."""
    return ("Niet veilig: er is niets uitgegeven.", "Not safe: nothing was released.") if proof.found else None
