"""Shifts of teams and people, by whose they are and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.engine import Connection

from cockpit.duty import Standing

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


class DutyShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def standings(self, role: str, areas: Sequence[str], at: datetime, around: timedelta) -> list[Standing]:
        """Everybody of the role whose own area is one of these; rostered is who has a shift within `around` of now."""
        when = {"at": at, "since": at - around, "until": at + around}
        rows = self.connection.execute(STANDINGS, {"role": role, "areas": list(areas), **when})
        return [Standing(**row._mapping) for row in rows]
