"""A case 心理个案: one person who answered a scale, asked for a talk or is in danger; who cares for them, and how it ended.

What stands here is times and states alone. What was answered, said and noted is sealed under the case's own key, and read by the
counsellor of the case and nobody else.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from cockpit.mind_care.refused import NowIsOver
from cockpit.refusals import NotFound
from cockpit.texts import N_


class Outcome(StrEnum):
    """How a case ends 结案."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    REFERRED = "referred"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What a counsellor does with a client 干预方式."""

    LISTENING = "listening"
    CBT = "cbt"
    RELAXATION = "relaxation"
    SLEEP = "sleep"
    ACTIVITY = "activity"
    FAMILY = "family"
    REFERRAL = "referral"
    DOCTOR = "doctor"


OUTCOMES = {
    Outcome.RECOVERED: N_("Recovered: reliably better, and below the line"),
    Outcome.IMPROVED: N_("Reliably better"),
    Outcome.UNCHANGED: N_("Unchanged"),
    Outcome.REFERRED: N_("Referred"),
    Outcome.LOST: N_("Not reached any more"),
    Outcome.WITHDRAWN: N_("Wants no more calls"),
}
KINDS = {
    Kind.LISTENING: N_("Listening"),
    Kind.CBT: N_("Thoughts and deeds (CBT)"),
    Kind.RELAXATION: N_("Relaxation, breathing"),
    Kind.SLEEP: N_("Sleep"),
    Kind.ACTIVITY: N_("Activity, day by day"),
    Kind.FAMILY: N_("With the family"),
    Kind.REFERRAL: N_("Referral to a clinic"),
    Kind.DOCTOR: N_("Medication, advised by a doctor"),
}
BETTER = (Outcome.RECOVERED, Outcome.IMPROVED)


@dataclass(frozen=True)
class MindCase:
    """`asked_at`: a talk was asked for; `crisis_at`: a human is to call at once, `crisis_step` how far up that went;
    `retest_at`: from then on the questions are answered a second time."""

    opened_at: datetime
    notice: int
    policy: int
    retest_at: datetime
    person: int | None = None
    asked_at: datetime | None = None
    asked_told_at: datetime | None = None
    crisis_at: datetime | None = None
    crisis_step: int = -1
    crisis_answered_at: datetime | None = None
    counsellor: int | None = None
    taken_at: datetime | None = None
    first_contact_at: datetime | None = None
    next_call_at: datetime | None = None
    retest_told_at: datetime | None = None
    retested_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    emergency: int | None = None
    id: int = 0
    subject: ClassVar[str] = "mind_case"

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def in_crisis(self) -> bool:
        """Somebody is to call, and nobody has said yet that they do."""
        return self.open and self.crisis_at is not None and self.crisis_answered_at is None

    @property
    def waits(self) -> bool:
        """For a counsellor: somebody asked for one, or is in danger."""
        return self.open and self.counsellor is None and bool(self.asked_at or self.crisis_at)

    def call_due(self, at: datetime) -> bool:
        return self.open and self.next_call_at is not None and self.next_call_at <= at

    def retest_due(self, at: datetime) -> bool:
        return self.open and self.retested_at is None and at >= self.retest_at

    def must_be_of(self, account: int | None) -> None:
        if self.counsellor is None or self.counsellor != account:
            raise NotFound()
        self.must_be_open()

    def must_be_open(self) -> None:
        if not self.open:
            raise NowIsOver()

    def alarmed(self, at: datetime) -> "MindCase":
        """A crisis that waits already goes on; one that was answered begins anew."""
        if self.in_crisis:
            return self
        return replace(self, crisis_at=at, crisis_step=-1, crisis_answered_at=None)

    def taken(self, by: int, at: datetime) -> "MindCase":
        """Whoever takes a case in crisis says with it that they see to it now."""
        answered = at if self.in_crisis else self.crisis_answered_at
        return replace(
            self, counsellor=by, taken_at=at, next_call_at=self.next_call_at or at, crisis_answered_at=answered
        )

    def answered(self, at: datetime) -> "MindCase":
        return replace(self, crisis_answered_at=at, next_call_at=at) if self.in_crisis else self

    def called(self, at: datetime, next_at: datetime | None, *, reached: bool) -> "MindCase":
        first = self.first_contact_at or (at if reached else None)
        return replace(self, first_contact_at=first, next_call_at=next_at).seen_to(at if reached else None)

    def seen_to(self, at: datetime | None) -> "MindCase":
        return replace(self, crisis_answered_at=at) if at and self.in_crisis else self

    def tested_again(self, at: datetime) -> "MindCase":
        return replace(self, retested_at=at)

    def closed(self, at: datetime, outcome: Outcome) -> "MindCase":
        return replace(self, closed_at=at, outcome=outcome, next_call_at=None)


def retest_of(opened_at: datetime, days: int) -> datetime:
    return opened_at + timedelta(days=days)
