"""Every cell of the matrix of roles and fields: what is seen in scope, with a tie, and with the glass broken."""

from itertools import product

import pytest

from cockpit.access import matrix
from cockpit.masks import MASKS
from cockpit.sight import PERSON_FIELDS, Form, Letter, Tie, cell, grant_of, only_aggregates, sight

ROLES, FIELDS, SEES = matrix()["roles"], matrix()["fields"], matrix()["sees"]
CELLS = list(product(SEES, FIELDS))
NONE: frozenset[Tie] = frozenset()

# The promise as the table has it, said a second time: what each role sees of persons in its scope, without any tie.
# full, masked, last4, "R" alone (nothing until asked with a reason), "-" nothing.
DESK = {"name": "masked R", "phone": "masked R", "number": "R", "address": "masked R"}
NOTHING = dict.fromkeys(PERSON_FIELDS, "-")
PROMISED = {
    **dict.fromkeys(("officer", "street_officer", "duty_leader", "shift_lead", "investigator"), DESK),
    "data_officer": dict.fromkeys(PERSON_FIELDS, "full"),
    "community": {"name": "full", "phone": "full", "number": "last4", "address": "full"},
    "clinician": {"name": "full", "phone": "full", "number": "R", "address": "full"},
    **dict.fromkeys(("police", "enforcement", "volunteer", "counsellor", "leader", "wall", "approver"), NOTHING),
    **dict.fromkeys(("foreman", "guard", "admin", "security", "auditor", "public", "device", "system"), NOTHING),
}


def said(role: str, field: str, *ties: Tie) -> str:
    seen = sight(role, field, frozenset(ties))
    return " ".join([*([seen.form.value] if seen.form else []), *(["R"] if seen.reveal else [])]) or "-"


def test_the_matrix_has_every_role_and_every_field() -> None:
    assert SEES.keys() == ROLES.keys() == PROMISED.keys()
    assert all(row.keys() == FIELDS.keys() for row in SEES.values())
    assert {role for entry in matrix()["exports"].values() for role in entry["roles"]} <= ROLES.keys()


@pytest.mark.parametrize(("role", "field"), CELLS)
def test_every_cell_can_be_read_and_says_a_thing_once(role: str, field: str) -> None:
    grants = cell(role, field)
    assert len(set(grants)) == len(grants)
    assert (SEES[role][field] == "-") == (not grants)


@pytest.mark.parametrize(("role", "field"), product(PROMISED, PERSON_FIELDS))
def test_a_role_sees_in_its_scope_what_is_promised(role: str, field: str) -> None:
    assert said(role, field) == PROMISED[role][field]


@pytest.mark.parametrize(("role", "field"), CELLS)
def test_aggregates_and_cells_that_say_nothing_show_nobody_whatever_the_tie(role: str, field: str) -> None:
    if {grant.letter for grant in cell(role, field)} <= {Letter.AGGREGATE}:
        assert said(role, field, *Tie) == "-"


@pytest.mark.parametrize(("role", "field"), CELLS)
def test_who_sees_only_what_is_assigned_sees_nothing_else(role: str, field: str) -> None:
    """Wu without a job is as blind as Eve; without a tie nothing but plain letters counts."""
    grants = cell(role, field)
    if all(grant.tie for grant in grants):
        assert said(role, field) == "-"


@pytest.mark.parametrize(("role", "field"), product(SEES, PERSON_FIELDS))
def test_every_form_of_a_persons_field_has_its_mask(role: str, field: str) -> None:
    forms = {grant.form for grant in cell(role, field) if grant.letter is not Letter.REVEAL} - {Form.FULL}
    assert field == "address" or all((field, form) in MASKS for form in forms)


@pytest.mark.parametrize(
    ("role", "field", "tie", "seen"),
    [
        ("police", "name", Tie.ASSIGNED, "full"),
        ("police", "number", Tie.ASSIGNED, "R"),
        ("police", "contacts", Tie.ASSIGNED, "-"),
        ("police", "health", Tie.ASSIGNED, "hazard"),
        ("enforcement", "number", Tie.ASSIGNED, "-"),
        ("volunteer", "name", Tie.ASSIGNED, "surname"),
        ("volunteer", "phone", Tie.ASSIGNED, "masked"),
        ("volunteer", "address", Tie.ASSIGNED, "full"),
        ("volunteer", "health", Tie.ASSIGNED, "protection"),
        ("officer", "address", Tie.DISPATCH, "full"),
        ("officer", "name", Tie.DISPATCH, "masked R"),
        ("community", "contacts", Tie.OWN, "full"),
        ("counsellor", "name", Tie.CLIENT, "full"),
        ("counsellor", "name", Tie.ASSIGNED, "-"),
        ("counsellor", "address", Tie.CLIENT, "-"),
        ("counsellor", "address", Tie.CRISIS, "R"),
        ("counsellor", "mind_text", Tie.CLIENT, "full"),
        ("investigator", "number", Tie.CASE, "full"),
        ("approver", "name", Tie.FIRM, "full"),
        ("foreman", "phone", Tie.WORKER, "full"),
        ("foreman", "number", Tie.WORKER, "-"),
        ("public", "name", Tie.SELF, "full"),
        ("officer", "number", Tie.GLASS, "full"),
        ("counsellor", "name", Tie.GLASS, "full"),
        ("clinician", "number", Tie.GLASS, "full"),
        ("officer", "mind_text", Tie.GLASS, "-"),
        ("community", "contacts", Tie.CASE, "masked"),
    ],
)
def test_a_tie_opens_what_the_table_says_and_no_more(role: str, field: str, tie: Tie, seen: str) -> None:
    assert said(role, field, tie) == seen


def test_the_text_of_a_mind_is_its_counsellors_and_nobody_elses() -> None:
    assert {role for role in SEES if said(role, "mind_text", *Tie) != "-"} == {"counsellor", "public"}


def test_administrators_see_nobody() -> None:
    for role in ("admin", "security", "auditor"):
        assert {said(role, field, *Tie) for field in FIELDS} == {"-"}


def test_who_may_ask_for_a_field_is_who_may_reveal() -> None:
    asks = {role for role in SEES if any(one.letter is Letter.REVEAL for field in FIELDS for one in cell(role, field))}
    assert asks == {"officer", "street_officer", "duty_leader", "shift_lead", "investigator", "police", "clinician", "counsellor"}  # fmt: skip


def test_who_looks_people_up_sees_something_of_them_or_may() -> None:
    for role in matrix()["acts"]["see_people"]["roles"]:
        assert said(role, "name", *Tie) != "-", role


def test_leaders_see_numbers_only() -> None:
    assert {role for role in SEES if only_aggregates(role)} == {"leader", "wall"}


@pytest.mark.parametrize("word", ["X", "", "F M", "M:", "F@", "M:loud", "F@night", "f", "-"])
def test_a_word_that_is_no_cell_is_refused(word: str) -> None:
    with pytest.raises(ValueError):
        grant_of(word)
