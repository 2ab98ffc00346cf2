"""Make the zip with everything in a process of its own, so that the screens stay quick meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

from data.releases import open_release
from pages.views import downloads, released

PATIENCE = 600
"""Seconds that making the zip may take."""

_ROOT = Path(__file__).parents[2]


def make(release_id: str, path: Path) -> bool:
    """Write the zip of a release of this home at ``path``; give False where that failed."""
    done = subprocess.run(  # noqa: S603 -- our own module; a release id that was checked
        [sys.executable, "-m", "pages.views.bundle", release_id, str(path)],
        cwd=_ROOT,
        env={**os.environ, released.HOME_VARIABLE: str(released.home().resolve())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode == 0 and path.exists()


def main(release_id: str, path: Path) -> None:
    """Write it, at the lowest priority, and put it in place in one step."""
    os.nice(10)
    unfinished = path.with_suffix(".part")
    with open_release(released.home(), release_id) as release:
        downloads.bundle(release, unfinished)
    unfinished.replace(path)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
