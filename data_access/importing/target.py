"""What every kind of import has in common: rows are judged against what is known, and kept with what they were before."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Table, select

from cockpit.importing.batch import Counts
from cockpit.importing.rows import Problem
from cockpit.refusals import Invalid
from data_access.importing.staged import Waiting, new_ids
from data_access.importing.tables import HISTORY_TYPES, TOGETHER, history

if TYPE_CHECKING:
    from data_access.work import Work

ADDED = ""


@dataclass(frozen=True)
class Given:
    """A row of the file whose cells are clean: `values` by field, without those that say nothing."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Wrong:
    """A row that is refused, with all that is wrong with it."""

    line: int
    problems: tuple[Problem, ...]


@dataclass
class Verdict:
    """`row` is the whole row as it is going to stand; `was` holds the fields that change as they are now; `id` of a known thing."""

    line: int
    row: dict[str, Any]
    was: dict[str, Any] = field(default_factory=dict)
    id: int | None = None

    @property
    def writes(self) -> bool:
        return self.id is None or bool(self.was)

    @property
    def kinds(self) -> tuple[str, ...]:
        """As what it is counted."""
        if not self.writes:
            return ("unchanged",)
        kind = "added" if self.id is None else "changed"
        return (kind, "flagged") if self.row.get("flagged") else (kind,)


@dataclass(frozen=True)
class Shape:
    """A table as imports write it: PostgreSQL types of its columns, and which columns are one field of the history."""

    table: Table
    types: dict[str, str]
    fields: dict[str, tuple[str, ...]]
    sealed: frozenset[str] = frozenset()
    key: str = "id"

    @property
    def subject(self) -> str:
        return self.table.name

    def differences(self, known: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        """Field -> the values of its columns as they are known, where the row says otherwise."""
        return {
            name: [known[one] for one in self.fields[name]]
            for name, said in self._said.items()
            if said(known) != said(row)
        }

    @cached_property
    def _said(self) -> dict[str, Callable[[Any], Any]]:
        """What a row says of each field: hardly any differs, and all are asked."""
        return {name: itemgetter(*columns) for name, columns in self.fields.items()}


class Target(ABC):
    """One kind of import within one unit of work. `hold`: what is judged is about to be written.

    Without a `batch` somebody writes it by hand.
    """

    shape: Shape

    def __init__(self, work: "Work", batch: int | None, *, hold: bool) -> None:
        self.work = work
        self.batch = batch
        self.hold = hold

    @property
    def keeps(self) -> bool:
        """Whether what was judged is got ready."""
        return self.hold

    def counted(self, counts: Counts) -> Counts:
        """What the rows do, where that is known better once all of them were judged."""
        return counts

    @abstractmethod
    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        """What each row would do, in their order."""

    @abstractmethod
    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        """All by which the thing would be known again: in one file, each may come once."""

    @cached_property
    def waiting(self) -> Waiting:
        return Waiting(self.work.connection)

    def keep(self, verdicts: Sequence[Verdict]) -> None:
        """Get ready what was judged, until it is moved; rows that change nothing are passed over."""
        new = [one for one in verdicts if one.id is None]
        changed = [one for one in verdicts if one.id is not None and one.was]
        for verdict, thing in zip(new, self._numbers(new), strict=True):
            verdict.row["id"] = thing
        self.complete(new)
        self._stage(new, changed)
        self.note([(one, ADDED, None) for one in new])
        self.note([(one, name, was) for one in changed for name, was in one.was.items()])

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        """Write all that was kept; `told` is called now and then, and may raise to stop."""
        self.waiting.move(told)

    def _numbers(self, new: Sequence[Verdict]) -> list[int]:
        return new_ids(self.work.connection, self.shape.table, len(new))

    def judged(self, row: Given, now: Mapping[str, Any], then: dict[str, Any]) -> Verdict:
        """Of a thing as it is (without `id`: new) and as the row wants it; who answers for it is compared in the clear."""
        thing = now.get("id")
        then["contact"] = self.told("contact", ("contact", "phone"), row, now)
        was = self.shape.differences(now, then) if thing is not None else {}
        return Verdict(row.line, then, was, thing)

    def told_of(self, verdict: Verdict) -> dict[str, Any]:
        """For whoever confirms it: what it is called, and of each field that changes what it was and is going to be."""
        row, fields = verdict.row, self.shape.fields
        changes = {
            name: [self.as_text(name, was, row), self.as_text(name, [row[one] for one in fields[name]], row)]
            for name, was in verdict.was.items()
        }
        return {"name": self.title(row), "changes": changes} | self.where(row) | self._moved(verdict)

    def _moved(self, verdict: Verdict) -> dict[str, Any]:
        """Whether somebody should look where it lies, and where it lay before."""
        row = verdict.row
        told: dict[str, Any] = {"flagged": True} if row.get("flagged") else {}
        for name, was in verdict.was.items():
            before = dict(zip(self.shape.fields[name], was, strict=True))
            if "lon" in before and (before["lon"], before["lat"]) != (row["lon"], row["lat"]):
                told["from"] = [before["lon"], before["lat"]]
        return told

    def title(self, row: Mapping[str, Any]) -> str:
        return str(row["name"])

    def titles(self, things: Sequence[int]) -> dict[int, str]:
        """What things that are in the inventory are called."""
        found: dict[int, str] = {}
        for start in range(0, len(things), TOGETHER):
            found |= {thing: self.title(row) for thing, row in self._now(things[start : start + TOGETHER]).items()}
        return found

    def where(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A point of its own, where the thing has one."""
        return {name: row[name] for name in ("lon", "lat") if name in row}

    def as_text(self, name: str, values: Sequence[Any], row: Mapping[str, Any]) -> str:
        """A field of the history in words; `values` are those of its columns."""
        if name in self.shape.sealed:
            return self._in_clear(name, values[0], row)
        if name == "spot":
            return "{}, {}".format(*(f"{value:.5f}" for value in values[3:5]))
        return "" if values[0] is None else str(values[0])

    def _in_clear(self, column: str, value: Any, row: Mapping[str, Any]) -> str:
        words = self.work.sealer.open(value, cell=self._cell(column, row["id"])) if isinstance(value, bytes) else value
        return " ".join(json.loads(words).values()) if words else ""

    def complete(self, new: Sequence[Verdict]) -> None:
        """What a new row gets once its id is known: what is sealed is bound to it."""
        for verdict in new:
            if isinstance(verdict.row.get("contact"), str):
                verdict.row["contact"] = self.seal("contact", verdict.row["id"], verdict.row["contact"])

    def held(self, query: Select[Any]) -> Select[Any]:
        """What is about to be written is held until the commit."""
        return query.with_for_update() if self.hold else query

    def told(self, column: str, names: Sequence[str], row: Given, now: Mapping[str, Any]) -> Any:
        """Fields that are sealed together as JSON: the words for a new thing; what the file does not say stays as it is."""
        said = {name: row.values[name] for name in names if row.values.get(name)}
        thing, sealed = now.get("id"), now.get(column)
        if not said:
            return sealed
        known = json.loads(self.work.sealer.open(sealed, cell=self._cell(column, thing))) if thing and sealed else {}
        if known | said == known:
            return sealed
        words = json.dumps(known | said, ensure_ascii=False, sort_keys=True)
        return words if thing is None else self.seal(column, thing, words)

    def _cell(self, column: str, thing: int) -> str:
        return f"{self.shape.subject}.{column}/{thing}"

    def seal(self, column: str, thing: int, words: str) -> bytes:
        return self.work.sealer.seal(words, cell=self._cell(column, thing))

    def _stage(self, new: Sequence[Verdict], changed: Sequence[Verdict]) -> None:
        shape = self.shape
        if new:
            self.waiting.new(shape.table, shape.types, map(self._columns, new))
        if changed:
            self.waiting.changed(shape.table, shape.types, map(self._columns, changed), shape.key)

    def _columns(self, verdict: Verdict) -> list[Any]:
        return [verdict.row[column] for column in self.shape.types]

    def let_go(self, things: Sequence[int]) -> None:  # noqa: B027 - from most things nothing follows
        """What follows from them is put right, before they go."""

    def put_back(self, changed: Mapping[int, Mapping[str, Any]]) -> None:
        """Things whose fields are to be as these rows of the history say they were."""
        things = sorted(changed)
        for start in range(0, len(things), TOGETHER):
            known = self._now(things[start : start + TOGETHER])
            self._stage([], [self._as_it_was(thing, row, changed[thing]) for thing, row in known.items()])
        self.move()

    def _as_it_was(self, thing: int, now: Mapping[str, Any], rows: Mapping[str, Any]) -> Verdict:
        return Verdict(0, {**now, **self._were(thing, rows)}, dict(rows), thing)

    def _now(self, things: Sequence[int]) -> dict[int, dict[str, Any]]:
        columns = [self.shape.table.c[name] for name in self.shape.types]
        query = select(*columns).where(self.shape.table.c.id.in_(things)).with_for_update()
        return {row.id: dict(row._mapping) for row in self.work.connection.execute(query)}

    def _were(self, thing: int, rows: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of these fields as they were."""
        found: dict[str, Any] = {}
        for name, row in rows.items():
            if name in self.shape.sealed:
                found[name] = self._sealed_again(thing, name, row)
            else:
                found |= zip(self.shape.fields[name], self._plain(row), strict=True)
        return found

    def _plain(self, row: Any) -> list[Any]:
        return list(json.loads(row.was))

    def _sealed_again(self, thing: int, name: str, row: Any) -> bytes | None:
        if row.was_sealed is None:
            return None
        words = self.work.sealer.unwrap(row.was_sealed, cell=f"history.was_sealed/{row.id}")
        return self.work.sealer.wrap(words, cell=self._cell(name, thing))

    def note(self, changes: Sequence[tuple[Verdict, str, Any]]) -> None:
        """Into the history: (verdict, field, what its columns were)."""
        if changes:
            ids = new_ids(self.work.connection, history, len(changes))
            self.waiting.new(history, HISTORY_TYPES, self._told(ids, changes))

    def _told(self, ids: Iterable[int], changes: Iterable[tuple[Verdict, str, Any]]) -> Iterator[list[Any]]:
        work = self.work
        for number, (verdict, name, was) in zip(ids, changes, strict=True):
            where = [verdict.row[area] for area in ("street", "community", "grid")]
            yield [number, self.shape.subject, verdict.row["id"], name, *self.was_of(number, verdict, name, was),
                   work.at, work.by.id, self.batch, *where]  # fmt: skip

    def was_of(self, number: int, verdict: Verdict, name: str, was: Any) -> list[Any]:
        """The three columns that hold what a field was: plain, under the field key, under a person's own."""
        if was is None:
            return [None, None, None]
        if name in self.shape.sealed:
            return [None, self._resealed(number, verdict.row["id"], name, was[0]), None]
        return [json.dumps(was, ensure_ascii=False, default=str), None, None]

    def _resealed(self, number: int, thing: int, name: str, sealed: bytes | None) -> bytes | None:
        if sealed is None:
            return None
        words = self.work.sealer.unwrap(sealed, cell=self._cell(name, thing))
        return self.work.sealer.wrap(words, cell=f"history.was_sealed/{number}")


def refused(row: Given, refusal: Invalid) -> Wrong:
    return Wrong(row.line, (Problem(refusal.field, str(row.values.get(refusal.field, "")), refusal.why),))
