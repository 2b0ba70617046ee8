"""Dong drafts the rule of risk otherwise; Ji, who investigates too, publishes it or sends it back; nobody does both."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cockpit.access import Actor
from cockpit.policy import defaults
from cockpit.refusals import Refusal
from cockpit.screening.risk import (
    GROUPS,
    NAMES,
    DraftClosed,
    DraftState,
    NotItsAuthor,
    OutOfBounds,
    RuleDraft,
    RuleMoved,
)
from cockpit.screening.risk.bounds import bounds_of, must_be_within
from cockpit.screening.risk.draft import value_of
from cockpit.two_people import NobodyAsked, SamePerson

ZONE = ZoneInfo("Asia/Shanghai")
MADE, LATER = datetime(2020, 2, 10, 9, tzinfo=ZONE), datetime(2020, 2, 11, 9, tzinfo=ZONE)
DONG = Actor(1, "investigator", "Dong", "investigator", "330103")
JI = Actor(2, "investigator2", "Ji", "investigator", "330103")
DRAFT = RuleDraft("330103", 7, {"settings.meal": 0.2}, 1, MADE, asker="investigator", id=3)
BODY = next(one["body"] for one in defaults() if one["kind"] == "risk")


def test_a_second_person_publishes_it() -> None:
    done = DRAFT.published(JI, LATER, newest=7)
    assert (done.state, done.closed_by, done.closed_at) == (DraftState.PUBLISHED, 2, LATER)


def test_a_second_person_sends_it_back() -> None:
    assert DRAFT.sent_back(JI, LATER).state is DraftState.SENT_BACK


def test_its_author_neither_publishes_nor_sends_it_back() -> None:
    with pytest.raises(SamePerson):
        DRAFT.published(DONG, LATER, newest=7)
    with pytest.raises(SamePerson):
        DRAFT.sent_back(DONG, LATER)


@pytest.mark.parametrize("asker", [None, "officer"], ids=["a disabled one", "one who may no longer"])
def test_the_draft_of_who_may_not_draft_any_more_is_nobodys(asker: str | None) -> None:
    with pytest.raises(NobodyAsked):
        replace(DRAFT, asker=asker).published(JI, LATER, newest=7)


def test_on_a_rule_that_changed_meanwhile_it_is_refused_and_says_which_version() -> None:
    with pytest.raises(RuleMoved) as refusal:
        DRAFT.published(JI, LATER, newest=8)
    assert refusal.value.status == 409 and "D-0003" in str(refusal.value) and "8" in str(refusal.value)


def test_its_author_alone_withdraws_it() -> None:
    assert DRAFT.withdrawn(DONG, LATER).state is DraftState.WITHDRAWN
    with pytest.raises(NotItsAuthor):
        DRAFT.withdrawn(JI, LATER)


@pytest.mark.parametrize("state", [one for one in DraftState if one is not DraftState.OPEN])
def test_what_is_closed_stays_closed(state: DraftState) -> None:
    closed = replace(DRAFT, state=state)
    for step in (
        lambda: closed.published(JI, LATER, newest=7),
        lambda: closed.sent_back(JI, LATER),
        lambda: closed.withdrawn(DONG, LATER),
    ):
        with pytest.raises(DraftClosed):
            step()


# How far a weight may go


@pytest.mark.parametrize("way", NAMES)
def test_what_is_in_force_is_within_its_bounds_and_what_lies_beyond_is_refused_by_name(way: str) -> None:
    least, most = bounds_of(way)
    assert must_be_within(way, value_of(BODY, way)) == value_of(BODY, way)
    for wrong in (least - 0.01, most * 1.01, float("nan"), float("inf")):
        with pytest.raises(OutOfBounds) as refusal:
            must_be_within(way, wrong)
        assert refusal.value.weight == NAMES[way] and refusal.value.status == 422
    assert isinstance(refusal.value, Refusal) and f"{most:g}" in str(refusal.value)


def test_each_weight_stands_in_one_group() -> None:
    assert sum(len(ways) for _, ways in GROUPS) == len(NAMES)
