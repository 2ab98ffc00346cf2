"""Lets the numbers of a screen appear before its charts begin.

The script of charts keeps a browser busy for half a second before it draws anything, and as Streamlit asks for it
together with the numbers, they would wait for it. In its place goes a small module that waits for the end of the
screen to stand there, then gives out the script itself, by another address.
"""

import re

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
