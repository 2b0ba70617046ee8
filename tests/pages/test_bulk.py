"""Many at once and the way back, as they are drawn: a line for each, how far it is, until when it can be undone."""

from datetime import datetime, timedelta

from dash import html

from cockpit import incidents
from cockpit.bulk import act_on_many
from cockpit.incidents.step import Act
from cockpit.incidents.story import story_of
from pages.incidents.bulk import line, results
from pages.incidents.undo import undoing
from tests.morning import Morning
from tests.pages.test_incidents import Reader, reading, texts

__all__ = ["reading"]  # the fixture


def test_each_of_many_has_its_line_with_the_sentence_of_its_refusal(morning: Morning, reading: Reader) -> None:
    first, second = morning.report(0), morning.report(1)
    morning.do(morning.people.hana, incidents.call_false, second.id)
    done = morning.do(morning.people.rosa, act_on_many, Act.CONFIRM, [first.id, second.id, 10**9], key="a click")
    with reading("en"):
        lines = [texts(html.Span(line(row)[1:])) for row in done.rows]
        said = texts(html.Div(results(done, morning.at)))
    assert lines == [
        f" {first.code}", f" {second.code} is over: False alarm.",
        " I-1000000000 · There is nothing here under that name.",
    ]  # fmt: skip
    assert "1 done, 2 refused" in said


def test_while_some_wait_it_says_how_far_it_is(morning: Morning, reading: Reader) -> None:
    ids = [10**9 + n for n in range(30)]
    half = morning.do(morning.people.rosa, act_on_many, Act.CONFIRM, ids, key="a click")
    with reading("en"):
        assert "20 of 30" in texts(html.Div(results(half, None)))


def test_the_way_back_tells_the_browser_until_when_and_of_what(morning: Morning, reading: Reader) -> None:
    one = morning.do(morning.people.rosa, incidents.confirm, morning.report().id)
    with morning.work(morning.people.rosa) as work, reading("en"):
        story = story_of(work, one.id)
        mine = undoing(story, "incidents", morning.people.rosa.id).children[0].to_plotly_json()["props"]
        others = undoing(story, "incidents", morning.people.hana.id).children[0].to_plotly_json()["props"]
    assert datetime.fromisoformat(mine["data-undo-until"]) == morning.at + timedelta(seconds=120)
    assert (mine["data-incident"], mine["data-says"]) == (str(one.id), f"{one.code} · Confirmed")
    assert "data-mine" in mine and "data-mine" not in others


def test_one_of_many_gives_no_notice_of_its_own(morning: Morning, reading: Reader) -> None:
    one = morning.report()
    morning.do(morning.people.rosa, act_on_many, Act.CONFIRM, [one.id], key="a click")
    with morning.work(morning.people.rosa) as work, reading("en"):
        button = undoing(story_of(work, one.id), "incidents", morning.people.rosa.id).children[0]
    assert "data-mine" not in button.to_plotly_json()["props"]
