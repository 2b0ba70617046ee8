"""How the synthetic district comes into a database: in what order, by how many processes, and with nothing left off."""

from typing import Any

import pytest
from psycopg import Cursor, errors
from sqlalchemy import text

from data_access.database import Database
from data_access.demo import residents
from data_access.demo.bare import bare
from data_access.demo.district import District
from data_access.people import Bulk, Tokens
from data_access.people.bulk import TYPES

RULES = """
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where conrelid = any(%s::regclass[]) and contype <> 'n' union all
    select tablename, indexname, indexdef from pg_indexes where tablename = any(%s) order by 1, 2, 3
"""


@pytest.fixture
def cursor(shared_database: Database) -> Any:
    with shared_database.connection() as connection, connection.begin_nested() as all_of_it:
        connection.execute(text("select set_config('role', 'none', true)"))  # as the owner, who plants
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as found:
            yield found
        all_of_it.rollback()


def rules(cursor: Cursor[Any]) -> list[tuple[str, ...]]:
    return cursor.execute(RULES, [list(TYPES), list(TYPES)]).fetchall()


def test_what_was_out_of_the_way_is_all_back(cursor: Cursor[Any]) -> None:
    before = rules(cursor)
    assert ("person_token", "fk_person_token_person_id") in {row[:2] for row in before}
    with bare(cursor, list(TYPES)):
        meanwhile = rules(cursor)
    assert rules(cursor) == before
    assert {row[1] for row in meanwhile} == {"pk_household", "pk_person"}, "others refer to these"


def test_a_row_that_refers_to_nobody_is_refused_all_the_same(cursor: Cursor[Any]) -> None:
    with pytest.raises(errors.ForeignKeyViolation), bare(cursor, list(TYPES)):
        cursor.execute(
            "insert into person_token (token, person_id, kind, street) values ('x', 0, 'phone', '330103001')"
        )


def test_a_row_that_is_there_twice_is_refused_all_the_same(cursor: Cursor[Any]) -> None:
    with pytest.raises(errors.UniqueViolation), bare(cursor, list(TYPES)):
        cursor.execute("insert into person_token select * from person_token limit 1")


# Drawn and sealed elsewhere


@pytest.fixture
def bulk(shared_database: Database) -> Bulk:
    return Bulk(shared_database.sealer, Tokens(shared_database.keys.index))


def test_no_batch_is_a_whole_city_and_none_is_missing(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(residents, "BATCH", 100)
    batches = list(residents.in_batches(district.homes))
    assert [home for batch in batches for home in batch] == list(district.homes)
    assert len(batches) > 5
    assert max(residents.residents_of(batch[:-1]) for batch in batches) < 100


def plain(rows: residents.Rows) -> list[Any]:
    """What is the same however often it is made: tokens are, what is sealed is not."""
    people = [(row[0], row[1], row[-3:]) for row in rows["person"]]
    return [*people, *rows["person_token"], *rows["residence"], *((row[:3], row[-3:]) for row in rows["household"])]


def test_other_processes_make_the_same_people_in_the_same_order(
    district: District, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residents, "BATCH", 200)
    here = list(residents.sealed_rows(district.homes, district.seed, bulk))
    monkeypatch.setattr(residents, "MANY", 0)
    there = list(residents.sealed_rows(district.homes, district.seed, bulk))
    assert len(there) == len(here) > 3
    assert [plain(rows) for rows in there] == [plain(rows) for rows in here]
