"""The second wall: PostgreSQL itself shows each unit of work its scope, whatever a query forgot to ask."""

from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from cockpit import incidents
from cockpit.access import Actor
from cockpit.incidents import Answer
from data_access.appeals import appeal, appeal_code
from data_access.attachments import attachment
from data_access.bulk import bulk, bulk_row
from data_access.canvass import round_finding, round_visit, screening_round, visit_answer
from data_access.database import Database
from data_access.escalation import escalation, escalation_call
from data_access.follow_up import follow_up
from data_access.glass import glass
from data_access.greeting import human_contact
from data_access.handed_over import handed_over
from data_access.home_health import care_fact, care_task, health_report, report_code
from data_access.importing import history
from data_access.incidents import incident, incident_link, incident_task, note
from data_access.linking import person_merge, person_pair
from data_access.mind_care import mind_case, mind_code, mind_key, mind_text
from data_access.needs import need, need_photo
from data_access.override_note import override_note
from data_access.paging import own_channel, paging, paging_delivery, push_subscription
from data_access.people import household, person, residence
from data_access.quarantine import quarantine
from data_access.receipts import receipt
from data_access.requests import request
from data_access.returns import return_entry, return_word
from data_access.reveal import reveal
from data_access.risk_map import risk_map_day
from data_access.scene import scene_clock, team_position
from data_access.scope import APP, READER, SETTINGS
from data_access.screening import (
    case_record,
    exposure,
    journey,
    risk_assessment,
    risk_draft,
    risk_fact,
    second_contact,
)
from data_access.sheets import paper_sheet
from data_access.sources import source
from data_access.tables import metadata
from data_access.undo import undo
from data_access.warnings import warning
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, People

WALLED = {
    appeal,
    appeal_code,
    care_fact,
    care_task,
    human_contact,
    health_report,
    report_code,
    attachment,
    bulk,
    bulk_row,
    case_record,
    escalation,
    escalation_call,
    exposure,
    follow_up,
    glass,
    handed_over,
    history,
    incident,
    incident_link,
    incident_task,
    journey,
    mind_case,
    mind_code,
    mind_key,
    mind_text,
    need,
    need_photo,
    note,
    household,
    own_channel,
    override_note,
    paging,
    paging_delivery,
    push_subscription,
    paper_sheet,
    person,
    person_merge,
    person_pair,
    quarantine,
    receipt,
    request,
    residence,
    return_entry,
    return_word,
    reveal,
    round_finding,
    round_visit,
    risk_assessment,
    risk_draft,
    second_contact,
    risk_fact,
    risk_map_day,
    scene_clock,
    screening_round,
    source,
    team_position,
    undo,
    visit_answer,
    warning,
}
OF_AREAS = [incident, household, residence, warning]


def seen(morning: Morning, by: Actor, query: Any) -> list[Any]:
    """The rows of a query without any `where`, in a unit of work of that person's."""
    with morning.work(by) as work:
        return list(work.connection.execute(query))


@pytest.fixture
def two_streets(morning: Morning) -> Morning:
    """A crowd in 长庆 with a note, and a report in 武林 with a note."""
    crowd = morning.crowd()
    morning.do(morning.people.rosa, incidents.add_note, crowd.id, "门口有人争执")
    with morning.work(morning.people.rosa) as work:
        elsewhere = next(one for one in work.places.of_kinds(["pharmacy"], WULIN))
    morning.do(
        morning.people.rosa, incidents.report, incidents.Kind.HAZARD, incidents.Source.PHONE, elsewhere, note="漏水"
    )
    return morning


@pytest.mark.parametrize("table", OF_AREAS, ids=lambda table: table.name)
def test_a_forgotten_where_shows_a_street_officer_her_own_street(two_streets: Morning, table: Any) -> None:
    streets = select(table.c.street)
    assert {row.street for row in seen(two_streets, two_streets.people.shen, streets)} == {CHANGQING}
    everywhere = {row.street for row in seen(two_streets, two_streets.people.rosa, streets)}
    assert {CHANGQING} < everywhere or table is warning


def test_a_community_worker_sees_the_people_of_her_own_community(morning: Morning, people: People) -> None:
    own = seen(morning, people.lin, select(residence.c.community, residence.c.person_id))
    assert {row.community for row in own} == {people.lin.area}
    persons = {row.id for row in seen(morning, people.lin, select(person.c.id))}
    assert persons == {row.person_id for row in own} and persons


def test_notes_go_with_their_incident(two_streets: Morning) -> None:
    of_xia = {row.incident_id for row in seen(two_streets, two_streets.people.xia, select(note.c.incident_id))}
    of_rosa = {row.incident_id for row in seen(two_streets, two_streets.people.rosa, select(note.c.incident_id))}
    assert len(of_xia) == 1 and of_xia < of_rosa


def test_a_team_sees_what_it_is_sent_to_and_nothing_around_it(morning: Morning, people: People) -> None:
    theirs, other = morning.sent_to_own(0), morning.crowd(1)
    assert [row.id for row in seen(morning, people.wu, select(incident.c.id))] == [theirs.id]
    assert seen(morning, people.wu, select(household.c.id)) == []
    assert other.id in {row.id for row in seen(morning, people.shen, select(incident.c.id))}


def test_a_job_stays_open_to_its_team_until_a_day_after_it_was_closed(morning: Morning, people: People) -> None:
    one = morning.resolved()
    morning.do(people.hana, incidents.verify, one.id)
    morning.do(people.hana, incidents.close, one.id, "dispersed")
    assert len(seen(morning.later(hours=24, seconds=-1), people.wu, select(incident.c.id))) == 1
    assert seen(morning.later(seconds=2), people.wu, select(incident.c.id)) == []


def test_who_declined_has_no_business_there_any_more(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.answer(people.wu, one, Answer.DECLINED, reason="busy")
    assert seen(morning, people.wu, select(incident.c.id)) == []


def test_with_no_scope_said_nothing_is_shown(morning: Morning) -> None:
    morning.crowd()
    with morning.database.connection() as connection:
        become(connection, APP)
        for table in WALLED:
            assert connection.execute(select(table).limit(1)).all() == [], table.name


def test_another_streets_rows_are_not_changed_either(two_streets: Morning, people: People) -> None:
    for query in ("update incident set priority = 3", "delete from note"):
        with two_streets.work(people.xia) as work:
            count = work.connection.execute(text(query)).rowcount
        assert count == 1, query


def test_no_row_is_put_where_the_writer_may_not_see(morning: Morning, people: People) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), morning.work(people.xia) as work:
        work.connection.execute(
            text("insert into residence (person_id, household_id, since, street, community, grid)"
                 " select 1, 1, date '2020-02-01', :street, :street || '001', :street || '001001'"),
            {"street": CHANGQING},
        )  # fmt: skip


@pytest.mark.parametrize("table", ["audit_entry", "look_entry", "change"])
@pytest.mark.parametrize("order", ["delete from {}", "update {} set role = 'nobody'", "truncate {}"])
def test_the_apps_role_cannot_touch_what_was_told(morning: Morning, table: str, order: str) -> None:
    morning.crowd()
    refuses(morning.database, APP, order.format(table))


@pytest.mark.parametrize(
    ("role", "order"),
    [
        (APP, "select * from audit_entry"),
        (APP, "insert into audit_entry select * from audit_entry"),
        (APP, "update policy set body = '{}'"),
        (APP, "delete from policy"),
        (APP, "drop table note"),
        (APP, "alter table note disable row level security"),
        (APP, "update alembic_version set version_num = '0001'"),
        (READER, "update incident set priority = 1"),
        (READER, "select feed_head()"),
    ],
)
def test_neither_role_does_what_is_not_its_own(morning: Morning, role: str, order: str) -> None:
    refuses(morning.database, role, order)


def test_neither_role_is_an_owner_or_passes_the_policies(database: Database) -> None:
    with database.connection() as connection:
        roles = connection.execute(
            text("select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = any(:names)"),
            {"names": [APP, READER]},
        ).all()
        owners = connection.execute(text("select distinct tableowner from pg_tables where schemaname = 'public'"))
        assert {row.rolname for row in roles} == {APP, READER}
        assert not any(flag for row in roles for flag in row[1:])
        assert not {APP, READER} & set(owners.scalars())


def test_every_table_of_people_and_incidents_has_its_wall(database: Database) -> None:
    """A table that holds a row per person, home or incident names its policy; the list grows with the schema."""
    with database.connection() as connection:
        forced = set(
            connection.execute(
                text("select relname from pg_class where relrowsecurity and relforcerowsecurity")
            ).scalars()
        )
    assert forced == {table.name for table in WALLED}
    personal = {
        table.name for table in metadata.tables.values()
        if {"person_id", "household_id", "incident_id"} & set(table.c.keys())
    }  # fmt: skip
    assert personal - forced == OPEN.keys()


OPEN = {
    "assignment": "which team is on what, and how far: no person, no place; it opens incidents to their teams",
    "person_key": "a person's own key, wrapped: of no use without the field key and the person's row",
    "person_token": "keyed digests: nothing is read from one, and the person it finds stands behind a wall",
    "viewing": "which session has an incident open, for a minute",
}


def become(connection: Connection, role: str) -> None:
    connection.execute(text("select set_config('role', :role, true)"), {"role": role})
    for name in SETTINGS:
        connection.execute(text(f"select set_config('cockpit.{name}', '', true)"))


def refuses(database: Database, role: str, order: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied|must be owner"), database.connection() as connection:
        become(connection, role)
        connection.execute(text(order))
