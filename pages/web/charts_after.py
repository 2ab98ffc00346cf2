"""Lets the numbers of a screen appear before its charts begin.

The script of charts keeps a browser busy for half a second before it draws anything, and as Streamlit asks for it
together with the numbers, they would wait for it. In its place goes a small module that waits for the end of the
screen to stand there, then gives out the script itself, by another address. Without it, or where Streamlit names or
writes its script in another way, the numbers wait.
"""

import re
from pathlib import Path

import streamlit
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FIRST = re.compile(r"PlotlyChart\.[\w-]+\.js")
"""Name of the script that has to wait."""

_GIVEN_OUT = re.compile(r"export\{([\w$]+(?: as [\w$]+)?(?:,[\w$]+(?: as [\w$]+)?)*)\};?\s*$")
_WAIT = """const shown = () => document.querySelector('.zc-source, .zc-empty');
await new Promise((done) => {
  const late = performance.now() + 1500;
  const look = () => {
    if (shown() || performance.now() > late) requestAnimationFrame(() => setTimeout(done));
    else setTimeout(look, 10);
  };
  look();
  setTimeout(done, 2000); // a page in the background has no frames
});
"""


class ChartsAfter:
    """ASGI middleware: answers for the script of charts, and gives it by its other address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.modules: dict[str, str] = {}
        for path in (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js"):
            if FIRST.fullmatch(path.name) and (module := waiting(path.name, path.read_text(encoding="utf-8"))):
                self.modules[f"/static/js/{path.name}"] = module

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the module that waits, or pass the request on."""
        if scope["type"] == "http" and (module := self.modules.get(scope["path"])):
            headers = {"cache-control": "public, max-age=3600"}
            await Response(module, media_type="text/javascript", headers=headers)(scope, receive, send)
            return
        for given in self.modules if scope["type"] == "http" else ():
            if scope["path"] == address_of(given):
                scope = {**scope, "path": given, "raw_path": given.encode()}
        await self.app(scope, receive, send)


def address_of(name: str) -> str:
    """Give the name by which the waiting script itself is asked for."""
    return name.removesuffix(".js") + ".whole.js"


def waiting(name: str, script: str) -> str | None:
    """Write the module that waits and then gives out what ``script`` does.

    Returns
    -------
    The module; None where it is another script, or gives out its parts in a way that is not known here.
    """
    found = _GIVEN_OUT.search(script) if FIRST.fullmatch(name) else None
    if found is None:
        return None
    names = [part.rpartition(" as ")[2] for part in found[1].split(",")]
    given = "".join(
        f"export default whole.{part};\n" if part == "default" else f"export const {part} = whole.{part};\n"
        for part in names
    )
    return f"{_WAIT}const whole = await import('./{address_of(name)}');\n{given}"
