"""Pieces of work on a Dask cluster instead of in processes of this machine; loaded only where one is asked for.

What travels is what a piece needs: counts per atom, and for sums and differences the linked rows of that block, without
the numbers that recognise a person. It travels over TLS, both ends known by the certificates of one authority, and
stays in memory. A worker that goes takes nothing along: its pieces are done again elsewhere.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import dask
from distributed import Client, Security

from data.built import code_digest
from data.faults import FaultError

NAMES = ("ca.pem", "cert.pem", "key.pem")
"""The authority, and the certificate and key of this machine, in the folder of the certificates."""
PATIENCE = 30
"""Seconds within which the scheduler has to answer and one worker has to be there."""
LIVES = 3
"""Times that a piece is begun again after something else than its worker failed it."""


class ClusterError(FaultError):
    """The cluster cannot be used as it is; the message says what to do."""


@contextmanager
def on_cluster(address: str, certificates: Path) -> Iterator[Executor]:
    """Give the workers behind a scheduler, as an executor.

    Parameters
    ----------
    address : of the scheduler, ``tls://host:port``.
    certificates : folder with :data:`NAMES`.

    Raises
    ------
    ClusterError : a certificate is missing, nobody answers within :data:`PATIENCE`, or a worker has other code or would
        write to disk.
    """
    missing = [name for name in NAMES if not (certificates / name).is_file()]
    if missing:
        raise ClusterError(f"{certificates}: expected {', '.join(NAMES)}, missing {', '.join(missing)}.")
    authority, own, key = (str(certificates / name) for name in NAMES)
    secure = Security(require_encryption=True, tls_ca_file=authority, tls_client_cert=own, tls_client_key=key)
    try:
        client = Client(address, security=secure, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{address}: no scheduler answers there over TLS with these certificates ({type(error).__name__}). Start "
            "it, or look at the address and at the authority of both ends."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ClusterError(f"{address}: no worker within {PATIENCE} seconds. Start one.") from error
        _alike(client.run(facts))
        yield client.get_executor(pure=False, retries=LIVES)


def facts() -> dict[str, object]:
    """Tell of the process that runs this what it must have in common with the one that asks."""
    memory = {name: dask.config.get(f"distributed.worker.memory.{name}", None) for name in ("target", "spill")}
    return {
        "code": code_digest(),
        "to disk": [name for name, part in memory.items() if part],
    }


def _alike(workers: dict[str, dict[str, object]]) -> None:
    """Refuse workers with other code, whose outcome would be another, and those that put rows on their disk."""
    other = sorted(name for name, told in workers.items() if told["code"] != code_digest())
    if other:
        raise ClusterError(f"Workers with another version of the product: {', '.join(other)}. Install this one there.")
    writing = sorted(name for name, told in workers.items() if told["to disk"])
    if writing:
        raise ClusterError(
            f"Workers that write what does not fit in memory to their disk: {', '.join(writing)}. Start them with "
            "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False and DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False."
        )
