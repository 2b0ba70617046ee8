"""A visit 上门: one home in one round, what the last knock at its door found, and who of the home has to stay apart."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from cockpit.policy import Policy
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

MOST_PEOPLE = 60
LONGEST_NOTE = 500


class Result(StrEnum):
    NOT_ATTEMPTED = "not_attempted"  # 未走访
    SEEN_OK = "seen_ok"  # 正常
    FOUND = "found"  # 需隔离
    NOT_HOME = "not_home"  # 不在家
    MOVED = "moved"  # 已搬走
    REFUSED = "refused"  # 拒绝


SAID = (Result.SEEN_OK, Result.FOUND, Result.NOT_HOME, Result.MOVED, Result.REFUSED)
MET = {Result.SEEN_OK, Result.FOUND}
DONE = MET | {Result.MOVED}  # at all others somebody has to knock again
RESULTS = {
    Result.NOT_ATTEMPTED: N_("Not visited yet"),
    Result.SEEN_OK: N_("Met, all well"),
    Result.FOUND: N_("Has to stay apart"),
    Result.NOT_HOME: N_("Nobody in"),
    Result.MOVED: N_("Moved away"),
    Result.REFUSED: N_("Would not answer"),
}
ELSEWHERE = "elsewhere"


@dataclass(eq=False)
class FasterAtTheDoor(Refusal):
    status = 409
    says = N_("{who} was faster at this door, at {at}: {result}.")
    way_out = N_("What you typed is still in the form: look at the other answer, then save again if yours is right.")
    who: str
    at: datetime
    result: str


@dataclass(eq=False)
class TooLateToTakeBack(Refusal):
    status = 409
    says = N_("This answer could be taken back until {until}.")
    way_out = N_("Knock again, or enter what is right: the newer answer counts.")
    until: datetime


@dataclass(eq=False)
class OrderStands(Refusal):
    status = 409
    says = N_("{count} of those found here were ordered to stay apart already.")
    way_out = N_("Ask the investigator to lift the order first, then change the answer.")
    count: int


@dataclass(frozen=True)
class KnockRule:
    """`undo`: minutes; `days` that somebody stays apart; `regions`: codes of where to come from matters."""

    policy: int
    undo: int
    days: int
    regions: tuple[str, ...]


def rule_of(version: Policy) -> KnockRule:
    body: Mapping[str, Any] = version.body
    return KnockRule(version.id, body["undo"], body["days"], tuple(body["regions"]))


@dataclass(frozen=True)
class Answer:
    """What a knock found: how many live there, how many of them came back and from where; `found` are residents who have
    to stay apart, `unnamed` how many besides, whom the inventory does not know yet. `since` is their day 0, where it is
    not the day of the visit; `again`: somebody should knock once more whatever was found.
    """

    result: Result
    people: int | None = None
    returned: int = 0
    came_from: str = ""
    symptoms: bool | None = None
    note: str = ""
    found: tuple[int, ...] = ()
    unnamed: int = 0
    since: date | None = None
    again: bool = False

    def must_fit(self, residents: Collection[int], rule: KnockRule, today: date) -> None:
        """Refuses what cannot be so."""
        self._must_count()
        if self.result is Result.FOUND and not (self.found or self.unnamed):
            raise Invalid("found", N_("say who has to stay apart, or how many"))
        if self.result is not Result.FOUND and (self.found or self.unnamed):
            raise Invalid("found", N_("then the result is that somebody has to stay apart"))
        if set(self.found) - set(residents):
            raise Invalid("found", N_("choose among those who live there"))
        if self.came_from not in (*rule.regions, ELSEWHERE, "") or (self.returned and not self.came_from):
            raise Invalid("came_from", N_("say where they came back from"))
        if self.since and not today - timedelta(days=rule.days) <= self.since <= today:
            raise Invalid("since", N_("this day is still to come, or their time would be over already"))

    def _must_count(self) -> None:
        if self.result not in SAID:
            raise Invalid("result", N_("choose one of the list"))
        numbers = (self.people or 0, self.returned, self.unnamed)
        if not all(0 <= one <= MOST_PEOPLE for one in numbers):
            raise Invalid("people", N_("0 to 60"))
        if self.people is not None and self.returned > self.people:
            raise Invalid("returned", N_("no more than live there"))
        if len(self.note) > LONGEST_NOTE:
            raise Invalid("note", N_("at most 500 characters"))


@dataclass(frozen=True)
class Visit:
    """`answer` is the number of the answer that counts, None before the first; whose it is, and when it was given. On a round
    for homes of who came from a key region, `came_from` is the code of its line and `came_on` the day."""

    id: int
    round: int
    household: int
    street: str
    community: str
    grid: str
    result: Result = Result.NOT_ATTEMPTED
    answer: int | None = None
    at: datetime | None = None
    account: int | None = None
    people: int | None = None
    found: int = 0
    for_account: int | None = None
    for_team: int | None = None
    came_from: str | None = None
    came_on: date | None = None

    @property
    def left(self) -> bool:
        return self.result not in DONE


@dataclass(frozen=True)
class Given:
    """An answer as it is kept: `before` is the one that counted until then."""

    id: int
    answer: Answer
    account: int | None
    at: datetime
    before: int | None

    def undo_until(self, rule: KnockRule) -> datetime:
        return self.at + timedelta(minutes=rule.undo)


@dataclass(frozen=True)
class Finding:
    """Somebody who has to stay apart from the day `since`, day 0, to the end of the day `until`; without a person:
    still to be entered in the inventory. `isolated`: ordered for as long, or cared for as a case."""

    id: int
    visit: int
    person: int | None
    community: str
    since: date
    until: date
    policy: int
    isolated: bool

    def waits(self, today: date) -> bool:
        return not self.isolated and today <= self.until
