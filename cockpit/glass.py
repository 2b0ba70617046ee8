"""Breaking the glass 紧急查看 opens one record that is not one's own: for an hour, told to the shift lead, and reviewed."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.events import Event
from cockpit.people import Erased, Person, ShownPerson
from cockpit.reasons import Reason, must_say_why
from cockpit.refusals import Refusal
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


NOBODY = 0  # in the place of a person's number: the try found no single record


class Verdict(StrEnum):
    FITTING = "fitting"
    NOT_FITTING = "not_fitting"


@dataclass(frozen=True)
class Glass:
    """One grant: `account` may open `person` until `ends_at`; somebody else reviews it by `review_due`.

    `day` and `nth`: the how-maniest of the account on that local day. The reason's words lie sealed beside it.
    """

    person: int
    account: int
    role: str
    code: Reason
    begun_at: datetime
    ends_at: datetime
    review_due: datetime
    day: date
    nth: int
    reviewed_at: datetime | None = None
    reviewed_by: int | None = None
    verdict: Verdict | None = None
    id: int = 0

    def live(self, at: datetime) -> bool:
        return self.begun_at <= at < self.ends_at

    def overdue(self, at: datetime) -> bool:
        """Nobody reviewed it in time: until somebody does, its holder breaks no other glass."""
        return self.reviewed_at is None and at > self.review_due

    def reviewed(self, at: datetime, by: int, verdict: Verdict) -> "Glass":
        """What did not fit ends at once."""
        if by == self.account:
            raise OwnGrant()
        if self.reviewed_at is not None:
            raise AlreadyReviewed(at=self.reviewed_at)
        ends_at = min(self.ends_at, at) if verdict is Verdict.NOT_FITTING else self.ends_at
        return replace(self, reviewed_at=at, reviewed_by=by, verdict=verdict, ends_at=ends_at)


@dataclass(frozen=True)
class GlassBroken(Event):
    code: Reason
    until: datetime
    review_due: datetime


@dataclass(frozen=True)
class GlassReviewed(Event):
    verdict: Verdict


@dataclass(eq=False)
class ReviewOverdue(Refusal):
    status = 409
    says = N_("Your emergency look at {since} has not been reviewed in time; until it is, no other record opens.")
    way_out = N_("Ask the shift lead to review it.")
    since: datetime


@dataclass(eq=False)
class TooManyToday(Refusal):
    status = 429
    says = N_("You opened {limit} records today; that is as many as one may.")
    way_out = N_("Ask a colleague whose area it is.")
    limit: int


@dataclass(eq=False)
class NoSingleRecord(Refusal):
    """Nobody fits, or more than one does: which of both is not told."""

    status = 404
    says = N_("No single record fits that; your try was written down.")
    way_out = N_("Look by the whole phone or identity number.")


@dataclass(eq=False)
class OwnGrant(Refusal):
    status = 403
    says = N_("Nobody reviews their own look.")
    way_out = N_("Another shift lead reviews it.")


@dataclass(eq=False)
class AlreadyReviewed(Refusal):
    status = 409
    says = N_("This was reviewed already at {at}.")
    at: datetime


@allowed_to("break_glass")
def break_glass(work: "Work", person_id: int, code: Reason, reason: str) -> Glass:
    """Open a record that lies in one's scope, of which the role sees less than it needs."""
    rule, words = _may_break(work, reason)
    return _open(work, rule, words, code, work.people.get(person_id))


@allowed_to("break_glass")
def break_glass_for(work: "Work", kind: str, asked: list[str], code: Reason, reason: str) -> Glass:
    """Open the one record that the whole value fits, wherever the person lives.

    A try that finds nobody, or more than one, is kept, told and reviewed too, and is one of the ten a day: else one
    could try out who lives here. It is a grant for NOBODY, and whoever asks answers it with NoSingleRecord.
    """
    rule, words = _may_break(work, reason)
    found = work.glasses.anywhere(work.people.tokens.of(kind, *asked))
    if len(found) != 1:
        return _keep(work, rule, words, code, NOBODY)
    work.people.admit(*found, tie=Tie.GLASS)
    return _open(work, rule, words, code, work.people.get(found[0]))


def _may_break(work: "Work", reason: str) -> tuple[dict[str, int], str]:
    """The rule in force and the reason's words; refuses before anybody is looked for, so that nothing is learned."""
    rule = work.policy.get("look", "glass", work.by.area).body
    words = must_say_why(reason, rule["reason"])
    assert work.by.id is not None
    if overdue := work.glasses.overdue(work.by.id, work.at):
        raise ReviewOverdue(since=overdue.begun_at)
    if work.glasses.count(work.by.id, _today(work)) >= rule["a_day"]:
        raise TooManyToday(limit=rule["a_day"])
    return rule, words


def _today(work: "Work") -> date:
    return local_day_start(work.at, work.zone).date()


def _open(work: "Work", rule: dict[str, int], words: str, code: Reason, person: Person) -> Glass:
    """The grant, told to the shift lead's stream and to both audits; the one that is live already where there is one."""
    assert work.by.id is not None
    if person.erased:
        raise Erased()
    if live := work.glasses.live_of(work.by.id, person.id, work.at):
        return live
    kept = _keep(work, rule, words, code, person.id)
    work.looked("person", person.id, [], "glass_broken", code=code, glass=kept.id)
    return kept


def _keep(work: "Work", rule: dict[str, int], words: str, code: Reason, person_id: int) -> Glass:
    """The next of the day; one for nobody ends as it begins."""
    assert work.by.id is not None
    ends_at = work.at + timedelta(seconds=rule["open"] if person_id else 0)
    review_due, today = work.at + timedelta(seconds=rule["review"]), _today(work)
    nth = work.glasses.count(work.by.id, today) + 1
    new = Glass(person_id, work.by.id, work.by.role, code, work.at, ends_at, review_due, today, nth)
    kept = work.glasses.add(new, words)
    work.tell_area(work.by.area, "glass", kept.id, GlassBroken(code, ends_at, review_due))
    return kept


def admit_by_glass(work: "Work", person_id: int) -> Glass | None:
    """Open the person to this unit of work where the glass is broken for it; a list is never opened so."""
    glass = work.glasses.live_of(work.by.id, person_id, work.at) if work.by.id else None
    if glass:
        work.people.admit(person_id, tie=Tie.GLASS)
    return glass


@allowed_to("break_glass")
def my_glasses(work: "Work") -> list[Glass]:
    """What is open to me now by a broken glass, for the banner with its clock."""
    return work.glasses.live(work.by.id, work.at) if work.by.id else []


@dataclass(frozen=True)
class ToReview:
    """One grant as the reviewer sees it: whose it is and why; of whom, where that person is in the reviewer's own area."""

    glass: Glass
    who: str
    person: ShownPerson | None
    reason: str


@allowed_to("review_glass")
def to_review(work: "Work") -> list[ToReview]:
    """All grants of one's area that nobody reviewed, the oldest first, without one's own; it is a look of its own."""
    waiting = [one for one in work.glasses.unreviewed() if one.account != work.by.id]
    if not waiting:
        return []
    people = work.people.of_ids({one.person for one in waiting})
    shown = {one.id: one for one in work.looks.listing(people, {"waits": "review"}, also=["glass.reason"])}
    names = work.accounts.names(sorted({one.account for one in waiting}))
    reasons = work.glasses.reasons([one.id for one in waiting])
    return [
        ToReview(one, names.get(one.account, ""), shown.get(one.person), reasons.get(one.id, "")) for one in waiting
    ]


@allowed_to("review_glass")
def review(work: "Work", glass_id: int, verdict: Verdict) -> Glass:
    """Say whether the look was fitting; one that was not ends at once."""
    assert work.by.id is not None
    kept = work.glasses.keep_review(work.glasses.get(glass_id).reviewed(work.at, work.by.id, verdict))
    work.tell_area(work.by.area, "glass", kept.id, GlassReviewed(verdict))
    return kept
