"""Invented names of practices and streets. None is taken from a register."""

import numpy as np

from data.synth.arrays import Ints, Texts

_STREET_STARTS = (
    "Linden", "Eiken", "Beuken", "Molen", "Weide", "Kouter", "Bron", "Heide", "Zonne", "Merel", "Leeuwerik",
    "Kastanje", "Wilgen", "Akker", "Brem", "Vlier", "Zwaluw", "Hazelaar", "Berken", "Knoteik", "Reünie", "Coöperatie",
    "Zeeën", "Hoeve", "Schuur", "Populier", "Distel", "Klaver", "Korenbloem", "Meidoorn",
)  # fmt: skip
_STREET_ENDS = ("straat", "laan", "weg", "dreef", "plein", "pad", "hof", "veld", "berg", "steenweg")
_NAMES = (
    "De Linde", "Het Kompas", "De Brug", "Ter Beke", "’t Veld", "De Bron", "Het Anker", "De Boomgaard", "De Merel",
    "De Vuurtoren", "Ten Akker", "De Wilg", "De Sluis", "Het Klaverblad", "De Regenboog", "De Oever", "Het Baken",
    "De Hoeve", "Zonnewijzer", "De Kruidentuin", "De Passerel", "Het Tweespan", "De Coöperatie", "De Reünie",
    "De Knoteik", "De Vlinder", "De Waterlelie", "De Zwaluw", "Het Heem", "De Spil",
)  # fmt: skip
_KINDS = ("Huisartsenpraktijk", "Duopraktijk", "Groepspraktijk", "Wijkgezondheidscentrum")


def practice_names(form: Ints, number: Ints) -> Texts:
    """Invented practice names by form (0 solo, 1 duo, 2 group, 3 medical house)."""
    kinds = np.array(_KINDS, dtype=object)[form]
    names: Texts = kinds + " " + np.array(_NAMES, dtype=object)[number % len(_NAMES)]
    return names


def streets(number: Ints) -> Texts:
    """Invented street names."""
    start = np.array(_STREET_STARTS, dtype=object)[number // 7 % len(_STREET_STARTS)]
    names: Texts = start + np.array(_STREET_ENDS, dtype=object)[number // 301 % len(_STREET_ENDS)]
    return names


def house_numbers(number: Ints) -> Texts:
    """House numbers, some with a letter."""
    plain = (number // 11 % 240 + 1).astype("U3").astype(object)
    letter = np.array(["", "", "", "", "", "", "A", "B"], dtype=object)[number // 13 % 8]
    numbers: Texts = plain + letter
    return numbers
