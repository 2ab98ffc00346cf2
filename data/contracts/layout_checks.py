"""Checks of a layout file: everything that is wrong with it, in one list."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data.authorisation import Authorisation
from data.identifiers import is_sensitive_header
from data.terms import Text, is_label

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_LIMIT = re.compile(r"Y([+-]\d{1,2})?")
_COLUMN_KEYS: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "header": str,
    "required": bool,
    "filled": bool,
    "default": str,
    "codes": (list, dict),
    "labels": dict,
    "separator": str,
    "min": (int, float, str),
    "max": (int, float, str),
    "unusual_above": (int, float),
    "stored": bool,
    "changed": dict,
}
Report = Callable[[str, str], None]


def check_document(
    document: Mapping[str, Any], canonical: Mapping[str, Any], *, version: str, authorisation: Authorisation
) -> tuple[Text, ...]:
    """Everything that is wrong with a layout document; empty when it can be used.

    Parameters
    ----------
    document : the TOML of the layout, its base filled in.
    canonical : the TOML of the default layout, which defines tables, columns, kinds and codes.
    version : name the layout must carry.
    authorisation : the permission; a layout may ask for no IMA variable that it does not list (R05), nor for another
        IMA year (R08).
    """
    problems: list[Text] = []

    def report(nl: str, en: str) -> None:
        problems.append(Text(nl=nl, en=en))

    _unknown(document, {"layout", "riziv", "brussels", "tables", "title"}, "layout", report)
    if document.get("layout") != version:
        report(f'layout moet "{version}" zijn', f'layout must be "{version}"')
    _check_settings(document, report)
    tables = document.get("tables")
    if not isinstance(tables, dict):
        report("[tables] ontbreekt", "[tables] is missing")
        return tuple(problems)
    _unknown(tables, canonical["tables"], "tables", report)
    for name, known in canonical["tables"].items():
        entry = tables.get(name)
        if not isinstance(entry, dict) or not isinstance(entry.get("columns"), dict):
            report(f"[tables.{name}.columns] ontbreekt", f"[tables.{name}.columns] is missing")
            continue
        _check_table(name, entry, known, report)
    for name in sorted(set(canonical["tables"]["ima"]["columns"]) - set(authorisation.variables)):
        where = authorisation.where("variables")
        report(f"de toestemming dekt {name} niet ({where})", f"the permission does not cover {name} ({where})")
    _check_ima_year(tables.get("ima"), authorisation, report)
    return tuple(problems)


def _check_ima_year(entry: object, authorisation: Authorisation, report: Report) -> None:
    columns = entry.get("columns") if isinstance(entry, dict) else None
    year = columns.get("YEAR") if isinstance(columns, dict) else None
    wanted = f"Y-{authorisation.years_before_survey}"
    if isinstance(year, dict) and (year.get("min"), year.get("max")) != (wanted, wanted):
        where = authorisation.where("years")
        report(
            f'tables.ima.columns.YEAR: min en max zijn "{wanted}" ({where})',
            f'tables.ima.columns.YEAR: min and max are "{wanted}" ({where})',
        )


def _check_settings(document: Mapping[str, Any], report: Report) -> None:
    riziv, brussels = document.get("riziv"), document.get("brussels")
    if not isinstance(riziv, dict):
        report("[riziv] ontbreekt", "[riziv] is missing")
    else:
        _unknown(riziv, {"moduli", "qualifications"}, "riziv", report)
        moduli, roles = riziv.get("moduli"), riziv.get("qualifications")
        if not isinstance(moduli, list) or not moduli or not all(_is_modulus(modulus) for modulus in moduli):
            report("riziv.moduli: verwacht gehele getallen 2-99", "riziv.moduli: expected whole numbers 2-99")
        if not isinstance(roles, dict) or set(roles) != {"huisarts", "haio"}:
            report(
                "riziv.qualifications: verwacht huisarts en haio",
                "riziv.qualifications: expected huisarts, haio",
            )
        elif not _are_qualifications(list(roles.values())):
            report(
                "riziv.qualifications: verwacht codes van drie cijfers, elk in één rol",
                "riziv.qualifications: expected codes of three digits, each in one role",
            )
    if not isinstance(brussels, dict) or not _is_brussels(brussels):
        report(
            'brussels: verwacht postcodes = [laagste, hoogste] en nis_prefix = "…"',
            'brussels: expected postcodes = [lowest, highest] and nis_prefix = "…"',
        )


def _check_table(name: str, entry: Mapping[str, Any], canonical: Mapping[str, Any], report: Report) -> None:
    where = f"tables.{name}"
    _unknown(entry, {"columns", "key", "last_answer"}, where, report)
    for fixed in ("key", "last_answer"):
        if fixed in entry and entry[fixed] != canonical.get(fixed):
            report(f"{where}.{fixed} ligt vast", f"{where}.{fixed} is fixed")
    columns = entry["columns"]
    _unknown(columns, canonical["columns"], f"{where}.columns", report)
    for column in canonical["columns"]:
        known = canonical["columns"][column]
        vital = column in canonical["key"] or (known.get("filled", False) and known.get("required", True))
        if column not in columns and vital:
            report(f"{where}.columns.{column} ontbreekt", f"{where}.columns.{column} is missing")
    headers: dict[str, str] = {}
    for column, settings in columns.items():
        known = canonical["columns"].get(column)
        if known is None:
            continue
        place = f"{where}.columns.{column}"
        if not isinstance(settings, dict):
            report(f"{place}: verwacht {{ kind = … }}", f"{place}: expected {{ kind = … }}")
            continue
        _check_column(place, settings, known, report)
        header = str(settings.get("header", column))
        if header in headers:
            report(
                f"{place}: kolomnaam al gebruikt door {headers[header]}",
                f"{place}: header already used by {headers[header]}",
            )
        headers[header] = column


def _check_column(place: str, settings: Mapping[str, Any], canonical: Mapping[str, Any], report: Report) -> None:
    _unknown(settings, _COLUMN_KEYS, place, report)
    for name, value in settings.items():
        wanted = _COLUMN_KEYS.get(name)
        if wanted is None:
            continue
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            report(f"{place}.{name}: verkeerd soort waarde", f"{place}.{name}: wrong kind of value")
            return
    if settings.get("kind") != canonical["kind"]:
        report(f'{place}.kind moet "{canonical["kind"]}" zijn', f'{place}.kind must be "{canonical["kind"]}"')
    if settings.get("stored", True) != canonical.get("stored", True):
        report(f"{place}.stored ligt vast", f"{place}.stored is fixed")
    needed = settings.get("required", True) or not canonical.get("required", True)
    if canonical.get("filled") and not (settings.get("filled") and needed):
        report(f"{place}: filled = true is verplicht", f"{place}: filled = true is required")
    _check_header(place, settings, report)
    _check_codes(place, settings, canonical, report)
    if "changed" in settings and not is_label(settings["changed"]):
        report(f"{place}.changed: verwacht {{ nl = …, en = … }}", f"{place}.changed: expected {{ nl = …, en = … }}")
    _check_limits(place, settings, canonical, report)


def _check_header(place: str, settings: Mapping[str, Any], report: Report) -> None:
    header = settings.get("header")
    if header is None:
        return
    if not header.strip() or header != header.strip():
        report(f"{place}.header: leeg of met spaties eromheen", f"{place}.header: empty or surrounded by spaces")
    if sum(map(str.isdigit, header)) >= 8 or is_sensitive_header(header):
        report(
            f"{place}.header: kondigt gegevens aan die een levering nooit mag bevatten",
            f"{place}.header: announces data that a delivery may never hold",
        )


def _check_codes(place: str, settings: Mapping[str, Any], canonical: Mapping[str, Any], report: Report) -> None:
    codes, known = settings.get("codes"), canonical.get("codes")
    if known is None:
        if codes is not None:
            report(f"{place}.codes hoort hier niet", f"{place}.codes does not belong here")
        return
    targets = list(codes.values()) if isinstance(codes, dict) else list(codes or ())
    sources = list(codes or ())
    if not targets or not all(isinstance(code, str) for code in targets):
        report(
            f"{place}.codes: verwacht een lijst of tabel van teksten",
            f"{place}.codes: expected a list or table of texts",
        )
        return
    labels = settings.get("labels", {})
    for code, label in labels.items():
        if not is_label(label) or not _CODE.fullmatch(code) or code in known or code == "total":
            report(
                f"{place}.labels.{code}: verwacht een nieuwe code met {{ nl = …, en = … }}",
                f"{place}.labels.{code}: expected a new code with {{ nl = …, en = … }}",
            )
    allowed = {*known, *labels} if canonical.get("filled") else {*known, *labels, ""}
    if strange := sorted(set(targets) - allowed):
        report(f"{place}.codes: onbekende doelcode {strange}", f"{place}.codes: unknown target code {strange}")
    if len(set(sources)) < len(sources) or any(code != code.strip() or not code for code in sources):
        report(f"{place}.codes: dubbele of lege broncode", f"{place}.codes: duplicate or empty source code")
    separator = settings.get("separator", "|")
    if settings.get("kind") == "multiple" and (not separator or any(separator in code for code in sources)):
        report(f"{place}.separator: leeg of deel van een code", f"{place}.separator: empty or part of a code")
    if settings.get("default", "") not in {*known, ""}:
        report(f"{place}.default: geen bekende code", f"{place}.default: not a known code")


def _check_limits(place: str, settings: Mapping[str, Any], canonical: Mapping[str, Any], report: Report) -> None:
    limits = [settings.get("min"), settings.get("max")]
    for limit in limits:
        if isinstance(limit, str) and not _LIMIT.fullmatch(limit):
            report(f'{place}: verwacht een getal of "Y-22"', f'{place}: expected a number or "Y-22"')
            return
    numbers = [limit for limit in limits if isinstance(limit, int | float)]
    if len(numbers) == 2 and numbers[0] > numbers[1]:
        report(f"{place}: min is groter dan max", f"{place}: min exceeds max")
    if canonical["kind"] in {"number", "integer"} and None in limits:
        report(f"{place}: min en max zijn nodig", f"{place}: min and max are needed")


def _unknown(found: Mapping[str, Any], known: Any, place: str, report: Report) -> None:
    for name in found:
        if name not in known:
            report(f"{place}: onbekende sleutel {name!r}", f"{place}: unknown key {name!r}")


def _is_modulus(modulus: object) -> bool:
    return isinstance(modulus, int) and not isinstance(modulus, bool) and 2 <= modulus <= 99


def _are_qualifications(lists: Sequence[object]) -> bool:
    codes = [code for codes in lists if isinstance(codes, list) for code in codes]
    shaped = all(isinstance(code, str) and re.fullmatch(r"\d{3}", code) for code in codes)
    return shaped and bool(codes) and len(set(codes)) == len(codes)


def _is_brussels(settings: Mapping[str, Any]) -> bool:
    postcodes, prefix = settings.get("postcodes"), settings.get("nis_prefix")
    pair = isinstance(postcodes, list) and len(postcodes) == 2 and all(isinstance(code, int) for code in postcodes)
    return pair and isinstance(prefix, str) and prefix.isdigit() and set(settings) == {"postcodes", "nis_prefix"}
