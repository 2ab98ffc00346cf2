"""What every answer of a server of this product says to a browser, and the settings of Streamlit behind it."""

import re
import tomllib
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def digests(page: str) -> list[str]:
    """Give the sources of a policy that let the scripts run which stand in a page themselves, and no other."""
    return [f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in _INLINE.findall(page)]


_PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
_POLICY = {
    "default-src": "'self'",
    "script-src": " ".join(
        ["'self'", *digests(_PAGE), "'wasm-unsafe-eval'"]
    ),  # Streamlit's page begins with one of its own
    "worker-src": "'self' blob:",  # the map draws in a worker made from a blob
    "child-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CONTENT_POLICY = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


def settings(root: Path, *, port: int) -> dict[str, Any]:
    """Read the settings of the screens from ``.streamlit/config.toml`` as dotted names, and add the port."""
    tree = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {**_flatten(tree), "server.port": port}


def _flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat
