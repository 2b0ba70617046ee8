"""Rules of the house for what is known of people: sealed where it lies, and known to whoever changes the keys."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB

from data_access.appeals import WORDS as OF_APPEAL
from data_access.keys import SEALED
from data_access.linking.joining import MOVED, STAYS
from data_access.override_note import WORDS as OF_NOTE
from data_access.people.shelf import SEALED as OF_PERSON
from data_access.requests import WORDS as OF_REQUEST
from data_access.schema import metadata

# Bytes that are not sealed under the field key, each with what they are instead.
OTHER_BYTES = {
    "person_key.pseudonym": "sealed under the person's own key, beside which it stands",
    "person_key.pseudonym_token": "a keyed digest, from which nothing is read",
    **{f"person.{field}": "sealed under the person's own key" for field in OF_PERSON},
    **{f"appeal.{words}": "sealed under the person's own key" for words in OF_APPEAL},
    **{f"override_note.{words}": "sealed under the person's own key" for words in OF_NOTE},
    **{f"request.{words}": "sealed under the person's own key" for words in OF_REQUEST},
    "need.words": "sealed under the person's own key",
    "need_photo.content": "sealed under its own key, which is sealed under the field key",
    "attachment.content": "sealed under its own key, which is sealed under the field key",
    "attachment.small": "sealed under its own key, which is sealed under the field key",
    "history.was_own": "sealed under the person's own key",
    "household.token": "a keyed digest, from which nothing is read",
    "learned_header.token": "a keyed digest, from which nothing is read",
    "person_token.token": "a keyed digest, from which nothing is read",
    "account_link.digest": "the digest of a random number",
    "recovery_code.digest": "the digest of a random word",
    "session.digest": "the digest of a random number",
    "terminal.digest": "the digest of a random number",
    "return_entry.token": "a keyed digest, from which nothing is read",
    "care_task.note": "sealed under the person's own key",
    "care_fact.told": "sealed under the person's own key",
    "health_report.said": "sealed under the person's own key",
    "report_code.digest": "the digest of a random code",
    "appeal_code.digest": "the digest of a random code",
    "mind_code.digest": "the digest of a random code",
    "mind_text.told": "sealed under the case's own key",
    "receipt.digest": "the digest of a random code",
    "device.digest": "the digest of a random key",
    "audit_entry.digest": "the chain's own",
    "look_entry.digest": "the chain's own",
}

# Words by which a column may hold what somebody is called, reached at, suffers from, or wrote.
PERSONAL = {
    *("name", "surname", "pinyin", "number", "phone", "mobile", "mail", "email", "door", "address", "contact"),
    *("text", "words", "note", "remark", "comment", "description", "answer", "message", "title", "subject_name"),
    *("health", "temperature", "symptom", "symptoms", "diagnosis", "score", "flag", "receipt", "photo", "signature"),
}

# Columns with such a word that stand in plain, each with why they may.
PLAIN = {
    "account.name": "who works here",
    "desk_watch.name": "who works here",
    "team_member.name": "who works here",
    "team.name": "a team of the district",
    "device.name": "a sensor",
    "terminal.name": "a wall or a shared phone",
    "key_region.name": "a region of the country",
    "emergency.name": "what the emergency is called, as in the newspaper",
    "screening_round.name": "what a round of visits is called",
    "district.name": "an area",
    "street.name": "an area",
    "community.name": "an area",
    "grid.name": "an area",
    "place.name": "a place, no home below its building",
    "place.address": "the road and number of a place",
    "incident.place_name": "a place, no home below its building",
    "enterprise.name": "a firm",
    "enterprise.address": "where a firm is registered",
    "person.number_type": "which paper, not its number",
    "person.number_country": "which country's paper",
}


def columns() -> Iterator[tuple[str, Column[Any]]]:
    for table in metadata.tables.values():
        for column in table.c:
            yield f"{table.name}.{column.name}", column


COLUMNS = dict(columns())
BYTES = sorted(name for name, column in COLUMNS.items() if isinstance(column.type, LargeBinary))
WRITTEN = sorted(name for name, column in COLUMNS.items() if isinstance(column.type, Text | JSONB))
REGISTERED = {one.name for one in SEALED}


def bears_a_personal_word(name: str) -> bool:
    return bool(PERSONAL & set(name.partition(".")[2].split("_")))


@pytest.mark.parametrize("name", BYTES)
def test_every_sealed_column_changes_its_key_with_the_others(name: str) -> None:
    assert (name in REGISTERED) != (name in OTHER_BYTES), f"put {name} into data_access.keys.SEALED, or say what it is"


@pytest.mark.parametrize("name", WRITTEN)
def test_no_personal_column_stands_in_plain(name: str) -> None:
    assert not bears_a_personal_word(name) or name in PLAIN, f"seal {name}, or say in PLAIN why it may be read"


def test_the_lists_name_no_column_that_is_gone() -> None:
    assert REGISTERED | OTHER_BYTES.keys() == set(BYTES)
    assert PLAIN.keys() <= {name for name in WRITTEN if bears_a_personal_word(name)}


@pytest.mark.parametrize("one", SEALED, ids=lambda one: one.name)
def test_a_sealed_value_is_bound_to_a_number_that_no_other_row_has(one: Any) -> None:
    assert list(one.row.table.primary_key) == [one.row]
    assert one.row.table is one.column.table


def test_what_is_personal_is_called_so() -> None:
    """The rule finds the columns that are sealed already: by their names alone it would have caught them."""
    caught = {name for name in [*REGISTERED, *OTHER_BYTES] if bears_a_personal_word(name)}

    of_person = {"person.name", "person.number", "person.phone"}
    assert caught == {
        "note.text", "appeal.words", "care_task.note", "need.words", "risk_draft.answer", "journey.words", "household.door", "place.contact", "enterprise.contact", *of_person
    }  # fmt: skip


# What hangs on a person follows a merge


def names_a_person(column: Column[Any]) -> bool:
    refers = any(key.column.table.name == "person" for key in column.foreign_keys)
    return refers or column.name in ("person", "person_id")


def test_what_hangs_on_a_person_is_moved_by_a_merge_or_stays_for_a_reason() -> None:
    named = {name for name, column in COLUMNS.items() if names_a_person(column)}
    moved = {f"{one.table.name}.{one.column}" for one in MOVED}

    assert named - moved == STAYS.keys(), "put it into data_access.linking.joining.MOVED, or say in STAYS why not"
    assert not moved & STAYS.keys()


def test_what_is_sealed_under_a_persons_own_key_is_sealed_anew_by_a_merge() -> None:
    """All but the fields of the absorbed row itself, which stays, and the history, which is that row's own."""
    own = {name for name, why in OTHER_BYTES.items() if why == "sealed under the person's own key"}
    moved = {f"{one.table.name}.{name}" for one in MOVED for name in one.sealed}

    assert own - moved == {*(f"person.{field}" for field in OF_PERSON), "history.was_own"}


# On the way out: masked at one place

ROOT = Path(__file__).parents[2]

# Who reads persons in the clear, or draws them, each with why; every other file gets them masked, with a line in the audit.
IN_THE_CLEAR = {
    "data_access/people/shelf.py": "the shelf itself",
    "data_access/looks.py": "masks, and writes the look down",
    "data_access/importing/whose.py": "compares the name that a file says, and shows neither",
}


def reads_people(path: Path) -> set[str]:
    """Calls of `open`, `open_many` or `shown` on a shelf of people."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    asked = [one.func for one in calls if isinstance(one.func, ast.Attribute)]
    names = {"open", "open_many", "shown"}
    return {one.attr for one in asked if one.attr in names and ast.unparse(one.value).split(".")[-1] == "people"}


@pytest.mark.parametrize("room", ["cockpit", "data_access", "pages", "callbacks", "entrypoints"])
def test_nobody_reads_an_unmasked_person(room: str) -> None:
    readers = {str(path.relative_to(ROOT)) for path in (ROOT / room).rglob("*.py") if reads_people(path)}

    assert readers <= IN_THE_CLEAR.keys(), "show people by work.looks, or say in IN_THE_CLEAR why not"


def test_the_rule_sees_who_would(tmp_path: Path) -> None:
    for words in ("work.people.open(1, ['name'])", "people.shown([one])", "open_work().people.open_many(ids, names)"):
        (tmp_path / "page.py").write_text(words)
        assert reads_people(tmp_path / "page.py")
    assert all((ROOT / path).exists() for path in IN_THE_CLEAR)
