"""What may leave the house, by the matrix: kinds, columns, masks; and how an export stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.access import Actor, matrix
from cockpit.exports import Export, Format, Grade, State, What
from cockpit.exports.columns import (
    MASKED,
    TOLD,
    columns_of,
    grade_of,
    in_full,
    kinds_of,
    masked_headers,
    personal_in,
)
from cockpit.exports.export import NotAtThisPoint
from cockpit.importing.kinds import FIELD, NEEDED
from cockpit.sight import Form

AT = datetime(2020, 2, 1, tzinfo=UTC)
ONE = Export(1, What.PLACES, "330103", Format.CSV, Grade.MASKED, 7, AT)
DESK = ("officer", "street_officer", "duty_leader", "shift_lead")


def test_who_may_take_something_out_is_whoever_the_export_column_names() -> None:
    with_kinds = {role for one in matrix()["exports"].values() if "kinds" in one for role in one["roles"]}
    assert {role for role in matrix()["roles"] if kinds_of(role)} == with_kinds
    assert with_kinds == set(matrix()["acts"]["export"]["roles"])
    assert {role for role in matrix()["roles"] if in_full(role)} == set(matrix()["acts"]["export_full"]["roles"])


@pytest.mark.parametrize("role", ["community", "police", "volunteer", "counsellor", "foreman", "guard", "admin"])
def test_nobody_else_takes_anything_out(role: str) -> None:
    assert grade_of(role) is None and kinds_of(role) == [] and in_full(role) == []


def test_a_wall_that_stands_somewhere_takes_nothing_out() -> None:
    at_the_desk = Actor(3, "wall", "大屏", "wall", "330103")
    assert at_the_desk.may("export") and not replace(at_the_desk, terminal=7).may("export")


def test_the_leader_gets_numbers_and_the_approver_firms() -> None:
    assert kinds_of("leader") == kinds_of("wall") == [What.FIGURES]
    assert kinds_of("approver") == [What.ENTERPRISES]


@pytest.mark.parametrize("role", [*DESK, "data_officer"])
@pytest.mark.parametrize("what", TOLD)
def test_alone_nobody_takes_out_a_personal_value_that_is_no_mask(role: str, what: What) -> None:
    columns = columns_of(what, Grade.MASKED, role)
    assert all(one.form is Form.MASKED for one in columns if one.personal)
    assert all(one.header().endswith(MASKED) for one in columns if one.personal)


def test_of_an_address_the_street_is_all_that_is_left() -> None:
    for what in (What.PERSONS, What.HOUSEHOLDS):
        names = {one.name for one in columns_of(what, Grade.MASKED, "data_officer")}
        assert "street" in names and not names & {"community", "grid", "compound", "door", "born"}


def test_an_officer_takes_no_number_out_not_even_masked() -> None:
    assert "number" not in {one.name for one in columns_of(What.PERSONS, Grade.MASKED, "officer")}
    assert "number" in {one.name for one in columns_of(What.PERSONS, Grade.MASKED, "data_officer")}


def test_the_approver_gets_who_answers_for_a_firm() -> None:
    found = {one.name: one for one in columns_of(What.ENTERPRISES, Grade.STREET, "approver")}
    assert found["contact"].form is found["phone"].form is Form.FULL
    assert not found["contact"].header().endswith(MASKED)


def test_at_the_terminal_alone_nothing_personal_leaves() -> None:
    for what in kinds_of("system"):
        assert not [one for one in columns_of(what, Grade.BARE, "system") if one.personal]
    assert "members" in personal_in(What.TEAMS)


@pytest.mark.parametrize("what", TOLD)
def test_in_full_is_all_that_is_known(what: What) -> None:
    columns = columns_of(what, Grade.FULL, "officer")
    assert [one.name for one in columns] == list(TOLD[what])
    assert {one.form for one in columns} == {Form.FULL}


@pytest.mark.parametrize("what", [one for one in TOLD if one not in (What.PERSONS, What.HOUSEHOLDS)])
@pytest.mark.parametrize("grade", [Grade.MASKED, Grade.BARE])
def test_what_is_taken_out_masked_can_still_be_known_again(what: What, grade: Grade) -> None:
    names = {one.name for one in columns_of(what, grade, "data_officer") if one.form is Form.FULL}
    for group in NEEDED[what.kind]:
        assert any(set(one) <= names for one in group), group


def test_a_mask_is_written_and_never_the_value() -> None:
    contact, phone = (
        one for one in columns_of(What.PLACES, Grade.MASKED, "officer") if one.name in ("contact", "phone")
    )
    values = {"contact": "王小明", "phone": "13812341234"}
    assert (contact.value(values), phone.value(values)) == ("王**", "138****1234")
    assert contact.value({}) is None


def test_no_header_of_masks_is_the_header_of_a_field() -> None:
    known = {header for fields in FIELD.values() for field in fields.values() for header in field.known_as}
    assert masked_headers() and not masked_headers() & known


def test_an_export_goes_one_way() -> None:
    made = ONE.made(3, 100, AT + timedelta(hours=24))
    assert made.state is State.MADE
    for step in (lambda: made.failed(), lambda: made.made(3, 100, AT), lambda: ONE.agreed(9)):
        with pytest.raises(NotAtThisPoint):
            step()


def test_how_it_stands_follows_from_time_and_word() -> None:
    made = ONE.made(3, 100, AT + timedelta(hours=24))
    assert made.stands(AT + timedelta(hours=23, minutes=59), waits=False).state is State.MADE
    assert made.stands(AT + timedelta(hours=24), waits=False).state is State.OVER
    asked = replace(ONE, state=State.ASKED)
    assert asked.stands(AT, waits=True).state is State.ASKED
    assert asked.stands(AT, waits=False).state is State.LAPSED
