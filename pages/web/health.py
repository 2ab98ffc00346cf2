"""Whether the screens can show what is published: for whatever watches over the machine, without a name or a path.

It answers 503 wherever the screens would fail, also under an account that may not read the ledger.
"""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse

from data.audit import AuditError
from data.releases import ReleaseError
from data.releases.remote import fault_of
from pages.views import released

ADDRESS = "/health"


async def answer(_request: Request) -> JSONResponse:
    """Answer without waiting for a thread: whatever watches over the machine asks when all of them are taken."""
    return _look()


def _look() -> JSONResponse:
    """Tell the release that is shown and its age in whole days; with what is wrong otherwise."""
    try:
        opened = released.current()
        written = {str(row["release"]): str(row["written_at"]) for row in released.history()}
    except (ReleaseError, AuditError, OSError, ValueError, KeyError) as error:
        return _told(503, status="broken", reason=type(error).__name__, todo="zorgcapaciteit verify")
    current = released.current_id()
    if opened is None or current is None:
        return _told(503, status="empty", reason="nothing published", todo="zorgcapaciteit releases publish")
    if current not in written:
        return _told(503, status="broken", reason="release is not in the ledger", todo="zorgcapaciteit verify")
    age = datetime.now(UTC) - datetime.fromisoformat(written[current])
    behind = fault_of(released.home())
    source = {} if behind is None else {"source": behind or "ok"}
    return _told(200, status="ok", **source, release=current, written_at=written[current], age_days=age.days)


def _told(code: int, **told: object) -> JSONResponse:
    return JSONResponse(told, status_code=code, headers={"cache-control": "no-store"})
