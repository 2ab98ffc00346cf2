"""What both the questionnaire and IMA tell of a doctor, so that the two can be held beside each other."""

from collections.abc import Mapping

from data.terms import Text

GAPS: Mapping[str, Text] = {
    "gmd": Text(nl="Globale medische dossiers", en="Global medical files"),
    "consultations": Text(nl="Raadplegingen per jaar", en="Consultations a year"),
    "home_visits": Text(nl="Huisbezoeken per jaar", en="Home visits a year"),
    "remote_contacts": Text(nl="Contacten op afstand per jaar", en="Remote contacts a year"),
}
"""Quantity that both the questionnaire and IMA give, by the stem of its linked columns."""

PAYMENT = "payment"
PAYMENT_LABEL = Text(nl="Vergoedingssysteem", en="Payment system")
