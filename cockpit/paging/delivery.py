"""Which channel is tried when, and what can be proven of a paging: handed over, delivered, seen are three things."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.paging.channels import OwnChannel
from cockpit.paging.paging import Paging
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class Said(StrEnum):
    """What a gateway's answer came to."""

    HANDED = "handed"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    NONSENSE = "nonsense"
    REDIRECT = "redirect"
    INSIDE = "inside"
    NO_GATEWAY = "no_gateway"
    GONE = "gone"
    FAULT = "fault"


SAID = {
    Said.HANDED: N_("the gateway took it"),
    Said.NO_ANSWER: N_("the gateway does not answer"),
    Said.REFUSED: N_("the gateway says no"),
    Said.NONSENSE: N_("the gateway answers what nobody understands"),
    Said.REDIRECT: N_("the gateway points to another address, which is not followed"),
    Said.INSIDE: N_("its address lies inside the house, and no setting allows it"),
    Said.NO_GATEWAY: N_("the settings name no gateway for it"),
    Said.GONE: N_("no phone or browser is left that may be woken"),
    Said.FAULT: N_("it could not be put into words"),
}


class Standing(StrEnum):
    """The furthest that can be proven."""

    SEEN = "seen"
    DELIVERED = "delivered"
    HANDED_OVER = "handed_over"
    WAITING = "waiting"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True)
class Rule:
    """The policy `paging`, spans of machine time but for the quiet hours, which are the district's.

    `fallback`: after how long the next channel is tried; `late`: when a paging says of itself that it was not
    delivered; `bundle`: how long a slow channel gathers what is not red; `intervals` between tries, the last one again
    and again until `give_up`.
    """

    fallback: timedelta
    late: timedelta
    bundle: timedelta
    give_up: timedelta
    intervals: tuple[timedelta, ...]
    slow: frozenset[str]
    quiet: tuple[int, int]
    test_days: int

    def pause(self, tries: int) -> timedelta:
        return self.intervals[min(tries, len(self.intervals)) - 1] if tries else timedelta()

    def is_quiet(self, hour: int) -> bool:
        """From the first hour to the second, over midnight too; the same hour twice is never."""
        first, last = self.quiet
        return first <= hour < last if first <= last else hour >= first or hour < last


@dataclass(frozen=True)
class Delivery:
    """One paging by one channel. `bundle` is the number of the message it went in, the same at each try, so that a
    double is known; `tried_at` machine time, the marks district time."""

    paging: int
    channel: int
    kind: str
    bundle: int
    tries: int = 0
    tried_at: datetime | None = None
    said: str = ""
    handed_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """A paging that nobody opened yet, with the channels of its person in their order, and how each stands."""

    paging: Paging
    channels: Sequence[OwnChannel]
    deliveries: Mapping[int, Delivery]

    @property
    def handed(self) -> bool:
        return any(one.handed_at for one in self.deliveries.values())

    def due(self, rule: Rule, machine: datetime, hour: int) -> list[OwnChannel]:
        """The channels to try now. In quiet hours none but for an emergency; a test goes by its own channel, at once.

        The next in order is tried when the one before took nothing for so long; in an emergency also when it took it
        and nobody opened it.
        """
        one = self.paging
        if one.channel:
            return [each for each in self.channels if each.id == one.channel and self._rested(each, rule, machine)]
        if rule.is_quiet(hour) and not one.urgent:
            return []
        found = []
        for nth, channel in enumerate(self.channels):
            if machine < one.at + nth * rule.fallback or (self._took_before(nth) and not one.urgent):
                break
            if self._rested(channel, rule, machine):
                found.append(channel)
        return found

    def gathers(self, channel: OwnChannel, rule: Rule) -> bool:
        """Whether it goes with others by a slow channel; what was tried once goes again as it was, an emergency alone."""
        one = self.paging
        alone = one.urgent or one.channel is not None or channel.id in self.deliveries
        return channel.kind in rule.slow and not alone

    def _took_before(self, nth: int) -> bool:
        earlier = (self.deliveries.get(one.id) for one in self.channels[:nth])
        return any(one and one.handed_at for one in earlier)

    def _rested(self, channel: OwnChannel, rule: Rule, machine: datetime) -> bool:
        one = self.deliveries.get(channel.id)
        if one is None or one.tried_at is None:
            return True
        return not one.handed_at and machine >= one.tried_at + rule.pause(one.tries)


def ripe(due: Sequence[tuple[Waiting, OwnChannel]], rule: Rule, machine: datetime) -> list[tuple[Waiting, OwnChannel]]:
    """Without what still gathers: the first of its channel to be ripe takes all the others along."""
    ready = {
        channel.id for one, channel in due if one.gathers(channel, rule) and machine >= one.paging.at + rule.bundle
    }
    return [(one, channel) for one, channel in due if channel.id in ready or not one.gathers(channel, rule)]


def standing(one: Paging, deliveries: Iterable[Delivery], machine: datetime, rule: Rule) -> Standing:
    marks = list(deliveries)
    if one.seen_at:
        return Standing.SEEN
    if any(each.delivered_at for each in marks):
        return Standing.DELIVERED
    if any(each.handed_at for each in marks):
        return Standing.HANDED_OVER
    return Standing.NOT_DELIVERED if machine - one.at > rule.late else Standing.WAITING


def rule_of(work: "Work") -> Rule:
    body = work.policy.get("paging", "any", work.by.area).body
    spans = {name: timedelta(seconds=body[name]) for name in ("fallback", "late", "bundle", "give_up")}
    intervals = tuple(timedelta(seconds=one) for one in body["intervals"])
    quiet = (int(body["quiet"][0]), int(body["quiet"][1]))
    return Rule(**spans, intervals=intervals, slow=frozenset(body["slow"]), quiet=quiet, test_days=body["test_days"])
