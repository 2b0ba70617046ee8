"""Notifications 通知: what must reach somebody who looks at no screen, through the channels of the district.

Which events tell is policy (`notify`/the event's name). The fact is written with what happened and handed over later,
by the worker. Times are the machine's. Nothing personal is in it: codes, words of the trade, the street.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

SHOWN = 50  # of the latest, on the page

# What each event says; `{code}`, `{street}` and `{time}` are put in, and the event's own facts.
TEXTS = {
    "passed_on": N_("{code} in {street}: nobody has taken it up for {after} seconds"),
    "help_called": N_("{code} in {street}: a team calls for help"),
    "lapsed": N_("{code} in {street}: a team on the scene is not heard of"),
    "glass_broken": N_("Somebody opened a record that is not their own; it waits for a review"),
    "backup_failed": N_("The backup failed"),
    "test": N_("A test of this channel; nothing has happened"),
}


@dataclass(frozen=True)
class Retry:
    """The policy `notify_retry`: seconds between the tries of a channel that fails, the last one again and again;
    since when (`late`) an item says that it was not delivered; after how long (`give_up`) it is not tried any more, and
    goes on saying so."""

    intervals: tuple[int, ...]
    late: int
    give_up: int

    def pause(self, fails: int) -> timedelta:
        """Until a channel that failed `fails` times on end is tried again."""
        return timedelta(seconds=self.intervals[min(fails, len(self.intervals)) - 1] if fails else 0)

    def is_over(self, tried_at: datetime | None, fails: int, machine: datetime) -> bool:
        """Whether that pause is over, since the last try."""
        return tried_at is None or machine >= tried_at + self.pause(fails)

    def given_up(self, machine: datetime) -> datetime:
        """What was told at this moment or before is given up."""
        return machine - timedelta(seconds=self.give_up)


@dataclass(frozen=True)
class Notification:
    """What is told: `facts` are those of the event, with the code of its thing."""

    subject: str
    subject_id: str
    event: str
    area: str
    facts: Mapping[str, Any]
    at: datetime
    district_at: datetime
    id: int = 0


@dataclass(frozen=True)
class Channel:
    """One way out, known by a digest of its address: the address itself is a secret of the worker's settings."""

    key: str
    kind: str
    since: datetime
    fails: int = 0
    tried_at: datetime | None = None
    handed_at: datetime | None = None
    id: int = 0

    def is_due(self, machine: datetime, retry: Retry) -> bool:
        return retry.is_over(self.tried_at, self.fails, machine)

    @property
    def failing(self) -> bool:
        return self.fails > 0


@dataclass(frozen=True)
class Waiting:
    """One that a channel has not taken yet. `tries` counts those after which the channel took another, so that this one
    was refused for itself: it steps back behind the others, and pauses alone."""

    notification: Notification
    tries: int = 0
    tried_at: datetime | None = None

    def is_due(self, machine: datetime, retry: Retry) -> bool:
        return retry.is_over(self.tried_at, self.tries, machine)


class Standing(StrEnum):
    """What can be proven of one: given to the gateway, still on its way, or not delivered."""

    HANDED_OVER = "handed_over"
    WAITING = "waiting"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True)
class Told:
    """A notification with the channels that took it (`handed`) and those that did not yet (`open`)."""

    notification: Notification
    handed: tuple[Channel, ...]
    open: tuple[Channel, ...]

    def standing(self, machine: datetime, retry: Retry) -> Standing:
        if not self.open:
            return Standing.HANDED_OVER
        late = machine - self.notification.at > timedelta(seconds=retry.late)
        return Standing.NOT_DELIVERED if late else Standing.WAITING


def retry_of(work: "Work") -> Retry:
    body = work.policy.get("notify_retry", "any", work.by.area).body
    return Retry(tuple(body["intervals"]), body["late"], body["give_up"])


@allowed_to("manage_channels")
def channels(work: "Work") -> Sequence[Channel]:
    """The channels that the worker was started with, in the order of its settings."""
    return work.notifications.channels()


@allowed_to("manage_channels")
def latest(work: "Work") -> Sequence[Told]:
    return work.notifications.latest(SHOWN)


@allowed_to("manage_channels")
def send_test(work: "Work") -> None:
    """A notification of its own to every channel: whoever sees it arrive knows that the way out is open."""
    work.notify("test", "channel", "", work.by.area, {})
    work.note_act("channels_tested", "channel", "", {})


@allowed_to("keep_clocks")
def self_test(work: "Work", days: int) -> bool:
    """Once in so many days every channel is tested by itself; whether it was due."""
    if not work.notifications.channels() or work.notifications.told_since(
        "test", work.machine_at - timedelta(days=days)
    ):
        return False
    work.notify("test", "channel", "", work.by.area, {})
    return True


@allowed_to("see_incidents")
def told_of(work: "Work", incident_id: int) -> Sequence[Told]:
    """What was told of an incident that the caller has read."""
    return work.notifications.of("incident", str(incident_id))
