"""An entry of a returnee 返岗返家人员: one person, one journey; how it stands follows from facts and days, and is never kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from cockpit.quarantine import Episode
from cockpit.returns.region import KeyRegion, Origin
from cockpit.returns.rule import DayZero, ReturnRule
from cockpit.returns.word import Word
from cockpit.screening.standing import EXCUSES
from cockpit.texts import N_


class State(StrEnum):
    """In the order in which they are looked at."""

    OVERDUE = "overdue"
    EXPECTED = "expected"
    ARRIVED = "arrived"
    VISITED = "visited"
    ISOLATED = "isolated"
    OVER = "over"


class Visit(StrEnum):
    """What a visit came to."""

    MET = "met"
    ABSENT = "absent"


class Closed(StrEnum):
    """Why nobody waits for it any more, before its last day."""

    NOT_COMING = "not_coming"
    LEFT_AGAIN = "left_again"
    MISTAKE = "mistake"


VISITS = {Visit.MET: N_("Met at home"), Visit.ABSENT: N_("Nobody there")}
CLOSED = {
    Closed.NOT_COMING: N_("does not come"),
    Closed.LEFT_AGAIN: N_("has left the district again"),
    Closed.MISTAKE: N_("entered by mistake"),
}


@dataclass(frozen=True)
class Entry:
    """What all words come to. `heard` is the day on which the first came; `policy` the version of the rule that held then.

    Without a `person` nobody knows yet who it is: name and phone lie sealed.
    """

    id: int
    person: int | None
    origin: Origin
    left: date | None
    expected: date | None
    arrived: date | None
    street: str
    community: str | None
    grid: str | None
    heard: date
    policy: int
    journey: int = 1
    visit: Visit | None = None
    visited_at: datetime | None = None
    visited_by: int | None = None
    closed: Closed | None = None
    subject: ClassVar[str] = "return_entry"

    @property
    def code(self) -> str:
        return f"R-{self.id:04d}"

    @property
    def area(self) -> str:
        """The smallest one that is known."""
        return self.grid or self.community or self.street

    @property
    def day(self) -> date:
        """The arrival, as near as it is known."""
        return self.arrived or self.expected or self.left or self.heard

    @property
    def visited(self) -> bool:
        return self.visit is Visit.MET

    def takes(self, word: Word, today: date, rule: ReturnRule) -> bool:
        """Whether the word is of this journey: arrivals within the window; who is still awaited may come later than that."""
        if self.closed:
            return False
        apart = ((word.day or today) - self.day).days
        longest = rule.window if self.arrived else rule.observation
        return -rule.window <= apart <= longest


@dataclass(frozen=True)
class Standing:
    """An entry on the day `today`: `region` is the line of the list that held its origin on the day of the arrival.

    `doubt`: it cannot be said yet whether it was on the list. `episode`: the latest quarantine of the person.
    """

    entry: Entry
    rule: ReturnRule
    region: KeyRegion | None
    doubt: bool
    episode: Episode | None
    today: date

    @property
    def due(self) -> bool:
        """Whether somebody who came from there stays apart."""
        return self.region is not None

    @property
    def day0(self) -> date:
        by_left = self.rule.day0 is DayZero.LEFT and self.entry.left
        return by_left or self.entry.day

    @property
    def until(self) -> date:
        """The last day, to its end."""
        return self.day0 + timedelta(days=self.rule.observation)

    @property
    def apart(self) -> bool:
        return self.episode is not None and self.episode.holds_on(self.today)

    @property
    def excused(self) -> bool:
        """Somebody lifted it with a reason."""
        one = self.episode
        lifted = one is not None and one.lifted in EXCUSES and (one.until is None or one.until >= self.until)
        return lifted

    @property
    def behind(self) -> bool:
        """Apart, and not for as long as the rule says."""
        return self.due and self.apart and self.episode is not None and not self.episode.covers(self.until)

    @property
    def waits(self) -> bool:
        """Is there, has to stay apart, and does not."""
        if self.entry.closed or self.entry.arrived is None or not self.due:
            return False
        return self.today <= self.until and not self.apart and not self.excused

    @property
    def late(self) -> bool:
        """Longer than the rule allows not come, or not called on."""
        entry = self.entry
        if entry.arrived is None:
            return self.today > entry.day + timedelta(days=self.rule.late)
        called = entry.visited or self.apart
        return not called and self.today > entry.arrived + timedelta(days=self.rule.visit)

    @property
    def state(self) -> State:
        entry = self.entry
        if entry.closed:
            return State.OVER
        if entry.arrived is None:
            return State.OVERDUE if self.late else State.EXPECTED
        if self.apart:
            return State.ISOLATED
        if self.today > self.until or self.excused or (entry.visited and not self.due and not self.doubt):
            return State.OVER
        return State.VISITED if entry.visited else State.OVERDUE if self.late else State.ARRIVED
