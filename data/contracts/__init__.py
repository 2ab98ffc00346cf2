"""What a delivery must be: manifest, layouts, readers, every check, and the report of all its faults at once."""

from data.authorisation import AUTHORISATION, Authorisation
from data.contracts.delivery import NEEDED, check_delivery
from data.contracts.layout import CANONICAL, LAYOUTS, TABLES, Layout, LayoutError, load_layout
from data.contracts.manifest import MANIFEST, DeliveredFile, Manifest, sha256_of
from data.contracts.report import DeliveryReport, Fault, Remark

__all__ = [
    "AUTHORISATION",
    "CANONICAL",
    "LAYOUTS",
    "MANIFEST",
    "NEEDED",
    "TABLES",
    "Authorisation",
    "DeliveredFile",
    "DeliveryReport",
    "Fault",
    "Layout",
    "LayoutError",
    "Manifest",
    "Remark",
    "check_delivery",
    "load_layout",
    "sha256_of",
]
