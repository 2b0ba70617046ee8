"""The table of follow-ups, and how a row of it is read."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Row

from cockpit.follow_up import FollowUp, Result
from data_access.tables import Code, Instant, area_columns, id_column, metadata

# The areas are those of the person when the day was planned. `account` or `team` is to go; with the hand-out of which that came
# stands who had it before. `result` is empty until somebody went, `sheet` the paper that it was typed from; `told` holds
# symptoms, temperature and note, sealed as JSON.
follow_up = Table(
    "follow_up",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("account", BigInteger),
    Column("team", BigInteger, ForeignKey("team.id")),
    Column("handout", BigInteger),
    Column("handout_by", BigInteger),
    Column("handout_at", Instant),
    Column("before_account", BigInteger),
    Column("before_team", BigInteger),
    Column("result", Code),
    Column("at", Instant),
    Column("by", BigInteger),
    Column("handed", Boolean, nullable=False, server_default="false"),
    Column("sheet", BigInteger),
    Column("told", LargeBinary),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    UniqueConstraint("person_id", "day"),
    Index("ix_follow_up_street_community", "street", "community", "day"),
    Index("ix_follow_up_day", "day"),
    Index("ix_follow_up_team", "team", "day", postgresql_where=text("team is not null")),
    Index("ix_follow_up_handout", "handout", postgresql_where=text("handout is not null")),
)


def follow_up_of(row: Row[Any]) -> FollowUp:
    return FollowUp(
        row.id, row.person_id, row.day, row.community, row.account, Result(row.result) if row.result else None, row.at,
        row.by, row.handed, row.team, row.grid, row.sheet,
    )  # fmt: skip
