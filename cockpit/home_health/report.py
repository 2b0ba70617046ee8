"""A report 健康上报: what somebody who stays apart at home says of themselves, twice a day, at most once a window.

What is said is sealed under the person's own key; a later word of the same window stands for the one before it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from cockpit.home_health.window import Slot
from cockpit.needs import NeedKind
from cockpit.refusals import Invalid
from cockpit.screening.symptom import Symptom
from cockpit.texts import N_

COLDEST, HOTTEST = 35.0, 42.0  # degrees Celsius; what is beyond was mistyped
LONGEST = 500  # characters


class Channel(StrEnum):
    """How it came; whatever somebody else wrote down is marked as such."""

    PAGE = "page"  # 本人填报
    SMS = "sms"  # 短信
    VOICE = "voice"  # 语音电话
    PHONE = "phone"  # 电话代报
    DOOR = "door"  # 上门代报


class Mood(StrEnum):
    GOOD = "good"
    SO_SO = "so_so"
    LOW = "low"


class Outcome(StrEnum):
    """What a report calls for; the last counts for both desks, at once."""

    NONE = "none"  # 无需处置
    LIVING = "living"  # 生活类: the community
    BODY = "body"  # 医疗类: the health centre
    URGENT = "urgent"  # 紧急


CHANNELS = {
    Channel.PAGE: N_("By the person"),
    Channel.SMS: N_("By text message"),
    Channel.VOICE: N_("By voice call"),
    Channel.PHONE: N_("Written down by telephone"),
    Channel.DOOR: N_("Written down at the door"),
}
MOODS = {Mood.GOOD: N_("Well"), Mood.SO_SO: N_("So-so"), Mood.LOW: N_("Low")}
OUTCOMES = {
    Outcome.NONE: N_("Nothing to do"),
    Outcome.LIVING: N_("Daily life"),
    Outcome.BODY: N_("Health"),
    Outcome.URGENT: N_("Urgent"),
}


@dataclass(frozen=True)
class Said:
    """What was said; all of it is sealed. `words` is what somebody wrote in their own, of a need too."""

    temperature: float | None = None
    symptoms: tuple[Symptom, ...] = ()
    mood: Mood | None = None
    call_me: bool = False
    words: str = ""
    needs: tuple[NeedKind, ...] = ()

    def checked(self) -> "Said":
        """Refuses what cannot be, and what says nothing at all."""
        if self.temperature is not None and not COLDEST <= self.temperature <= HOTTEST:
            raise Invalid("temperature", N_("a temperature lies between 35 and 42 degrees, for example 36.8"))
        if len(self.words) > LONGEST:
            raise Invalid("words", N_("it is longer than 500 characters"))
        if self == Said():
            raise Invalid("temperature", N_("measure the temperature and write it down, for example 36.8"))
        return self


@dataclass(frozen=True)
class Report:
    """Of one window of one day. `entered_by` is the account of who wrote it down, none where the person did; `notice` the version
    that was read before, `policy` the rule of triage; `replaced` says that a later word of the same window counts instead.
    `through` is the episode of whose paper it came by, where that is somebody else's; `agreed`, that this person said yes to it."""

    person: int
    episode: int
    day: date
    slot: Slot
    at: datetime
    channel: Channel
    outcome: Outcome
    policy: int
    notice: int
    key: str
    entered_by: int | None = None
    emergency: int | None = None
    replaced: bool = False
    through: int | None = None
    agreed: bool = False
    community: str = ""
    id: int = 0
    subject: ClassVar[str] = "health_report"

    @property
    def for_somebody(self) -> bool:
        return self.channel in (Channel.PHONE, Channel.DOOR)

    def overtaken(self) -> "Report":
        return replace(self, replaced=True)
