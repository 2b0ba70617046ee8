"""The desk's figures from what is kept: each person of their own area, and what nobody has a hand on by the clock alone."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from cockpit import dispatch, incidents
from cockpit.access import Actor
from cockpit.desk_figures import Asked, Rate, Shown, clocks, desk_figures, take_figures, untouched
from cockpit.incidents import State
from cockpit.incidents.board import on_board
from cockpit.incidents.packed import unpacked
from cockpit.refusals import Invalid, NotAllowed, NotFound
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody

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


# As a file


def test_what_is_taken_out_is_what_is_seen_and_is_written_down(morning: Morning, people: People) -> None:
    morning.resolved()
    for how, rows in (("street", "rows"), ("team", "teams")):
        seen = figures(morning, people.gu, how=how)
        taken, names = morning.do(people.gu, take_figures, seen.asked, how)
        assert taken == seen and len(names) == len(getattr(seen, rows))
        assert told(morning)[-1] == (people.gu.id, DISTRICT, {"by": how, "rows": len(getattr(seen, rows))})


def test_nobody_takes_what_they_do_not_see(morning: Morning, people: People) -> None:
    asked = Asked(WULIN, TODAY, TODAY)
    with pytest.raises(NotFound):
        morning.do(people.shen, take_figures, asked, "street")
    for by in (people.eve, people.wu, people.lin):
        with pytest.raises(NotAllowed):
            morning.do(by, take_figures, asked, "street")
    assert told(morning) == []


def told(morning: Morning) -> list[tuple[int, str, dict[str, object]]]:
    """Who took which area's, and what is said of it."""
    query = "select account, subject_id, facts from audit_entry where action = 'desk_figures_taken' order by id"
    with morning.database.connection() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(text(query))]


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


def test_a_screen_counts_by_itself_what_the_figures_count(morning: Morning, people: People) -> None:
    """What it is given of each that is open, moved on by what it hears, comes to the same at any time."""
    incident, over = morning.crowd(), morning.crowd(1)
    morning.later(minutes=1).do(people.rosa, incidents.call_false, over.id)
    for minutes in (1, 5, 60):
        morning.later(minutes=minutes)
        rows = unpacked(morning.do(people.rosa, on_board))
        assert {one["code"] for one in rows if late(one["touch_by"], morning)} == set(lying(morning, people.rosa))
    heard = morning.do(people.rosa, incidents.confirm, incident.id)
    assert datetime.fromisoformat(heard.shown()["touch_by"]) == morning.at + AFTER_CONFIRMING
    assert morning.now(over).shown()["touch_by"] is None


def late(touch_by: str | None, morning: Morning) -> bool:
    return touch_by is not None and morning.at > datetime.fromisoformat(touch_by)


def test_a_board_of_another_day_is_given_the_clocks_of_its_readers_area_and_of_no_other(
    morning: Morning, people: People
) -> None:
    incident, over = morning.crowd(), morning.crowd(1)
    morning.do(people.rosa, incidents.call_false, over.id)
    known = {number: (at, areas) for number, at, areas in morning.do(people.shen, clocks)}
    spot = incident.spot
    assert incident.touch_by
    assert known[incident.id] == (incident.touch_by.isoformat(), [spot.street, spot.community, spot.grid])
    assert over.id not in known and all(areas[0] == CHANGQING for _, areas in known.values())
    for by in (people.eve, people.wu, people.mei, somebody(morning.database, "leader")):
        with pytest.raises(NotAllowed):
            morning.do(by, clocks)
