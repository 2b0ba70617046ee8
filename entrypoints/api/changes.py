"""One change as it goes out to screens, and which group of screens it concerns."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.engine import Row

from cockpit.access import Actor
from cockpit.areas import inside
from cockpit.paging import Paged

DISTRICT_LENGTH = 6  # of its code

Group = tuple[str, str | int]


@dataclass(frozen=True)
class Change:
    """One change as it is sent: the same bytes to all, since it holds no personal value."""

    id: int
    area: str
    teams: frozenset[str]
    data: bytes
    only: int | None = None  # the one account that hears of it

    @classmethod
    def of(cls, row: Row[Any]) -> "Change":
        teams = frozenset((row.state or {}).get("teams", {}))
        only = row.facts["account"] if row.event == Paged.name() else None
        return cls(row.id, row.grid or row.community or row.street or "", teams, message(row), only)

    def concerns(self, group: Group) -> bool:
        """A change without an area is the whole district's: it concerns those whose scope that is."""
        kind, key = group
        if self.only is not None:
            return False
        if kind == "team":
            return str(key) in self.teams
        return kind == "area" and (inside(self.area, str(key)) if self.area else len(str(key)) == DISTRICT_LENGTH)

    def is_for(self, account: int | None) -> bool:
        """Whether it is told to this one person, whatever group they are of."""
        return self.only is not None and self.only == account


def message(row: Row[Any]) -> bytes:
    body = {
        "id": row.id,
        "at": row.district_at,
        "account": row.account,
        "subject": row.subject,
        "subject_id": row.subject_id,
        "area": [row.street, row.community, row.grid],
        "event": row.event,
        "facts": row.facts,
        "state": row.state,
        "figures": row.figures,
    }
    return b"id: %d\nevent: change\ndata: %s\n\n" % (row.id, orjson.dumps(body))


def group_of(by: Actor) -> Group:
    """Teams see what concerns their own jobs, who may look at the cockpit what lies in their scope, others nothing."""
    if by.team:
        return ("team", by.team)
    return ("area", by.area) if by.may("see_cockpit") else ("nothing", "")
