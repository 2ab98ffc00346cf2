"""The door for who signs in: judges whom the provider sends back, and keeps of that person what is needed and no more.

Only an installation with a ``signin.toml`` has it. Streamlit and Authlib carry the protocol (state, nonce, PKCE,
signature); what Streamlit then puts in a signed cookie is read here on its way out. Somebody who is let in goes on
with a session that holds a keyed name, a role and an end; the claims and tokens of the provider reach no browser.
"""

import json
import time
from collections.abc import Iterable
from html import escape
from http.cookies import SimpleCookie

from anyio.to_thread import run_sync
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.audit import Action, AuditError, Outcome
from data.signin import CALLBACK, SignIn
from pages.views import addresses, persons, sources
from pages.web import lost, pack, signed
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

HERE = "/aangemeld"
PLACES = ("/auth/login", "/auth/logout", CALLBACK, HERE, addresses.PACK)
"""Addresses that exist where people sign in, and nowhere else."""
_WHY = {
    "provider": mark("De aanmelding werd niet afgerond, of een oude aanmelding werd opnieuw gebruikt."),
    "issuer": mark("De bevestiging komt niet van de dienst waar dit dashboard zich bij aanmeldt."),
    "audience": mark("De bevestiging is voor een andere toepassing bedoeld."),
    "expired": mark("De bevestiging is verlopen."),
    "level": mark("U bent niet sterk genoeg aangemeld: dit dashboard vraagt een hoger niveau, zoals eID of itsme."),
    "role": mark("Uw account heeft geen rol in dit dashboard. De toegangsbeheerder van uw organisatie kent die toe."),
    "areas": mark("Uw rol heeft nog geen gebied. De toegangsbeheerder van uw organisatie vult dat aan."),
    "trail": mark("De aanmelding kon niet genoteerd worden. Probeer het later opnieuw."),
}


class Door:
    """ASGI middleware around everything Streamlit answers about signing in; elsewhere it makes cookies Secure."""

    def __init__(self, app: ASGIApp, told: SignIn) -> None:
        self.app, self.told = app, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and judge its answer where it is about signing in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == PLACES[1] and not await self._noted_leaving(HTTPConnection(scope)):
            await _page(("trail",), 503)(scope, receive, send)
            return
        comes_in = {"state", "code", "error"} & set(HTTPConnection(scope).query_params)  # else back from signing out
        judged = scope["path"] == CALLBACK and bool(comes_in)
        start: Message = {}
        secure = sources.public_address().startswith("https://")

        async def pass_on(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if secure:
                    _set_cookies(headers, (f"{each}; Secure" for each in headers.getlist("set-cookie")))
                if judged:
                    start = message
                    return
            elif judged and message["type"] == "http.response.body":
                if message.get("more_body", False):
                    return
                refused = await self._judged(start)
                if refused is not None:
                    await refused(scope, receive, send)
                    return
                await send(start)
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        await self.app(scope, receive, pass_on)

    async def _judged(self, start: Message) -> HTMLResponse | None:
        """Change the answer to a call back, or give the page of a refusal in its place."""
        headers = MutableHeaders(scope=start)
        headers["cache-control"] = "no-store"
        headers["content-length"] = "0"
        claims = self._claims(headers.getlist("set-cookie"))
        if claims is None:  # anybody can ask this at will: it is told and not noted
            return _page(("provider",), 403)
        found = persons.decide(claims, self.told, time.time())
        if isinstance(found, persons.Refusal):
            return await self._refused(found.name, found.reasons)
        try:
            await run_sync(lambda: persons.record(found.name, Action.SIGN_IN, subject=_about(found)))
        except (AuditError, OSError):
            return _page(("trail",), 503)
        told = {name: claims[name] for name in ("origin", "is_logged_in", "provider")} | {
            persons.KEPT: persons.kept(found)
        }
        value = signed.sealed(self.told.cookie_secret, told)
        rest = [each for each in headers.getlist("set-cookie") if not each.startswith(signed.USER)]
        _set_cookies(headers, (*rest, _cookie(signed.USER, value, found.until - int(time.time()))))
        return None

    def _claims(self, cookies: list[str]) -> dict[str, object] | None:
        """Read what Streamlit was about to keep of somebody, '' parts put together; None where nobody came in."""
        held = {}
        for each in cookies:
            for name, morsel in SimpleCookie(each).items():
                found = signed.opened(self.told.cookie_secret, name, morsel.value)
                if found is not None:
                    held[name] = found
        text = held.get(signed.USER, "")
        if text.startswith("chunks-"):
            parts = range(1, int(text.removeprefix("chunks-")) + 1)
            text = "".join(held.get(f"{signed.USER}_{number}", "") for number in parts)
        try:
            claims = json.loads(text)
        except ValueError:
            return None
        return claims if isinstance(claims, dict) else None

    async def _refused(self, name: str, reasons: tuple[str, ...]) -> HTMLResponse:
        why = ", ".join(reasons)
        try:
            await run_sync(
                lambda: persons.record(name, Action.SIGN_IN, outcome=Outcome.REFUSED, why=why),
            )
        except (AuditError, OSError):
            return _page(("trail",), 503)
        return _page(reasons, 403)

    async def _noted_leaving(self, asked: HTTPConnection) -> bool:
        """Note that somebody signs out, which ends the session in every window; False where that cannot be noted."""
        found = signed.person_of(asked)
        if found is None:
            return True
        try:
            await run_sync(lambda: persons.record(found.name, Action.SIGN_OUT, subject=found.session))
        except (AuditError, OSError):
            return False
        return True


def _about(person: persons.Person) -> str:
    return f"{person.role.value} {person.session} {' '.join(person.areas)}".strip()


def _cookie(name: str, value: str, seconds: int) -> str:
    secure = "; Secure" if sources.public_address().startswith("https://") else ""
    return f"{name}={value}; HttpOnly; Max-Age={seconds}; Path=/; SameSite=lax{secure}"


def _set_cookies(headers: MutableHeaders, cookies: Iterable[str]) -> None:
    found = list(cookies)
    del headers["set-cookie"]
    for each in found:
        headers.append("set-cookie", each)


def _page(reasons: tuple[str, ...], status: int) -> HTMLResponse:
    """Say why somebody is not let in; whatever was kept of that person goes."""
    spoken = language.current()
    said = "".join(f"<li>{escape(_(_WHY[reason]))}</li>" for reason in reasons)
    answer = lost.page(
        _("U bent niet aangemeld"),
        _("De cijfers blijven voor iedereen te bekijken. Aanmelden lukte niet:"),
        f'<ul>{said}</ul><p><a href="/">{escape(_("Naar het dashboard"))}</a></p>',
        spoken=spoken,
        status=status,
    )
    for name in signed.NAMES:
        answer.delete_cookie(name)
    answer.headers["cache-control"] = "no-store"
    return answer


async def answer(request: Request) -> JSONResponse:
    """Tell somebody who signed in which role that is, until when; to a visitor this address does not exist."""
    found = signed.person_of(request)
    headers = {"cache-control": "no-store"}
    if found is None:
        return JSONResponse({}, status_code=404, headers=headers)
    return JSONResponse({"role": found.role, "areas": found.areas, "until": found.until}, headers=headers)


def routes() -> list[Route]:
    """Give the routes of this module, for the application."""
    return [Route(HERE, answer, methods=["GET"]), *pack.routes()]
