"""Numbers of people by area, for who sees them as numbers alone: small cells are hidden as on every screen."""

import json
from typing import TYPE_CHECKING

from cockpit.areas import Area
from cockpit.figures import PEOPLE, Figure, cells

if TYPE_CHECKING:
    from data_access.work import Work

HEADERS = {
    "code": "代码", "name": "名称", Figure.RESIDENTS.value: "居民数", Figure.HOUSEHOLDS.value: "住户数",
    Figure.RENTED.value: "租住户数", "outline": "边界",
}  # fmt: skip


def figures_of(work: "Work", area: str) -> list[list[str]]:
    """A row for every area within, from the widest down: code, name, one cell a figure, outline."""
    shown = cells(work)
    within = [one for code, one in work.areas.known.items() if code.startswith(area) and code in shown]
    return [_row(one, shown[one.code]) for one in within]


def _row(area: Area, told: dict[str, str]) -> list[str]:
    numbers = [told[figure.value].replace(",", "") for figure in PEOPLE]
    return [area.code, area.name, *numbers, json.dumps(area.outline)]
