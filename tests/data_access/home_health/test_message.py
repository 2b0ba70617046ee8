"""Messages by telephone: whose they are follows from the number, of two nobody is guessed, and the answer never says which."""

from collections.abc import Callable
from datetime import date

import pytest

from cockpit import home_health
from cockpit.home_health import Answer, Channel, Heard, Outcome, Said
from cockpit.quarantine import Lifted
from cockpit.quarantine.lift import lift
from cockpit.refusals import Invalid
from tests.access.objects import Ground
from tests.at_home import NOBODY, Home, home_of
from tests.morning import Morning
from tests.people import somebody

PHONE = "10055556666"
Hears = Callable[..., Answer]


@pytest.fixture
def ground(morning: Morning) -> Ground:
    return Ground(
        morning, {name: somebody(morning.database, name) for name in ("investigator", "clinician", "data_officer")}
    )


@pytest.fixture
def home(ground: Ground) -> Home:
    """Two, of whom the first has a telephone."""
    found = home_of(ground, 2)
    has_the_phone(found, 0)
    return found


def has_the_phone(home: Home, number: int, phone: str = PHONE) -> None:
    with home.ground.morning.work(home.ground.actors["data_officer"]) as work:
        work.people.keep(home.episodes[number].person, "phone", phone)


def born(home: Home, number: int) -> date:
    with home.ground.morning.work(home.ground.actors["data_officer"]) as work:
        found: date = work.people.get(home.episodes[number].person).born
    return found


@pytest.fixture
def hears(ground: Ground) -> Hears:
    def hear(phone: str = PHONE, said: Said = Said(38.1), when: date | None = None, message: str = "m1") -> Answer:  # noqa: B008
        heard = Heard(said, when)
        found: Answer = ground.morning.do(NOBODY, home_health.hear, phone, heard, message, Channel.SMS)
        return found

    return hear


def test_it_becomes_the_report_of_whose_telephone_it_is_triaged_like_any_other(home: Home, hears: Hears) -> None:
    assert hears("+86 100 5555 6666") is Answer.HEARD
    ((report, said),) = home.reports_of(0)
    assert (said.temperature, report.channel, report.outcome) == (38.1, Channel.SMS, Outcome.BODY)
    assert report.entered_by is None and not home.reports_of(1)


def test_the_same_message_once_more_is_the_same_report(home: Home, hears: Hears) -> None:
    hears()
    hears()
    assert len(home.reports_of(0)) == 1
    hears(said=Said(36.9), message="m2")
    assert [one.replaced for one, _ in home.reports_of(0)] == [False, True]


def test_a_telephone_that_nobody_has_gets_the_same_answer(home: Home, hears: Hears) -> None:
    assert hears("10099998888") is Answer.HEARD
    assert not home.reports_of(0) and not home.reports_of(1)


def test_of_two_with_one_telephone_the_day_of_birth_tells_and_nothing_is_guessed(home: Home, hears: Hears) -> None:
    has_the_phone(home, 1)
    assert hears() is Answer.WHICH and hears(when=date(1900, 1, 1)) is Answer.WHICH
    assert not home.reports_of(0) and not home.reports_of(1)
    assert born(home, 0) != born(home, 1)
    assert hears(when=born(home, 1)) is Answer.HEARD
    assert not home.reports_of(0) and len(home.reports_of(1)) == 1


def test_another_day_of_birth_than_the_telephones_owner_has_is_nobodys_report(home: Home, hears: Hears) -> None:
    assert hears(when=date(1900, 1, 1)) is Answer.HEARD
    assert not home.reports_of(0)


def test_who_was_released_is_nobody_by_telephone(home: Home, hears: Hears) -> None:
    home.ground.do("investigator", lift, home.episodes[0].id, Lifted.MISTAKE)
    assert hears() is Answer.HEARD
    assert not home.reports_of(0)


def test_what_is_no_telephone_is_refused(hears: Hears) -> None:
    with pytest.raises(Invalid):
        hears("nobody")
