"""The command ``zorgcapaciteit``: the list of its commands, and its exit status.

0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish. Reports go to standard output,
progress to standard error; ``--json`` gives reports to machines.

A command is imported when it is called: the one that shows the screens never loads vault, keys or linked rows.
"""

from importlib import import_module
from importlib.metadata import version

import click

from commands.console import run

COMMANDS = {
    "demo": "demo:demo",
    "synth": "demo:synth",
    "refresh": "refresh:refresh",
    "serve": "screens:serve",
    "fiches": "screens:fiches",
    "attack": "attack:attack_command",
    "validate": "intake:validate",
    "releases": "releases:releases_group",
    "delivery": "deliveries:delivery_group",
    "deliveries": "deliveries:deliveries_group",
    "retention": "deliveries:retention",
    "verify": "deliveries:verify",
    "backup": "backup:backup",
    "restore": "backup:restore_command",
    "corrections": "corrections:corrections_group",
    "response": "response:response_command",
    "person": "person:person_group",
    "notices": "notices:notices_group",
    "trail": "trail:trail_group",
    "analyse": "analyse:analyse",
    "keys": "keys:keys_group",
    "databeheer": "databeheer:databeheer",
    "geo": "geography:geo_group",
    "layout": "layouts:layout_group",
}
"""Every command, with its module under ``commands`` and its name there."""


class Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted({*COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name; None where there is none."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"commands.{module}"), name)
        return command


@click.group(cls=Commands)
@click.version_option(version("zorgcapaciteit"), prog_name="zorgcapaciteit")
def cli() -> None:
    """Capaciteit van de huisartsengeneeskunde: van leveringen naar een kaart die niemand verraadt."""


def main() -> None:
    """Run a command, each way out with its exit status."""
    run(cli)
