"""Who is told of what: there for that person at once, seen when it is opened, and nobody else's."""

import pytest
from sqlalchemy import text

from cockpit import accounts, paging
from cockpit.access import Actor
from cockpit.incidents import Incident
from cockpit.paging import News, Paging
from cockpit.refusals import NotAllowed, NotFound
from tests.morning import Morning
from tests.people import People


def told(morning: Morning, by: Actor, incident: Incident | None, *persons: Actor, event: str = "urged") -> list[Paging]:
    """What these persons have got of it."""
    ids = [person.id or 0 for person in persons]
    morning.do(by, paging.page, ids, event, incident, after=60)
    return [news(morning, person).latest[0] for person in persons]


def news(morning: Morning, person: Actor) -> News:
    found: News = morning.do(person, paging.my_pagings)
    return found


def test_who_is_paged_has_it_at_once_and_it_counts_as_unseen(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    [of_gu] = told(morning, people.rosa, incident, people.gu)
    assert (of_gu.event, of_gu.incident, of_gu.urgent, of_gu.by_account) == ("urged", incident.id, True, people.rosa.id)
    assert of_gu.facts == {"after": 60, "code": incident.code} and of_gu.district_at == morning.at
    assert news(morning, people.gu).unseen == 1 and news(morning, people.shen).latest == []


def test_opened_is_seen_and_the_first_time_counts(morning: Morning, people: People) -> None:
    [one] = told(morning, people.rosa, morning.crowd(), people.gu)
    first = morning.later(minutes=2).at
    assert morning.do(people.gu, paging.open_paging, one.id).seen_at == first
    assert morning.later(minutes=5).do(people.gu, paging.open_paging, one.id).seen_at == first
    assert news(morning, people.gu).unseen == 0


def test_what_is_unseen_comes_first(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    old, new = [told(morning, people.rosa, incident, people.gu)[0] for _ in range(2)]
    morning.do(people.gu, paging.open_paging, new.id)
    assert [one.id for one in news(morning, people.gu).latest] == [old.id, new.id]


def test_the_sender_sees_who_has_seen_it(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    of_gu, _ = told(morning, people.rosa, incident, people.gu, people.shen)
    morning.later(minutes=1).do(people.gu, paging.open_paging, of_gu.id)
    found = morning.do(people.rosa, paging.pagings_of, incident.id)
    assert [(one.name, one.paging.seen_at, one.standing) for one in found] == [
        (people.gu.name, morning.at, paging.Standing.SEEN),
        (people.shen.name, None, paging.Standing.WAITING),
    ]
    with morning.work(people.rosa) as work:
        assert [one.event for one in work.timeline("incident", incident.id)][-1] == "paging_seen"


def test_named_twice_is_told_once(morning: Morning, people: People) -> None:
    told(morning, people.rosa, morning.crowd(), people.gu, people.gu)
    assert news(morning, people.gu).unseen == 1


def test_a_disabled_account_is_not_told(morning: Morning, people: People) -> None:
    with morning.work(people.rosa) as work:
        admin = work.accounts.acting(work.accounts.by_name("admin").id)  # type: ignore[union-attr]
    assert admin
    morning.do(admin, accounts.disable, people.shen.id)
    both = [people.gu.id, people.shen.id]
    assert morning.do(people.rosa, paging.page, both, "urged", morning.crowd()) == (people.gu.id,)


@pytest.mark.parametrize("other", ["hana", "shen", "mei", "xia"])
def test_anothers_paging_is_not_found(morning: Morning, people: People, other: str) -> None:
    [one] = told(morning, people.rosa, morning.crowd(), people.gu)
    with pytest.raises(NotFound):
        morning.do(getattr(people, other), paging.open_paging, one.id)
    assert news(morning, people.gu).unseen == 1


def test_a_team_calls_the_shift_lead_though_it_sees_nothing_of_her(morning: Morning, people: People) -> None:
    incident = morning.sent_to_own()
    [one] = told(morning, people.mei, incident, people.gu, event="help")
    assert one.by_account == people.mei.id
    assert [each.event for each in news(morning, people.mei).latest] == ["sent"], "her own job alone"


def test_a_member_of_a_team_opens_their_own_and_the_incident_tells_it(morning: Morning, people: People) -> None:
    incident = morning.sent_to_own()
    [one] = told(morning, people.rosa, incident, people.mei)
    morning.do(people.mei, paging.open_paging, one.id)
    with morning.work(people.rosa) as work:
        assert [each.event for each in work.timeline("incident", incident.id)][-1] == "paging_seen"


def test_what_is_about_no_incident_is_told_too(morning: Morning, people: People) -> None:
    [one] = told(morning, people.shen, None, people.gu, event="swap_asked")
    assert (one.incident, one.urgent) == (None, False)
    morning.do(people.gu, paging.open_paging, one.id)
    assert news(morning, people.gu).unseen == 0


def test_who_may_not_read_incidents_is_not_told_who_was_paged(morning: Morning, people: People) -> None:
    with pytest.raises(NotAllowed):
        morning.do(people.eve, paging.pagings_of, morning.crowd().id)


def test_another_streets_officer_finds_nothing_of_it(morning: Morning, people: People) -> None:
    incident = morning.crowd()
    told(morning, people.rosa, incident, people.gu)
    assert morning.do(people.xia, paging.pagings_of, incident.id) == []
    with morning.work(people.xia) as work:
        assert work.connection.execute(text("select count(*) from paging")).scalar_one() == 0
