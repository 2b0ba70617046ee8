"""How clean values are written into a file, so that the file says the same when it is brought again."""

import json
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from cockpit.importing.kinds import FIELDS, Field, Kind


def headers_of(kind: Kind, *, plain: bool = False) -> list[str]:
    """What the columns of a file of this kind are called: the first Chinese header of each field, or with `plain` its name."""
    return [header_of(field, plain=plain) for field in FIELDS[kind]]


def header_of(field: Field, *, plain: bool = False) -> str:
    return field.name if plain else next((one for one in field.known_as if not one.isascii()), field.name)


def as_cells(kind: Kind, values: Mapping[str, Any], zone: tzinfo) -> dict[str, str]:
    """The row's cells by field, in the order of the fields, all of them; blank where nothing is said."""
    return {field.name: as_cell(values.get(field.name), zone) for field in FIELDS[kind]}


def as_cell(value: Any, zone: tzinfo) -> str:
    """The text of a value; what a sheet would take for a formula is the business of whoever writes the sheet."""
    return (value if type(value) is str else _text(value, zone)).strip()  # most are: a file has millions


def _text(value: Any, zone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return "、".join(value)
    if isinstance(value, tuple | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
