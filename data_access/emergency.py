"""Emergencies, what belongs to them, and the ledger of all that was destroyed: kinds and ids, never a value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, func, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.emergency import Emergency, Level
from cockpit.refusals import NotFound
from data_access.people.survivors import absorbed
from data_access.tables import Code, Instant, id_column, metadata

emergency = Table(
    "emergency",
    metadata,
    id_column(),
    Column("name", Code, nullable=False),
    Column("level", Integer, nullable=False),
    Column("area", Code, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("end_asked_by", BigInteger),
    Column("end_asked_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", BigInteger),
    Column("destroy_at", Instant),
    Column("destroyed_at", Instant),
)

deletion = Table(
    "deletion",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("reason", Code, nullable=False),
    Column("district_at", Instant, nullable=False),
    Column("machine_at", Instant, nullable=False),
    Index("ix_deletion_emergency_kind", "emergency", "kind"),
)


@dataclass(frozen=True)
class Collected:
    """One kind of personal data: where its rows of an emergency stand, which are past their own time, how they go.

    `of_emergency` and `expired` are conditions over the table; `erase` is a statement over `:ids` and may be done
    twice. `rule` is the key of the retention policy for rows that go while the emergency lasts.
    """

    kind: str
    table: str
    of_emergency: str
    erase: str
    rule: str = ""
    expired: str = "false"


IN_EMERGENCY = "incident_id in (select id from incident where emergency = :emergency)"
CLOSED_BEFORE = "incident_id in (select id from incident where closed_at < :before)"

# Who was exposed to a case that is gone was exposed to nobody that is known.
ERASE_CASE = """
with exposed as (delete from exposure where case_id = any(:ids)),
    told as (delete from journey where case_id = any(:ids))
delete from case_record where id = any(:ids)
"""

# By the rule that each follows; the words about it go with it.
RETURN_OVER = """
coalesce(arrived_on, expected_on, heard_on) + (select (p.body ->> 'observation')::int from policy p where p.id = policy) < :before
"""

OF_EPISODE = "episode_id in (select id from quarantine where {})"
# A note goes with the last of what it may be about.
GONE = "not exists (select from {0} t where t.person_id = override_note.person_id)"
NOTHING_LEFT = f"at < :before and {GONE.format('exposure')} and {GONE.format('quarantine')}"
OF_ROUND = "round_id in (select id from screening_round where {})"
ERASE_VISIT = """
with found as (delete from round_finding where visit_id = any(:ids)),
    given as (delete from visit_answer where visit_id = any(:ids)) delete from round_visit where id = any(:ids)
"""


# What later subjects collect joins this list; `tests/house` finds a table of people that is not on it.
def _own(name: str, table: str, rule: str, over: str) -> Collected:
    """Rows that bear their emergency themselves, and go whole."""
    erase = f"delete from {table} where id = any(:ids)"
    return Collected(name, table, "emergency = :emergency", erase, rule, over)


COLLECTED = (
    Collected("note", "note", IN_EMERGENCY, "delete from note where id = any(:ids)", "note", CLOSED_BEFORE),
    Collected(
        "attachment", "attachment", IN_EMERGENCY, "delete from attachment where id = any(:ids)", "note", CLOSED_BEFORE
    ),
    Collected(
        "position",
        "team_position",
        IN_EMERGENCY,
        "delete from team_position where id = any(:ids)",
        "position",
        CLOSED_BEFORE,
    ),
    Collected(
        "home",
        "incident",
        "emergency = :emergency and at_home and (lon, lat) is distinct from (pin_lon, pin_lat)",
        "update incident set lon = pin_lon, lat = pin_lat, place_id = null, place_name = '' where id = any(:ids)",
    ),
    Collected(  # goes with its episode, which takes it along
        "appeal",
        "appeal",
        OF_EPISODE.format("emergency = :emergency"),
        "delete from appeal where id = any(:ids)",
        "quarantine",
        OF_EPISODE.format("until < :before"),
    ),
    _own("care_task", "care_task", "report", "ended_at < :before"),
    _own("care_fact", "care_fact", "quarantine", OF_EPISODE.format("until < :before")),
    _own("human_contact", "human_contact", "report", "at < :before"),
    _own("health_report", "health_report", "report", "at < :before"),  # before their episodes, which take them along
    Collected(  # with the key of a case all that was said goes; its times are counted on
        "mind_case",
        "mind_case",
        "emergency = :emergency and exists (select from mind_key k where k.case_id = mind_case.id)",
        "delete from mind_key where case_id = any(:ids)",
        "mind",
        "id in (select id from mind_forgettable(:before))",
    ),
    _own("need", "need", "need", "coalesce(closed_at, asked_at) < :before"),
    _own("quarantine", "quarantine", "quarantine", "until < :before"),
    _own("contact", "exposure", "contact", "coalesce(gone_at::date, lasts) < :before"),
    _own("second", "second_contact", "contact", "ended < :before"),
    _own("override_note", "override_note", "contact", NOTHING_LEFT),
    _own("follow_up", "follow_up", "contact", "day < :before"),
    Collected("case", "case_record", "emergency = :emergency", ERASE_CASE, "contact", "closed_at < :before"),
    _own("return", "return_entry", "return", RETURN_OVER),
    Collected(
        "visit",
        "round_visit",
        OF_ROUND.format("emergency = :emergency"),
        ERASE_VISIT,
        "canvass",
        OF_ROUND.format("closed_at < :before"),
    ),
    _own("risk_fact", "risk_fact", "record", "last < :before"),
    _own("risk", "risk_assessment", "risk", "gone_at < :before"),
    Collected(  # one that waits is answered first
        "request",
        "request",
        "emergency = :emergency and closed_at is not null",
        "delete from request where id = any(:ids)",
        "request",
        "closed_at < :before",
    ),
)

# Whoever had their own data deleted: key, tokens and values go, and where the person lived; the row is counted on.
ERASE_PERSON = """
with keys as (delete from person_key where person_id = any(:ids)),
    tokens as (delete from person_token where person_id = any(:ids)),
    homes as (delete from residence where person_id = any(:ids)),
    appealed as (delete from appeal where person_id = any(:ids)),
    needed as (delete from need where person_id = any(:ids)),
    noted as (delete from override_note where person_id = any(:ids)),
    greeted as (delete from human_contact where person_id = any(:ids)),
    apart as (delete from quarantine where person_id = any(:ids)),
    visited as (delete from follow_up where person_id = any(:ids)),
    papers as (delete from receipt where person_id = any(:ids)),
    returned as (delete from return_entry where person_id = any(:ids)),
    found as (delete from round_finding where person_id = any(:ids)),
    talks as (delete from mind_key where case_id in (select id from mind_case where person_id = any(:ids))),
    risks as (delete from risk_assessment where person_id = any(:ids)),
    reported as (delete from risk_fact where person_id = any(:ids)),
    exposed as (delete from exposure where person_id = any(:ids)
        or case_id in (select id from case_record where person_id = any(:ids))),
    told as (delete from journey where case_id in (select id from case_record where person_id = any(:ids))),
    beyond as (delete from second_contact where person_id = any(:ids) or through_id = any(:ids)),
    cases as (delete from case_record where person_id = any(:ids))
update person set name = '', number = null, number_type = null, number_country = null, phone = null,
    born = make_date(extract(year from born)::int, 1, 1) where id = any(:ids)
"""
PERSON = Collected("person", "person", "false", ERASE_PERSON)

# What no emergency ends: why somebody looked at a person, kept as long as the audit.
LASTING = (
    Collected("reveal", "reveal", "false", "delete from reveal where id = any(:ids)", "look", "at < :before"),
    Collected("glass", "glass", "false", "delete from glass where id = any(:ids)", "look", "begun_at < :before"),
    Collected(
        "handed_over", "handed_over", "false", "delete from handed_over where id = any(:ids)", "note", "at < :before"
    ),
    Collected("receipt", "receipt", "false", "delete from receipt where id = any(:ids)", "receipt", "until < :before"),
    PERSON,
)


class EmergencyShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, emergency_id: int) -> Emergency:
        return self._one(select(emergency).where(emergency.c.id == emergency_id))

    def take(self, emergency_id: int) -> Emergency:
        return self._one(select(emergency).where(emergency.c.id == emergency_id).with_for_update())

    def all(self) -> list[Emergency]:
        return [_emergency_of(row) for row in self.connection.execute(select(emergency).order_by(emergency.c.id))]

    def at(self, area: str) -> int | None:
        """What is collected there now belongs to this one: the latest that has begun and not ended."""
        return next((one.id for one in reversed(self.all()) if one.holds_at(area)), None)

    def keep(self, one: Emergency) -> Emergency:
        values = {column.name: getattr(one, column.name) for column in emergency.c if column.name != "id"}
        if one.id:
            self.connection.execute(update(emergency).where(emergency.c.id == one.id).values(values))
            return one
        new_id = self.connection.execute(insert(emergency).values(values).returning(emergency.c.id)).scalar_one()
        return replace(one, id=new_id)

    def belongings(self, emergency_id: int) -> Mapping[str, int]:
        """What would be destroyed: kind -> how many."""
        return {one.kind: self._count(one, emergency_id) for one in COLLECTED}

    def destroyed(self, emergency_id: int) -> Mapping[str, int]:
        query = select(deletion.c.kind, func.count()).where(deletion.c.emergency == emergency_id)
        return dict(self.connection.execute(query.group_by(deletion.c.kind).order_by(deletion.c.kind)).tuples().all())

    def ledger_span(self, emergency_id: int) -> dict[str, int | None]:
        """The first and last number in the ledger, for whoever compares the report with it."""
        query = select(func.min(deletion.c.id), func.max(deletion.c.id)).where(deletion.c.emergency == emergency_id)
        first, last = self.connection.execute(query).one()
        return {"first": first, "last": last}

    def erase(
        self, one: Collected, emergency_id: int | None, before: datetime | None, batch: int, told: dict[str, Any]
    ) -> int:
        """Take away up to `batch` rows and write each into the ledger, in one; returns how many."""
        where = one.of_emergency if emergency_id else one.expired
        asked = {"emergency": emergency_id, "before": before, "batch": batch}
        found = text(f"select id from {one.table} where {where} order by id limit :batch for update")
        ids = list(self.connection.execute(found, asked).scalars())
        if ids:
            self.connection.execute(text(one.erase), {"ids": ids})
            rows = [{"kind": one.kind, "subject_id": row, "emergency": emergency_id, **told} for row in ids]
            self.connection.execute(insert(deletion), rows)
        return len(ids)

    def erase_person(self, person_id: int, at: datetime, machine_at: datetime) -> None:
        """By the person's own wish: for good, and again after a restore of an older backup."""
        ids = [person_id, *absorbed(self.connection, [person_id])]  # whoever was merged into the person goes along
        self.connection.execute(text(PERSON.erase), {"ids": ids})
        told = {"reason": "asked", "district_at": at, "machine_at": machine_at}
        self.connection.execute(
            insert(deletion), [{"kind": PERSON.kind, "subject_id": one, **told} for one in ids]
        )  # fmt: skip

    def _count(self, one: Collected, emergency_id: int) -> int:
        query = text(f"select count(*) from {one.table} where {one.of_emergency}")
        return int(self.connection.execute(query, {"emergency": emergency_id}).scalar_one())

    def _one(self, query: Any) -> Emergency:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _emergency_of(row)


def _emergency_of(row: Row[Any]) -> Emergency:
    return Emergency(**{**row._mapping, "level": Level(row.level)})
