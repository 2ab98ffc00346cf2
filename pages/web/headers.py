"""What every answer of a server of this product says to a browser, and the settings of Streamlit behind it."""

import tomllib
from pathlib import Path
from typing import Any

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",  # Streamlit's page starts with an inline script
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
