"""What the account of the screens may not be able to read: the vault, and the key that opens it.

No key and no row is opened here; the screens ask it before they start, and say what they found.
"""

import contextlib
import os
import re
from pathlib import Path
from urllib.parse import unquote

KEY_VARIABLE = "ZORGCAPACITEIT_KMS"
"""Environment variable with the file of the key-encryption key, or the address of a key service (PKCS#11 URI)."""

SERVICE = "pkcs11:"
"""What the address of a key service begins with."""

_PIN = re.compile(r"[?&]pin-source=(?:file:)?([^&]+)")

VAULT = "vault"
"""Name of the folder of the vault in a home."""


def default_key_path() -> Path:
    """Where the key file lies when nobody says otherwise; never inside the tree or the home."""
    named = os.environ.get(KEY_VARIABLE)
    if named and not named.startswith(SERVICE):
        return Path(named)
    configuration = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(configuration) / "zorgcapaciteit" / "kek"


def reachable(releases: Path) -> list[Path]:
    """Give the vaults in and beside the folder of releases, and the key file, as far as this account may read them.

    A folder whose names this account may not list counts as out of reach.
    """
    folder = releases.resolve()
    places = [Path(found, VAULT) for found, names, _files in os.walk(folder) if VAULT in names]
    places.append(folder.parent / VAULT)
    with contextlib.suppress(RuntimeError):  # an account without a home has no key there
        places.append(default_key_path().expanduser())
    if pin := _PIN.search(os.environ.get(KEY_VARIABLE, "")):
        places.append(Path(unquote(pin[1])))  # who may read the PIN may use the key
    return [each for each in places if os.access(each, os.R_OK)]
