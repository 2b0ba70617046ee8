"""Ends of duty, and what hours are reckoned from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from cockpit.hours import DutyEnd, Job
from cockpit.teams import Shift, Team
from data_access.incidents import assignment
from data_access.tables import Instant, id_column, in_area, metadata
from data_access.teams import shift, team, team_member, team_of

duty_end = Table(
    "duty_end",
    metadata,
    id_column(),
    Column("team_id", BigInteger, ForeignKey("team.id"), nullable=False),
    Column("account", BigInteger, ForeignKey("account.id")),
    Column("at", Instant, nullable=False),
    Column("back_at", Instant),
    Index("ix_duty_end_team_id_at", "team_id", "at"),
)
E, A, S = duty_end.c, assignment.c, shift.c
LONGEST_SHIFT = timedelta(days=2)
BEGUN = func.coalesce(A.en_route_at, A.on_scene_at)  # a tap that was skipped


class HourShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def teams(self, area: str) -> list[Team]:
        """With how many belong to each."""
        members = select(func.count()).where(team_member.c.team_id == team.c.id).correlate(team).scalar_subquery()
        query = select(team, members.label("members")).where(in_area(team, area)).order_by(team.c.id)
        return [team_of(row, row.members) for row in self.connection.execute(query)]

    def shift_at(self, team_id: int, at: datetime) -> Shift | None:
        """The one that holds now; of several the one that ends last."""
        query = select(S.team_id, S.starts, S.ends).where(
            S.team_id == team_id, S.on_call.is_(False), S.starts <= at, S.ends > at
        )
        row = self.connection.execute(query.order_by(S.ends.desc()).limit(1)).one_or_none()
        return Shift(*row) if row else None

    def standing_end(self, team_id: int, starts: datetime, at: datetime) -> DutyEnd | None:
        """The tap within the shift that began at `starts`, if nobody has come back since."""
        mine = (E.team_id == team_id, E.at >= starts, E.at <= at, or_(E.back_at.is_(None), E.back_at > at))
        query = select(E.team_id, E.at, E.back_at, E.id).where(*mine).order_by(E.at.desc()).limit(1)
        row = self.connection.execute(query).one_or_none()
        return DutyEnd(*row) if row else None

    def end(self, one: DutyEnd, account: int | None) -> None:
        values = {"team_id": one.team_id, "account": account, "at": one.at}
        self.connection.execute(insert(duty_end).values(values))

    def take_back(self, one: DutyEnd, at: datetime) -> None:
        self.connection.execute(update(duty_end).where(E.id == one.id).values(back_at=at))

    def shifts(self, since: datetime, until: datetime) -> list[Shift]:
        of_teams = (S.team_id.is_not(None), S.on_call.is_(False))
        query = select(S.team_id, S.starts, S.ends).where(*of_teams, S.starts < until, S.ends > since)
        return [Shift(*row) for row in self.connection.execute(query)]

    def ends(self, since: datetime, until: datetime) -> list[DutyEnd]:
        """Those of shifts that reach into the span, too: no shift is longer than two days."""
        query = select(E.team_id, E.at, E.back_at, E.id).where(E.at < until, E.at >= since - LONGEST_SHIFT)
        return [DutyEnd(*row) for row in self.connection.execute(query)]

    def jobs(self, since: datetime, until: datetime) -> list[Job]:
        within = (until > BEGUN, or_(A.ended_at.is_(None), A.ended_at > since))
        query: Any = select(A.team_id, BEGUN, A.ended_at).where(*within)
        rows: Sequence[Any] = self.connection.execute(query).all()
        return [Job(*row) for row in rows]
