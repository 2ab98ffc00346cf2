"""The command ``zorgcapaciteit``: the list of its commands, and its exit status.

0 done, 1 refused (the data), 2 wrong usage, 3 internal fault, 4 not safe to publish. Reports go to standard output,
progress to standard error; ``--json`` gives reports to machines.
"""

from importlib.metadata import version

import click

from commands.attack import attack_command
from commands.backup import backup, restore_command
from commands.console import run
from commands.corrections import corrections_group
from commands.deliveries import deliveries_group, delivery_group, retention, verify
from commands.demo import demo, synth
from commands.intake import validate
from commands.person import person_group
from commands.refresh import refresh
from commands.releases import releases_group
from commands.response import response_command
from commands.screens import fiches, serve
from geo.layers import LayerError


@click.group()
@click.version_option(version("zorgcapaciteit"), prog_name="zorgcapaciteit")
def cli() -> None:
    """Capaciteit van de huisartsengeneeskunde: van leveringen naar een kaart die niemand verraadt."""


for command in (
    demo,
    synth,
    refresh,
    serve,
    fiches,
    attack_command,
    validate,
    releases_group,
    delivery_group,
    deliveries_group,
    retention,
    verify,
    backup,
    restore_command,
    corrections_group,
    response_command,
    person_group,
):
    cli.add_command(command)


def main() -> None:
    """Run a command, each way out with its exit status."""
    run(cli, faults=(LayerError,))
