"""One change as it goes out to screens, and which group of screens it concerns."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.engine import Row

from cockpit.access import Actor
from cockpit.areas import inside
from cockpit.figures import PEOPLE
from cockpit.paging import Paged
from cockpit.sight import only_aggregates

DISTRICT_LENGTH = 6  # of its code

Group = tuple[str, str | int]
ALL = "area"
# Each is one person or a few, or what they are seen by: for those alone whose role may read them.
OF_PEOPLE = {
    "case": "see_screening",
    "contact": "see_screening",
    "quarantine": "see_screening",
    "follow_up": "see_screening",
    "return_entry": "see_screening",
    "knock": "see_screening",
    "risk": "see_screening",
    "risk_draft": "see_screening",
    "appeal": "see_appeals",
    "health_report": "see_reports",
    "mind_case": "see_mind",
    "care_task": "see_reports",
    "care_fact": "see_reports",
    "need": "see_needs",
}
ACTS = sorted(set(OF_PEOPLE.values()))


@dataclass(frozen=True)
class Change:
    """One change as it is sent: the same bytes to all, since it holds no personal value.

    But `aggregates`, for who sees people as numbers alone: small ones are hidden from them, so they get none that moves.
    """

    id: int
    area: str
    teams: frozenset[str]
    data: bytes
    aggregates: bytes
    only: int | None = None  # the one account that hears of it
    act: str = "see_cockpit"  # what a role must be allowed to

    @classmethod
    def of(cls, row: Row[Any]) -> "Change":
        named = {str(row.facts["team"])} if "team" in row.facts else set()  # also one that is on no job
        teams = frozenset((row.state or {}).get("teams", {})) | named
        only = row.facts["account"] if row.event == Paged.name() else None
        whole, bare = message(row), without_people(row.figures)
        aggregates = whole if bare == row.figures else message(row, bare)
        area, act = row.grid or row.community or row.street or "", OF_PEOPLE.get(row.subject, "see_cockpit")
        return cls(row.id, area, teams, whole, aggregates, only, act)

    def concerns(self, group: Group) -> bool:
        """A change without an area is the whole district's: it concerns those whose scope that is."""
        kind, key = group
        if self.only is not None:
            return False
        if kind == "team":  # also of the visits that it was handed: a count, and nobody
            return str(key) in self.teams
        if self.act not in acts_of(kind):
            return False
        return inside(self.area, str(key)) if self.area else len(str(key)) == DISTRICT_LENGTH

    def told(self, group: Group) -> bytes:
        """What the group gets of it."""
        return self.aggregates if group[0] == "aggregates" else self.data

    def is_for(self, account: int | None) -> bool:
        """Whether it is told to this one person, whatever group they are of."""
        return self.only is not None and self.only == account


def without_people(figures: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {code: {name: n for name, n in one.items() if name not in PEOPLE} for code, one in figures.items()}


def message(row: Row[Any], figures: dict[str, dict[str, int]] | None = None) -> bytes:
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
        "figures": row.figures if figures is None else figures,
    }
    return b"id: %d\nevent: change\ndata: %s\n\n" % (row.id, orjson.dumps(body))


def acts_of(kind: str) -> tuple[str, ...]:
    """What the screens of such a group may: the kind says it."""
    return (
        tuple(kind.removeprefix(ALL).split())
        if kind.startswith(ALL)
        else ("see_cockpit",)
        if kind == "aggregates"
        else ()
    )


def group_of(by: Actor) -> Group:
    """Teams see what concerns their own jobs, everybody else of their area what their role may."""
    if by.team:
        return ("team", by.team)
    acts = [act for act in ("see_cockpit", *ACTS) if by.may(act)]
    if only_aggregates(by.role) and "see_cockpit" in acts:
        return ("aggregates", by.area)
    return (" ".join((ALL, *acts)), by.area) if acts else ("nothing", "")
