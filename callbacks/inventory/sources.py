"""Sources of the inventory: of the area and kind that the address names, the reader's own where it names none."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit.areas import Area, parent_codes
from cockpit.importing.kinds import Kind
from cockpit.refusals import NotFound
from cockpit.sources import NEEDED, board
from data_access.work import Work
from pages import shell
from pages.inventory import sources


@answers(
    "see_sources",
    Output("inventory-sources", "children"),
    Input("inventory-sources", "id"),
    Input("inventory-sources-tick", "data"),
    State(shell.URL, "search"),
)
def shown(_: str | None, _tick: int | None, search: str | None) -> Any:
    asked = parse_qs((search or "").lstrip("?"))
    kind = kind_of(asked.get("kind", [""])[-1])
    with open_work() as work:
        found = board(work, asked.get("area", [""])[-1] or work.by.area, kind)
        return sources.drawn(found, kind, path_to(work, found.area))


def kind_of(asked: str) -> Kind | None:
    if not asked:
        return None
    if asked not in set(NEEDED):
        raise NotFound()
    return Kind(asked)


def path_to(work: Work, area: Area) -> list[Area]:
    return [work.areas.get(code) for code in parent_codes(area.code) if work.by.sees(code)]
