"""The house: areas, inventory, teams, accounts, feed, warnings, incidents, figures, jobs."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

FEED = Path(__file__).with_name("0001_feed.sql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
while_serving = "safe"  # there is nothing yet that could be served


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("machine_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.Text(collation="C"), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("session", sa.Text(collation="C"), nullable=True),
        sa.Column("action", sa.Text(collation="C"), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("subject_id", sa.Text(collation="C"), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_subject_subject_id", "audit_entry", ["subject", "subject_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("machine_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("subject_id", sa.Text(collation="C"), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=True),
        sa.Column("community", sa.Text(collation="C"), nullable=True),
        sa.Column("grid", sa.Text(collation="C"), nullable=True),
        sa.Column("event", sa.Text(collation="C"), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("state", postgresql.JSONB(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_district_at", "change", ["district_at"], unique=False)
    op.create_index("ix_change_subject_subject_id_id", "change", ["subject", "subject_id", "id"], unique=False)
    op.create_table(
        "clock",
        sa.Column("one_row", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("machine_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("speed", sa.Double(), nullable=False),
        sa.CheckConstraint("one_row", name=op.f("ck_clock_single")),
        sa.CheckConstraint("speed > 0", name=op.f("ck_clock_forward")),
        sa.PrimaryKeyConstraint("one_row", name=op.f("pk_clock")),
    )
    op.create_table(
        "desk_watch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("seat", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_watch")),
    )
    op.create_index(
        "uq_desk_watch_open", "desk_watch", ["area", "seat"], unique=True, postgresql_where=sa.text("ended_at is null")
    )
    op.create_table(
        "device",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("revoked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("digest", name=op.f("uq_device_digest")),
        sa.UniqueConstraint("name", name=op.f("uq_device_name")),
    )
    op.create_table(
        "district",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("outline", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district")),
    )
    op.create_table(
        "figure_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("figure", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "community", "figure", name=op.f("pk_figure_day")),
    )
    op.create_table(
        "figure_now",
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("figure", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "figure", name=op.f("pk_figure_now")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.Text(collation="C"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("machine_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "look_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("machine_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.Text(collation="C"), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("session", sa.Text(collation="C"), nullable=True),
        sa.Column("action", sa.Text(collation="C"), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("subject_id", sa.Text(collation="C"), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_entry")),
    )
    op.create_index("ix_look_entry_subject_subject_id", "look_entry", ["subject", "subject_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("flagged", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_index("ix_place_kind_street", "place", ["kind", "street"], unique=False)
    op.create_table(
        "policy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("holds_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holds_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.create_index("ix_policy_kind_key", "policy", ["kind", "key"], unique=False)
    op.create_table(
        "team",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    op.create_index("ix_team_role_street", "team", ["role", "street"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("area", sa.Text(collation="C"), nullable=False),
        sa.Column("team", sa.BigInteger(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_account_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("account", name=op.f("uq_account_account")),
    )
    op.create_table(
        "enterprise",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("credit_code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("trade", sa.Text(collation="C"), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_enterprise_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_enterprise_credit_code")),
    )
    op.create_index("ix_enterprise_street", "enterprise", ["street"], unique=False)
    op.create_table(
        "household",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("tenure", sa.Text(collation="C"), nullable=False),
        sa.Column("door", sa.LargeBinary(), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_household_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_index("ix_household_street_community", "household", ["street", "community"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("source", sa.Text(collation="C"), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("said", sa.Text(collation="C"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("place_name", sa.Text(), nullable=False),
        sa.Column("at_home", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("pin_lon", sa.Double(), nullable=True),
        sa.Column("pin_lat", sa.Double(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrive_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("close_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_policy", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(collation="C"), nullable=True),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["due_policy"], ["policy.id"], name=op.f("fk_incident_due_policy")),
        sa.ForeignKeyConstraint(["merged_into"], ["incident.id"], name=op.f("fk_incident_merged_into")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_incident_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(
        "ix_incident_open_community",
        "incident",
        ["community"],
        unique=False,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index("ix_incident_place_id_kind", "incident", ["place_id", "kind"], unique=False)
    op.create_index("ix_incident_received_at", "incident", ["received_at"], unique=False)
    op.create_index("ix_incident_street_received_at", "incident", ["street", "received_at"], unique=False)
    op.create_table(
        "reading",
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_reading_place_id")),
        sa.PrimaryKeyConstraint("place_id", "at", name=op.f("pk_reading")),
    )
    op.create_table(
        "reading_slot",
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_reading_slot_place_id")),
        sa.PrimaryKeyConstraint("place_id", "starts", name=op.f("pk_reading_slot")),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_shift_forward")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_shift_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_team_id_starts", "shift", ["team_id", "starts"], unique=False)
    op.create_table(
        "street",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("parent", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("outline", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["district.code"], name=op.f("fk_street_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_street")),
    )
    op.create_index(op.f("ix_street_parent"), "street", ["parent"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_team_id"), "team_member", ["team_id"], unique=False)
    op.create_table(
        "warning_rule",
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_count", sa.Integer(), nullable=True),
        sa.Column("over_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("warning_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_warning_rule_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_warning_rule")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(collation="C"), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("by_account", sa.BigInteger(), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("en_route_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_scene_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(collation="C"), nullable=True),
        sa.Column("count_seen", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_assignment_incident_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assignment_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_incident_id", "assignment", ["incident_id"], unique=False)
    op.create_index(
        "ix_assignment_team_id", "assignment", ["team_id"], unique=False, postgresql_where=sa.text("ended_at is null")
    )
    op.create_index(
        "uq_assignment_team_once",
        "assignment",
        ["incident_id", "team_id", "round"],
        unique=True,
        postgresql_where=sa.text("state not in ('declined', 'timed_out', 'recalled')"),
    )
    op.create_index(
        "uq_assignment_under_way",
        "assignment",
        ["team_id"],
        unique=True,
        postgresql_where=sa.text("state in ('en_route', 'on_scene')"),
    )
    op.create_table(
        "community",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("parent", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("outline", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["street.code"], name=op.f("fk_community_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_community")),
    )
    op.create_index(op.f("ix_community_parent"), "community", ["parent"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_note_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_incident_id"), "note", ["incident_id"], unique=False)
    op.create_table(
        "residence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_residence_household_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_residence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
    )
    op.create_index(op.f("ix_residence_household_id"), "residence", ["household_id"], unique=False)
    op.create_index(op.f("ix_residence_person_id"), "residence", ["person_id"], unique=False)
    op.create_index("ix_residence_street_community", "residence", ["street", "community"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_session_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_session_digest")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)
    op.create_table(
        "viewing",
        sa.Column("session", sa.Text(collation="C"), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_viewing_account")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_viewing_incident_id")),
        sa.PrimaryKeyConstraint("session", "incident_id", name=op.f("pk_viewing")),
    )
    op.create_index(op.f("ix_viewing_renewed_at"), "viewing", ["renewed_at"], unique=False)
    op.create_table(
        "warning",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.Column("community", sa.Text(collation="C"), nullable=False),
        sa.Column("grid", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("incident", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_warning_incident")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_warning_place_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_warning_policy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning")),
    )
    op.create_index("ix_warning_incident", "warning", ["incident"], unique=False)
    op.create_index("ix_warning_place_id_raised_at", "warning", ["place_id", "raised_at"], unique=False)
    op.create_index("ix_warning_street_raised_at", "warning", ["street", "raised_at"], unique=False)
    op.create_table(
        "grid",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("parent", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("outline", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["community.code"], name=op.f("fk_grid_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_grid")),
    )
    op.create_index(op.f("ix_grid_parent"), "grid", ["parent"], unique=False)

    op.get_bind().exec_driver_sql(FEED.read_text(encoding="utf-8"))
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def downgrade() -> None:
    raise RuntimeError("the first schema has nothing before it; restore a backup instead")
