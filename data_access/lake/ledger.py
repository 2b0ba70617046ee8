"""What belongs to the lake: one small file names every Parquet file and every batch, and is replaced as a whole.

Whatever changes the lake writes its files beside, and then this one anew: that rename is the moment at which all of it is
true. A file that is not named here is not read, and is swept away by the next who writes.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cockpit.lake import Brought, Kind, Note

NAME = "lake.json"


@dataclass(frozen=True)
class File:
    """`path` is within the lake; `batches` says how many rows are of which; no row begins before `began` nor ends after
    `ended` (microseconds, UTC)."""

    path: str
    kind: Kind
    day: date
    batches: dict[int, int]
    began: int
    ended: int

    @property
    def rows(self) -> int:
        return sum(self.batches.values())

    def touches(self, began: int, ended: int) -> bool:
        return self.began < ended and self.ended > began


@dataclass(frozen=True)
class Landed:
    """A batch, and as the how manieth it came: numbers of batches need not come in their order."""

    order: int
    brought: Brought


@dataclass(frozen=True)
class Ledger:
    """`order` counts batches as they come, `removals` whatever took rows away; neither ever goes back."""

    order: int = 0
    removals: int = 0
    files: tuple[File, ...] = ()
    landed: tuple[Landed, ...] = ()

    def of(self, number: int) -> Brought | None:
        return next((one.brought for one in self.landed if one.brought.number == number), None)

    def kind(self, *kinds: Kind) -> list[File]:
        return [one for one in self.files if one.kind in kinds]

    def since(self, order: int) -> set[int]:
        """The batches that came after the `order`th."""
        return {one.brought.number for one in self.landed if one.order > order}

    def with_batch(self, brought: Brought, files: list[File]) -> "Ledger":
        order = self.order + 1
        return replace(self, order=order, files=(*self.files, *files), landed=(*self.landed, Landed(order, brought)))

    def with_files(self, old: list[File], new: list[File]) -> "Ledger":
        """Rows that were in one file are in another; the rows are the same."""
        return replace(self, files=(*(one for one in self.files if one not in old), *new))

    def without(self, old: list[File], new: list[File], number: int | None = None) -> "Ledger":
        """Rows are gone, and with them the batch, if it was that."""
        landed = tuple(one for one in self.landed if one.brought.number != number)
        return replace(self.with_files(old, new), landed=landed, removals=self.removals + 1)


@dataclass
class Ledgers:
    """Reads and replaces it. One writes at a time; whoever reads holds off the sweeping of files, never the writing."""

    folder: Path

    def read(self) -> Ledger:
        path = self.folder / NAME
        return _ledger(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Ledger()

    def replace(self, ledger: Ledger) -> None:
        beside = self.folder / f".{NAME}"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(_facts(ledger), file, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self.folder / NAME)
        sync(self.folder)

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        with self._held("writing", fcntl.LOCK_EX):
            yield self.read()

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        with self._held("reading", fcntl.LOCK_SH):
            yield self.read()

    @contextmanager
    def sweeping(self) -> Iterator[None]:
        """Nobody reads meanwhile."""
        with self._held("reading", fcntl.LOCK_EX):
            yield

    @contextmanager
    def _held(self, what: str, how: int) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / f".{what}").open("w") as file:
            fcntl.flock(file, how)  # given back when the file is closed, also by a process that is killed
            yield


def sync(folder: Path) -> None:
    """A rename is kept by its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _facts(ledger: Ledger) -> dict[str, Any]:
    return {
        "order": ledger.order,
        "removals": ledger.removals,
        "files": [asdict(one) | {"day": one.day.isoformat()} for one in ledger.files],
        "landed": [
            {"order": one.order, "brought": asdict(one.brought) | {"at": one.brought.at.isoformat()}}
            for one in ledger.landed
        ],
    }


def _ledger(facts: dict[str, Any]) -> Ledger:
    files = tuple(
        File(
            **one
            | {"kind": Kind(one["kind"]), "day": date.fromisoformat(one["day"]), "batches": _counts(one["batches"])}
        )
        for one in facts["files"]
    )
    landed = tuple(Landed(one["order"], _brought(one["brought"])) for one in facts["landed"])
    return Ledger(facts["order"], facts["removals"], files, landed)


def _brought(facts: dict[str, Any]) -> Brought:
    return Brought(
        **facts
        | {
            "kind": Kind(facts["kind"]),
            "at": datetime.fromisoformat(facts["at"]),
            "notes": {Note(name): count for name, count in facts["notes"].items()},
            "same_as": _counts(facts["same_as"]),
        }
    )


def _counts(facts: dict[str, int]) -> dict[int, int]:
    """JSON knows texts alone as names."""
    return {int(name): count for name, count in facts.items()}
