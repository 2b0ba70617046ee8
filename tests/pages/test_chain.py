"""The chain in the detail: a line of steps for everybody, and the promise for whoever was called in."""

from datetime import timedelta
from typing import Any

import pytest

from cockpit import escalation, incidents
from cockpit.access import Actor
from cockpit.incidents import Incident
from cockpit.incidents.story import story_of
from cockpit.viewers import look_on
from pages.incidents import chain
from pages.sentences import sentence
from tests.morning import Morning
from tests.pages.test_incidents import LANGUAGES, Reader, every, reading, texts

__all__ = ["reading"]


@pytest.fixture
def to_gu(morning: Morning) -> Incident:
    """A red item that nobody has touched for two minutes."""
    one = morning.report(priority=1)
    morning.later(seconds=121).do(morning.people.cockpit, escalation.escalate, one.id)
    return one


def drawn(morning: Morning, one: Incident, by: Actor) -> tuple[Any, Any]:
    """The line, and the form of the promise, as that person gets them."""
    with morning.work(by) as work:
        story = story_of(work, one.id)
    return chain.line(story), chain.promising(story, "incidents", by)


def line(morning: Morning, one: Incident) -> str:
    found = drawn(morning, one, morning.people.rosa)[0]
    return texts(found) if found else ""


def test_what_is_done_stands_before_what_is_next_with_its_countdown(
    morning: Morning, reading: Reader, to_gu: Incident
) -> None:
    with reading("en"):
        found, _ = drawn(morning, to_gu, morning.people.rosa)
    stands = [part.to_plotly_json()["props"].get("data-stand") for part in every(found) if hasattr(part, "children")]
    assert [one for one in stands if one] == ["done", "done", "next", "later", "later"]
    countdown = next(one for one in every(found) if getattr(one, "className", "") == "countdown")
    assert countdown.children == "2:59"
    assert countdown.dateTime == (to_gu.received_at + timedelta(seconds=300)).isoformat()


def test_who_was_told_has_not_seen_it_then_has_then_promises_then_is_silent(
    morning: Morning, reading: Reader, to_gu: Incident
) -> None:
    gu = morning.people.gu
    with reading("en"):
        assert f"{gu.name} has not seen it" in line(morning, to_gu)
        morning.do(gu, look_on, to_gu.id)
        assert f"{gu.name} saw it at 07:22" in line(morning, to_gu)
        morning.do(gu, escalation.see_to, to_gu.id, 5)
        assert f"{gu.name} sees to it by 07:27" in line(morning, to_gu)
        assert "Nobody else is told while it is seen to" in line(morning, to_gu)
        morning.later(minutes=8).do(morning.people.cockpit, escalation.escalate, to_gu.id)
        assert f"{gu.name} promised and was silent" in line(morning, to_gu)


def test_it_says_which_version_of_the_rule_it_follows_and_where_that_comes_from(
    morning: Morning, reading: Reader, to_gu: Incident
) -> None:
    with reading("zh_CN"):
        assert "本区初始规则：红色事件不得无人处理" in line(morning, to_gu)


def test_only_who_was_called_in_may_promise_and_nobody_beside_whoever_did(
    morning: Morning, reading: Reader, to_gu: Incident
) -> None:
    people = morning.people

    def offered(by: Actor) -> bool:
        return not drawn(morning, to_gu, by)[1].hidden

    with reading("en"):
        assert offered(people.gu) and offered(people.rosa) and not offered(people.shen)
        morning.do(people.gu, escalation.see_to, to_gu.id, 5)
        assert offered(people.gu) and not offered(people.rosa)
        morning.do(people.gu, incidents.call_false, to_gu.id)
        assert not offered(people.gu)


def test_on_hold_it_says_that_it_stands_still_and_over_without_a_word_it_says_nothing(
    morning: Morning, reading: Reader
) -> None:
    one, other = morning.report(), morning.report(1)
    morning.do(morning.people.rosa, incidents.hold, one.id)
    morning.do(morning.people.rosa, incidents.call_false, other.id)
    with reading("en"):
        assert "On hold: nobody else is told meanwhile" in line(morning, one)
        assert line(morning, other) == ""


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_event_of_a_chain_has_its_sentence_with_names_in_place_of_numbers(
    morning: Morning, reading: Reader, to_gu: Incident, locale: str
) -> None:
    morning.do(morning.people.gu, escalation.see_to, to_gu.id, 5)
    morning.later(minutes=20).do(morning.people.cockpit, escalation.escalate, to_gu.id)
    morning.do(morning.people.cockpit, escalation.escalate, to_gu.id)
    with reading(locale), morning.work(morning.people.rosa) as work:
        story = story_of(work, to_gu.id)
        said = {told.event: sentence(told, story) for told in story.told}
    assert {"called_in", "sees_to_it", "promise_lapsed", "escalated", "passed_on"} <= said.keys()
    assert morning.people.gu.name in said["promise_lapsed"]
    assert not [one for one in said.values() if "{" in one or "#" in one or "shift_lead" in one]
