"""What one person alone must not do: Gu asks, somebody else confirms, in time."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.two_people import Asked, NobodyAsked, SamePerson, must_be_second

GU, SECURITY = 1, 2
AT = datetime(2020, 2, 1, 7, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = Asked(GU, AT)


@pytest.mark.parametrize("after", [timedelta(0), HOUR])
def test_a_second_person_confirms_within_the_hour(after: timedelta) -> None:
    must_be_second(ASKED, SECURITY, AT + after, HOUR)


def test_whoever_asked_does_not_confirm() -> None:
    with pytest.raises(SamePerson):
        must_be_second(ASKED, GU, AT, HOUR)


def test_the_cockpit_itself_is_no_second_person() -> None:
    with pytest.raises(SamePerson):
        must_be_second(ASKED, None, AT, HOUR)


@pytest.mark.parametrize(
    ("asked", "after"),
    [(None, timedelta(0)), (ASKED, HOUR + timedelta(seconds=1)), (Asked(GU, AT, good=False), timedelta(0))],
    ids=["nobody", "too long ago", "one who may no longer"],
)
def test_without_a_word_that_holds_there_is_nothing_to_confirm(asked: Asked | None, after: timedelta) -> None:
    with pytest.raises(NobodyAsked):
        must_be_second(asked, SECURITY, AT + after, HOUR)
