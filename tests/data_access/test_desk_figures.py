"""The desk's figures from what is kept: each person of their own area, and what nobody has a hand on by the clock alone."""

from datetime import date, timedelta

import pytest

from cockpit import dispatch, incidents
from cockpit.access import Actor
from cockpit.desk_figures import Asked, Rate, Shown, desk_figures, untouched
from cockpit.incidents import State
from cockpit.refusals import Invalid, NotAllowed, NotFound
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People

TODAY = date(2020, 2, 1)
FIRST_HAND, AFTER_CONFIRMING = timedelta(seconds=120), timedelta(seconds=300)  # of a red item: the district's defaults


def figures(morning: Morning, by: Actor, area: str = DISTRICT, first: date = TODAY, how: str = "street") -> Shown:
    shown: Shown = morning.do(by, desk_figures, Asked(area, first, TODAY), how)
    return shown


def lying(morning: Morning, by: Actor, area: str = DISTRICT) -> list[str]:
    return [one.code for one in morning.do(by, untouched, area)]


def test_a_whole_morning_stands_in_the_figures(morning: Morning, people: People) -> None:
    before = figures(morning, people.rosa).whole
    incident = morning.resolved()
    morning.later(minutes=5).do(people.hana, incidents.verify, incident.id)
    morning.do(people.hana, incidents.close, incident.id, "dispersed")

    after = figures(morning, people.rosa)
    closed = before.rates["closed"]
    assert after.whole.received == before.received + 1
    assert after.whole.rates["closed"] == Rate(closed.part + 1, closed.whole + 1)
    assert after.whole.intervals["verification"].count == before.intervals["verification"].count + 1
    assert dict(after.rows)[CHANGQING].received >= 1


def test_by_team_each_that_was_sent_stands_there(morning: Morning, people: People) -> None:
    morning.resolved()
    teams = {one.team_id: one for one in figures(morning, people.rosa, how="team").teams}
    assert {people.wu.team, people.zheng.team, people.mei.team} <= teams.keys()


def test_a_street_sees_its_own_and_no_other(morning: Morning, people: People) -> None:
    morning.resolved()
    assert figures(morning, people.shen, CHANGQING).whole.received >= 1
    for area in (WULIN, DISTRICT, "330103999", "", "x" * 9):
        with pytest.raises(NotFound):
            figures(morning, people.shen, area)
        with pytest.raises(NotFound):
            morning.do(people.shen, untouched, area)


def test_who_has_no_business_with_it_is_refused(morning: Morning, people: People) -> None:
    for by in (people.eve, people.wu, people.mei):
        with pytest.raises(NotAllowed):
            figures(morning, by, by.area)


def test_days_that_make_no_sense_are_refused(morning: Morning, people: People) -> None:
    with pytest.raises(Invalid):
        figures(morning, people.rosa, first=TODAY + timedelta(days=1))
    with pytest.raises(Invalid):
        figures(morning, people.rosa, first=TODAY - timedelta(days=92))
    assert figures(morning, people.rosa, first=TODAY - timedelta(days=91)).whole.received >= 0


# What nobody has a hand on


def test_a_warning_that_nobody_takes_up_lies_untouched_after_its_time(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    assert incident.touch_by == incident.received_at + FIRST_HAND
    assert incident.code not in lying(morning, people.rosa)
    morning.at = incident.touch_by
    assert incident.code not in lying(morning, people.rosa), "at the instant itself it is not late"
    morning.later(seconds=1)
    assert incident.code in lying(morning, people.rosa)
    assert figures(morning, people.rosa).untouched == len(lying(morning, people.rosa))


def test_each_hand_starts_the_clock_of_the_state_it_leads_to(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    confirmed = morning.later(minutes=10).do(people.rosa, incidents.confirm, incident.id)
    assert confirmed.touch_by == morning.at + AFTER_CONFIRMING
    assert incident.code not in lying(morning, people.rosa)
    noted = morning.later(minutes=4).do(people.rosa, incidents.add_note, incident.id, "looked at it")
    assert noted.touch_by == morning.at + AFTER_CONFIRMING, "a word about it is a hand on it"


def test_what_the_cockpit_does_by_itself_is_no_hand(morning: Morning, people: People) -> None:
    sent = morning.sent_to_own()
    morning.later(minutes=3).do(people.cockpit, dispatch.time_out, sent.id, people.wu.team)
    assert morning.now(sent).touch_by == sent.touch_by
    morning.later(minutes=3)
    assert sent.code in lying(morning, people.rosa)


def test_what_is_over_lies_nowhere(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    morning.later(hours=1).do(people.rosa, incidents.call_false, incident.id)
    assert morning.now(incident).touch_by is None
    assert incident.code not in lying(morning, people.rosa)


def test_whatever_waits_longest_comes_first_and_the_next_is_foretold(morning: Morning, people: People) -> None:
    first, second = morning.crowd(0), morning.crowd(1)
    assert first.touch_by and second.touch_by
    morning.at = first.touch_by + timedelta(seconds=1)
    found = figures(morning, people.rosa)
    assert found.next_at is None or found.next_at >= morning.at
    morning.at = max(first.touch_by, second.touch_by) + timedelta(seconds=1)
    mine = [code for code in lying(morning, people.rosa) if code in (first.code, second.code)]
    assert mine == [one.code for one in sorted((first, second), key=lambda one: (one.touch_by, one.id))]


def test_what_was_put_off_is_given_longer_and_not_forgotten(morning: Morning, people: People) -> None:
    held = morning.do(people.rosa, incidents.hold, morning.crowd().id)
    assert held.state is State.ON_HOLD and held.touch_by == morning.at + timedelta(hours=4)
    morning.later(hours=4, seconds=1)
    assert held.code in lying(morning, people.rosa)
