"""Publishing 发布: a draft of the rule of risk is kept, read by a second person, and becomes a new version or goes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.policy import Policy, must_begin_later
from cockpit.refusals import Invalid, NotFound
from cockpit.screening.risk.draft import Preview, base_of, drafted, preview, value_of
from cockpit.screening.risk.rounds import KIND
from cockpit.screening.risk.rule_draft import (
    DayPassed,
    DraftState,
    RiskDrafted,
    RiskDraftSentBack,
    RiskDraftWithdrawn,
    RiskRulePublished,
    RuleDraft,
)
from cockpit.screening.risk.weights import ANY
from cockpit.screening.trace import ROUND
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

ASSESS = "assess_all"  # the worker's job: everybody's risk anew, as the rule says from then on
SOURCE = N_("Weights of the district: drafted by one investigator, published by a second one")
LONGEST, SHORTEST = 500, 10  # characters of a reason
FARTHEST = timedelta(days=366)  # what lies further ahead is a mistyped year
CLOSED = 5  # of those that are closed, so many are shown


@dataclass(frozen=True)
class DraftSeen:
    """A draft with what was written; `differs`: way -> in its base, and as it is to be. `moved`: another version was published
    since; `own`: it is the reader's."""

    draft: RuleDraft
    reason: str
    answer: str
    differs: Mapping[str, tuple[float, float]]
    moved: bool
    own: bool


@dataclass(frozen=True)
class DraftsSeen:
    """`people`: account -> name, of all who had a hand in one."""

    waiting: DraftSeen | None
    closed: tuple[DraftSeen, ...]
    people: Mapping[int, str]


@allowed_to("draft_risk")
def keep_draft(work: "Work", asked: Mapping[str, float], holds_from: date | None, reason: str) -> RuleDraft:
    """Kept for a second person; `holds_from` is a day of the district that is still to come, or None for at once."""
    return _keep(work, asked, _first_moment(work, holds_from), _said(reason))


@allowed_to("draft_risk")
def drafts(work: "Work") -> DraftsSeen:
    """The one that waits and the last that are closed; what was written is read with them, and that is a look."""
    waiting = work.rule_drafts.waiting(work.by.area)
    closed = tuple(_seen(work, one) for one in work.rule_drafts.closed(work.by.area, CLOSED))
    seen = _seen(work, waiting) if waiting else None
    if waiting or closed:
        work.looked(RuleDraft.subject, "list", ["risk_draft.reason"])
    every = [one.draft for one in ([seen] if seen else []) + list(closed)]
    hands = {account for one in every for account in (one.by, one.closed_by) if account}
    return DraftsSeen(seen, closed, work.accounts.names(sorted(hands)))


@allowed_to("draft_risk")
def preview_draft(work: "Work", draft_id: int) -> Preview:
    """What it would change, on what is known now."""
    return preview(work, _of_area(work, work.rule_drafts.get(draft_id)).weights)


@allowed_to("publish_risk")
def publish_draft(work: "Work", draft_id: int) -> Policy:
    """It becomes the next version: from its day on, or at once, and never for what is past. Everybody is assessed anew then."""
    one, base = _taken(work, draft_id), base_of(work)
    done = one.published(work.by, work.at, base.id)
    if one.holds_from and one.holds_from < work.at:
        raise DayPassed(code=one.code, day=one.holds_from.astimezone(work.zone).date().isoformat())
    begins = one.holds_from or work.at
    body = drafted(work, base.body, one.weights)
    version = work.rules.publish(Policy(0, KIND, ANY, one.area, begins, None, work.at, SOURCE, body))
    work.rule_drafts.close(done, policy=version.id)
    work.tell_area(one.area, one.subject, one.id, RiskRulePublished(one.id, version.id))
    work.later(ASSESS, begins, queue="slow", lock=ROUND)
    return version


@allowed_to("publish_risk")
def send_back_draft(work: "Work", draft_id: int, reason: str) -> RuleDraft:
    """Its author reads why."""
    said, one = _said(reason), _taken(work, draft_id)
    done = work.rule_drafts.close(one.sent_back(work.by, work.at), said)
    work.tell_area(one.area, one.subject, one.id, RiskDraftSentBack(one.id))
    return done


@allowed_to("draft_risk")
def withdraw_draft(work: "Work", draft_id: int) -> RuleDraft:
    one = _taken(work, draft_id)
    done = work.rule_drafts.close(one.withdrawn(work.by, work.at))
    work.tell_area(one.area, one.subject, one.id, RiskDraftWithdrawn(one.id))
    return done


@allowed_to("draft_risk")
def renew_draft(work: "Work", draft_id: int, holds_from: date | None) -> RuleDraft:
    """The same weights and reason as a new draft on the rule as it is by now; nobody publishes what they did not read."""
    one = _taken(work, draft_id)
    reason, begins = work.rule_drafts.words(one)[0], _first_moment(work, holds_from)
    work.rule_drafts.close(one.withdrawn(work.by, work.at, DraftState.RENEWED))
    return _keep(work, one.weights, begins, reason)


def _keep(work: "Work", asked: Mapping[str, float], begins: datetime | None, reason: str) -> RuleDraft:
    assert work.by.id is not None
    base = base_of(work)
    body = drafted(work, base.body, asked)
    weights = {way: value_of(body, way) for way in asked if value_of(body, way) != value_of(base.body, way)}
    if not weights:
        raise Invalid("weights", N_("nothing of it differs from the rule"))
    if base.holds_from > (begins or work.at):
        raise Invalid("holds_from", N_("a version that was published already begins later: let this one begin with it, or after"))  # fmt: skip
    new = RuleDraft(work.by.area, base.id, weights, work.by.id, work.at, begins)
    kept = work.rule_drafts.add(new, reason)
    work.tell_area(kept.area, kept.subject, kept.id, RiskDrafted(kept.id, len(weights), base.id))
    return kept


def _first_moment(work: "Work", day: date | None) -> datetime | None:
    """Of that day of the district."""
    if day is None:
        return None
    if day > local_day_start(work.at, work.zone).date() + FARTHEST:
        raise Invalid("holds_from", N_("this is more than a year ahead: look at the year"))
    begins = datetime.combine(day, time(), work.zone)
    must_begin_later(begins, None, work.at)
    return begins


def _said(reason: str) -> str:
    said = " ".join(reason.split())
    if len(said) < SHORTEST:
        raise Invalid("reason", N_("say why, in at least 10 characters: a colleague reads it"))
    if len(said) > LONGEST:
        raise Invalid("reason", N_("at most 500 characters"))
    return said


def _taken(work: "Work", draft_id: int) -> RuleDraft:
    return _of_area(work, work.rule_drafts.take(draft_id))


def _of_area(work: "Work", one: RuleDraft) -> RuleDraft:
    if one.area != work.by.area:
        raise NotFound()
    return one


def _seen(work: "Work", one: RuleDraft) -> DraftSeen:
    reason, answer = work.rule_drafts.words(one)
    body = work.policy.version(one.base).body
    differs = {way: (value_of(body, way), value) for way, value in sorted(one.weights.items())}
    return DraftSeen(one, reason, answer, differs, one.open and base_of(work).id != one.base, one.by == work.by.id)
