"""The rounds of the worker: what is due goes out, channel by channel, and what each answered is kept.

A gateway that is slow or hangs holds up its own channel and nobody else: a handful of threads hand over side by side, and
no round waits for them. What was not taken goes again with the same name, so that whoever got it without saying so knows
the double.
"""

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from cockpit import notifications
from cockpit.access import Actor
from cockpit.paging import (
    Delivery,
    Kind,
    OwnChannel,
    Paging,
    Rule,
    Said,
    Subscription,
    Waiting,
    due_now,
    expire,
    rule_of,
    self_test,
    tell_late,
)
from cockpit.refusals import Unavailable
from data_access import upkeep
from data_access.database import Database
from entrypoints import logs
from entrypoints.notify import said
from entrypoints.pager.gateways import Gateways, Message
from entrypoints.pager.post import NotHanded

LOOK_EVERY = 1.0  # seconds of machine time, as all of these
HOLD = 60.0
TURN = 10.0  # one channel may take it at a time: others may wait for its thread, and HOLD must not run out
AT_ONCE = 8
SILENT = 2  # one line may break; a gateway that is twice silent is left alone until its next turn
HOUSE = 60  # looks between two of what comes rarely

log = logs.get()


@dataclass(frozen=True)
class Parcel:
    """What goes to one channel in one message."""

    channel: OwnChannel
    role: str
    waiting: Sequence[Waiting]
    bundle: int

    @property
    def pagings(self) -> list[Paging]:
        return [one.paging for one in self.waiting]

    @property
    def name(self) -> str:
        return f"{self.channel.id}-{self.bundle}"

    def marks(self, machine: datetime) -> list[Delivery]:
        """One try more, of each paging in it."""
        kind, number = self.channel.kind.value, self.channel.id
        fresh = (
            one.deliveries.get(number) or Delivery(one.paging.id, number, kind, self.bundle) for one in self.waiting
        )
        return [replace(one, tries=one.tries + 1, tried_at=machine) for one in fresh]


@dataclass
class Pager:
    """`link` is the cockpit's own address, or empty."""

    database: Database
    gateways: Gateways
    locale: str = "zh_CN"
    link: str = ""
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "pager"))
    busy: set[int] = field(default_factory=set)  # channels that are being handed something

    def start(self, stop: threading.Event) -> threading.Thread:
        found = threading.Thread(target=self._follow, args=(stop,), daemon=True)
        found.start()
        return found

    def _follow(self, stop: threading.Event) -> None:
        turn = 0
        while not stop.is_set():
            try:
                if turn % HOUSE == 0:
                    self.keep_house()
                self.begin()
                self._tell_late()
            except Unavailable:
                pass  # the queue says that the database is gone
            except Exception as error:
                log.error("failed", task="page", exc_info=error)
            turn += 1
            stop.wait(LOOK_EVERY)

    def look(self) -> int:
        """One round to its end; how many messages were taken. What is late says so afterwards."""
        taken = sum(one.result() for one in self.begin())
        self._tell_late()
        return taken

    def begin(self) -> list[Future[int]]:
        """Hand over what is due to every channel that is free. Which are is asked before what is due: whatever ends
        in between has handed over what would be due once more."""
        by, busy = upkeep.keeper(self.database), set(self.busy)
        if by is None:
            return []
        with self.database.work(by) as work:
            roles = {one.id: one.role for one in work.accounts.all()}
            parcels = [*parcels_of(due_now(work), roles, rule_of(work))]
            names = {code: area.name for code, area in work.areas.known.items()}
        by_channel: dict[int, list[Parcel]] = {}
        for one in parcels:
            by_channel.setdefault(one.channel.id, []).append(one)
        return [self._turn(by, mine, names) for number, mine in by_channel.items() if number not in busy]

    def _turn(self, by: Actor, parcels: Sequence[Parcel], names: dict[str, str]) -> Future[int]:
        """Whoever has its result finds the channel free again."""
        channel = parcels[0].channel.id
        self.busy.add(channel)

        def turn() -> int:
            try:
                return self._hand_over(by, parcels, names)
            finally:
                self.busy.discard(channel)

        begun = self.pool.submit(turn)
        begun.add_done_callback(failed)
        return begun

    def _tell_late(self) -> None:
        by = upkeep.keeper(self.database)
        if by is not None:
            with self.database.work(by) as work:
                tell_late(work)

    def keep_house(self) -> None:
        """The test of each channel, once in so many days, and what is over its time goes."""
        by = upkeep.keeper(self.database)
        if by is None:
            return
        with self.database.work(by) as work:
            self_test(work)
            notifications.self_test(work, rule_of(work).test_days)
            expire(work)

    def _hand_over(self, by: Actor, parcels: Sequence[Parcel], names: dict[str, str]) -> int:
        """What waits for one channel, one after the other, until it twice does not answer or its time is up; how many it took.

        A channel that another worker holds is left to it.
        """
        channel, machine, taken, silent = parcels[0].channel, datetime.now(UTC), 0, 0
        until = monotonic() + TURN
        with self.database.work(by) as work:
            if not work.pagings.hold(channel, machine, machine + timedelta(seconds=HOLD)):
                return 0
            subscriptions = work.pushes.of_account(channel.account) if channel.kind is Kind.PUSH else []
        for one in parcels:
            answer = self._answer(by, one, names, subscriptions)
            taken += self._keep(by, one, answer)
            silent = silent + 1 if answer is Said.NO_ANSWER else 0
            if silent == SILENT or monotonic() > until:
                break
        with self.database.work(by) as work:
            work.pagings.let_go(channel)
        return taken

    def _keep(self, by: Actor, parcel: Parcel, answer: Said) -> bool:
        took = answer is Said.HANDED
        with self.database.work(by) as work:
            handed = work.at if took else None
            marks = parcel.marks(datetime.now(UTC))
            work.pagings.tried([replace(one, said=answer, handed_at=handed) for one in marks])
        return took

    def _answer(self, by: Actor, parcel: Parcel, names: dict[str, str], to: Sequence[Subscription]) -> Said:
        try:
            told = self._message(parcel, names)
            if parcel.channel.kind is Kind.PUSH:
                return self._wake(by, parcel.channel, told, to)
            self.gateways.hand_over(parcel.channel, told)
        except NotHanded as error:
            return error.said
        except Exception as error:  # its text may hold an address
            log.error("failed", task="page", channel=parcel.channel.id, fault=type(error).__name__)
            return Said.FAULT
        return Said.HANDED

    def _wake(self, by: Actor, channel: OwnChannel, told: Message, to: Sequence[Subscription]) -> Said:
        """All of a person's phones and browsers; taken by one is taken."""
        answers = [self._wake_one(by, channel, told, one) for one in to]
        return Said.HANDED if Said.HANDED in answers else answers[0] if answers else Said.GONE

    def _wake_one(self, by: Actor, channel: OwnChannel, told: Message, one: Subscription) -> Said:
        try:
            if self.gateways.push(channel, told, one):
                return Said.HANDED
        except NotHanded as error:
            return error.said
        with self.database.work(by) as work:
            work.pushes.drop(one.id)
        return Said.GONE

    def _message(self, parcel: Parcel, names: dict[str, str]) -> Message:
        """Sentences, one a paging; where there are several, the first one's page is shown."""
        found = parcel.pagings
        lines = [one.says(lambda text: said(text, self.locale), names.get(one.area[:9], "")) for one in found]
        path = found[0].address(parcel.role) or "/"
        address = f"{self.link.rstrip('/')}{path}" if self.link else path if parcel.channel.kind is Kind.PUSH else ""
        urgent = any(one.urgent for one in found)
        return Message(parcel.name, said("District Cockpit", self.locale), "\n".join(lines), address, urgent)


def failed(done: Future[int]) -> None:
    error = done.exception()
    if error and not isinstance(error, Unavailable):
        log.error("failed", task="page", exc_info=error)


def parcels_of(due: Iterable[tuple[Waiting, OwnChannel]], roles: dict[int, str], rule: Rule) -> Iterable[Parcel]:
    """What was tried in one message goes again in it; of what is new to a slow channel all goes together, red alone."""
    found: dict[tuple[int, int], list[Waiting]] = {}
    channels: dict[int, OwnChannel] = {}
    for one, channel in due:
        before = one.deliveries.get(channel.id)
        together = before.bundle if before else 0 if one.gathers(channel, rule) else one.paging.id
        channels[channel.id] = channel
        found.setdefault((channel.id, together), []).append(one)
    for (number, together), waiting in found.items():
        yield Parcel(
            channels[number], roles.get(channels[number].account, ""), waiting, together or waiting[0].paging.id
        )
