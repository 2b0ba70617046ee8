"""An episode of quarantine: whose, of what kind, and its days, which are the district's own."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from cockpit.texts import N_


class QuarantineKind(StrEnum):
    HOME = "home"  # 居家隔离
    INSTITUTIONAL = "institutional"  # 集中隔离
    HOSPITAL = "hospital"  # 住院隔离
    OTHER = "other"


class Cause(StrEnum):
    """Why somebody stays apart; a file that was brought does not say."""

    UNKNOWN = "unknown"
    CONTACT = "contact"
    RETURN = "return"  # 返岗返家
    ROUND = "round"  # 排查走访: found by a round of visits


class Lifted(StrEnum):
    """Why it ended before its last day."""

    NO_CONTACT = "no_contact"  # the case was ruled out, or its days corrected: nobody exposed this person
    HOSPITAL = "hospital"  # fell ill, and is cared for there
    MISTAKE = "mistake"  # another person was meant
    DECIDED = "decided"  # the investigator decided so
    OTHER = "other"  # as the note says
    APPEAL = "appeal"  # 申诉成立: an appeal was upheld; the contact, journey or finding stays on record
    CLEARED = "cleared"  # an appeal was upheld that says: no contact


class Supplies(StrEnum):
    """Who sees to them; `NOBODY` was asked for and found wanting, nothing was not asked for yet."""

    RELATIVES = "relatives"  # 亲友送达
    COMMUNITY = "community"  # 社区代办
    VOLUNTEER = "volunteer"  # 志愿者代办
    NOBODY = "nobody"  # 尚无人负责


KINDS = {
    QuarantineKind.HOME: N_("At home"),
    QuarantineKind.INSTITUTIONAL: N_("In a facility"),
    QuarantineKind.HOSPITAL: N_("In hospital"),
    QuarantineKind.OTHER: N_("Elsewhere"),
}
SUPPLIES = {
    Supplies.RELATIVES: N_("Relatives or neighbours"),
    Supplies.COMMUNITY: N_("The community"),
    Supplies.VOLUNTEER: N_("A volunteer"),
    Supplies.NOBODY: N_("Nobody yet"),
}
# That somebody is no contact follows from the case.
BY_HAND = (Lifted.DECIDED, Lifted.HOSPITAL, Lifted.MISTAKE, Lifted.OTHER)
LIFTED = {
    Lifted.NO_CONTACT: N_("no contact of a case any more"),
    Lifted.HOSPITAL: N_("taken to hospital"),
    Lifted.MISTAKE: N_("another person was meant"),
    Lifted.DECIDED: N_("decided by the investigator"),
    Lifted.OTHER: N_("another reason"),
    Lifted.APPEAL: N_("an appeal was upheld"),
    Lifted.CLEARED: N_("an appeal was upheld: no contact"),
}


@dataclass(frozen=True)
class Episode:
    """From the day `since` to the end of the day `until`; None while nobody says when. From `lifted_on` on it holds no more.

    `policy` is the version of the rule that reckoned its days. `ordered_by`: the accounts of those who ordered it, or that it
    lasts longer; none where a file brought it.
    """

    id: int
    person: int
    kind: QuarantineKind
    since: date
    until: date | None = None
    place: int | None = None
    cause: Cause = Cause.UNKNOWN
    ordered_at: datetime | None = None
    policy: int | None = None
    lifted_on: date | None = None
    lifted: Lifted | None = None
    ordered_by: tuple[int, ...] = ()
    supplies: Supplies | None = None
    subject: ClassVar[str] = "quarantine"

    def holds_on(self, day: date) -> bool:
        if self.lifted_on and day >= self.lifted_on:
            return False
        return self.since <= day and (self.until is None or day <= self.until)

    def day(self, today: date) -> int:
        """Day N of it: 0 on the day it began. Reckoned, never kept."""
        return (today - self.since).days

    @property
    def days(self) -> int:
        """How many it lasts, counted from day 0; 0 while nobody says until when."""
        return (self.until - self.since).days if self.until else 0

    def covers(self, until: date) -> bool:
        """Whether it lasts to the end of that day."""
        return self.lifted_on is None and (self.until is None or self.until >= until)

    def follows(self, today: date) -> bool:
        """Whether what becomes known of cases still moves or ends it."""
        return self.cause is Cause.CONTACT and self.holds_on(today)

    def moved(self, until: date, policy: int) -> "Episode":
        """A new exposure begins the count anew: the first day stays, the last one moves."""
        return replace(self, until=until, policy=policy)

    def ordered_too(self, account: int | None) -> "Episode":
        """Somebody ordered that it lasts longer: it is their word as well."""
        if account is None or account in self.ordered_by:
            return self
        return replace(self, ordered_by=(*self.ordered_by, account))

    def supplied(self, who: Supplies) -> "Episode":
        return replace(self, supplies=who)

    def ended(self, today: date, why: Lifted) -> "Episode":
        return replace(self, lifted_on=today, lifted=why)
