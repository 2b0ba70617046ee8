"""What is killed, frozen or full while phones report, sensors count and desks send teams: nothing that was accepted is
lost or there twice, and the promises of how long it takes hold.

Kills take turns, so that each process has lived a while when it falls. The full disk is one of its own (tmpfs), on which
a second demo stands; where nothing may be mounted it is left out, and the outcome says so.
"""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from bench.faults import falls
from bench.faults.afterwards import Left, left_of
from bench.faults.falls import KILLS, Said
from bench.faults.storm import Storm, back_after, storming
from bench.measure import Goal, Outcome
from bench.running import Demo, demo

FROZEN, FULL = "the database frozen", "the disk full"
SERVES_WITHIN, BACK_WITHIN, RED_WITHIN, TOLD_WITHIN = 5.0, 30.0, 10.0, 10.0  # seconds
DISK = 640  # MiB: the district, what PostgreSQL keeps ready, and as much free as `/readyz` wants
MOST_WAITED = 240.0


@dataclass(frozen=True)
class Size:
    """`rounds` of each kill; so many freezes and full disks of so many seconds; at least so many dispatches."""

    rounds: int
    freezes: int
    frozen: float
    fills: int
    filled: float
    dispatches: int
    calm: float = 1.0  # seconds of work before each fault
    scale: float = 0.02


SIZES = {
    "quick": Size(2, 1, 12, 1, 5, dispatches=60),
    "full": Size(13, 2, 30, 2, 12, dispatches=1000, calm=2),
    "tiny": Size(1, 1, 1, 0, 0, dispatches=4, calm=0.1, scale=0.002),
}


@dataclass
class Fell:
    """One kind of fault, all its rounds: seconds until all was well again, and what was told while it lasted."""

    fault: str
    back: list[float] = field(default_factory=list)
    ready: list[Said] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    silent: int = 0


@dataclass
class Found:
    size: Size
    falls: list[Fell]
    storms: list[Storm]
    left: list[Left]


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        found = measure_on(served, size)
    if not size.fills:
        return found
    with falls.small_disk(DISK) as disk:
        if disk is None:
            return found
        with demo(size.scale, under=disk) as served:
            on_disk = filled_on(served, size)
    return Found(size, found.falls + on_disk.falls, found.storms + on_disk.storms, found.left + on_disk.left)


def measure_on(served: Demo, size: Size) -> Found:
    kills, frozen = [Fell(name) for name in KILLS], Fell(FROZEN)
    left = left_of(served)
    with storming(served) as storm:
        for _ in range(size.rounds):
            for fell in kills:
                time.sleep(size.calm)
                fell.back.append(back_after(storm, falls.kill(served, fell.fault)))
                storm.falls += 1
        for _ in range(size.freezes):
            lasting(served, storm, frozen, falls.frozen, size.frozen, size.calm)
        until_sent(storm, size.dispatches)
    return Found(size, [*kills, frozen], [storm], [left(storm)])


def filled_on(served: Demo, size: Size) -> Found:
    fell, left = Fell(FULL), left_of(served)
    with storming(served) as storm:
        for _ in range(size.fills):
            lasting(served, storm, fell, falls.full, size.filled, size.calm)
    return Found(size, [fell], [storm], [left(storm)])


def lasting(
    served: Demo,
    storm: Storm,
    fell: Fell,
    fault: Callable[[Demo], AbstractContextManager[None]],
    span: float,
    calm: float,
) -> None:
    """A fault that has a beginning and an end; the way back is counted from its end."""
    time.sleep(calm)
    told, silent = len(storm.told), storm.silent
    with fault(served), falls.asking_ready(served) as said:
        threading.Event().wait(span)
    fell.back.append(back_after(storm))
    fell.ready.append(said)
    fell.told += storm.told[told:]
    fell.silent += storm.silent - silent
    storm.falls += 1


def until_sent(storm: Storm, dispatches: int) -> None:
    end = time.monotonic() + MOST_WAITED
    while len(storm.sent) < dispatches and time.monotonic() < end:
        time.sleep(0.1)


# What is told of it


def outcome(found: Found) -> Outcome:
    lasted = ["/readyz red after s", "told 503", "told after s, at most", "no answer"]
    result = Outcome("faults", ["fault", "times", "back after s, median", "at most", *lasted])
    for fell in found.falls:
        back = sorted(fell.back)
        counts = [str(len(back)), f"{back[len(back) // 2]:.1f}", f"{back[-1]:.1f}"]
        result.rows.append([fell.fault, *counts, *while_it_lasted(fell)])
    result.remarks, result.goals = remarks(found), goals(found)
    return result


def while_it_lasted(fell: Fell) -> list[str]:
    """Nothing is asked for that of a kill, which is over at once."""
    if not fell.ready:
        return ["-"] * 4
    red = max((one.red_after for one in fell.ready if one.red_after), default=None)
    return [
        f"{red:.1f}" if red else "never",
        str(len(fell.told)),
        f"{max(fell.told, default=0.0):.1f}",
        str(fell.silent),
    ]


def remarks(found: Found) -> list[str]:
    storms = found.storms
    reports, counts, sent = (sum(len(getattr(one, what)) for one in storms) for what in ("reports", "counts", "sent"))
    return [
        f"meanwhile {reports} reports of three phones, {counts} counts of four doors, {sent} dispatches of two desks,"
        f" {sum(one.replays for one in storms)} of them sent again under their key after what failed and at the end;"
        f" {sum(one.tries for one in storms)} things were sent again for want of a yes",
        "back: until what fell was replaced and every client was told yes once more, from the kill, or from the end of what lasted; who is refused waits 0.1 s",
        *(
            []
            if any(fell.fault == FULL for fell in found.falls)
            else ["a full disk was not measured: nothing may be mounted here"]
        ),
    ]


def goals(found: Found) -> list[Goal]:
    kills = [one for one in found.falls if one.fault in KILLS]
    met = [*lasting_goals(found), *left_goals(found)]
    if kills:
        worst, count = max(most for fell in kills for most in fell.back), sum(len(fell.back) for fell in kills)
        killed = f"crash: serving again within {SERVES_WITHIN:.0f} s"
        met.insert(0, Goal(killed, f"{worst:.1f} s at most in {count} kill -9", worst <= SERVES_WITHIN))
    return met


def lasting_goals(found: Found) -> list[Goal]:
    met = []
    for fell in found.falls:
        if fell.ready:
            met += of_one(found.size, fell)
    return met


def of_one(size: Size, fell: Fell) -> list[Goal]:
    back, slowest = max(fell.back), max(fell.told, default=0.0)
    met = [Goal(f"{fell.fault}: recovery by itself within {BACK_WITHIN:.0f} s", f"{back:.1f} s", back <= BACK_WITHIN)]
    if fell.fault == FROZEN and size.frozen < RED_WITHIN:
        return met  # nobody has waited so long by then
    red = [one.red_after or 999.0 for one in fell.ready]
    unclear = sum(one.unclear for one in fell.ready)
    names = ", ".join(sorted(set().union(*(one.names for one in fell.ready)))) or "database"
    clear = bool(fell.told) and not fell.silent and slowest <= TOLD_WITHIN and not unclear
    return [
        *met,
        Goal(f"{fell.fault}: /readyz red within {RED_WITHIN:.0f} s", f"{max(red):.1f} s ({names})", max(red) <= RED_WITHIN),
        Goal(f"{fell.fault}: a clear 503 with Retry-After for everybody", f"{len(fell.told)} told, the last after {slowest:.1f} s; {fell.silent} without an answer", clear),
    ]  # fmt: skip


def left_goals(found: Found) -> list[Goal]:
    lost, twice = (sum(getattr(one, what) for one in found.left) for what in ("dispatches_lost", "dispatches_twice"))
    sent, counts = sum(len(one.sent) for one in found.storms), sum(one.counts_lost for one in found.left)
    reports, incidents = (sum(len(one.reports) for one in found.storms), sum(one.incidents for one in found.left))
    broken = [words for one in found.storms for words in one.broken]
    held = all(one.check for one in found.left)
    wanted = found.size.dispatches
    return [
        Goal(f"dispatch exactly once: {wanted} dispatches and replays, 0 lost, 0 twice", f"{sent}, {lost} lost, {twice} twice", not lost and not twice and sent >= wanted),
        Goal("crash: no acknowledged count lost", f"{counts} lost", not counts),
        Goal("crash: each acknowledged report there once", f"{incidents} incidents of {reports} reports", incidents == reports > 0),
        Goal("each refusal says when to come back", f"{len(broken)} others {broken[:2] or ''}".strip(), not broken),
        Goal("the audit's chain and all counters hold (`check`)", "yes" if held else "NO", held),
    ]  # fmt: skip
