"""Shifts of teams and people, by whose they are and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, Row

from cockpit.areas import parent_codes
from cockpit.duty import Holder, Shift, Standing, Turn
from data_access.duty.away import LeaveShelf, SwapShelf
from data_access.duty.roster import RosterShelf
from data_access.sealed import Sealer

# Who belongs to a team is on when the team is.
STANDINGS = text(
    "select a.id as account,"
    " coalesce(bool_or(not s.on_call and s.starts <= :at and s.ends > :at), false) as on_shift,"
    " coalesce(bool_or(s.on_call and s.starts <= :at and s.ends > :at), false) as on_call,"
    " count(s.id) > 0 as rostered,"
    " exists (select 1 from leave l where l.account = a.id and l.back_at is null"
    " and l.starts <= :at and l.ends > :at) as on_leave"
    " from account a left join shift s on (s.account = a.id or s.team_id = a.team)"
    " and s.ends > :since and s.starts < :until"
    " where a.role = :role and not a.disabled and a.area = any(:areas) group by a.id order by a.id"
)

# Whoever may hold a post in the area or around it, each with their shifts that touch the time; by index, team by team.
HOLDERS = (
    "with holder as ("
    " select 'team' as kind, id as who, code, name, role, area from team"
    " where role = any(:roles) and (left(area, :length) = :area or area = any(:around))"
    " union all select 'account', id, account, name, role, area from account"
    " where role = any(:roles) and team is null and not disabled"
    " and (left(area, :length) = :area or area = any(:around)))"
)
TURNS = text(
    f"{HOLDERS} select h.*, s.id, s.starts, s.ends, s.on_call,"
    " (h.kind = 'account' and exists (select 1 from shift r where r.account = h.who"
    " and r.ends > :since and r.starts < :horizon)) as rostered"
    " from holder h left join lateral ("
    " (select * from shift t where h.kind = 'team' and t.team_id = h.who and t.ends > :at and t.starts < :until)"
    " union all"
    " (select * from shift p where h.kind = 'account' and p.account = h.who and p.ends > :at and p.starts < :until)"
    ") s on true order by h.kind, h.role, h.area, h.code, s.starts"
)


class DutyShelf(RosterShelf, LeaveShelf, SwapShelf):
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        LeaveShelf.__init__(self, connection, sealer)

    def standings(self, role: str, areas: Sequence[str], at: datetime, around: timedelta) -> list[Standing]:
        """Everybody of the role whose own area is one of these; rostered is who has a shift within `around` of now."""
        when = {"at": at, "since": at - around, "until": at + around}
        rows = self.connection.execute(STANDINGS, {"role": role, "areas": list(areas), **when})
        return [Standing(**row._mapping) for row in rows]

    def turns(
        self, area: str, roles: Sequence[str], at: datetime, until: datetime, around: timedelta
    ) -> list[tuple[Holder, tuple[Turn, ...]]]:
        """Teams and people of these roles in the area, or around it, each with their shifts between `at` and `until`."""
        where = {"area": area, "length": len(area), "around": list(parent_codes(area)), "roles": list(roles)}
        when = {"at": at, "until": until, "since": at - around, "horizon": at + around}
        rows = self.connection.execute(TURNS, where | when).all()
        found = []
        for _whose, own in groupby(rows, lambda row: (row.kind, row.who)):
            mine = list(own)
            holder = _holder_of(mine[0])
            found.append((holder, tuple(Turn(holder, _shift_of(row)) for row in mine if row.id is not None)))
        return found


def _holder_of(row: Row[Any]) -> Holder:
    return Holder((row.kind, row.who), row.name, row.role, row.area, row.rostered, row.code)


def _shift_of(row: Row[Any]) -> Shift:
    team, account = (row.who, None) if row.kind == "team" else (None, row.who)
    return Shift(row.id, team, account, row.starts, row.ends, row.on_call)
