"""The bell: what was told to me, in my language, and what I have opened."""

from typing import Any

import pytest
from flask import Flask

from cockpit import paging
from cockpit.access import Actor
from cockpit.incidents import Incident
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import People


@pytest.fixture
def crowd(morning: Morning) -> Incident:
    return morning.sent_to_own()


def told(morning: Morning, incident: Incident | None, *persons: Actor, event: str = "urged") -> None:
    morning.do(morning.people.rosa, paging.page, [one.id for one in persons], event, incident)


def bell(visitor: Visitor) -> Any:
    return visitor.get("/paging", headers={"X-Requested-With": "fetch"}).get_json(force=True)


def test_gu_reads_what_was_told_to_her_and_where_to_see_to_it(
    app: Flask, morning: Morning, people: People, crowd: Incident
) -> None:
    told(morning, crowd, people.gu)
    found = bell(Visitor(app).signed_in(people.gu))
    [one] = found["latest"]
    assert found["unseen"] == 1 and one["seen_at"] is None and one["urgent"]
    assert one["says"].endswith(f"{crowd.code}催办：请立即处理") and "长庆" in one["says"]
    assert one["address"] == f"/incidents?incident={crowd.id}"


def test_mei_is_led_to_her_phones_page(app: Flask, morning: Morning, people: People, crowd: Incident) -> None:
    told(morning, crowd, people.mei)
    assert bell(Visitor(app).signed_in(people.mei))["latest"][0]["address"] == "/field"


def test_who_is_told_in_english_reads_english(app: Flask, morning: Morning, people: People) -> None:
    told(morning, None, people.gu, event="swap_asked")
    found = Visitor(app).signed_in(people.gu).get("/paging?lang=en").get_json(force=True)
    assert found["latest"][0]["says"] == "Somebody asks you to swap a shift"


def test_an_event_that_nobody_put_into_words_still_says_which_item(
    app: Flask, morning: Morning, people: People, crowd: Incident
) -> None:
    told(morning, crowd, people.gu, event="something_new")
    assert crowd.code in bell(Visitor(app).signed_in(people.gu))["latest"][0]["says"]


def test_opened_once_it_is_seen(app: Flask, morning: Morning, people: People, crowd: Incident) -> None:
    told(morning, crowd, people.gu)
    gu = Visitor(app).signed_in(people.gu)
    number = bell(gu)["latest"][0]["id"]
    assert gu.post(f"/paging/{number}/seen").get_json(force=True)["seen_at"]
    assert bell(gu)["unseen"] == 0


def test_opening_the_incident_itself_is_seen_too(app: Flask, morning: Morning, people: People, crowd: Incident) -> None:
    told(morning, crowd, people.gu, people.shen)
    gu = Visitor(app).signed_in(people.gu)
    output = next(name for name in gu.callbacks() if name.startswith("incidents-detail."))
    assert gu.call(gu.body(output, crowd.id)).status_code == 200
    assert bell(gu)["unseen"] == 0 and bell(Visitor(app).signed_in(people.shen))["unseen"] == 1


def test_eve_has_a_bell_and_nothing_in_it_and_a_stranger_has_none(app: Flask, people: People) -> None:
    assert bell(Visitor(app).signed_in(people.eve)) == {"unseen": 0, "latest": []}
    assert Visitor(app).get("/paging", headers={"X-Requested-With": "fetch"}).status_code == 401
