"""The access matrix, and the door of every use-case."""

from types import SimpleNamespace
from typing import Any

import pytest

from cockpit import desk, dispatch, figures, glass, incidents, inventory, reveal, warnings
from cockpit.access import Actor, allowed_to, matrix, may, system
from cockpit.refusals import NotAllowed

ROLES, ACTS = matrix()["roles"], matrix()["acts"]
ROOMS = (desk, dispatch, figures, glass, incidents, inventory, reveal, warnings)
EVE = Actor(9, "guard", "Eve", "guard", "330103007")
EVES_OWN = {"report", "see_help"}


def use_cases() -> list[Any]:
    found = {id(one): one for room in ROOMS for one in vars(room).values() if callable(one) and hasattr(one, "act")}
    return list(found.values())


@pytest.mark.parametrize("act", ACTS)
def test_the_roles_of_each_act_exist_and_stand_there_once(act: str) -> None:
    roles = ACTS[act]["roles"]

    assert set(roles) <= ROLES.keys()
    assert len(set(roles)) == len(roles) > 0


@pytest.mark.parametrize("entry", [*ROLES.values(), *ACTS.values()], ids=[*ROLES, *ACTS])
def test_each_role_and_act_is_said_in_words(entry: dict[str, Any]) -> None:
    assert entry["says"]


def test_every_role_belongs_to_a_level_of_area() -> None:
    assert {role["scope"] for role in ROLES.values()} <= {"district", "street", "community", "team"}


@pytest.mark.parametrize("use_case", use_cases(), ids=lambda one: one.__name__)
def test_eve_is_refused_before_anything_is_read(use_case: Any) -> None:
    """Her work has no shelves at all: a use-case that touched one would fail by that."""
    if use_case.act in EVES_OWN:
        return
    with pytest.raises(NotAllowed) as refusal:
        use_case(SimpleNamespace(by=EVE), 1)

    assert refusal.value.facts == {"role": "guard", "act": use_case.act}


def test_who_may_gets_the_use_cases_own_answer() -> None:
    @allowed_to("see_cockpit")
    def look(work: Any, at: str) -> str:
        """Looks."""
        return f"{work.by.name} looks at {at}"

    assert look(SimpleNamespace(by=system("330103"))) if may("system", "see_cockpit") else True
    rosa = Actor(1, "officer", "Rosa", "officer", "330103")
    assert look(SimpleNamespace(by=rosa), at="the map") == "Rosa looks at the map"
    assert (look.__name__, look.__doc__) == ("look", "Looks.")


def test_an_act_that_nobody_wrote_down_stops_whoever_asks() -> None:
    with pytest.raises(KeyError):
        may("officer", "fly")


def test_those_who_look_only_change_nothing() -> None:
    changing = {"confirm", "send", "answer", "verify", "close", "note", "take_desk"}

    for role in ("wall", "leader", "auditor"):
        assert not [act for act in changing if may(role, act)], role


def test_free_text_is_for_the_desk_only() -> None:
    assert set(ACTS["see_notes"]["roles"]) == {"officer", "street_officer", "duty_leader", "shift_lead"}


@pytest.mark.parametrize(
    ("area", "seen"), [("330103", False), ("330103007", True), ("330103007001001", True), ("330103001", False)]
)
def test_a_scope_is_an_area_with_all_in_it(area: str, seen: bool) -> None:
    assert EVE.sees(area) is seen
