"""Tables of incidents, their assignments and sealed notes."""

from sqlalchemy import BigInteger, Boolean, Double, ForeignKey, Index, Integer, LargeBinary, Table, Text, false, text
from sqlalchemy import Column as C

from data_access.tables import Code, Instant, area_columns, id_column, metadata, point_columns

incident = Table(
    "incident",
    metadata,
    id_column(),
    C("version", Integer, nullable=False),
    C("kind", Code, nullable=False),
    C("source", Code, nullable=False),
    C("priority", Integer, nullable=False),
    C("state", Code, nullable=False),
    C("said", Code, nullable=False),
    C("round", Integer, nullable=False),
    C("place_id", BigInteger, ForeignKey("place.id")),
    C("place_name", Text, nullable=False),
    C("at_home", Boolean, nullable=False, server_default=false()),
    *area_columns(),
    *point_columns(),
    C("pin_lon", Double),
    C("pin_lat", Double),
    C("count", Integer),
    C("received_at", Instant, nullable=False),
    C("arrive_by", Instant, nullable=False),
    C("close_by", Instant, nullable=False),
    C("due_policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    C("emergency", BigInteger, ForeignKey("emergency.id")),
    C("opened_at", Instant),
    C("dispatched_at", Instant),
    C("arrived_at", Instant),
    C("verified_at", Instant),
    C("closed_at", Instant),
    C("resolution", Code),
    C("merged_into", BigInteger, ForeignKey("incident.id")),
    Index("ix_incident_open_community", "community", postgresql_where=text("closed_at is null")),
    Index("ix_incident_street_received_at", "street", "received_at"),
    Index("ix_incident_received_at", "received_at"),
    Index("ix_incident_place_id_kind", "place_id", "kind"),
)

assignment = Table(
    "assignment",
    metadata,
    id_column(),
    C("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False),
    C("team_id", BigInteger, ForeignKey("team.id"), nullable=False),
    C("role", Code, nullable=False),
    C("state", Code, nullable=False),
    C("round", Integer, nullable=False),
    C("by_account", BigInteger),
    C("dispatched_at", Instant, nullable=False),
    C("answer_by", Instant, nullable=False),
    C("acknowledged_at", Instant),
    C("en_route_at", Instant),
    C("on_scene_at", Instant),
    C("ended_at", Instant),
    C("outcome", Code),
    C("count_seen", Integer),
    Index("ix_assignment_incident_id", "incident_id"),
    Index("ix_assignment_team_id", "team_id"),
    Index(
        "uq_assignment_team_once",
        "incident_id",
        "team_id",
        "round",
        unique=True,
        postgresql_where=text("state not in ('declined', 'timed_out', 'recalled')"),
    ),
    Index(
        "uq_assignment_under_way",
        "team_id",
        unique=True,
        postgresql_where=text("state in ('en_route', 'on_scene')"),
    ),
)

note = Table(
    "note",
    metadata,
    id_column(),
    C("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False, index=True),
    C("account", BigInteger),
    C("at", Instant, nullable=False),
    C("text", LargeBinary, nullable=False),
)
