"""What one person alone must not do: Gu asks, somebody else who may confirms, in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.access import Actor, matrix, may
from cockpit.refusals import NotAllowed
from cockpit.two_people import NobodyAsked, SamePerson, Word, must_be_second

AT = datetime(2020, 2, 1, 7, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
GU = Actor(1, "shift_lead", "顾", "shift_lead", "330103")
SECURITY = Actor(2, "security", "沈", "security", "330103")
WORD = Word("end_emergency", "emergency", 1, {}, GU.id or 0, AT, AT + HOUR, asker="shift_lead")


@pytest.mark.parametrize("after", [timedelta(0), HOUR])
def test_a_second_person_confirms_within_the_hour(after: timedelta) -> None:
    assert must_be_second(WORD, SECURITY, AT + after) is WORD


def test_whoever_asked_does_not_confirm() -> None:
    with pytest.raises(SamePerson):
        must_be_second(replace(WORD, by=SECURITY.id or 0, asker="security"), SECURITY, AT)


def test_the_cockpit_itself_is_no_second_person() -> None:
    with pytest.raises(SamePerson):
        must_be_second(WORD, replace(SECURITY, id=None), AT)


def test_who_has_no_right_to_the_thing_is_no_second_person() -> None:
    with pytest.raises(NotAllowed):
        must_be_second(WORD, replace(SECURITY, role="officer"), AT)
    with pytest.raises(NotAllowed):
        must_be_second(WORD, replace(GU, id=3), AT)  # another shift lead, whom one administrator alone could have made


@pytest.mark.parametrize(
    ("word", "after"),
    [
        (None, timedelta(0)),
        (WORD, HOUR + timedelta(seconds=1)),
        (replace(WORD, asker=None), timedelta(0)),
        (replace(WORD, asker="officer"), timedelta(0)),
    ],
    ids=["nobody", "too long ago", "a disabled one", "one who may no longer"],
)
def test_without_a_word_that_holds_there_is_nothing_to_confirm(word: Word | None, after: timedelta) -> None:
    with pytest.raises(NobodyAsked):
        must_be_second(word, SECURITY, AT + after)


@pytest.mark.parametrize("kind", sorted(matrix()["two"]))
def test_everything_that_needs_two_can_be_done_by_two(kind: str) -> None:
    two = matrix()["two"][kind]
    assert set(two) == {"says", "ask", "confirm"}
    asking = [role for role in matrix()["roles"] if may(role, two["ask"])]
    assert asking and all(may(role, "second_word") for role in asking), "who asks can take it back"
    assert all(may(role, "second_word") for role in matrix()["roles"] if may(role, two["confirm"]))
