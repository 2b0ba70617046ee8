"""A round of screening: everything, only what is new, or one case; each gives the exposures and the mark to go on from."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.lake import Kind
from cockpit.screening import Bond, Closeness, Exposure, Setting
from data_access.lake.asked import Asked, Looked, bond_table
from data_access.lake.checks import moment
from data_access.lake.columns import BEGAN
from data_access.lake.engines import Engine, duckdb_of
from data_access.lake.expression import Rows, bound, exposures
from data_access.lake.lake import Lake
from data_access.lake.ledger import File, Ledger

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

RECORDED = (Setting.PLACE, Setting.TRANSPORT)


@dataclass(frozen=True)
class Mark:
    """How far a round had read: whatever came or was taken away later is news to the next one."""

    order: int
    removals: int


@dataclass(frozen=True)
class Found:
    """`at`: the moment up to which was looked. `whole`: all there is; else only what news can have caused."""

    mark: Mark
    at: datetime
    whole: bool
    rows: "pa.Table"
    changed: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def __iter__(self) -> Iterator[Exposure]:
        for batch in self.rows.to_batches():
            yield from map(_exposure, *(column.to_pylist() for column in batch.columns))

    def stays(self, exposure: Exposure) -> bool:
        """Whether what an earlier round found holds beside this one's: those who are always together are looked at anew each
        time, since until now they have been together a little longer."""
        return not self.whole and exposure.case not in self.changed and exposure.setting in RECORDED

    def after(self, before: Iterable[Exposure]) -> set[Exposure]:
        """All exposures as they are now, given those of the round before."""
        return {*(one for one in before if self.stays(one)), *self}


@dataclass(frozen=True)
class Rounds:
    """Reckoned by DuckDB within the lake's bounds of threads and memory, or by the engine that is handed in.

    Each round raises NoDay for a case without a day and MeansLeftOut for a rule that does not speak of every vehicle.
    Records never lie after the moment they were brought at: a round looks at least up to there.
    """

    lake: Lake
    engine: Engine | None = None

    def full(self, looked: Iterable[Looked], bonds: Iterable[Bond], at: datetime) -> Found:
        with self._reading() as (ledger, engine):
            at = _not_before(at, ledger)
            asked = Asked.of(looked, self.lake.zone, at)
            found = self._all(asked, ledger, engine).union(self._bound(asked, bonds, engine))
            return Found(_mark(ledger), at, True, engine.answer(found))

    def one(self, looked: Looked, bonds: Iterable[Bond], at: datetime) -> Found:
        """On demand, for whoever waits for it; the mark of the rounds stays where it was."""
        found = self.full([looked], bonds, at)
        return replace(found, whole=False, changed=frozenset({looked.case.id}))

    def since(
        self, mark: Mark, looked: Iterable[Looked], bonds: Iterable[Bond], at: datetime, changed: Collection[int] = ()
    ) -> Found:
        """What batches that came after the mark, and cases (their numbers) that changed since, can have caused.

        Of a case that exposes nobody any more nothing is found, so it has to be among the changed. Where records were
        taken away meanwhile the round is a whole one.
        """
        looked, bonds = list(looked), list(bonds)
        with self._reading() as (ledger, engine):
            if mark.removals == ledger.removals:
                at = _not_before(at, ledger)
                found = self._news(mark, looked, bonds, at, frozenset(changed), ledger, engine)
                return Found(_mark(ledger), at, False, found, frozenset(changed))
        return self.full(looked, bonds, at)

    def _news(
        self,
        mark: Mark,
        looked: list[Looked],
        bonds: list[Bond],
        at: datetime,
        changed: frozenset[int],
        ledger: Ledger,
        engine: Engine,
    ) -> "pa.Table":
        everybody = Asked.of(looked, self.lake.zone, at)
        anew = Asked.of((one for one in looked if one.case.id in changed), self.lake.zone, at)
        others = Asked.of((one for one in looked if one.case.id not in changed), self.lake.zone, at)
        found = self._bound(everybody, bonds, engine)
        if anew.looked:
            found = found.union(self._all(anew, ledger, engine))
        if others.looked and (news := ledger.since(mark.order)):
            found = found.union(self._new(others, news, ledger, engine))
        return engine.answer(found)

    def _all(self, asked: Asked, ledger: Ledger, engine: Engine) -> "Table":
        read = (engine.rows(kind, self._paths(_touching(ledger, kind, asked.span))) for kind in Kind)
        return exposures(*_tables(asked, engine), *(Rows(rows, rows) for rows in read))

    def _new(self, asked: Asked, news: set[int], ledger: Ledger, engine: Engine) -> "Table":
        """The case's own record is new and the others' any, or the other way round; any: at the time of the new ones."""
        halves = [self._halves(kind, news, ledger, engine) for kind in Kind]
        tables = _tables(asked, engine)
        one, other = (exposures(*tables, *rows) for rows in zip(*halves, strict=True))
        return one.union(other, distinct=True)

    def _halves(self, kind: Kind, news: set[int], ledger: Ledger, engine: Engine) -> tuple[Rows, Rows]:
        fresh = [one for one in ledger.kind(kind) if news & one.batches.keys()]
        began, ended = min((one.began for one in fresh), default=0), max((one.ended for one in fresh), default=0)
        any_, new = (
            engine.rows(kind, self._paths(files)) for files in (_touching(ledger, kind, (began, ended)), fresh)
        )
        near = any_.filter(any_[BEGAN[kind]] < ended, any_.left > began)
        new = new.filter(new.batch.isin(sorted(news)))
        return Rows(new, near), Rows(near, new)

    def _bound(self, asked: Asked, bonds: Iterable[Bond], engine: Engine) -> "Table":
        return bound(engine.table(asked.cases()), engine.table(bond_table(bonds)))

    def _paths(self, files: Sequence[File]) -> list[Path]:
        return [self.lake.folder / one.path for one in files]

    @contextmanager
    def _reading(self) -> Iterator[tuple[Ledger, Engine]]:
        """No file goes away until the answer is there."""
        with self.lake.ledgers.reading() as ledger:
            if self.engine:
                yield ledger, self.engine
            else:
                with duckdb_of(self.lake.bounds) as engine:
                    yield ledger, engine


def _tables(asked: Asked, engine: Engine) -> "tuple[Table, Table]":
    return engine.table(asked.cases()), engine.table(asked.means())


def _touching(ledger: Ledger, kind: Kind, span: tuple[int, int]) -> list[File]:
    return [one for one in ledger.kind(kind) if one.touches(*span)]


def _mark(ledger: Ledger) -> Mark:
    return Mark(ledger.order, ledger.removals)


def _not_before(at: datetime, ledger: Ledger) -> datetime:
    return max(at, *(one.brought.at for one in ledger.landed)) if ledger.landed else at


def _exposure(case: int, person: int, setting: str, closeness: int, began: int, ended: int, where: str) -> Exposure:
    return Exposure(case, person, Setting(setting), Closeness(closeness), moment(began), moment(ended), where)
