"""Masks: what is left of a name, a phone, a number, an address; and that a mask never becomes a value."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit import masks
from cockpit.access import matrix
from cockpit.masks import as_seen, must_be_no_mask, real_changes
from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.sight import PERSON_FIELDS, Tie

JIN = Person(1, date(1990, 3, 7), 1, "330103001", "330103001001", "330103001001001", date(2018, 1, 1))
KNOWN = {
    "name": "王小明",
    "phone": "13812341234",
    "number": "330103199003070012",
    "address": "体育场路 9 号 2 幢 301 室",
}
STREET = "长庆街道"
ROLES = list(matrix()["sees"])
TIES = [frozenset(), *(frozenset({tie}) for tie in Tie), frozenset(Tie)]


def shown(role: str, *ties: Tie) -> dict[str, str | None]:
    return {field: one.text for field, one in as_seen(JIN, KNOWN, role, frozenset(ties), STREET).fields.items()}


@pytest.mark.parametrize(
    ("mask", "value", "left"),
    [
        (masks.masked_name, "王小明", "王**"),
        (masks.masked_name, "古兰·买买提", "古**"),
        (masks.masked_name, "Anna Smith", "A**"),
        (masks.masked_name, "王", "**"),
        (masks.surname, "王小明", "王**"),
        (masks.surname, "欧阳小明", "欧阳**"),
        (masks.surname, "欧阳", "欧**"),
        (masks.masked_phone, "13812341234", "138****1234"),
        (masks.masked_phone, "+447911123456", "+44******3456"),
        (masks.masked_phone, "057112345678", "057*****5678"),
        (masks.masked_phone, "87654321", "******21"),
        (masks.masked_phone, "12345", "*****"),
        (masks.masked_number, "330103199003070012", "3301**********12"),
        (masks.masked_number, "E12345678", "*******78"),
        (masks.masked_number, "12345", "*****"),
        (masks.last4, "330103199003070012", "**************0012"),
        (masks.last4, "H123456", "*******"),
    ],
)
def test_what_a_mask_leaves(mask: object, value: str, left: str) -> None:
    assert mask(value) == left  # type: ignore[operator]


def test_rosa_sees_masks_and_no_number_at_all() -> None:
    assert shown("officer") == {"name": "王**", "phone": "138****1234", "number": None, "address": STREET}


def test_lin_sees_all_but_the_number_of_which_she_sees_the_last_four() -> None:
    assert shown("community") == KNOWN | {"number": "**************0012"}


def test_mei_sees_a_surname_and_where_to_go_while_she_is_sent_there() -> None:
    assert shown("volunteer") == {}
    assert shown("volunteer", Tie.ASSIGNED) == {
        "name": "王**",
        "phone": "138****1234",
        "address": KNOWN["address"],
    }


def test_eve_sees_nothing_whatever_binds_her() -> None:
    assert shown("guard", *Tie) == {}


def test_what_is_not_known_is_neither_shown_nor_asked_for() -> None:
    phone = as_seen(JIN, {"name": "王小明"}, "officer", frozenset(), STREET).fields["phone"]
    assert (phone.text, phone.reveal) == ("", False)


@pytest.mark.parametrize(("role", "ties"), product(ROLES, TIES))
def test_where_a_field_is_not_whole_its_value_stands_nowhere(role: str, ties: frozenset[Tie]) -> None:
    seen = as_seen(JIN, KNOWN, role, ties, STREET)
    hidden = {KNOWN[field] for field in PERSON_FIELDS if field not in seen.fields or not seen.fields[field].whole}
    drawn = " ".join(one.text or "" for one in seen.fields.values())
    assert [value for value in hidden if value in drawn] == []


names = st.text(st.characters(exclude_characters="*＊", exclude_categories=("C", "Z")), min_size=1, max_size=20)
phones = st.from_regex(r"\+?[0-9]{5,15}", fullmatch=True)
numbers = st.from_regex(r"[0-9A-Z]{1,40}", fullmatch=True)


@settings(max_examples=100, deadline=None)
@given(names, phones, numbers, st.sampled_from(ROLES), st.sampled_from(TIES))
def test_a_form_that_comes_back_as_it_was_shown_changes_nothing(
    name: str, phone: str, number: str, role: str, ties: frozenset[Tie]
) -> None:
    known = {"name": name, "phone": phone, "number": number, "address": f"路 1 号 {name}"}
    seen = as_seen(JIN, known, role, ties, STREET)
    form = {field: seen.fields[field].text or "" if field in seen.fields else "" for field in PERSON_FIELDS}
    assert real_changes(seen, form) == {}
    assert real_changes(seen, {field: f" {text} " for field, text in form.items()}) == {}
    mixed = real_changes(seen, form | {"phone": "10012345678"})
    assert mixed == ({} if form["phone"] == "10012345678" else {"phone": "10012345678"})


@pytest.mark.parametrize("value", ["138****9999", "1381234*234", "＊＊", "王*", "3301**********13"])
def test_a_mask_that_was_typed_over_in_part_is_refused(value: str) -> None:
    with pytest.raises(Invalid):
        must_be_no_mask("phone", value)
    with pytest.raises(Invalid):
        real_changes(as_seen(JIN, KNOWN, "officer", frozenset(), STREET), {"phone": value})


def test_a_field_that_is_none_of_a_persons_is_refused() -> None:
    with pytest.raises(Invalid):
        real_changes(as_seen(JIN, KNOWN, "officer", frozenset(), STREET), {"born": "1990-01-01"})
