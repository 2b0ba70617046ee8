"""Many incidents for a screen, as JSON in which each name stands once: PostgreSQL writes it, the browser reads it.

A row says what `Incident.shown` says, with the incident's id and its areas. Five thousand of them made one by one take
Python half a second, and PostgreSQL a tenth of that.
"""

import json
from typing import Any

NAMES = (
    "id", "code", "kind", "source", "priority", "state", "said", "place", "place_id", "at_home", "lon", "lat", "count",
    "received_at", "arrive_by", "close_by", "arrived", "closed_at", "teams", "area",
)  # fmt: skip


def unpacked(text: str) -> list[dict[str, Any]]:
    """The rows, as the browser has them after reading."""
    packed = json.loads(text)
    return [dict(zip(packed["names"], values, strict=True)) for values in packed["rows"]]
