"""People: found by whole values only, read by whoever's area it is, and gone with their key."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from alembic import command
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, create_engine, event, func, select, text, update
from sqlalchemy.exc import IntegrityError

from cockpit import incidents
from cockpit.access import Actor
from cockpit.papers import PaperKind, read_resident
from cockpit.people import Erased, Person
from cockpit.refusals import Invalid, NotFound
from data_access import schema
from data_access.database import Database
from data_access.embedded import Embedded, program
from data_access.people import Tokens, household, person, person_key, person_token, residence
from data_access.people.tokens import KINDS
from tests.at_once import at_once
from tests.morning import Morning
from tests.people import CHANGQING, WULIN

JIN = 1  # a planted resident of the community that Lin works for
NAME, PHONE = "古兰·买买提", "10087654321"


@contextmanager
def open_work(morning: Morning, by: Actor | None = None) -> Iterator[Any]:
    with morning.work(by or morning.people.lin) as work:
        yield work.people


def known(morning: Morning, person_id: int = JIN) -> dict[str, str]:
    with open_work(morning, morning.people.rosa) as people:
        found: dict[str, str] = people.open(person_id, ["name", "number", "phone", "address"])
        return found


def found(morning: Morning, kind: str, *values: str, by: Actor | None = None) -> list[int]:
    with open_work(morning, by) as people:
        return [one.id for one in people.find(kind, *values)]


def keep(morning: Morning, field: str, value: str, by: Actor | None = None, **paper: Any) -> None:
    with open_work(morning, by) as people:
        people.keep(JIN, field, value, **paper)


def somebody_of(morning: Morning, street: str) -> Person:
    with open_work(morning, morning.people.rosa) as people:
        query = select(person.c.id).where(person.c.street == street).order_by(person.c.id).limit(1)
        one: Person = people.get(people.connection.execute(query).scalar_one())
        return one


def tokens(morning: Morning, person_id: int = JIN) -> dict[str, str]:
    """Kind -> street."""
    with open_work(morning) as people:
        query = select(person_token.c.kind, person_token.c.street).where(person_token.c.person_id == person_id)
        return dict(people.connection.execute(query).tuples().all())


def no_demo(morning: Morning) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("update account set demo = false"))


# Who they are


def test_a_person_is_known_by_where_they_live_and_nothing_sealed(morning: Morning) -> None:
    with open_work(morning) as people:
        jin = people.get(JIN)

    assert (jin.street, jin.community, jin.grid[:12]) == (CHANGQING, morning.people.lin.area, morning.people.lin.area)
    assert jin.household_id == 1 and jin.since and not jin.erased
    assert not [value for value in vars(jin).values() if isinstance(value, str) and not value.isdigit()]


def test_what_is_sealed_is_opened_in_the_clear(morning: Morning) -> None:
    of_jin = known(morning)

    with open_work(morning) as people:
        assert people.open(JIN, ["name"]) == {"name": of_jin["name"]}
        assert read_resident(of_jin["number"], date(2020, 2, 1)).born == people.get(JIN).born
    assert of_jin["address"].endswith("室") and "路" in of_jin["address"]
    assert of_jin["phone"].startswith("100")


def test_another_communitys_people_are_as_good_as_none(morning: Morning) -> None:
    wulin = somebody_of(morning, WULIN)

    for person_id in (wulin.id, 10**9, -1):
        for ask in ("get", "open", "keep", "destroy_key", "move"):
            more = {"open": [["name"]], "keep": ["name", "某"], "move": [1, date(2020, 2, 1)]}.get(ask, [])
            with pytest.raises(NotFound), open_work(morning) as people:
                getattr(people, ask)(person_id, *more)


def test_a_team_has_no_people_of_its_own_but_those_opened_to_it(morning: Morning) -> None:
    with pytest.raises(NotFound), open_work(morning, morning.people.wu) as people:
        people.get(JIN)

    with open_work(morning, morning.people.wu) as people:
        people.admit(JIN)
        assert people.get(JIN).id == JIN
        assert set(people.open_many([JIN, 2], ["name"])) == {JIN}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note_down(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note_down)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note_down)


@pytest.mark.many
def test_many_are_read_with_their_keys_in_one_query(morning: Morning) -> None:
    with open_work(morning, morning.people.rosa) as people, statements(morning.database) as seen:
        opened = people.open_many(range(1, 401), ["name", "number", "phone", "address"])

    assert len(opened) == 400 and all({"name", "number", "address"} <= one.keys() for one in opened.values())
    assert len([one for one in seen if "person" in one]) == 1


@pytest.mark.many
def test_many_are_found_in_one_query(morning: Morning) -> None:
    name = known(morning)["name"]
    with open_work(morning) as people, statements(morning.database) as seen:
        assert people.find("street_name", CHANGQING, name)

    assert len([one for one in seen if "person" in one]) == 1


# Found by tokens


def test_a_person_is_found_by_each_kind_of_whole_value(morning: Morning) -> None:
    of_jin = known(morning)

    assert found(morning, "number", of_jin["number"]) == [JIN]
    assert found(morning, "phone", of_jin["phone"]) == [JIN]
    for kind, value in (
        ("street_name", of_jin["name"]),
        ("street_phone4", of_jin["phone"][-4:]),
        ("street_number4", of_jin["number"][-4:]),
    ):
        assert JIN in found(morning, kind, CHANGQING, value)


def test_however_the_value_is_written(morning: Morning) -> None:
    keep(morning, "number", "999001196008080035")
    keep(morning, "name", NAME)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    for written in ("999001 19600808 0035", "９９９００１１９６００８０８００３５", "999001-600808-003"):
        assert found(morning, "number", written) == [JIN]
    for written in ("古兰 买买提", "古兰•买买提", "古兰・买买提　"):
        assert found(morning, "street_name", f" {CHANGQING}", written) == [JIN]
    phone = known(morning)["phone"]
    for written in (f"+86 {phone}", f"{phone[:3]}-{phone[3:7]} {phone[7:]}", phone.translate(wide)):
        assert found(morning, "phone", written) == [JIN]


def test_a_small_x_is_the_big_one(morning: Morning) -> None:
    with open_work(morning, morning.people.rosa) as people:
        everybody = people.open_many(range(1, 200), ["number"])
        one, number = next((who, own["number"]) for who, own in everybody.items() if own["number"].endswith("X"))

    assert found(morning, "number", number.lower(), by=morning.people.rosa) == [one]
    assert one in found(morning, "street_number4", CHANGQING, number[-4:].lower(), by=morning.people.rosa)


def test_nothing_inside_a_name_finds_anybody(morning: Morning) -> None:
    keep(morning, "name", NAME)

    for part in ("古", "古兰", "买买提", "古兰·买", NAME[::-1], "gulan"):
        assert found(morning, "street_name", CHANGQING, part) == []
    assert found(morning, "street_name", WULIN, NAME, by=morning.people.rosa) == []


def test_nobody_finds_people_of_an_area_that_is_not_theirs(morning: Morning) -> None:
    of_jin = known(morning)

    for stranger in (morning.people.xia, morning.people.wu, morning.people.mei):
        assert found(morning, "number", of_jin["number"], by=stranger) == []
        assert found(morning, "street_name", CHANGQING, of_jin["name"], by=stranger) == []


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("surname", ["李"], "kind"),
        ("", [], "kind"),
        ("number", [], "kind"),
        ("street_name", ["李超"], "kind"),
        ("number", [""], "value"),
        ("number", ["——"], "value"),
        ("street_name", ["", "李超"], "value"),
        ("street_name", [CHANGQING, " · "], "value"),
        ("phone", ["李超"], "phone"),
    ],
)
def test_a_search_for_nothing_is_refused(morning: Morning, kind: str, values: list[str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found(morning, kind, *values)
    assert refusal.value.field == field


def test_a_search_that_cannot_be_written_down_finds_nobody(morning: Morning) -> None:
    assert found(morning, "street_name", CHANGQING, "\ud800\x00") == []


def test_a_token_tells_kind_value_and_key_apart() -> None:
    mine, other = Tokens(b"i" * 32), Tokens(b"j" * 32)
    made = [mine.of("number", "10012345678"), mine.of("phone", "10012345678"), other.of("phone", "10012345678")]

    assert len({*made, mine.of("street_phone4", "1", "5678"), mine.of("street_number4", "1", "5678")}) == 5
    assert all(len(one) == 32 for one in made)


# What is kept anew


def test_a_new_phone_finds_the_person_and_the_old_one_does_not(morning: Morning) -> None:
    before = known(morning)["phone"]
    keep(morning, "phone", "100 8765 4321")

    assert known(morning)["phone"] == PHONE
    assert found(morning, "phone", PHONE) == [JIN]
    assert JIN in found(morning, "street_phone4", CHANGQING, "4321")
    assert found(morning, "phone", before) == []


def test_a_number_may_be_of_another_paper(morning: Morning) -> None:
    keep(morning, "number", "e1234 5678", kind=PaperKind.PASSPORT, country="FRA")

    with open_work(morning) as people:
        row = people.connection.execute(select(person).where(person.c.id == JIN)).one()
    assert (row.number_type, row.number_country) == ("passport", "FRA")
    assert known(morning)["number"] == "E12345678"
    assert found(morning, "number", "E12345678") == [JIN]


@pytest.mark.parametrize(
    ("field", "gone"), [("phone", {"phone", "street_phone4"}), ("number", {"number", "street_number4"})]
)
def test_what_is_taken_away_is_neither_kept_nor_found(morning: Morning, field: str, gone: set[str]) -> None:
    keep(morning, field, "")

    assert field not in known(morning)
    assert tokens(morning).keys() == KINDS.keys() - gone


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("name", "", "name"), ("phone", "123", "phone"), ("address", "3幢101室", "field"), ("born", "1999", "field")],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    morning: Morning, field: str, value: str, named: str
) -> None:
    before = known(morning)
    with pytest.raises(Invalid) as refusal:
        keep(morning, field, value)

    assert refusal.value.field == named
    assert known(morning) == before


def test_made_up_numbers_are_kept_in_a_demo_alone(morning: Morning) -> None:
    keep(morning, "phone", PHONE)
    keep(morning, "number", "999001196008080035")
    no_demo(morning)

    for field, value in (("phone", PHONE), ("number", "999001196008080035")):
        with pytest.raises(Invalid, match="made up"):
            keep(morning, field, value)


@pytest.mark.many
def test_of_two_who_change_a_phone_at_once_the_later_one_is_kept_and_found(morning: Morning) -> None:
    numbers = [f"1001234000{n}" for n in range(4)]

    assert at_once(*(lambda number=number: keep(morning, "phone", number) for number in numbers)) == [None] * 4

    last = known(morning)["phone"]
    assert [number for number in numbers if found(morning, "phone", number)] == [last]


def test_whoever_moves_is_found_in_the_new_street_and_read_by_it(morning: Morning) -> None:
    of_jin, home = known(morning), somebody_of(morning, WULIN)
    assert home.household_id
    with open_work(morning, morning.people.rosa) as people:
        people.move(JIN, home.household_id, date(2020, 2, 1))
        moved = people.get(JIN)

    assert (moved.street, moved.grid, moved.since) == (WULIN, home.grid, date(2020, 2, 1))
    assert set(tokens(morning).values()) == {WULIN}
    assert JIN in found(morning, "street_name", WULIN, of_jin["name"], by=morning.people.xia)
    assert JIN not in found(morning, "street_name", CHANGQING, of_jin["name"], by=morning.people.rosa)
    assert found(morning, "number", of_jin["number"], by=morning.people.xia) == [JIN]
    assert {**known(morning), "address": ""} == {**of_jin, "address": ""}
    assert known(morning)["address"] != of_jin["address"]
    with pytest.raises(NotFound), open_work(morning) as people:
        people.get(JIN)


def test_a_move_to_no_household_is_refused(morning: Morning) -> None:
    with pytest.raises(NotFound), open_work(morning) as people:
        people.move(JIN, 10**9, date(2020, 2, 1))
    assert known(morning)["address"]


def test_nobody_lives_in_two_places_at_once(morning: Morning) -> None:
    with pytest.raises(IntegrityError, match="uq_residence_current"), open_work(morning) as people:
        again = select(
            *(residence.c[name] for name in ("person_id", "household_id", "since", "street", "community", "grid"))
        )
        columns = [one.name for one in again.selected_columns]
        people.connection.execute(residence.insert().from_select(columns, again.where(residence.c.person_id == JIN)))


# Erased


def test_whose_key_is_destroyed_is_erased_and_found_by_nothing(morning: Morning) -> None:
    of_jin = known(morning)
    with open_work(morning) as people:
        people.destroy_key(JIN)
        assert people.get(JIN).erased
        people.destroy_key(JIN)

    assert tokens(morning) == {}
    assert found(morning, "number", of_jin["number"]) == []
    with open_work(morning) as people:
        assert people.open_many([JIN, 2], ["name"]).keys() == {2}


@pytest.mark.parametrize(
    ("ask", "more"),
    [("open", [["name", "address"]]), ("keep", ["phone", PHONE]), ("move", [2, date(2020, 2, 1)])],
)
def test_whatever_is_asked_of_somebody_erased_is_told_so_in_a_sentence(
    morning: Morning, ask: str, more: list[Any]
) -> None:
    with open_work(morning) as people:
        people.destroy_key(JIN)

    with pytest.raises(Erased, match="has been erased") as refusal, open_work(morning) as people:
        getattr(people, ask)(JIN, *more)
    assert refusal.value.status == 410


def test_one_persons_key_opens_nobody_elses_fields(morning: Morning) -> None:
    with morning.database.connection() as connection:
        name = select(person.c.name).where(person.c.id == 2).scalar_subquery()
        connection.execute(update(person).where(person.c.id == JIN).values(name=name))

    with pytest.raises(InvalidTag):
        known(morning)


def test_a_key_put_under_another_persons_number_does_not_open(morning: Morning) -> None:
    with morning.database.connection() as connection:
        wrapped = select(person_key.c.wrapped).where(person_key.c.person_id == 2).scalar_subquery()
        connection.execute(update(person_key).where(person_key.c.person_id == JIN).values(wrapped=wrapped))

    with pytest.raises(InvalidTag):
        known(morning)


# As planted, and as it lies on the disk


def test_every_planted_person_has_a_key_and_the_tokens_of_what_is_known(morning: Morning) -> None:
    with open_work(morning, morning.people.rosa) as people:
        ask = people.connection.execute
        everybody = people.open_many(ask(select(person.c.id)).scalars().all(), ["name", "number", "phone"])
        kinds = dict(ask(select(person_token.c.kind, func.count()).group_by(person_token.c.kind)).tuples().all())
        areas = ask(
            text("select count(*) from person join residence r on r.person_id = person.id and r.grid = person.grid")
        )
        key_ids = ask(select(person_key.c.key_id).distinct()).scalars().all()
        assert areas.scalar_one() == len(everybody) == ask(select(func.count()).select_from(person)).scalar_one()

    with_phone = sum("phone" in one for one in everybody.values())
    assert kinds["number"] == kinds["street_name"] == kinds["street_number4"] == len(everybody)
    assert kinds["phone"] == kinds["street_phone4"] == with_phone
    assert 0.7 < with_phone / len(everybody) < 1, "children have none"
    assert key_ids == ["k001"]


@pytest.mark.many
def test_a_dump_of_the_database_shows_nothing_of_a_person(morning: Morning) -> None:
    crowd = morning.crowd()
    canaries = {"name": "康娜·试验员", "number": "999777198802290017", "phone": "10077712345", "note": "她说她发烧了"}
    for field in ("name", "number", "phone"):
        keep(morning, field, canaries[field])
    morning.do(morning.people.rosa, incidents.add_note, crowd.id, canaries["note"])
    with morning.work(morning.people.rosa) as work:
        place = work.places.get(crowd.place_id)
        everybody = work.people.open_many(range(1, 1001, 10), ["number", "phone", "address"])

    dumped = dump(morning.database)

    assert place.name in dumped and "residence" in dumped, "the dump is one of this district, in words"
    secrets = {*canaries.values(), *(value for one in everybody.values() for value in one.values())}
    assert len(secrets) > 200
    assert {one for one in secrets if one in dumped or one.encode().hex() in dumped} == set()
    assert [door for door in doors(morning) if door in dumped or door.encode().hex() in dumped] == []


def dump(database: Database) -> str:
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    run = [str(program("pg_dump")), f"--dbname={url}"]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def doors(morning: Morning) -> list[str]:
    with morning.database.work(morning.people.rosa) as work:
        rows = work.connection.execute(select(household.c.id, household.c.door)).all()
        found = [work.people.sealer.open(row.door, cell=f"household.door/{row.id}") for row in rows]
    assert len(found) > 300 and all(door.endswith("室") for door in found)
    return found


# Before people had keys of their own


@pytest.fixture
def first_schema(server: Embedded) -> Iterator[Engine]:
    """A database as the first migration left it."""
    name = "first_schema"
    server.ensure_database(name)
    engine = create_engine(server.url(name))
    with engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    yield engine
    engine.dispose()
    server.drop(name)


def test_a_district_planted_before_is_left_as_it_is_and_told_so(first_schema: Engine) -> None:
    with first_schema.begin() as connection:
        connection.execute(text("insert into person (name, born) values ('sealed', '1960-08-08')"))

    with pytest.raises(SystemExit, match="take an empty one"):
        schema.migrate(first_schema)
    with first_schema.connect() as connection:
        assert schema.current(connection) == "0001"


def test_an_empty_one_is_brought_up(first_schema: Engine) -> None:
    schema.migrate(first_schema)

    with first_schema.connect() as connection:
        assert schema.current(connection) == schema.head()
