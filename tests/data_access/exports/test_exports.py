"""What goes out comes back unchanged, every kind in every form; and who gets how much of it, with the line that says so."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import exports
from cockpit.access import Actor, system
from cockpit.audit import looks_at
from cockpit.exports import Export, Format, Grade, State, What
from cockpit.exports.columns import in_full
from cockpit.exports.export import FileOver, TooManyAtOnce
from cockpit.figures import cells
from cockpit.importing import acts
from cockpit.importing.batch import Counts
from cockpit.importing.columns import propose
from cockpit.importing.kinds import FIELDS, Kind
from cockpit.importing.written import headers_of
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.two_people import NobodyAsked, SamePerson, waiting, withdraw
from data_access.database import Database
from data_access.exports.run import Runner
from data_access.importing.jobs import Runner as Bringing
from data_access.importing.targets import TARGETS
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody

COCKPIT = system(DISTRICT)
WHY = "区防疫办要求核对住户名单"
EVERY_KIND = [what for what in What if what is not What.FIGURES and what.kind in TARGETS]
OF_A_STREET = {What.DUTY: CHANGQING, What.ENTERPRISES: CHANGQING}  # an eighth of the thousands of the district
Made = tuple[Export, bytes]


@pytest.fixture
def dai(database: Database) -> Actor:
    return somebody(database, "data_officer")


def made(database: Database, by: Actor, number: int) -> Made:
    stream = io.BytesIO()
    export = Runner(database, by, number).make(stream)
    return export, stream.getvalue()


def alone(database: Database, by: Actor, what: What, form: Format = Format.CSV, area: str = "") -> Made:
    with database.work(by) as work:
        number = exports.ask(work, what, area or by.area, form).id
    return made(database, by, number)


def by_two(database: Database, by: Actor, second: Actor, what: What, form: Format = Format.CSV, area: str = "") -> Made:
    with database.work(by) as work:
        number = exports.ask_in_full(work, what, area or by.area, form, WHY).id
    with database.work(second) as work:
        exports.agree(work, number)
    return made(database, by, number)


def brought(database: Database, path: Path, body: bytes, kind: str = "") -> Counts:
    path.write_bytes(body)
    with database.work(COCKPIT) as work:
        number = acts.receive(work, kind, path.name, {}).id
    return Bringing(database, COCKPIT, number, path, certain=True).check().counts


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def told(database: Database, chain: str, action: str) -> list[Any]:
    with database.connection() as connection:
        query = f"select actor, subject, subject_id, facts from {chain} where action = :action order by id"
        return list(connection.execute(text(query), {"action": action}))


# Round trip


@pytest.mark.parametrize("what", EVERY_KIND)
@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
def test_in_full_it_comes_back_unchanged(
    database: Database, people: People, tmp_path: Path, what: What, form: Format
) -> None:
    if what in in_full("officer"):
        export, body = by_two(database, people.rosa, people.hana, what, form, OF_A_STREET.get(what, ""))
    else:
        export, body = alone(database, COCKPIT, what, form, OF_A_STREET.get(what, ""))
    assert export.rows > 3
    assert brought(database, tmp_path / f"out.{form}", body) == Counts(unchanged=export.rows)


@pytest.mark.parametrize("what", [one for one in EVERY_KIND if one not in (What.PERSONS, What.HOUSEHOLDS)])
@pytest.mark.parametrize("form", Format)
def test_what_a_data_officer_takes_out_alone_comes_back_unchanged(
    database: Database, dai: Actor, tmp_path: Path, what: What, form: Format
) -> None:
    """Masks are passed over: none of them is ever kept as a value."""
    if (form is Format.GEOJSON and what is What.DUTY) or what is What.POLICIES:
        return
    export, body = alone(database, dai, what, form, OF_A_STREET.get(what, ""))
    assert export.rows > 3
    assert brought(database, tmp_path / f"out.{form}", body, what.value) == Counts(unchanged=export.rows)


@pytest.mark.parametrize("kind", Kind)
def test_headers_of_an_export_are_known_for_what_they_are(kind: Kind) -> None:
    found = propose(headers_of(kind), kind, {})
    assert [one.field for one in found.columns] == [field.name for field in FIELDS[kind]]
    assert all(one.certain for one in found.columns)


def test_a_formula_goes_out_as_a_text_and_comes_back_as_it_was(database: Database, dai: Actor, tmp_path: Path) -> None:
    with database.connection() as connection:
        connection.execute(text("update place set address = '=1+1' where id = (select min(id) from place)"))
    export, body = alone(database, dai, What.PLACES)
    assert "'=1+1" in {cell for row in rows_of(body) for cell in row.values()}
    assert brought(database, tmp_path / "out.csv", body) == Counts(unchanged=export.rows)


def test_what_is_no_more_stays_behind(database: Database, dai: Actor) -> None:
    before = alone(database, dai, What.PLACES)[0].rows
    with database.connection() as connection:
        closed = "update place set closed_at = '2020-01-31T00:00Z' where id = (select min(id) from place)"
        connection.execute(text(closed))
    assert alone(database, dai, What.PLACES)[0].rows == before - 1


def test_what_a_map_gets_is_what_rfc_7946_says(database: Database, dai: Actor) -> None:
    """Closed rings, counter-clockwise, longitude first, no coordinate system said; each feature with its properties."""
    for what, shape in ((What.COMMUNITIES, "Polygon"), (What.PLACES, "Point")):
        found = json.loads(alone(database, dai, what, Format.GEOJSON)[1])
        assert found["type"] == "FeatureCollection" and "crs" not in found
        for one in found["features"]:
            assert one["type"] == "Feature" and one["geometry"]["type"] == shape and one["properties"]["name"]
            rings = one["geometry"]["coordinates"] if shape == "Polygon" else []
            assert all(ring[0] == ring[-1] and len(ring) >= 4 and turns_left(ring) for ring in rings)


def turns_left(ring: list[list[float]]) -> bool:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) > 0


# Who gets how much


@pytest.fixture
def contact(database: Database, tmp_path: Path) -> str:
    """A pharmacy with somebody who answers for it, in 长庆."""
    path = tmp_path / "places.csv"
    header = "场所名称,类型,地址,所属街道,经度,纬度,负责人,联系电话"
    path.write_text(f"{header}\n新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650,王小明,10012345678\n")
    with database.work(COCKPIT) as work:
        number = acts.receive(work, "places", path.name, {}).id
    Bringing(database, COCKPIT, number, path, certain=True).check()
    with database.work(COCKPIT) as work:
        acts.confirm_here(work, number)
    Bringing(database, COCKPIT, number, path, certain=True).apply()
    return "王小明"


def test_who_answers_for_a_place_leaves_as_a_mask_and_comes_back_as_nothing(
    database: Database, dai: Actor, people: People, contact: str, tmp_path: Path
) -> None:
    for who in (dai, people.rosa, people.shen):
        export, body = alone(database, who, What.PLACES)
        row = next(one for one in rows_of(body) if one["场所名称"] == "新安药店")
        assert "王**" in row.values() and "100****5678" in row.values()
        assert contact not in body.decode()
        assert brought(database, tmp_path / "out.csv", body) == Counts(unchanged=export.rows)


def test_by_two_it_leaves_in_full(database: Database, people: People, contact: str, tmp_path: Path) -> None:
    export, body = by_two(database, people.rosa, people.hana, What.PLACES)
    assert contact in body.decode()
    assert brought(database, tmp_path / "out.csv", body) == Counts(unchanged=export.rows)


def test_the_terminal_alone_takes_out_nothing_personal(database: Database, contact: str) -> None:
    with database.work(COCKPIT) as work:
        number = exports.ask_here(work, What.PLACES, DISTRICT, Format.CSV).id
    body = made(database, COCKPIT, number)[1].decode()
    assert contact not in body and "王**" not in body


def test_a_street_officer_takes_out_her_own_street_and_no_other(database: Database, people: People) -> None:
    export, body = alone(database, people.shen, What.PERSONS)
    assert {row["所属街道"] if "所属街道" in row else row["街道"] for row in rows_of(body)} == {"长庆街道"}
    whole, _ = alone(database, people.rosa, What.PERSONS)
    assert 0 < export.rows < whole.rows
    for area in (WULIN, DISTRICT, "330103999", ""):
        with pytest.raises(NotFound), database.work(people.shen) as work:
            exports.ask(work, What.PERSONS, area or "3", Format.CSV)


def test_persons_leave_masked_and_without_their_address(database: Database, people: People) -> None:
    _, body = alone(database, people.rosa, What.PERSONS, area=CHANGQING)
    rows = rows_of(body)
    assert all(row["姓名·已遮蔽"].endswith("**") for row in rows)
    assert not [name for row in rows[:1] for name in row if "号" in name and "遮蔽" not in name]
    with database.work(people.rosa) as work:
        doors = {one.name for one in work.areas.known.values() if len(one.code) > 9}
    assert not doors & {cell for row in rows for cell in row.values()}


@pytest.mark.parametrize("name", ["lin", "eve", "wu", "mei", "sensor"])
def test_who_may_take_nothing_out_is_refused(database: Database, people: People, name: str) -> None:
    with pytest.raises(NotAllowed), database.work(getattr(people, name)) as work:
        exports.ask(work, What.PLACES, DISTRICT, Format.CSV)


def test_the_approver_gets_the_firms_of_the_own_street_and_nothing_else(database: Database, people: People) -> None:
    export, body = alone(database, people.chen, What.ENTERPRISES, Format.CSV)
    assert export.grade is Grade.STREET and export.area == CHANGQING and len(rows_of(body)) == export.rows > 0
    for what in (What.PLACES, What.PERSONS, What.FIGURES):
        with pytest.raises(NotAllowed), database.work(people.chen) as work:
            exports.ask(work, what, CHANGQING, Format.CSV)
    with pytest.raises(NotAllowed), database.work(people.chen) as work:
        exports.ask_in_full(work, What.ENTERPRISES, CHANGQING, Format.CSV, WHY)


def test_rules_are_for_the_terminal_alone(database: Database, people: People) -> None:
    export, body = alone(database, COCKPIT, What.POLICIES)
    with database.work(COCKPIT) as work:
        assert export.rows == len(rows_of(body)) == work.stock.count(What.POLICIES, DISTRICT) > 20
    with pytest.raises(NotAllowed), database.work(people.rosa) as work:
        exports.ask(work, What.POLICIES, DISTRICT, Format.CSV)


def test_the_leader_gets_numbers_with_the_small_ones_hidden(database: Database) -> None:
    leader = somebody(database, "leader")
    export, body = alone(database, leader, What.FIGURES)
    rows = rows_of(body)
    assert len(rows) == export.rows > 8
    with database.work(leader) as work:
        shown = cells(work)
    assert {row["代码"]: row["居民数"] for row in rows} == {
        code: told["residents"].replace(",", "") for code, told in shown.items()
    }
    assert any(row["租住户数"] in ("<5", "–") for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.isdigit() and len(cell) < 6 and int(cell) < 5]
    assert json.loads(alone(database, leader, What.FIGURES, Format.GEOJSON)[1])["features"]


def test_whoever_waits_for_five_files_waits_before_the_sixth(database: Database, people: People) -> None:
    for _ in range(5):
        with database.work(people.rosa) as work:
            exports.ask(work, What.STREETS, DISTRICT, Format.CSV)
    with pytest.raises(TooManyAtOnce), database.work(people.rosa) as work:
        exports.ask(work, What.STREETS, DISTRICT, Format.CSV)
    with database.work(people.hana) as work:
        exports.ask(work, What.STREETS, DISTRICT, Format.CSV)


def test_what_has_no_point_is_no_map(database: Database, people: People) -> None:
    with pytest.raises(Invalid), database.work(people.rosa) as work:
        exports.ask(work, What.PERSONS, DISTRICT, Format.GEOJSON)


def test_whoever_lost_the_right_meanwhile_gets_nothing(database: Database, people: People) -> None:
    with database.work(people.shen) as work:
        number = exports.ask(work, What.PLACES, CHANGQING, Format.CSV).id
    for role, area in (("approver", CHANGQING), ("street_officer", WULIN)):
        other = Actor(people.shen.id, "street_officer", "沈长青", role, area)
        with pytest.raises(NotFound), database.work(other) as work:
            exports.begin(work, number)


# What is written down


def test_a_file_of_people_is_a_look_at_them_that_each_of_them_hears_of(database: Database, people: People) -> None:
    export, _ = alone(database, people.shen, What.PERSONS)
    (line,) = [one for one in told(database, "look_entry", "listed") if one.facts.get("export") == export.id]
    assert line.actor == "street_officer" and line.facts["count"] == export.rows
    assert line.facts["fields"] == ["name", "phone"] and len(line.facts["digest"]) == 64
    (done,) = told(database, "audit_entry", "exported")
    assert done.facts == {"kind": "persons", "form": "csv", "grade": "masked", "rows": export.rows, "agreed_by": None}
    auditor = somebody(database, "auditor")
    with database.connection() as connection:
        mine, other = (
            connection.execute(text("select min(id) from person where street = :street"), {"street": one}).scalar_one()
            for one in (CHANGQING, WULIN)
        )
    with database.work(auditor) as work:
        assert [one.role for one in looks_at(work, mine)] == ["street_officer"]
        assert looks_at(work, other) == []


def test_what_holds_nothing_personal_is_no_look(database: Database, dai: Actor) -> None:
    alone(database, dai, What.STREETS)
    assert told(database, "look_entry", "listed") == told(database, "look_entry", "looked") == []


# Fetched


def fetched(morning: Morning, by: Actor, number: int) -> Export:
    found: Export = morning.do(by, exports.take, number)
    return found


def test_its_maker_alone_fetches_it_for_a_day_and_each_time_is_written_down(
    morning: Morning, people: People, dai: Actor
) -> None:
    with morning.work(dai) as work:
        number = exports.ask(work, What.PLACES, DISTRICT, Format.CSV).id
    with pytest.raises(NotFound):
        fetched(morning, dai, number)
    with morning.work(dai) as work:
        export, columns = exports.begin(work, number)
        exports.finish(work, export, columns, 3, 100, "0" * 64)
    for who in (people.rosa, people.shen, people.gu):
        with pytest.raises(NotFound):
            fetched(morning, who, number)
    assert fetched(morning, dai, number).rows == 3
    assert fetched(morning.later(hours=23, minutes=59), dai, number)
    assert len(told(morning.database, "audit_entry", "export_fetched")) == 2
    with pytest.raises(FileOver):
        fetched(morning.later(minutes=1), dai, number)
    with morning.work(dai) as work:
        assert exports.latest(work)[0].state is State.OVER
        assert number not in work.exports.kept_at(work.at)


# By two


def test_who_asked_does_not_agree_and_who_sees_less_does_not_either(
    database: Database, people: People, dai: Actor
) -> None:
    with database.work(people.rosa) as work:
        number = exports.ask_in_full(work, What.HOUSEHOLDS, DISTRICT, Format.CSV, WHY).id
    with pytest.raises(SamePerson), database.work(people.rosa) as work:
        exports.agree(work, number)
    for who, refusal in ((people.shen, NotFound), (people.xia, NotFound), (people.lin, NotAllowed)):
        with pytest.raises(refusal), database.work(who) as work:
            exports.agree(work, number)
        with pytest.raises(refusal), database.work(who) as work:
            exports.why(work, number)
    with database.work(people.shen) as work:
        assert waiting(work) == []
    with pytest.raises(NotFound), database.work(people.rosa) as work:
        exports.begin(work, number)
    with database.work(dai) as work:
        assert [one.subject_id for one in waiting(work)] == [number]
        assert exports.why(work, number).reason == WHY
        exports.agree(work, number)
    with pytest.raises(NobodyAsked), database.work(people.hana) as work:
        exports.agree(work, number)
    export, _ = made(database, people.rosa, number)
    assert export.agreed_by == dai.id and export.until is not None
    assert export.until - export.asked_at < timedelta(hours=1, minutes=5)
    with pytest.raises(NotFound), database.work(dai) as work:
        exports.take(work, number)


def test_a_second_person_can_say_no(database: Database, people: People) -> None:
    with database.work(people.rosa) as work:
        number = exports.ask_in_full(work, What.PERSONS, CHANGQING, Format.XLSX, WHY).id
    with database.work(people.shen) as work:
        (word,) = waiting(work)
        withdraw(work, word.id)
    with database.work(people.rosa) as work:
        assert exports.latest(work)[0].state is State.LAPSED
    with pytest.raises(NobodyAsked), database.work(people.hana) as work:
        exports.agree(work, number)


@pytest.mark.parametrize("reason", ["", "   ", "核对", "x" * 501])
def test_without_a_reason_nobody_is_asked(database: Database, people: People, reason: str) -> None:
    with pytest.raises(Invalid), database.work(people.rosa) as work:
        exports.ask_in_full(work, What.PERSONS, DISTRICT, Format.CSV, reason)


def test_the_reason_lies_sealed(database: Database, people: People) -> None:
    with database.work(people.rosa) as work:
        number = exports.ask_in_full(work, What.PERSONS, DISTRICT, Format.CSV, WHY).id
    with database.connection() as connection:
        kept = connection.execute(text("select reason from export where id = :id"), {"id": number}).scalar_one()
        lines = connection.execute(text("select facts::text from audit_entry")).scalars().all()
    assert WHY.encode() not in bytes(kept) and WHY not in "".join(lines)
