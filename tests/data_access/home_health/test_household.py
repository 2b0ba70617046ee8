"""One form for a household: each person's own report and triage, all or none; and of others nothing but what it sent today."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import home_health
from cockpit.home_health import Channel, DayOver, Form, NotAtHome, NothingToReport, Outcome, Said, Slot, Unfit, Written
from cockpit.home_health.make import Way, keep
from cockpit.quarantine import Lifted
from cockpit.quarantine.lift import lift
from cockpit.refusals import NotFound
from cockpit.screening import Symptom
from tests.access.objects import Ground
from tests.at_home import NOBODY, Home, apart, code_of, home_of
from tests.morning import Morning
from tests.people import WULIN, somebody


@pytest.fixture
def ground(morning: Morning) -> Ground:
    names = ("investigator", "clinician", "community")
    return Ground(morning, {name: somebody(morning.database, name) for name in names})


@pytest.fixture
def five(ground: Ground) -> Home:
    return home_of(ground, 5)


def sent(home: Home, *sections: Written, key: str = "k1", window: str = "", again: bool = False) -> Any:
    return home.do(home_health.report_home, Form(key, window, sections, again))


def well(mark: str, heat: str = "36.5") -> Written:
    return Written(mark, heat, agreed=True)


def test_of_five_at_home_one_has_symptoms_and_each_becomes_their_own_report(five: Home) -> None:
    own, *others = five.marks()
    assert len(others) == 4
    ill = Written(others[1], "38.1", ("cough",), agreed=True)
    kept = sent(five, well(own), well(others[0]), ill, well(others[2]), well(others[3]))
    assert len({(one.person, one.key) for one in kept}) == 5
    by_person = {one.person: one for one in kept}
    ours = [by_person[one.person] for one in five.episodes]
    assert [one.outcome for one in ours].count(Outcome.BODY) == 1 and ours[2].outcome is Outcome.BODY
    assert [(one.through, one.agreed) for one in ours] == [(None, False), *[(five.episodes[0].id, True)] * 4]
    with five.ground.morning.work(five.ground.actors["clinician"]) as work:
        board = home_health.board(work)
    assert sum(bool(one.reports) for one in board.homes) == 5 and board.homes[0].worst is Outcome.BODY


def test_one_wrong_section_holds_back_all_of_them_and_each_sentence_is_at_its_section(five: Home) -> None:
    own, other, third, *_ = five.marks()
    with pytest.raises(Unfit) as refused:
        sent(five, well(own), Written(other, "372", agreed=True), Written(third, "36.6"))
    assert {mark: one.field for mark, one in refused.value.wrong.items()} == {other: "temperature", third: "agreed"}
    assert not any(five.reports_of(number) for number in range(5))


def test_a_section_that_is_left_empty_is_no_report(five: Home) -> None:
    own, *others = five.marks()
    assert len(sent(five, well(own), *(Written(one, agreed=True) for one in others))) == 1
    with pytest.raises(Unfit) as refused:
        sent(five, *(Written(one) for one in (own, *others)))
    assert [*refused.value.wrong] == [own]


def test_of_the_others_only_what_came_by_this_paper_today_is_shown_and_no_name_in_full(five: Home) -> None:
    ground, other = five.ground, five.episodes[1]
    five.ground.do("clinician", home_health.enter, other.id, Said(37.9, (Symptom.COUGH,)), "k", Channel.PHONE)
    page = five.do(home_health.own_page)
    assert [len(one.told) for one in page.sections] == [0] * 5
    with ground.morning.work(ground.actors["clinician"]) as work:
        names = [work.people.open(one.person, ["name"])["name"] for one in five.episodes]
    assert [one.name for one in page.others] == [f"{name[0]}**" for name in names[1:]] and page.section.name == ""
    sent(five, well(page.others[0].mark))
    assert [len(one.told) for one in five.do(home_health.own_page).sections] == [0, 1, 0, 0, 0]
    ground.morning.later(days=1)
    assert [len(one.told) for one in five.do(home_health.own_page).sections] == [0] * 5


def test_what_another_sent_with_ones_yes_stands_in_ones_own_history(five: Home) -> None:
    sent(five, well(five.marks()[1], "36.9"))
    paper = Home(five.ground, [five.episodes[1], five.episodes[0]], code_of(five.ground, five.episodes[1].id))
    ((report, said),) = paper.do(home_health.own_page).section.told
    assert said.temperature == 36.9 and report.through == five.episodes[0].id and report.agreed


def test_whoever_lives_elsewhere_is_in_no_section_and_cannot_be_reported_by_this_paper(five: Home) -> None:
    foreign = home_of(five.ground, 2, WULIN)
    with pytest.raises(NotAtHome):
        sent(five, well(five.marks()[0]), well(foreign.marks()[0]))
    assert not five.reports_of(0)


def test_whoever_lives_here_and_does_not_stay_apart_is_in_no_section(ground: Ground) -> None:
    home = home_of(ground, 2)
    ground.do("investigator", lift, home.episodes[1].id, Lifted.MISTAKE)
    assert len(home.marks()) == 1


def test_with_whom_somebody_lives_is_said_of_nobody_who_was_not_opened(five: Home) -> None:
    asked = text("select count(*) from report_household(:person, :today)")
    with five.ground.morning.work(NOBODY) as work:
        facts = {"person": five.episodes[0].person, "today": work.at.date()}
        assert work.connection.execute(asked, facts).scalar_one() == 0


def test_the_same_form_once_more_is_the_same_reports_even_on_the_next_day(five: Home) -> None:
    own, other, *_ = five.marks()
    window = five.do(home_health.own_page).now.name
    first = sent(five, well(own), well(other), window=window)
    assert sent(five, well(own), well(other), window=window) == first
    five.ground.morning.later(days=1)
    assert sent(five, well(own), well(other), window=window) == first
    assert len(five.reports_of(0)) == len(five.reports_of(1)) == 1


def test_who_goes_back_and_writes_something_else_corrects_it(five: Home) -> None:
    own = five.marks()[0]
    sent(five, well(own, "38.1"))
    sent(five, well(own, "36.8"))
    assert [(said.temperature, one.replaced) for one, said in five.reports_of(0)] == [(36.8, False), (38.1, True)]


def test_yesterdays_form_is_refused_with_a_sentence_and_nothing_is_kept(five: Home) -> None:
    own, window = five.marks()[0], five.do(home_health.own_page).now.name
    five.ground.morning.later(days=1)
    with pytest.raises(DayOver, match="cannot be entered any more"):
        sent(five, well(own), window=window)
    assert not five.reports_of(0)


@pytest.mark.parametrize("window", ["2020-02-01 evening", "2020-02-02 morning", "rubbish"])
def test_a_window_that_has_not_begun_is_none(five: Home, window: str) -> None:
    with pytest.raises(DayOver):
        sent(five, well(five.marks()[0]), window=window)


def test_the_mornings_form_sent_at_noon_is_the_mornings_and_may_be_corrected_until_night(five: Home) -> None:
    own, morning = five.marks()[0], five.do(home_health.own_page).now
    five.ground.morning.later(hours=6)
    (late,) = sent(five, well(own), window=morning.name)
    assert late.slot is Slot.MORNING
    (second,) = sent(five, well(own, "36.9"), key="k2", window=morning.name)
    assert second.slot is Slot.EVENING, "an old form does not overwrite what was said in its window"
    (third,) = sent(five, well(own, "37.0"), key="k3", window=morning.name, again=True)
    assert third.slot is Slot.MORNING
    morning_ones = [(said.temperature, one.replaced) for one, said in five.reports_of(0) if one.slot is Slot.MORNING]
    assert morning_ones == [(37.0, False), (36.5, True)]


def test_who_is_released_reports_nothing_and_nobody_by_that_paper(five: Home) -> None:
    own, other, *_ = five.marks()
    five.ground.do("investigator", lift, five.episodes[0].id, Lifted.MISTAKE)
    with pytest.raises(NothingToReport):
        sent(five, well(own))
    with pytest.raises(NotAtHome):
        sent(five, well(other))


def test_a_report_keeps_whose_paper_it_came_by_only_while_that_order_is_known(five: Home) -> None:
    other = five.episodes[1]
    with five.ground.morning.work(five.ground.actors["clinician"]) as work:
        one = keep(work, other, Said(36.6), "k", Channel.PHONE, Way(None, five.episodes[0].id))
        assert work.reports.get(one.id).through == five.episodes[0].id


def test_two_orders_of_one_person_never_show_each_others_reports(ground: Ground) -> None:
    home = home_of(ground, 2)
    sent(home, well(home.marks()[0]))
    ground.do("investigator", lift, home.episodes[0].id, Lifted.MISTAKE)
    ground.morning.later(days=1)
    with ground.morning.work(ground.actors["investigator"]) as work:
        old = home.episodes[0]
        again = apart(work, replace(old, since=old.since + timedelta(days=4), lifted=None, lifted_on=None), old.person)
    paper = Home(ground, [again], code_of(ground, again.id))
    assert paper.do(home_health.own_page).section.told == ()


def test_the_slip_for_a_lost_paper_opens_the_same_page_and_is_printed_in_ones_own_area_alone(ground: Ground) -> None:
    home = home_of(ground, 2)
    lin = ground.actors["clinician"]
    slip = ground.morning.do(lin, home_health.code_paper, home.episodes[0].id)
    assert home.lets_in(slip.code).episode == home.lets_in().episode == home.episodes[0].id
    ground.do("investigator", lift, home.episodes[0].id, Lifted.MISTAKE)
    assert ground.morning.do(lin, home_health.code_paper, home.episodes[0].id).code == ""
    elsewhere = home_of(ground, 2, WULIN)
    with pytest.raises(NotFound):
        ground.do("community", home_health.code_paper, elsewhere.episodes[0].id)


def test_the_fourth_paper_ends_the_first(ground: Ground) -> None:
    home = home_of(ground, 1)
    for _ in range(2):
        code_of(ground, home.episodes[0].id)
    assert home.lets_in()
    code_of(ground, home.episodes[0].id)
    with pytest.raises(NotFound):
        home.lets_in()
