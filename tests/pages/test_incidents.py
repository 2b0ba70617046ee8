"""The detail of an incident: which steps it offers to whom, and that it speaks the reader's language."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from cockpit.access import Actor
from cockpit.incidents import Answer, Incident, add_task, call_false, close, hold, merge, relate, verify
from cockpit.incidents.story import story_of
from pages.incidents import detail, layout, report, table
from pages.incidents.acts import drawn, steps
from pages.texts import CATALOGS, compile_catalogs
from tests.morning import Morning
from tests.people import People

LANGUAGES = ("zh_CN", "en")
Reader = Callable[[str], Any]


@pytest.fixture
def reading() -> Reader:
    """`reading("zh_CN")` opens a request of somebody who reads that language."""
    compile_catalogs()
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGS)
    wanted = {"locale": "en"}
    Babel(app, locale_selector=lambda: wanted["locale"], timezone_selector=lambda: "Asia/Shanghai")

    def read(locale: str) -> Any:
        wanted["locale"] = locale
        return app.test_request_context("/")

    return read


def offered(morning: Morning, incident: Incident, by: Actor) -> set[str]:
    with morning.work(by) as work:
        story = story_of(work, incident.id)
    return {name for name, follows in vars(steps(story, by)).items() if follows}


def every(component: Any) -> Iterator[Any]:
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from every(child)


def texts(component: Any) -> str:
    found = []
    for one in every(component):
        children = getattr(one, "children", None)
        found += [part for part in (children if isinstance(children, list) else [children]) if isinstance(part, str)]
        options = getattr(one, "options", None)
        found += [str(option["label"]) for option in options or [] if isinstance(option["label"], str)]
    return "\n".join(found)


BEGINNING = {"send", "choose", "confirm", "hold", "end", "link"}


def test_a_fresh_report_can_be_sent_confirmed_put_off_or_ended(morning: Morning) -> None:
    assert offered(morning, morning.crowd(), morning.people.rosa) == BEGINNING


def test_once_teams_are_sent_more_can_be_sent_and_those_recalled(morning: Morning) -> None:
    assert offered(morning, morning.sent_to_own(), morning.people.rosa) == {"choose", "recall", "hold", "end", "link"}


def test_what_the_teams_resolved_waits_for_somebody_to_verify_it(morning: Morning) -> None:
    incident = morning.resolved()
    assert offered(morning, incident, morning.people.hana) == {"choose", "verify", "reopen", "end", "link"}
    verified = morning.do(morning.people.hana, verify, incident.id)
    assert offered(morning, verified, morning.people.hana) == {"close", "reopen", "link"}
    closed = morning.do(morning.people.hana, close, incident.id, "dispersed")
    assert offered(morning, closed, morning.people.hana) == {"reopen"}


def test_on_hold_it_can_only_be_taken_up_again_or_ended(morning: Morning) -> None:
    incident = morning.do(morning.people.rosa, hold, morning.crowd().id)
    assert offered(morning, incident, morning.people.rosa) == {"resume", "end", "link"}


def test_a_false_alarm_offers_nothing_more(morning: Morning) -> None:
    incident = morning.do(morning.people.rosa, call_false, morning.crowd().id)
    assert offered(morning, incident, morning.people.rosa) == set()


def test_a_community_worker_reads_and_is_offered_no_step(morning: Morning) -> None:
    incident = morning.report(by=morning.people.rosa)
    lin = Actor(**vars(morning.people.lin) | {"area": incident.spot.community})
    assert offered(morning, incident, lin) == set()


def test_every_button_exists_always_and_once(morning: Morning, reading: Reader) -> None:
    wanted = {
        f"overview-{name}" for name in ("send", "verify", "close", "resolution", "false", "confirm", "recall", "note")
    }
    for incident in (morning.crowd(), morning.resolved(1)):
        with reading("en"), morning.work(morning.people.rosa) as work:
            ids = [
                one.id
                for one in every(detail(story_of(work, incident.id), "overview", work.by))
                if getattr(one, "id", "")
            ]
        assert wanted <= set(ids) and len(ids) == len(set(ids))


def test_the_same_drawing_carries_the_same_key_and_a_changed_one_another(morning: Morning) -> None:
    incident = morning.crowd()
    sent = morning.send(incident)
    assert drawn(incident, [1]) == drawn(incident, [1])
    assert drawn(incident, [1])["key"] != drawn(sent, [1])["key"] and drawn(sent, [])["more"]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_detail_speaks_of_teams_times_and_no_database(morning: Morning, reading: Reader, locale: str) -> None:
    incident = morning.sent_to_own()
    morning.later(seconds=24)
    morning.answer(morning.people.wu, incident, Answer.ACKNOWLEDGED)
    with reading(locale), morning.work(morning.people.rosa) as work:
        said = texts(detail(story_of(work, incident.id), "incidents", work.by))
    assert {"zh_CN": "接单 0:24", "en": "Acknowledged 0:24"}[locale] in said
    assert not [word for word in ("None", "null", "_at", "dispatched_", "en_route") if word in said]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_chinese_frame_of_the_board_has_no_english_in_it(reading: Reader, people: People, locale: str) -> None:
    with reading(locale):
        said = texts(layout(people.rosa))
        headings = "".join(str(one["headerName"]) for one in table.columns())
    english = [
        letter for letter in said.replace("I-0127", "").replace("N", "") + headings if "a" <= letter.lower() <= "z"
    ]
    assert bool(english) == (locale == "en")


def test_unknown_arguments_in_the_address_do_no_harm(reading: Reader, people: People) -> None:
    with reading("en"):
        frame = layout(people.rosa, day="<yesterday>", lon="east", lat="1e999999", nonsense="1", new="2")
    assert next(one for one in every(frame) if getattr(one, "id", "") == "incidents-report").hidden


def test_what_is_typed_is_kept_for_its_writer_in_every_field_of_the_form(reading: Reader, people: People) -> None:
    with reading("en"):
        frame = layout(people.rosa, new="1")
    fields = {getattr(one, "id", ""): one for one in every(frame) if "value" in getattr(one, "_prop_names", ())}
    form = {f"incidents-report-{name}" for name in report.BLANK}
    assert form <= fields.keys()
    assert {(fields[name].persistence, fields[name].persistence_type) for name in form} == {
        (f"{people.rosa.id}/report", "session")
    }
    assert {name: fields[f"incidents-report-{name}"].value for name in report.BLANK} == report.BLANK


# In depth


def drawn_of(morning: Morning, incident: Incident, by: Actor) -> list[Any]:
    with morning.work(by) as work:
        return list(every(detail(story_of(work, incident.id), "incidents", by)))


def marked(parts: list[Any], name: str) -> list[str]:
    """The values of a data attribute, in the order they are drawn."""
    found = [part.to_plotly_json()["props"].get(f"data-{name}") for part in parts if hasattr(part, "to_plotly_json")]
    return [one for one in found if one is not None]


def test_each_end_of_a_link_leads_to_the_other(morning: Morning, reading: Reader) -> None:
    one, other = morning.crowd(0), morning.crowd(1)
    morning.do(morning.people.rosa, merge, one.id, other.id)
    with reading("en"):
        assert marked(drawn_of(morning, one, morning.people.rosa), "leads") == [str(other.id)]
        assert marked(drawn_of(morning, other, morning.people.rosa), "leads") == [str(one.id)]


def test_what_is_at_a_home_is_named_without_its_place(morning: Morning, reading: Reader) -> None:
    one, home = morning.crowd(0), morning.report(1, at_home=True)
    morning.do(morning.people.rosa, relate, one.id, home.id)
    with reading("en"):
        links = [
            part for part in drawn_of(morning, one, morning.people.rosa) if getattr(part, "className", "") == "links"
        ]
        assert home.code in texts(links[0]) and morning.watched[1].name not in texts(links[0])


def test_who_only_reads_is_offered_no_word_about_links_and_tasks(morning: Morning, reading: Reader) -> None:
    incident, other = morning.report(), morning.report(1)
    lin = Actor(**vars(morning.people.lin) | {"area": incident.spot.community})
    morning.do(morning.people.rosa, relate, incident.id, other.id)
    morning.do(morning.people.rosa, add_task, incident.id, "photos", 30, key="a")
    with reading("en"):
        parts = drawn_of(morning, incident, lin)
    assert marked(parts, "task") and not marked(parts, "task-say") and not marked(parts, "link-say")


def test_a_close_names_what_is_still_open(morning: Morning, reading: Reader) -> None:
    incident = morning.resolved()
    morning.do(morning.people.hana, verify, incident.id)
    morning.do(morning.people.rosa, add_task, incident.id, "photos", 30, key="a")
    with reading("zh_CN"), morning.work(morning.people.hana) as work:
        page = texts(detail(story_of(work, incident.id), "incidents", work.by))
    assert "未完成：拍摄现场照片" in page
