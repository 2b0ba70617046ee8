"""The walls are led from the desk by one person at a time, and show everybody the same."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from cockpit import figures, incidents, wall
from cockpit.access import Actor
from cockpit.desk_figures import Asked, desk_figures
from cockpit.incidents.packed import unpacked
from cockpit.refusals import NotAllowed, NotFound
from cockpit.wall import Presenting, View
from tests.at_once import at_once
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, People, somebody

ELSEWHERE = "330104001"


@pytest.fixture
def hall(morning: Morning) -> Actor:
    """The wall itself."""
    return somebody(morning.database, "wall")


def lead(morning: Morning, by: Actor, view: View = View.MAP, shown: str = CHANGQING) -> Presenting:
    found: Presenting = morning.do(by, wall.present, view, shown, True, False)
    return found


def leads(morning: Morning, hall: Actor) -> tuple[int, str] | None:
    found = morning.do(hall, wall.presenting_now)
    return found and (found.account, found.shown)


def told(morning: Morning) -> list[tuple[str, dict[str, object]]]:
    with morning.database.connection() as connection:
        rows = connection.execute(text("select event, facts from change where subject = 'wall' order by id")).all()
    return [(row.event, row.facts) for row in rows]


def test_rosa_leads_the_walls_and_each_word_gives_her_ten_minutes_more(
    morning: Morning, people: People, hall: Actor
) -> None:
    first = lead(morning, people.rosa)
    assert leads(morning, hall) == (people.rosa.id, CHANGQING)

    morning.later(minutes=9)
    again = lead(morning, people.rosa, View.DESK, DISTRICT)
    assert (again.id, again.began_at) == (first.id, first.began_at)
    assert (again.until - first.until).total_seconds() == 540
    morning.later(minutes=9)
    assert leads(morning, hall) == (people.rosa.id, DISTRICT)
    morning.later(minutes=1)
    assert leads(morning, hall) is None

    assert [event for event, _ in told(morning)] == ["presented", "presented"]
    assert told(morning)[0][1]["shown"] == CHANGQING and told(morning)[0][1]["warnings"] is False


def test_gu_takes_them_over_and_rosa_begins_anew_after_that(morning: Morning, people: People, hall: Actor) -> None:
    first = lead(morning, people.rosa)
    second = lead(morning.later(minutes=1), people.gu)
    assert second.id != first.id and leads(morning, hall) == (people.gu.id, CHANGQING)
    assert lead(morning, people.rosa).id not in (first.id, second.id)


def test_a_late_word_begins_anew_and_the_clock_it_followed_stays_what_it_was(morning: Morning, people: People) -> None:
    first = lead(morning, people.rosa)
    assert lead(morning.later(minutes=11), people.rosa).id != first.id
    with morning.database.connection() as connection:
        ended = connection.execute(text("select ended_at from presenting where id = :id"), {"id": first.id}).scalar()
    assert ended == first.until


def test_whoever_may_lead_may_let_them_go_and_where_nobody_leads_nothing_is_told(
    morning: Morning, people: People, hall: Actor
) -> None:
    morning.do(people.gu, wall.stop_presenting)
    assert told(morning) == []
    lead(morning, people.rosa)
    morning.do(people.gu, wall.stop_presenting)
    assert leads(morning, hall) is None
    assert told(morning)[-1] == ("presenting_ended", {"presenter": people.rosa.id})


@pytest.mark.parametrize("who", ["shen", "lin", "wu", "mei", "chen", "eve"])
def test_nobody_else_leads_them_or_looks_at_the_wall(morning: Morning, people: People, who: str) -> None:
    by = getattr(people, who)
    for refused in (lambda: lead(morning, by), lambda: morning.do(by, wall.stop_presenting)):
        with pytest.raises(NotAllowed):
            refused()
    for look in (wall.contents, wall.rules, wall.presenting_now):
        with pytest.raises(NotAllowed):
            morning.do(by, look)


def test_neither_the_wall_itself_nor_the_leader_leads(morning: Morning, hall: Actor) -> None:
    for by in (hall, somebody(morning.database, "leader")):
        with pytest.raises(NotAllowed):
            lead(morning, by)
        assert morning.do(by, wall.presenting_now) is None


@pytest.mark.parametrize("shown", [ELSEWHERE, "", "nowhere", f"{CHANGQING}001", f"{CHANGQING}001001", "330103999"])
def test_the_walls_look_at_the_district_or_a_street_of_it_and_at_nothing_else(
    morning: Morning, people: People, shown: str
) -> None:
    with pytest.raises(NotFound):
        lead(morning, people.rosa, shown=shown)
    assert told(morning) == []


@pytest.mark.many
def test_of_two_who_begin_at_once_one_leads(morning: Morning, people: People, hall: Actor) -> None:
    at_once(lambda: lead(morning, people.rosa), lambda: lead(morning, people.gu))
    with morning.database.connection() as connection:
        rows = connection.execute(text("select account from presenting where ended_at is null")).scalars().all()
    assert len(rows) == 1 and leads(morning, hall) == (rows[0], CHANGQING)


def test_whoever_opens_the_wall_gets_what_its_role_may_have(morning: Morning, people: People, hall: Actor) -> None:
    """Officers see when the last backup was made, and numbers of people: the hall does not, at their page either."""
    morning.crowd()
    shown = morning.do(hall, wall.contents)
    for by in (people.rosa, people.gu, somebody(morning.database, "leader")):
        assert morning.do(by, wall.contents) == shown
    assert {one["kind"] for one in shown["sources"]} == {"pharmacy"}
    assert not [figure for figure in figures.PEOPLE if figure in str(shown)]


def test_what_was_handled_today_is_told_until_midnight(morning: Morning, people: People, hall: Actor) -> None:
    before = set(morning.do(hall, wall.contents)["handled"])
    early, late = morning.report(0), morning.report(1)
    morning.later(minutes=5).do(people.rosa, incidents.cancel, early.id)
    morning.later(days=0, hours=9).do(people.rosa, incidents.cancel, late.id)
    assert set(morning.do(hall, wall.contents)["handled"]) - before == {early.id, late.id}

    morning.later(days=1)
    assert morning.do(hall, wall.contents)["handled"] == []


def test_its_desk_figures_are_those_of_the_duty_page(morning: Morning, people: People, hall: Actor) -> None:
    before = morning.do(hall, wall.desk)
    morning.resolved()
    after = morning.do(hall, wall.desk)
    assert after.whole.received == before.whole.received + 1
    today = after.asked.first
    assert today == after.asked.last == date(2020, 2, 1)
    assert after == morning.do(people.gu, desk_figures, Asked(DISTRICT, today, today), "street")
    assert dict(after.rows)[CHANGQING].rates["filed"].part >= 1


def test_what_lies_untouched_is_told_by_the_clock_it_follows_and_names_nobodys_home(
    morning: Morning, hall: Actor
) -> None:
    """The hall counts by itself: of each that is open it has the instant, and of a home no more than before."""
    crowd, home = morning.crowd(), morning.report(2, at_home=True)
    rows = {one["id"]: one for one in unpacked(morning.do(hall, wall.contents)["incidents"])}
    assert {number: datetime.fromisoformat(rows[number]["touch_by"]) for number in (crowd.id, home.id)} == {
        one.id: one.touch_by for one in (crowd, home)
    }
    assert rows[home.id]["place"] == "" and rows[home.id]["place_id"] is None
