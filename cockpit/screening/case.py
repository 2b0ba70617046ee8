"""A case 病例: somebody whose illness is suspected or established, and the time in which others could catch it.

A case that is ruled out exposes nobody, and so releases its contacts without anything being written about them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import ClassVar

from cockpit.refusals import Refusal
from cockpit.screening.rule import ContactRule
from cockpit.texts import N_


class CaseStatus(StrEnum):
    NOT_CLASSIFIED = "not_classified"
    SUSPECTED = "suspected"  # 疑似
    PROBABLE = "probable"
    CONFIRMED = "confirmed"  # 确诊
    ASYMPTOMATIC = "asymptomatic"  # 无症状
    NO_CASE = "no_case"  # 排除


EXPOSE = {CaseStatus.SUSPECTED, CaseStatus.PROBABLE, CaseStatus.CONFIRMED, CaseStatus.ASYMPTOMATIC}


@dataclass(eq=False)
class NoDay(ValueError):
    """Neither onset nor sampling is known: nobody can say whom this case met, and somebody has to ask."""

    case: int


@dataclass(eq=False)
class AlreadyACase(Refusal):
    status = 409
    says = N_("This person is case {code} already.")
    way_out = N_("Open that case and change what is known of it.")
    code: str


@dataclass(frozen=True)
class Case:
    """`onset` and `sampled` are the district's local days; `isolated_at` is since when nobody meets the person any more.

    `severe`: symptoms during the contact make it a close one, however short it was. `policy` is the version of the rule of
    contact that held when the case was reported, and by which all of its contacts are found.
    """

    id: int
    person: int
    status: CaseStatus
    onset: date | None = None
    sampled: date | None = None
    isolated_at: datetime | None = None
    severe: bool = False
    reported_at: datetime | None = None
    policy: int = 0
    subject: ClassVar[str] = "case"

    @property
    def code(self) -> str:
        return f"C-{self.id:04d}"

    @property
    def exposes(self) -> bool:
        return self.status in EXPOSE

    @property
    def day(self) -> date:
        """What the look-back is counted from: the onset; without symptoms, or where nobody knows it, the sampling."""
        known = (self.sampled, self.onset) if self.status is CaseStatus.ASYMPTOMATIC else (self.onset, self.sampled)
        found = next((one for one in known if one), None)
        if found is None:
            raise NoDay(self.id)
        return found

    def window(self, rule: ContactRule, zone: tzinfo, at: datetime) -> tuple[datetime, datetime]:
        """From the first minute of the first day that counts until the isolation, or `at` while there is none."""
        first = datetime.combine(self.day - timedelta(days=rule.look_back), time(), zone)
        return first, min(at, self.isolated_at or at)
