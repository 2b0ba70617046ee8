"""Once through a file: each row read, judged, counted; and kept, when somebody has confirmed what was found.

A check keeps nothing but what it found. An application judges all rows again, in the one transaction that writes
them: what is no longer as it was confirmed undoes all of it and is to be looked at again.
"""

import gc
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cockpit.importing.batch import Counts
from cockpit.importing.rows import Problem, Row, Rows
from cockpit.texts import N_
from data_access.importing.files import SourceTable
from data_access.importing.target import Given, Target, Verdict, Wrong

CHUNK = 10_000
SHOWN = 200  # rows that are added or changed, of each as many, for whoever looks at the check
MOST_REFUSED = 100_000  # whose reasons are kept; who has more is helped by none of them
SELDOM = 200_000  # objects more than were let go, until rings are looked for
SAME = N_("line {value} of this file is the same")

Judged = Verdict | Wrong
Told = Callable[[int], object]


class Shown(NamedTuple):
    """A row that is going to be added or changed, in the words in which it is shown."""

    line: int
    verdict: str
    told: dict[str, Any]


@dataclass
class Found:
    """What a run came to; `shown` holds the first of what changes, `grids` all of which the file says something."""

    tally: Counter[str] = field(default_factory=Counter)
    refused: list[Wrong] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    communities: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    grids: set[str] = field(default_factory=set)
    _showing: Counter[str] = field(default_factory=Counter)
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, judged: Judged) -> None:
        if isinstance(judged, Wrong):
            self.tally["refused"] += 1
            if len(self.refused) < MOST_REFUSED:
                self.refused.append(judged)
            self._digest.update(f"{judged.line} no\n".encode())
            return
        kinds = judged.kinds
        self.tally.update(kinds)
        self._digest.update(f"{judged.line} {judged.id} {sorted(judged.was)}\n".encode())
        if grid := judged.row.get("grid"):
            self.grids.add(grid)
        if judged.writes:
            self.communities[judged.row.get("community") or ""].update(kinds)

    @property
    def counts(self) -> Counts:
        return Counts(**self.tally)

    @property
    def by_community(self) -> dict[str, Counts]:
        """Of what is written there."""
        return {area: Counts(**tally) for area, tally in self.communities.items()}

    def show(self, judged: Judged, target: Target) -> None:
        """Before it is kept: the first of what is new, of what changes, and of what somebody should look at."""
        if isinstance(judged, Wrong) or not judged.writes:
            return
        verdict = "added" if judged.id is None else "changed"
        names = [verdict, *(["flagged"] if judged.row.get("flagged") else [])]
        self._showing.update(names)
        if any(self._showing[name] <= SHOWN for name in names):
            self.shown.append(Shown(judged.line, verdict, target.told_of(judged)))

    @property
    def seal(self) -> str:
        """Equal for two runs that found the same of every row."""
        return str(self._digest.hexdigest())


@dataclass
class Once:
    """Which line of the file brought a thing first: the same thing again, in one file, is refused."""

    lines: dict[bytes, int] = field(default_factory=dict)

    def told(self, verdict: Verdict, keys: Iterable[str]) -> Judged:
        """The verdict, where none of the keys by which the thing is known came before."""
        line = verdict.line
        for key in keys:
            before = self.lines.setdefault(hashlib.blake2b(key.encode(), digest_size=12).digest(), line)
            if before != line:
                return Wrong(line, (Problem("", str(before), SAME),))
        return verdict


def once_through(source: SourceTable, reader: Rows, target: Target, told: Told, *, keep: bool) -> Found:
    """Judge every row of the table, chunk by chunk, and with `keep` write it; `told` hears how many rows are behind.

    It may raise to stop: then the transaction takes back what was written.
    """
    found, once, done = Found(), Once(), 0
    with seldom_collecting():
        for frame in source.chunks(CHUNK):
            judged = list(_judged(frame, reader, target, once))
            for one in judged:
                found.show(one, target)
            if keep:
                target.keep([one for one in judged if isinstance(one, Verdict)])
            for one in judged:
                found.add(one)
            done += len(frame)
            told(done)
    for line, why in source.broken:
        found.add(Wrong(line, (Problem("", "", why),)))
    return found


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """A chunk is some hundred thousand small objects and no ring among them: to look for rings took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _judged(frame: Any, reader: Rows, target: Target, once: Once) -> Iterator[Judged]:
    clean: list[Given] = []
    for line, cells in zip(frame.index.tolist(), frame.to_numpy().tolist(), strict=True):
        read = reader.read(cells)
        if isinstance(read, Row):
            clean.append(Given(line, read.values))
        else:
            yield Wrong(line, tuple(read))
    for row, one in zip(clean, target.judge(clean), strict=True):
        yield once.told(one, target.keys_of(row, one)) if isinstance(one, Verdict) else one
