"""The page that the paper's code opens twice a day: light, old browsers' work, nothing of anybody to strangers."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from cockpit.home_health import Outcome
from cockpit.needs import NeedKind
from cockpit.quarantine import Lifted
from cockpit.quarantine.lift import lift
from cockpit.screening import Symptom
from tests.access.objects import Ground
from tests.at_home import Home, code_of, home_of
from tests.entrypoints.plain_doors import csrf_of, hidden
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, somebody

ASSETS = Path(__file__).parents[2] / "assets"
NOBODYS = "0" * 28
FIRST_LOAD = 60_000  # bytes, uncompressed: page, style sheets and script

# What the page does without, so that a Chromium of three years ago has all that it is made of.
NOT_IN_THE_STYLE = (
    ":has(",
    "@container",
    "@layer",
    "@scope",
    "@starting-style",
    "color-mix(",
    "light-dark(",
    "subgrid",
    "&",
)
NOT_IN_THE_SCRIPT = (
    "import ", "Object.groupBy", "toSorted(", "toReversed(", "withResolvers", "structuredClone", "startViewTransition",
    "showPopover", "requestClose", "Temporal", "eval(", "new Function", "innerHTML", "document.write",
)  # fmt: skip
NOT_IN_THE_PAGE = ("popover", "commandfor", "<dialog", "<search", "inert", "onclick=", "<style")


class Paper:
    """A phone with the page open, by the paper of the first who stays at home."""

    def __init__(self, home: Home, app: Flask) -> None:
        self.home, self.visitor = home, Visitor(app)

    def page(self, lang: str = "en", code: str = "", query: str = "") -> Any:
        return self.visitor.get(f"/p/report/{code or self.home.code}?lang={lang}{query}")

    def marks(self, query: str = "") -> list[str]:
        return re.findall(r'name="mark" value="(\w+)"', self.page(query=query).text)

    def send(self, *sections: dict[str, Any], code: str = "", query: str = "", **whole: str) -> Any:
        """A section's fields in the order of the page; `whole` goes in place of the form's own hidden fields."""
        html = self.page(query=query).text
        marks, names = self.marks(query), ("csrf_token", "key", "window", "again")
        fields: dict[str, Any] = {name: hidden(html, name) for name in names if f'name="{name}"' in html}
        fields["mark"] = marks
        for mark, section in zip(marks, sections, strict=False):
            fields |= {f"{name}-{mark}": value for name, value in section.items()}
        return self.visitor.client.post(f"/p/report/{code or self.home.code}", data=fields | whole)


@pytest.fixture
def ground(app: Flask, morning: Morning) -> Ground:
    names = ("investigator", "clinician", "community", "officer")
    return Ground(morning, {name: somebody(morning.database, name) for name in names}).now()


@pytest.fixture
def alone(ground: Ground, app: Flask) -> Paper:
    return Paper(home_of(ground, 1), app)


@pytest.fixture
def five(ground: Ground, app: Flask) -> Paper:
    return Paper(home_of(ground, 5), app)


# The page


def test_it_is_light_for_a_home_of_five_in_both_languages_and_says_nothing_of_whose_it_is(five: Paper) -> None:
    beside = sum((ASSETS / name).stat().st_size for name in ("plain.css", "report.css", "report.js"))
    empty = [(five.page(lang), words) for lang, words in (("zh_CN", "体温（℃）"), ("en", "Temperature in"))]
    five.send(*[{"temperature": "38.1", "agreed": "yes"}] * 5)
    reported = [(five.page(lang), "38.1 ℃") for lang in ("zh_CN", "en")]
    for page, words in [*empty, *reported]:
        assert status_of(page) == 200 and page.text.count(words) >= 5
        assert len(page.data) + beside < FIRST_LOAD
        assert not [value for value in values_of(five.home) if value and value in page.text]
        assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    text = re.sub(r"<a [^>]*lang=.*?</a>|中文|\w\*\*", "", five.page("en").text)
    assert not re.search("[\u4e00-\u9fff]", text)


def values_of(home: Home) -> list[str]:
    with home.ground.morning.work(home.ground.actors["investigator"]) as work:
        opened = work.people.open_many([one.person for one in home.episodes], ["name", "phone", "number", "address"])
    return [value for one in opened.values() for value in one.values()]


def test_an_old_browser_has_all_that_it_is_made_of(five: Paper) -> None:
    style = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("plain.css", "report.css"))
    script = (ASSETS / "report.js").read_text(encoding="utf-8")
    assert [word for word in NOT_IN_THE_STYLE if word in style] == []
    assert [word for word in NOT_IN_THE_SCRIPT if word in script] == []
    assert [word for word in NOT_IN_THE_PAGE if word in five.page().text] == []
    assert five.page().text.count("<script") == 1, "the draft's, which the form works without"


def test_it_says_which_day_it_is_what_comes_next_and_when_one_is_free(alone: Paper) -> None:
    page = alone.page().text
    assert "Day 3 of 14" in page and "What happens next" in page and "You are free after the end of" in page
    assert "within 2 h" in page and "knocks at your door" in page


def test_the_notice_stands_open_before_the_first_report_and_folded_after_it_and_its_version_is_kept(
    alone: Paper,
) -> None:
    assert 'aria-labelledby="notice-title" open>' in alone.page().text
    alone.send({"temperature": "36.5"})
    assert 'aria-labelledby="notice-title"><summary' in alone.page().text
    ((report, _),) = alone.home.reports_of(0)
    with alone.home.ground.morning.work(alone.home.ground.actors["clinician"]) as work:
        assert report.notice == work.policy.get("notice", "report", CHANGQING).id


# Sending


def test_a_report_is_answered_with_a_receipt_to_read_out_and_what_comes_of_it(alone: Paper) -> None:
    answer = alone.send({"temperature": "38，1", "symptoms": ["cough"], "needs": ["milk", "rubbish"], "mood": "low"})
    assert answer.status_code == 303
    ((report, said),) = alone.home.reports_of(0)
    assert (said.temperature, said.symptoms) == (38.1, (Symptom.COUGH,))
    assert said.needs == (NeedKind.MILK, NeedKind.RUBBISH) and report.outcome is Outcome.BODY
    page = alone.page().text
    assert f"Report number {report.id}" in page and "Your health centre calls you by" in page
    assert (
        f'data-sent="{answer.location.partition("sent=")[2].partition("#")[0]}"'
        in alone.visitor.get(answer.location).text
    )


@pytest.mark.parametrize(("words", "sentence"), [
    ("372", "it lacks its point"), ("三十七度", "write it in figures"), ("34.9", "between 35 and 42"), ("42.1", "between 35 and 42"),
])  # fmt: skip
def test_a_temperature_that_cannot_be_is_told_at_its_field_and_all_that_was_typed_comes_back(
    alone: Paper, words: str, sentence: str
) -> None:
    typed = {"temperature": words, "symptoms": ["cough"], "needs": ["milk"], "mood": "low", "words": "窗边<桌上>"}
    answer = alone.send(typed | {"call_me": "yes"})
    page, mark = answer.text, alone.marks()[0]
    assert answer.status_code == 422 and sentence in page and not alone.home.reports_of(0)
    field = page[page.index(f'id="temperature-{mark}"') :]
    field = field[: field.index(">")]
    assert f'aria-describedby="flaw-{mark}"' in field and 'aria-invalid="true"' in field and f'value="{words}"' in field
    assert f'id="flaw-{mark}"' in page and f'href="#temperature-{mark}"' in page
    for word in ("symptoms-{}-cough", "needs-{}-milk", "mood-{}-low"):
        assert re.search(rf'id="{word.format(mark)}"[^>]* checked', page), word
    assert re.search(rf'id="call_me-{mark}"[^>]* checked', page) and "窗边&lt;桌上&gt;" in page


def test_one_wrong_section_of_a_household_sends_nothing_and_opens_with_its_sentence(five: Paper) -> None:
    answer = five.send(
        {"temperature": "36.5"}, {"temperature": "372", "agreed": "yes"}, {"words": "药", "agreed": "yes"}
    )
    marks = five.marks()
    assert answer.status_code == 422 and not any(five.home.reports_of(number) for number in range(5))
    assert f'id="flaw-{marks[1]}"' in answer.text and f'id="flaw-{marks[0]}"' not in answer.text
    assert answer.text.count('<details class="card person"') == 4
    assert len(re.findall(r'<details class="card person"[^>]* open>', answer.text)) == 2
    assert 'value="36.5"' in answer.text and ">药</textarea>" in answer.text


def test_for_another_the_tick_of_their_yes_is_needed_and_kept(five: Paper) -> None:
    refused = five.send({}, {"temperature": "36.6"})
    assert refused.status_code == 422 and "ask this person first" in refused.text
    assert five.send({}, {"temperature": "36.6", "agreed": "yes"}).status_code == 303
    ((report, _),) = five.home.reports_of(1)
    assert report.agreed and report.through == five.home.episodes[0].id and not five.home.reports_of(0)


def test_a_correction_starts_from_what_was_said_and_both_words_stand_in_the_history(alone: Paper) -> None:
    alone.send({"temperature": "38.1", "needs": ["milk"]})
    link = re.search(r"[?](correct=[^#]*)#report", alone.page().text)
    assert link and 'id="report"' not in alone.page().text, "an empty form would take the place of what was said"
    query = f"&{link[1].replace('&amp;', '&')}"
    page = alone.page(query=query).text
    assert 'value="38.1"' in page and 'name="again" value="yes"' in page and "Correct: " in page
    assert re.search(r'id="needs-\w+-milk"[^>]* checked', page)
    alone.send({"temperature": "36.8"}, query=query)
    assert [(one.replaced, said.temperature) for one, said in alone.home.reports_of(0)] == [(False, 36.8), (True, 38.1)]
    told = alone.page().text
    assert "corrected later" in told and "38.1 ℃" in told and "36.8 ℃" in told


def test_the_same_form_sent_three_times_is_one_report(alone: Paper) -> None:
    html, mark = alone.page().text, alone.marks()[0]
    fields = {name: hidden(html, name) for name in ("csrf_token", "key", "window")}
    for _ in range(3):
        sent = alone.visitor.client.post(
            f"/p/report/{alone.home.code}", data=fields | {"mark": mark, f"temperature-{mark}": "36.5"}
        )
        assert sent.status_code == 303
    assert len(alone.home.reports_of(0)) == 1


def test_a_form_of_yesterday_is_refused_and_comes_back_for_today(alone: Paper) -> None:
    answer = alone.send({"temperature": "36.5"}, window="2020-01-31 morning")
    assert (
        answer.status_code == 409
        and "cannot be entered any more" in answer.text
        and "call the community" in answer.text
    )
    assert 'value="36.5"' in answer.text and not alone.home.reports_of(0)


def test_who_was_released_reads_that_it_is_over_and_sends_nothing(alone: Paper) -> None:
    alone.home.ground.do("investigator", lift, alone.home.episodes[0].id, Lifted.MISTAKE)
    page = alone.page().text
    assert "there is nothing to report any more" in page and "<form" not in page
    token, mark = csrf_of(alone.visitor.get("/p/report").text), alone.home.marks()[0]
    fields = {"csrf_token": token, "mark": mark, f"temperature-{mark}": "36.5"}
    answer = alone.visitor.client.post(f"/p/report/{alone.home.code}?lang=en", data=fields)
    assert answer.status_code == 409 and "does not hold today" in answer.text and not alone.home.reports_of(0)


def test_another_paper_reports_nobody_of_this_home(alone: Paper, ground: Ground, app: Flask) -> None:
    foreign = Paper(home_of(ground, 2, WULIN), app)
    mark = alone.marks()[0]
    answer = foreign.send(mark=mark, **{f"temperature-{mark}": "39.0"})
    assert answer.status_code == 409 and not alone.home.reports_of(0) and not foreign.home.reports_of(0)


def test_a_body_over_the_limit_is_refused_with_a_sentence_and_what_was_kept_stays(alone: Paper) -> None:
    alone.send({"temperature": "36.5"})
    photo = "x" * (30 * 1024 * 1024)
    answer = alone.visitor.client.post(f"/p/report/{alone.home.code}?lang=en", data={"photo": photo})
    assert status_of(answer) == 413 and "larger than" in answer.text
    assert len(alone.home.reports_of(0)) == 1 and "36.5 ℃" in alone.page().text


# Strangers


def test_a_strangers_code_is_the_same_404_as_a_missing_page(alone: Paper) -> None:
    missing = alone.visitor.get(f"/p/mine/{NOBODYS}?lang=en")
    asked = [alone.page(code=one) for one in (NOBODYS, "x", str(alone.home.episodes[0].id))]
    asked += [alone.send({"temperature": "36.5"}, code=NOBODYS), alone.send({"temperature": "372"}, code=NOBODYS)]
    assert {status_of(one) for one in asked} == {404} and {one.data for one in asked} == {missing.data}


def test_500_people_behind_one_gateway_pass_and_100_guesses_do_not(alone: Paper) -> None:
    for _ in range(500):
        assert alone.visitor.client.head(f"/p/report/{alone.home.code}").status_code == 200
    for number in range(100):
        alone.visitor.get(f"/p/{'report' if number % 2 else 'mine'}/{NOBODYS}")
    assert status_of(alone.page()) == 429


def test_without_the_forms_token_nothing_is_sent(alone: Paper) -> None:
    mark = alone.marks()[0]
    fields = {"mark": mark, f"temperature-{mark}": "36.5"}
    assert status_of(alone.visitor.client.post(f"/p/report/{alone.home.code}", data=fields)) == 400
    assert not alone.home.reports_of(0)


# Papers


def test_the_orders_paper_has_the_code_of_the_report_beside_that_of_the_appeal(alone: Paper, app: Flask) -> None:
    dong = Visitor(app).signed_in(alone.home.ground.actors["investigator"])
    sheet = dong.get(f"/reports/quarantine/{alone.home.episodes[0].id}?lang=en").text
    codes = dict(zip(("report", "appeal"), re.findall(r'class="code">([0-9A-Z-]+)<', sheet), strict=True))
    for what, code in codes.items():
        assert f"/p/{what}" in sheet and status_of(Visitor(app).get(f"/p/{what}/{code}")) == 200
    assert status_of(Visitor(app).get(f"/p/appeal/{codes['report']}")) == 404
    assert sheet.count("data:image/svg") == 2 and "How you report, every morning and evening" in sheet


def test_a_lost_paper_is_printed_anew_at_the_door_by_who_may(alone: Paper, app: Flask) -> None:
    ground, number = alone.home.ground, alone.home.episodes[0].id
    for name in ("community", "clinician", "investigator"):
        slip = Visitor(app).signed_in(ground.actors[name]).get(f"/reports/report-code/{number}?lang=en")
        code = re.search(r'class="code">([0-9A-Z-]+)<', slip.text)
        assert status_of(slip) == 200 and code and status_of(alone.page(code=code[1])) == 200, name
    assert status_of(Visitor(app).signed_in(ground.actors["officer"]).get(f"/reports/report-code/{number}")) == 403


def test_for_who_is_released_no_code_is_printed(alone: Paper, app: Flask) -> None:
    ground, number = alone.home.ground, alone.home.episodes[0].id
    ground.do("investigator", lift, number, Lifted.MISTAKE)
    slip = Visitor(app).signed_in(ground.actors["community"]).get(f"/reports/report-code/{number}?lang=en")
    assert status_of(slip) == 200 and 'class="code"' not in slip.text and "no code to print" in slip.text


def test_the_last_three_papers_open_the_page(alone: Paper) -> None:
    later = [code_of(alone.home.ground, alone.home.episodes[0].id) for _ in range(3)]
    assert status_of(alone.page()) == 404
    assert {status_of(alone.page(code=one)) for one in later} == {200}


def test_who_has_reported_has_no_empty_section_beside_those_who_have_not(five: Paper) -> None:
    own, other, *_ = five.marks()
    five.send({"temperature": "36.5"}, {"temperature": "36.6", "agreed": "yes"})
    assert len(five.marks()) == 3 and not {own, other} & {*five.marks()}
    query = (
        f"&correct={five.home.reports_of(1)[0][0].day.isoformat()}%20{five.home.reports_of(1)[0][0].slot}&who={other}"
    )
    assert five.marks(query) == [other]
    five.send({"temperature": "37.9", "agreed": "yes"}, query=query)
    assert [said.temperature for _, said in five.home.reports_of(1)] == [37.9, 36.6]
    assert len(five.home.reports_of(0)) == 1


def test_fields_without_a_mark_are_of_the_papers_own_person_and_keep_the_key_of_the_form(five: Paper) -> None:
    token = csrf_of(five.visitor.get("/p/report").text)
    fields = {"csrf_token": token, "key": "of a program", "temperature": "36.5", "mood": "good"}
    assert five.visitor.client.post(f"/p/report/{five.home.code}", data=fields).status_code == 303
    ((report, said),) = five.home.reports_of(0)
    assert report.key == "of a program" and said.temperature == 36.5
    refused = five.visitor.client.post(f"/p/report/{five.home.code}?lang=en", data=fields | {"temperature": "372"})
    assert refused.status_code == 422 and "it lacks its point" in refused.text
