"""A request's own life: asked, answered once, by somebody else than who wrote it down, and late when nobody does."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.refusals import Invalid
from cockpit.requests import (
    GROUNDS,
    GROUNDS_OF,
    AlreadyAnswered,
    EnteredByYou,
    Field,
    Ground,
    Kind,
    Request,
    State,
)
from cockpit.requests.request import Decision

AT = datetime(2020, 2, 1, tzinfo=UTC)
DUE = AT + timedelta(days=15)
ALONE = Request(1, Kind.CORRECTION, Field.PHONE, AT, DUE, 1, 2, "public")
BY_LIN = Request(1, Kind.DELETION, None, AT, DUE, 1, 2, "community", entered_by=7)
DAN = Decision(90, "data_officer", AT + timedelta(days=1), 3)


def test_it_is_late_only_after_its_due_instant_and_only_while_it_waits() -> None:
    assert not ALONE.overdue(DUE) and ALONE.overdue(DUE + timedelta(seconds=1))
    assert not ALONE.withdrawn(AT).overdue(DUE + timedelta(days=1))


def test_an_answer_says_by_which_role_when_and_by_which_rule() -> None:
    done = ALONE.accepted(DAN)
    assert (done.state, done.decided_role, done.closed_at, done.rule) == (State.ACCEPTED, "data_officer", DAN.at, 3)
    no = ALONE.refused(DAN, Ground.NOT_SHOWN)
    assert (no.state, no.ground) == (State.REFUSED, Ground.NOT_SHOWN)


@pytest.mark.parametrize("closed", [ALONE.accepted(DAN), ALONE.refused(DAN, Ground.NOT_SHOWN), ALONE.withdrawn(AT)])
def test_what_is_closed_is_answered_no_second_time(closed: Request) -> None:
    for again in (lambda: closed.accepted(DAN), lambda: closed.withdrawn(AT)):
        with pytest.raises(AlreadyAnswered):
            again()


def test_who_wrote_it_down_does_not_decide_it() -> None:
    lin = Decision(7, "data_officer", AT, 3)
    for decide in (lambda: BY_LIN.accepted(lin), lambda: BY_LIN.refused(lin, Ground.LIVES_HERE)):
        with pytest.raises(EnteredByYou):
            decide()
    assert BY_LIN.accepted(DAN).state is State.ACCEPTED and BY_LIN.on_paper and not ALONE.on_paper


def test_a_ground_fits_what_was_asked_and_each_says_its_rule() -> None:
    with pytest.raises(Invalid):
        ALONE.refused(DAN, Ground.LIVES_HERE)
    assert {ground for of in GROUNDS_OF.values() for ground in of} == set(Ground) == GROUNDS.keys()
