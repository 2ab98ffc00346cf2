"""Deliveries end as they should: once they are shown, their files as they came in are removed."""

import os
from collections.abc import Sequence
from pathlib import Path

from data import releases
from data.audit import Action, Audit, sync_folder
from data.contracts.manifest import MANIFEST, Manifest, read_manifest, sha256_of
from data.contracts.report import Findings, safe_name
from data.vault import Vault

_PIECE = 1 << 20


class InboxError(Exception):
    """Files may not be removed yet; nothing is. The message names folders and files, never what they hold."""


def clear(home: Path, vault: Vault, folders: Sequence[Path], audit: Audit) -> dict[str, list[str]]:
    """Remove the files of deliveries that the vault holds and that the shown release was made from.

    Every file is overwritten, flushed and unlinked; its manifest stays, which names nobody. What a disk keeps of
    overwritten blocks, snapshots and copies elsewhere are out of reach.

    Returns
    -------
    Names of the removed files, by delivery.

    Raises
    ------
    InboxError : a delivery is not in the vault as it lies there, or is not in what is shown; nothing is removed.
    """
    shown = _shown(home)
    found = [_judged(vault, folder, shown) for folder in folders]
    removed: dict[str, list[str]] = {}
    for delivery_id, folder, manifest in found:
        for file in manifest.files.values():
            _overwrite(file.path)
            file.path.unlink()
            sync_folder(file.path.parent)
        removed[delivery_id] = [file.name for file in manifest.files.values()]
        sync_folder(folder)
        audit.record(Action.DELIVERY_CLEAR, subject=delivery_id, tables=dict.fromkeys(manifest.files, 1))
    return removed


def _shown(home: Path) -> set[str]:
    """Keyed digests of the deliveries that the shown release was made from."""
    if releases.current_id(home) is None:
        return set()
    with releases.open_release(home) as opened:
        return {str(one["digest"]) for one in opened.manifest["deliveries"]}


def _judged(vault: Vault, folder: Path, shown: set[str]) -> tuple[str, Path, Manifest]:
    name = safe_name(folder.resolve().name)
    manifest, _layout = read_manifest(folder, Findings(), layouts=vault.layouts)
    known = None if manifest is None or not manifest.files else vault.find(manifest)
    if manifest is None or known is None:
        raise InboxError(
            f"{name}: expected a delivery that the vault holds, found another ({MANIFEST} and its files decide)"
        )
    for file in manifest.files.values():
        if sha256_of(file.path) != file.sha256.lower():
            raise InboxError(f"{name}: {file.name} is not the file that was stored. It is not removed")
    delivery = next(one for one in vault.deliveries() if one.delivery_id == known)
    if delivery.digest not in shown:
        raise InboxError(f"{name}: what it brought is not in the release that is shown. Publish first")
    return known, folder, manifest


def _overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(0, size, _PIECE):
            file.write(bytes(min(_PIECE, size - start)))
        file.flush()
        os.fsync(file.fileno())
