"""The commands about keys: ``make`` one in a key service, ``rotate`` to another, ``receive`` what comes encrypted."""

import os
from pathlib import Path

import click

from commands.console import Output, Refused, in_home, speaking
from data.audit import Action, Audit
from data.kms import FileKms, keys_of, kms_at, make_key_file
from data.reach import KEY_VARIABLE, SERVICE
from data.receiving import Receiving
from data.vault import rotate


@click.group("keys")
def keys_group() -> None:
    """Sleutels: die van de kluis maken of vervangen, en die waarmee leveringen versleuteld toekomen."""


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


@keys_group.command("receive")
@click.option("--renew", is_flag=True, help="Maak een andere: wat voor de vorige versleuteld is, opent niemand meer.")
@click.option("--why", default="", help="Reden van --renew; het spoor bewaart ze.")
@in_home
@speaking
def keys_receive(renew: bool, why: str, home: Path, output: Output) -> None:
    """Toon de publieke sleutel waarmee leveringen versleuteld toekomen; is er nog geen, dan wordt hij gemaakt."""
    if renew != bool(why.strip()):
        raise click.UsageError("--renew en --why horen samen. / --renew and --why belong together.")
    audit = Audit(home)
    receiving = Receiving(home, keys_of(home, audit), audit)
    recipient = None if renew else receiving.recipient()
    recipient = recipient or receiving.make(why=why)
    said = output.choose(
        f"{recipient}\nGeef deze sleutel aan wie levert: age -r {recipient} -o contacts.csv.age contacts.csv",
        f"{recipient}\nGive this key to whoever delivers: age -r {recipient} -o contacts.csv.age contacts.csv",
    )
    output.report(said, {"recipient": recipient})


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
