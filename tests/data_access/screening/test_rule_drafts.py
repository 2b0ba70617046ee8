"""Dong keeps other weights of the rule of risk; Ji reads them and publishes; what is past stays as it was reckoned."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.policy import Policy
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import Case
from cockpit.screening.risk import (
    DayPassed,
    DraftClosed,
    DraftState,
    DraftWaits,
    Level,
    NotItsAuthor,
    OutOfBounds,
    RuleDraft,
    RuleMoved,
    drafts,
    keep_draft,
    keep_risks,
    open_risk,
    preview_draft,
    publish_draft,
    renew_draft,
    send_back_draft,
    whom_to_assess,
    withdraw_draft,
)
from cockpit.two_people import NobodyAsked, SamePerson
from data_access.database import Database
from data_access.screening.risk_rounds import RiskRounds
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import DISTRICT, somebody

WEIGHTS = {"settings.household": 0.001, "visits.high": 3.0}
WHY, BACK = "同住者隔离及时,家庭权重过高", "请先附上本周的误差统计"
Keep = Callable[..., RuleDraft]


@pytest.fixture
def ji(database: Database) -> Actor:
    return somebody(database, "investigator2")


@pytest.fixture
def keep(outbreak: Outbreak) -> Keep:
    def kept(weights: dict[str, float] = WEIGHTS, begins: date | None = None, **who: Any) -> RuleDraft:
        one: RuleDraft = outbreak.do(keep_draft, weights, begins, WHY, **who)
        return one

    outbreak.on(10)
    return kept


def rule(outbreak: Outbreak) -> Policy:
    found: Policy = outbreak.do(open_risk).rule
    return found


def rows(database: Database, query: str) -> list[Any]:
    with database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_what_is_kept_says_who_when_why_and_what_differs(outbreak: Outbreak, keep: Keep, ji: Actor) -> None:
    before = rule(outbreak)
    one = keep(WEIGHTS | {"settings.care": before.body["settings"]["care"]}, date(2020, 2, 12))
    seen = outbreak.do(drafts, by=ji)
    waiting = seen.waiting
    assert (waiting.draft.id, waiting.reason, waiting.own, waiting.moved) == (one.id, WHY, False, False)
    assert waiting.differs == {"settings.household": (0.1, 0.001), "visits.high": (2.0, 3.0)}, (
        "what stays is no difference"
    )
    assert waiting.draft.holds_from == datetime(2020, 2, 12, tzinfo=ZONE) and seen.people[one.by]
    assert outbreak.do(drafts).waiting.own and rule(outbreak) == before


def test_published_it_holds_from_then_on_and_everybody_is_assessed_anew(
    outbreak: Outbreak, database: Database, keep: Keep, ji: Actor
) -> None:
    case: Case = outbreak.on(10).enter()
    with outbreak.morning.work(system(DISTRICT)) as work:
        keep_risks(work, whom_to_assess(work, case.id))
    old, one = rule(outbreak), keep()
    assert outbreak.do(preview_draft, one.id, by=ji).down == 2
    version = outbreak.do(publish_draft, one.id, by=ji)
    assert rule(outbreak).id == version.id and rule(outbreak).body["settings"]["household"] == 0.001
    assert rule(outbreak).body["settings"]["care"] == old.body["settings"]["care"]
    with outbreak.morning.work(outbreak.dong) as work:
        before_it = work.policy.get("risk", "any", DISTRICT, datetime(2020, 2, 10, 8, 59, tzinfo=ZONE))
    assert before_it.id == old.id, "the past stays"
    (job,) = rows(database, "select task_name, queue_name from procrastinate_jobs where task_name = 'assess_all'")
    assert job == ("assess_all", "slow")
    assert RiskRounds(_at(outbreak), system(DISTRICT)).all().changed == 2
    assert {one.stands.level for one in outbreak.do(open_risk).people} == {Level.NONE}


def _at(outbreak: Outbreak) -> Any:
    """The database at the moment of the outbreak."""

    class Then:
        def work(self, by: Actor) -> Any:
            return outbreak.morning.work(by)

    return Then()


def test_from_a_day_to_come_the_rule_of_today_holds_until_its_last_minute(
    outbreak: Outbreak, database: Database, keep: Keep, ji: Actor
) -> None:
    old, one = rule(outbreak), keep(begins=date(2020, 2, 12))
    version = outbreak.do(publish_draft, one.id, by=ji)
    outbreak.morning.at = datetime(2020, 2, 11, 23, 59, tzinfo=ZONE)
    assert rule(outbreak).id == old.id
    assert rule(outbreak.on(12, 0)).id == version.id
    (due,) = rows(database, "select args ->> 'due' from procrastinate_jobs where task_name = 'assess_all'")
    assert datetime.fromisoformat(due[0]) == datetime(2020, 2, 12, tzinfo=ZONE)


def test_nobody_publishes_their_own_nor_sends_it_back(outbreak: Outbreak, keep: Keep) -> None:
    one = keep()
    with pytest.raises(SamePerson):
        outbreak.do(publish_draft, one.id)
    with pytest.raises(SamePerson):
        outbreak.do(send_back_draft, one.id, BACK)
    assert outbreak.do(drafts).waiting.draft.open


def test_whose_author_was_disabled_is_nobodys(outbreak: Outbreak, database: Database, keep: Keep, ji: Actor) -> None:
    one = keep()
    with database.connection() as connection:
        connection.execute(text("update account set disabled = true where account = 'investigator'"))
    with pytest.raises(NobodyAsked):
        outbreak.do(publish_draft, one.id, by=ji)


def test_sent_back_its_author_reads_why_and_drafts_another(outbreak: Outbreak, keep: Keep, ji: Actor) -> None:
    one = keep()
    outbreak.do(send_back_draft, one.id, BACK, by=ji)
    seen = outbreak.do(drafts)
    assert seen.waiting is None and [(last.draft.state, last.answer) for last in seen.closed] == [
        (DraftState.SENT_BACK, BACK)
    ]
    assert keep().id > one.id


def test_withdrawn_by_its_author_and_by_nobody_else(outbreak: Outbreak, keep: Keep, ji: Actor) -> None:
    one = keep()
    with pytest.raises(NotItsAuthor):
        outbreak.do(withdraw_draft, one.id, by=ji)
    assert outbreak.do(withdraw_draft, one.id).state is DraftState.WITHDRAWN
    for step, more in ((publish_draft, ()), (send_back_draft, (BACK,))):
        with pytest.raises(DraftClosed):
            outbreak.do(step, one.id, *more, by=ji)


def test_one_waits_at_a_time(outbreak: Outbreak, keep: Keep, ji: Actor) -> None:
    one = keep()
    with pytest.raises(DraftWaits) as refusal:
        keep(by=ji)
    assert refusal.value.code == one.code


def test_on_a_rule_that_changed_meanwhile_it_is_refused_and_renewed_goes_through(
    outbreak: Outbreak, keep: Keep, ji: Actor
) -> None:
    """A file of rules came in between, as the terminal brings them."""
    one, old = keep(begins=date(2020, 2, 14)), rule(outbreak)
    outbreak.on(11)
    other = {"visits": old.body["visits"] | {"high": 5.0}}
    with outbreak.morning.work(outbreak.dong) as work:
        moved = work.rules.publish(
            Policy(0, "risk", "any", DISTRICT, work.at, None, work.at, "by file", {**old.body, **other})
        )
    with pytest.raises(RuleMoved) as refusal:
        outbreak.do(publish_draft, one.id, by=ji)
    assert refusal.value.version == moved.id and outbreak.do(drafts).waiting.moved
    with pytest.raises(NotItsAuthor):
        outbreak.do(renew_draft, one.id, None, by=ji)

    new = outbreak.do(renew_draft, one.id, None)
    seen = outbreak.do(drafts)
    assert new.id != one.id and seen.waiting.reason == WHY and not seen.waiting.moved
    assert seen.waiting.differs["visits.high"] == (5.0, 3.0) and seen.closed[0].draft.state is DraftState.RENEWED
    with pytest.raises(DraftClosed):
        outbreak.do(publish_draft, one.id, by=ji)
    assert outbreak.do(publish_draft, new.id, by=ji).body["visits"]["high"] == 3.0


def test_a_day_that_is_past_by_then_is_refused(outbreak: Outbreak, keep: Keep, ji: Actor) -> None:
    one = keep(begins=date(2020, 2, 12))
    outbreak.on(12, 0)
    outbreak.do(drafts)
    outbreak.on(12, 1)
    with pytest.raises(DayPassed) as refusal:
        outbreak.do(publish_draft, one.id, by=ji)
    assert refusal.value.day == "2020-02-12" and refusal.value.status == 409


@pytest.mark.parametrize(
    ("weights", "begins", "field"),
    [
        (WEIGHTS, date(2020, 2, 10), "holds_from"),
        (WEIGHTS, date(2020, 2, 9), "holds_from"),
        (WEIGHTS, date(2021, 3, 1), "holds_from"),
        ({"settings.household": 0.1}, None, "weights"),
        ({}, None, "weights"),
        ({"settings.flight": 1.0}, None, "weight"),
        ({"levels.low": 0.5}, None, "levels"),
    ],
)
def test_what_would_be_no_rule_or_change_the_past_is_refused_by_name(
    keep: Keep, weights: dict[str, float], begins: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        keep(weights, begins)
    assert refusal.value.field == field


def test_a_number_out_of_bounds_names_its_weight(keep: Keep) -> None:
    with pytest.raises(OutOfBounds) as refusal:
        keep({"settings.meal": 0.2, "lasts": 90.0})
    assert str(refusal.value) == "“Days after which nothing counts” is a number from 1 to 60."


def test_before_a_version_that_is_still_to_begin_nothing_is_put(outbreak: Outbreak, keep: Keep, ji: Actor) -> None:
    outbreak.do(publish_draft, keep(begins=date(2020, 2, 14)).id, by=ji)
    with pytest.raises(Invalid):
        keep({"visits.high": 4.0})
    one = keep({"visits.high": 4.0}, date(2020, 2, 14))
    assert outbreak.do(drafts).waiting.differs == {"visits.high": (3.0, 4.0)}, "beside what is published already"
    outbreak.do(withdraw_draft, one.id)


@pytest.mark.parametrize("reason", ["", "  太高  ", "长" * 501])
def test_a_reason_is_given_in_words(outbreak: Outbreak, keep: Keep, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        outbreak.do(keep_draft, WEIGHTS, None, reason)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("account", ["officer", "clinician", "community", "shift_lead", "leader"])
def test_who_does_not_investigate_sees_no_draft_and_does_nothing_with_one(
    outbreak: Outbreak, database: Database, keep: Keep, account: str
) -> None:
    one, by = keep(), somebody(database, account)
    for step, given in (
        (drafts, ()), (keep_draft, (WEIGHTS, None, WHY)), (preview_draft, (one.id,)), (publish_draft, (one.id,)),
        (send_back_draft, (one.id, BACK)), (withdraw_draft, (one.id,)), (renew_draft, (one.id, None)),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            outbreak.do(step, *given, by=by)


def test_what_is_not_there_is_not_found(outbreak: Outbreak, keep: Keep) -> None:
    for step, given in ((publish_draft, ()), (withdraw_draft, ()), (preview_draft, ()), (send_back_draft, (BACK,))):
        with pytest.raises(NotFound):
            outbreak.do(step, 10**9, *given)


def test_reasons_lie_sealed_and_are_told_to_nobody(
    outbreak: Outbreak, database: Database, keep: Keep, ji: Actor
) -> None:
    one = keep()
    outbreak.do(send_back_draft, one.id, BACK, by=ji)
    for table in ("risk_draft", "change", "audit_entry", "look_entry", "policy", "procrastinate_jobs"):
        said = str(rows(database, f"select t::text from {table} t"))
        assert WHY not in said and BACK not in said, table
    told = rows(database, "select event, facts from change where subject = 'risk_draft' order by id")
    assert told == [
        ("risk_drafted", {"draft": one.id, "weights": 2, "base": one.base}), ("risk_draft_sent_back", {"draft": one.id})
    ]  # fmt: skip
    assert rows(database, "select facts -> 'fields' from look_entry where subject = 'risk_draft'") == []
    outbreak.do(drafts)
    assert rows(database, "select facts -> 'fields' from look_entry where subject = 'risk_draft'") == [
        (["risk_draft.reason"],)
    ]
