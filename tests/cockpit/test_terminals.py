"""What an enrolled wall or phone is, how it stands, and what is left of its role's rights."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cockpit.access import Actor, allowed_to, matrix, may
from cockpit.accounts import ABSOLUTE, IDLE, Account, Session
from cockpit.refusals import NotAllowed, NotAtTerminal
from cockpit.terminals import KINDS, Kind, Standing, Terminal, kind_of

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HALL = Terminal(7, "一楼大厅", Kind.WALL, 12, NOW + timedelta(hours=1))
WALL = Account(12, "wall", "大屏", "wall", "330103", None, "none yet")
IN_USE = replace(HALL, enrolled_at=NOW, seen_at=NOW, inside=True)
OF_TEAMS = {
    *("see_help", "see_notices", "report", "answer", "attach", "see_attachments", "be_paged"),
    *("see_field", "call_help", "call_support", "share_position", "end_duty", "answer_visit"),
}
LEFT = {
    "wall": {"see_wall", "see_cockpit", "see_desk_figures", "see_help", "see_notices", "see_risk_map", "see_unseen"},
    **{role: OF_TEAMS for role in ("police", "enforcement")},
    "volunteer": OF_TEAMS | {"claim_need"},
}


def at_terminal(role: str) -> Actor:
    return Actor(12, role, role, role, "330103", session="3", terminal=7)


@pytest.mark.parametrize("role", LEFT)
def test_a_terminal_may_what_its_role_may_but_for_what_belongs_to_a_person(role: str) -> None:
    assert {act for act in matrix()["acts"] if at_terminal(role).may(act)} == LEFT[role]


def test_every_role_of_a_kind_is_tried_above_and_every_act_that_is_never_had_is_one() -> None:
    assert {role for roles in KINDS.values() for role in roles} == LEFT.keys()
    assert set(matrix()["terminals"]["never"]) <= matrix()["acts"].keys()


def test_no_role_that_decides_or_sees_people_has_a_terminal() -> None:
    watched = ("confirm", "send", "see_people", "manage_accounts", "see_audit", "run_emergency", "take_desk")
    assert not [(role, act) for role in LEFT for act in watched if may(role, act)]


def test_who_may_as_a_person_is_told_to_sign_in_and_who_may_not_at_all_to_ask_somebody() -> None:
    wu = at_terminal("police")
    with pytest.raises(NotAtTerminal):
        wu.must("reveal")
    with pytest.raises(NotAllowed) as refusal:
        wu.must("send")
    assert type(refusal.value) is NotAllowed
    replace(wu, terminal=None).must("reveal")


def test_a_use_case_refuses_it_before_anything_is_read() -> None:
    @allowed_to("reveal")
    def look(work: object) -> None:
        raise AssertionError("it was asked")

    with pytest.raises(NotAtTerminal):
        look(SimpleNamespace(by=at_terminal("police")))


def test_the_audit_calls_it_by_account_and_terminal() -> None:
    assert at_terminal("wall").told_as == "wall@7"
    assert replace(at_terminal("wall"), terminal=None).told_as == "wall"


@pytest.mark.parametrize("role", matrix()["roles"])
def test_a_kind_follows_from_the_role_and_a_persons_role_has_none(role: str) -> None:
    assert kind_of(role) == {"wall": Kind.WALL, **dict.fromkeys(list(LEFT)[1:], Kind.PHONE)}.get(role)


@pytest.mark.parametrize(
    ("one", "after", "standing"),
    [
        (HALL, timedelta(minutes=59), Standing.WAITING),
        (HALL, timedelta(minutes=60), Standing.LAPSED),
        (IN_USE, timedelta(days=900), Standing.IN_USE),
        (replace(IN_USE, inside=False), timedelta(), Standing.ENDED),
        (replace(IN_USE, inside=False, revoked_at=NOW), timedelta(), Standing.REVOKED),
        (replace(HALL, revoked_at=NOW), timedelta(), Standing.REVOKED),
    ],
)
def test_how_it_stands_follows_from_what_happened(one: Terminal, after: timedelta, standing: Standing) -> None:
    assert one.standing(NOW + after) is standing


@pytest.mark.parametrize(
    ("changed", "admitted"),
    [({}, True), ({"disabled": True}, False), ({"role": "officer"}, False), ({"role": "police"}, False)],
)
def test_an_account_admits_it_while_it_is_one_for_such_a_terminal(changed: dict[str, str], admitted: bool) -> None:
    assert HALL.admits(replace(WALL, **changed)) is admitted  # type: ignore[arg-type]


@pytest.mark.parametrize("after", [IDLE, ABSOLUTE, timedelta(days=90)])
def test_its_session_neither_idles_nor_ages_and_a_persons_does(after: timedelta) -> None:
    mine = Session(3, 12, NOW, NOW)
    assert replace(mine, terminal=7).alive(NOW + after) and not mine.alive(NOW + after)
