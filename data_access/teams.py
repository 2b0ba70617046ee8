"""Teams, their members and their duty."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    false,
    select,
    text,
)
from sqlalchemy.engine import Connection, Row

from cockpit.areas import Spot
from cockpit.dispatch import Candidate
from cockpit.layers import Box
from cockpit.teams import Team, TeamRole
from data_access.tables import Code, Instant, area_columns, id_column, in_area, in_box, metadata, point_columns

team = Table(
    "team",
    metadata,
    id_column(),
    Column("code", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Code, nullable=False),
    Column("area", Code, nullable=False),
    *area_columns(),
    *point_columns(),
    Index("ix_team_role_street", "role", "street"),
)

team_member = Table(
    "team_member",
    metadata,
    id_column(),
    Column("team_id", BigInteger, ForeignKey("team.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
)

shift = Table(
    "shift",
    metadata,
    id_column(),
    Column("team_id", BigInteger, ForeignKey("team.id")),
    Column("account", BigInteger, ForeignKey("account.id")),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("on_call", Boolean, nullable=False, server_default=false()),
    CheckConstraint("ends > starts", name="forward"),
    CheckConstraint("(team_id is null) <> (account is null)", name="whose"),
    Index("ix_shift_team_id_starts", "team_id", "starts"),
    Index("ix_shift_team_id_ends", "team_id", "ends"),
    Index("ix_shift_account_ends", "account", "ends"),
)


CANDIDATES = text(
    "select t.*, (select count(*) from team_member m where m.team_id = t.id) as members,"
    " exists (select 1 from shift s where s.team_id = t.id and not s.on_call and s.starts <= :at and s.ends > :at)"
    " as on_duty,"
    " count(a.id) as jobs, coalesce(bool_or(a.state in ('en_route', 'on_scene')), false) as under_way"
    " from team t left join assignment a on a.team_id = t.id and a.ended_at is null"
    " where t.street = :street group by t.id order by t.id"
)


class TeamShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def candidates(self, street: str, at: datetime) -> list[Candidate]:
        """Every team of the street as it stands at the moment: on duty, jobs in its list, under way."""
        rows = self.connection.execute(CANDIDATES, {"street": street, "at": at})
        return [Candidate(_team_of(row, row.members), row.on_duty, row.jobs, row.under_way) for row in rows]

    def name_of(self, team_id: int) -> str:
        return self.names([team_id]).get(team_id, "")

    def names(self, team_ids: Collection[int]) -> dict[int, str]:
        query = select(team.c.id, team.c.name).where(team.c.id.in_(team_ids))
        return dict(self.connection.execute(query).tuples().all())

    def get(self, team_id: int) -> Team:
        return _team_of(self.connection.execute(select(team).where(team.c.id == team_id)).one())

    def find(self, team_id: int) -> Team | None:
        row = self.connection.execute(select(team).where(team.c.id == team_id)).one_or_none()
        return _team_of(row) if row else None

    def in_area(self, area: str, limit: int | None = None, box: Box | None = None) -> list[Team]:
        query = select(team).where(in_area(team, area), in_box(team.c.lon, team.c.lat, box)).order_by(team.c.id)
        return [_team_of(row) for row in self.connection.execute(query.limit(limit))]


def _team_of(row: Row[Any], members: int = 0) -> Team:
    spot = Spot(row.street, row.community, row.grid, row.lon, row.lat)
    return Team(row.id, row.code, row.name, TeamRole(row.role), row.area, spot, members)
