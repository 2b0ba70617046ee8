"""The parts of an assessment as they lie in the database: JSON, sealed; facts, and never a name."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import orjson

from cockpit.screening.contact import Closeness, Exposure
from cockpit.screening.meeting import Setting
from cockpit.screening.risk.assess import Part, PartKind

DIGITS = 4  # of a hazard and a share


def written(parts: Iterable[Part]) -> bytes:
    return orjson.dumps([_row(one) for one in parts])


def read(data: bytes, at: datetime) -> tuple[Part, ...]:
    """What goes on lasts until `at`."""
    return tuple(_part(row, at) for row in orjson.loads(data))


def _row(one: Part) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": one.kind, "hazard": round(one.hazard, DIGITS), "share": round(one.share, DIGITS)}
    if one.exposure:
        row["exposure"] = asdict(one.exposure) | {"closeness": int(one.exposure.closeness)}
        row["exposure"]["ended"] = None if one.goes_on else one.exposure.ended
    return row | ({"on": one.on} if one.on else {}) | ({"level": one.level} if one.level else {})


def _part(row: dict[str, Any], at: datetime) -> Part:
    on = date.fromisoformat(row["on"]) if "on" in row else None
    known = row.get("exposure", {})
    exposure, goes_on = (_exposure(known, at), known["ended"] is None) if known else (None, False)
    return Part(PartKind(row["kind"]), row["hazard"], row["share"], exposure, goes_on, on, row.get("level", ""))


def _exposure(known: dict[str, Any], at: datetime) -> Exposure:
    how = {"setting": Setting(known["setting"]), "closeness": Closeness(known["closeness"])}
    ended = datetime.fromisoformat(known["ended"]) if known["ended"] else at
    return Exposure(**{**known, **how, "began": datetime.fromisoformat(known["began"]), "ended": ended})
