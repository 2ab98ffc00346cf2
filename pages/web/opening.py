"""The page in its language, beginning with a link past the navigation, and a word to who has no script.

Streamlit names every page English. Its page is changed by two places that it has had in every version so far; where
they are not found, and without this module, the page stays as Streamlit sends it.
"""

import re
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from pages.words import language
from pages.words.language import gettext as _

_NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
ADDRESS = "/opening.js"
TAG = f'<script src="{ADDRESS}" defer></script>'.encode()
_SKIP = """document.addEventListener('click', (event) => {
  if (!event.target.closest?.('a.zc-skip')) return;
  event.preventDefault();
  const bar = document.querySelector('.st-key-gebiedbalk');
  const to = bar?.parentElement.nextElementSibling || document.querySelector('[data-testid=stMain]');
  if (to) { to.tabIndex = -1; to.focus(); to.scrollIntoView({block: 'nearest'}); }
});
"""
"""Past the navigation, the language and the bar to search areas: to where a screen itself begins."""


def edited(page: bytes, spoken: str) -> bytes:
    """Name the language of a page and begin it with what stands before everything else."""
    language.use(spoken)
    script_off = escape(_("Zet JavaScript aan om de cijfers te zien."))
    opening = (
        f'<noscript><p>{script_off}</p></noscript><a class="zc-skip" href="#">{escape(_("Naar de inhoud"))}</a>'
    ).encode()
    named = page.replace(b'<html lang="en">', f'<html lang="{spoken}">'.encode(), 1)
    return _NO_SCRIPT.sub(lambda _found: opening, named, count=1)


def answer(_request: Request) -> Response:
    """Answer with the script; the policy of the page lets none stand in the page itself."""
    return Response(_SKIP, media_type="text/javascript", headers={"cache-control": "public, max-age=3600"})
