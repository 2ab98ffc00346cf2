"""The page in its language, beginning with a link past the navigation, and a word to who has no script.

Streamlit names every page English. Its page is changed by two places that it has had in every version so far; where
they are not found, and without this module, the page stays as Streamlit sends it.
"""

import re
from html import escape

from pages.words import language
from pages.words.language import gettext as _

_NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_SKIP = (
    "const bar = document.querySelector('.st-key-gebiedbalk');"
    "const next = bar &amp;&amp; bar.parentElement.nextElementSibling;"
    "const to = next || document.querySelector('[data-testid=stMain]');"
    "if (to) { to.tabIndex = -1; to.focus(); to.scrollIntoView({block: 'nearest'}); }"
    "return false"
)
"""Past the navigation, the language and the bar to search areas: to where a screen itself begins."""


def edited(page: bytes, spoken: str) -> bytes:
    """Name the language of a page and begin it with what stands before everything else."""
    language.use(spoken)
    script_off = escape(_("Zet JavaScript aan om de cijfers te zien."))
    opening = (
        f"<noscript><p>{script_off}</p></noscript>"
        f'<a class="zc-skip" href="#" onclick="{_SKIP}">{escape(_("Naar de inhoud"))}</a>'
    ).encode()
    named = page.replace(b'<html lang="en">', f'<html lang="{spoken}">'.encode(), 1)
    return _NO_SCRIPT.sub(lambda _found: opening, named, count=1)
