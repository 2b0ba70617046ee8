"""Links between incidents: seen from both ends, taken out again, and kept from those who see one end alone."""

import pytest
from sqlalchemy import select

from cockpit import incidents
from cockpit.incidents import Incident, Kind, Source, State
from cockpit.incidents.links import Tie
from cockpit.incidents.story import Story, story_of
from cockpit.refusals import AlreadyOver, Invalid, NotAllowed, NotFound, NotInThisState
from data_access import feed
from data_access.incidents import incident_link
from tests.morning import Morning
from tests.people import WULIN, People


def story(morning: Morning, one: Incident) -> Story:
    found: Story = morning.do(morning.people.rosa, story_of, one.id)
    return found


def ties(morning: Morning, one: Incident) -> list[tuple[Tie, bool, int]]:
    return [(link.tie, link.first, link.other.id) for link in story(morning, one).links]


def events(morning: Morning, one: Incident) -> list[str]:
    with morning.database.connection() as connection:
        rows = feed.changes_after(connection, 0)
    return [row.event for row in rows if row.subject == "incident" and row.subject_id == str(one.id)]


def elsewhere(morning: Morning) -> Incident:
    """A hazard in 武林."""
    with morning.work(morning.people.rosa) as work:
        place = work.places.of_kinds(["pharmacy"], WULIN)[0]
    found: Incident = morning.do(morning.people.rosa, incidents.report, Kind.HAZARD, Source.PHONE, place)
    return found


# Merge and split


def test_a_duplicate_leads_to_the_survivor_and_the_survivor_lists_it(morning: Morning, people: People) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    morning.do(people.rosa, incidents.merge, one.id, other.id)

    assert ties(morning, one) == [(Tie.DUPLICATE, True, other.id)]
    assert ties(morning, other) == [(Tie.DUPLICATE, False, one.id)]
    assert events(morning, one)[-1] == "merged" and events(morning, other)[-1] == "took_in"


def test_what_was_wrongly_merged_comes_back_as_it_was(morning: Morning, people: People) -> None:
    one, other = morning.sent_to_own(0), morning.crowd(1)
    before = morning.now(one)
    morning.do(people.rosa, incidents.merge, one.id, other.id)
    back: Incident = morning.do(people.hana, incidents.split, one.id)

    assert (back.said, back.state, back.closed_at, back.merged_into) == (before.said, State.CONFIRMED, None, None)
    assert (back.arrive_by, back.close_by, back.opened_at) == (before.arrive_by, before.close_by, before.opened_at)
    assert ties(morning, one) == ties(morning, other) == []
    assert events(morning, one)[-1] == "taken_out" and events(morning, other)[-1] == "gave_back"


def test_what_nobody_had_confirmed_is_unconfirmed_again(morning: Morning, people: People) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    morning.do(people.rosa, incidents.merge, one.id, other.id)

    assert morning.do(people.rosa, incidents.split, one.id).state is State.REPORTED


def test_after_a_split_the_very_teams_that_came_back_are_proposed_and_can_be_sent(morning: Morning) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    first = morning.proposed(one)
    morning.send(one, *first)
    morning.do(morning.people.rosa, incidents.merge, one.id, other.id)
    morning.do(morning.people.rosa, incidents.split, one.id)

    assert morning.proposed(one) == first
    assert morning.send(one, *first).state is State.DISPATCHED


def test_only_a_duplicate_is_taken_out_and_only_once(morning: Morning, people: People) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    with pytest.raises(NotInThisState):
        morning.do(people.rosa, incidents.split, one.id)
    morning.do(people.rosa, incidents.merge, one.id, other.id)
    morning.do(people.rosa, incidents.split, one.id)
    with pytest.raises(NotInThisState):
        morning.do(people.rosa, incidents.split, one.id)
    with pytest.raises(NotInThisState):
        morning.do(people.rosa, incidents.split, other.id)


def test_it_can_be_merged_and_taken_out_a_second_time(morning: Morning, people: People) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    for _ in range(2):
        morning.do(people.rosa, incidents.merge, one.id, other.id)
        morning.do(people.rosa, incidents.split, one.id)
    assert ties(morning, one) == []


def test_a_duplicate_of_a_duplicate_leads_on_step_by_step(morning: Morning, people: People) -> None:
    one, two, three = morning.crowd(0), morning.crowd(1), morning.crowd(2)
    morning.do(people.rosa, incidents.merge, one.id, two.id)
    morning.do(people.rosa, incidents.merge, two.id, three.id)

    assert ties(morning, two) == [(Tie.DUPLICATE, False, one.id), (Tie.DUPLICATE, True, three.id)]
    assert morning.do(people.rosa, incidents.split, one.id).state is State.REPORTED
    with pytest.raises(AlreadyOver):
        morning.do(people.rosa, incidents.merge, one.id, two.id)


# Related


def test_what_belongs_together_says_so_at_both_ends_until_somebody_takes_it_back(
    morning: Morning, people: People
) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    for _ in range(2):  # the second click changes nothing
        morning.do(people.rosa, incidents.relate, other.id, one.id)
    assert ties(morning, one) == [(Tie.RELATED, True, other.id)]
    assert ties(morning, other) == [(Tie.RELATED, False, one.id)]
    assert events(morning, one).count("related") == events(morning, other).count("related") == 1

    morning.do(people.hana, incidents.unrelate, one.id, other.id)
    assert ties(morning, one) == []
    with pytest.raises(NotFound):
        morning.do(people.hana, incidents.unrelate, one.id, other.id)


def test_nothing_is_linked_to_itself(morning: Morning, people: People) -> None:
    one = morning.crowd()
    for link in (incidents.merge, incidents.relate, incidents.keep_apart):
        with pytest.raises(Invalid):
            morning.do(people.rosa, link, one.id, one.id)


@pytest.mark.parametrize("act", [incidents.relate, incidents.unrelate, incidents.keep_apart])
def test_who_may_not_link_is_refused_and_another_street_is_not_there(
    morning: Morning, people: People, act: object
) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    for who in (people.lin, people.wu, people.eve):
        with pytest.raises(NotAllowed):
            morning.do(who, act, one.id, other.id)
    with pytest.raises(NotFound):
        morning.do(people.xia, act, one.id, other.id)
    with pytest.raises(NotFound):
        morning.do(people.shen, act, one.id, elsewhere(morning).id)


# The wall


def test_a_link_is_seen_by_who_sees_both_of_its_ends(morning: Morning, people: People) -> None:
    here, there = morning.crowd(), elsewhere(morning)
    morning.do(people.rosa, incidents.relate, here.id, there.id)

    def rows(who: str) -> int:
        with morning.work(getattr(people, who)) as work:
            return len(work.connection.execute(select(incident_link)).all())

    assert [rows(who) for who in ("rosa", "shen", "xia", "eve")] == [1, 0, 0, 0]
    seen_by_shen: Story = morning.do(people.shen, story_of, here.id)
    assert seen_by_shen.links == ()
