"""A call 呼叫: one person to whom an incident was escalated, and what came of it: seen or not, and promised by when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.escalation.told import CallSeen, SeesToIt

if TYPE_CHECKING:
    from cockpit.incidents.story import Told
    from cockpit.policy import Policy

# What a person does without anything moving by it: to look, to promise, to be paged, to push others.
NO_PROGRESS = {SeesToIt.name(), CallSeen.name(), "paged", "paging_seen", "urged", "rated"}


@dataclass(frozen=True)
class Call:
    """`lapses_at`: from when silence ends the promise; `ended_at`: when it was `kept`, fell away, or a new one took its place."""

    incident: int
    step: int
    account: int
    told_at: datetime
    seen_at: datetime | None = None
    promised_at: datetime | None = None
    promised_until: datetime | None = None
    lapses_at: datetime | None = None
    reminded_at: datetime | None = None
    ended_at: datetime | None = None
    kept: bool = False
    id: int = 0

    @property
    def promises(self) -> bool:
        return self.promised_until is not None and self.ended_at is None

    @property
    def lapsed(self) -> bool:
        return self.ended_at is not None and not self.kept

    @property
    def look_at(self) -> datetime | None:
        """When the promise is looked at next: at its time, then when silence ends it."""
        return self.lapses_at if self.reminded_at else self.promised_until

    def promised(self, at: datetime, minutes: int, grace: int) -> "Call":
        until = at + timedelta(minutes=minutes)
        return replace(
            self, seen_at=self.seen_at or at, promised_at=at, promised_until=until,
            lapses_at=until + timedelta(seconds=grace), reminded_at=None, ended_at=None, kept=False,
        )  # fmt: skip

    def ended(self, at: datetime, *, kept: bool) -> "Call":
        return replace(self, ended_at=at, kept=kept)


def promise_of(calls: Sequence[Call]) -> Call | None:
    """The promise that holds the chain up; there is never more than one."""
    return next((one for one in calls if one.promises), None)


def moved_since(told: Sequence["Told"], account: int) -> bool:
    """Whether anybody has done anything since this person last promised to see to it."""
    promised = [n for n, one in enumerate(told) if one.event == SeesToIt.name() and one.account == account]
    after = told[promised[-1] + 1 :] if promised else told
    return any(one.account is not None and one.event not in NO_PROGRESS for one in after)


def choices(rule: "Policy") -> list[int]:
    """In how many minutes one may promise to have seen to it."""
    return [int(one) for one in rule.body["minutes"]]
