"""The commands about the key-encryption key: ``make`` one in a key service, ``rotate`` to another."""

import os
from pathlib import Path

import click

from commands.console import Output, Refused, in_home, speaking
from data.audit import Action, Audit
from data.kms import FileKms, kms_at, make_key_file
from data.reach import KEY_VARIABLE, SERVICE
from data.vault import rotate


@click.group("keys")
def keys_group() -> None:
    """De sleutel waarmee de sleutels van de kluis versleuteld zijn: maken, of door een andere vervangen."""


@keys_group.command("make")
@in_home
@speaking
def keys_make(home: Path, output: Output) -> None:
    """Maak de sleutel in de sleuteldienst van $ZORGCAPACITEIT_KMS, voor een nieuwe kluis; bestaande blijven."""
    place = os.environ.get(KEY_VARIABLE, "")
    if not place.startswith(SERVICE):
        raise Refused(
            output.choose(
                f"{KEY_VARIABLE} noemt geen sleuteldienst ({SERVICE}…). Een sleutelbestand maakt zichzelf.",
                f"{KEY_VARIABLE} names no key service ({SERVICE}…). A key file makes itself.",
            )
        )
    from data.hsm import HsmKms

    HsmKms(place).make()
    Audit(home).record(Action.KEY_CREATE, subject="key-encryption key")
    output.report(output.choose("De sleutel staat in de dienst.", "The key is in the service."), {"made": True})


@keys_group.command("rotate")
@click.option("--to", required=True, help="Bestand van de nieuwe sleutel, of adres van een sleuteldienst (pkcs11:…).")
@click.option("--why", required=True, help="Reden; het spoor bewaart ze.")
@in_home
@speaking
def keys_rotate(to: str, why: str, home: Path, output: Output) -> None:
    """Versleutel elke sleutel van de kluis met een andere; geen rij wordt opnieuw versleuteld."""
    old = kms_at(home, os.environ.get(KEY_VARIABLE, ""))
    if to.startswith(SERVICE):
        from data.hsm import HsmKms

        HsmKms(to).make(old.digest_key if isinstance(old, FileKms) else None)
    elif isinstance(old, FileKms):
        make_key_file(Path(to).expanduser(), old.digest_key)
    count = rotate(home, old, kms_at(home, to), Audit(home), why=why)
    said = output.choose(
        f"{count} sleutels opnieuw versleuteld. Zet nu {KEY_VARIABLE} op de nieuwe en voer verify uit; bewaar de oude "
        "zolang er back-ups van ervoor zijn.",
        f"{count} keys wrapped anew. Now set {KEY_VARIABLE} to the new one and run verify; keep the old one as long as "
        "there are back-ups of before.",
    )
    output.report(said, {"rewrapped": count})
