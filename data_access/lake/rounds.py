"""A round of screening: everything, only what is new, or one case; each gives the exposures and the mark to go on from."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.lake import MEETINGS, Kind
from cockpit.screening import BELONG, Bond, Closeness, Exposure, Setting
from data_access.lake.asked import Asked, Looked, bond_table, exposure_schema
from data_access.lake.checks import moment
from data_access.lake.engines import Engine, Only, duckdb_of
from data_access.lake.expression import TOLD, asked_of, bound_asked_of, sick_asked_of
from data_access.lake.lake import Lake
from data_access.lake.ledger import File, Ledger

if TYPE_CHECKING:
    import pyarrow as pa

RECORDED = (Setting.PLACE, Setting.TRANSPORT, *BELONG)
KINDS = MEETINGS | {Kind.BOND: (Kind.BOND,)}
EVER = 2**62  # microseconds


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
        time, since until now they have been together a little longer; who works together is for as long as was found."""
        return not self.whole and exposure.case not in self.changed and exposure.setting in RECORDED

    def after(self, before: Iterable[Exposure]) -> set[Exposure]:
        """All exposures as they are now, given those of the round before."""
        return {*(one for one in before if self.stays(one)), *self}


@dataclass(frozen=True)
class Among:
    """Which records are looked at."""

    files: list[File]
    only: Only

    def at(self, began: int, ended: int) -> "Among":
        """Of them, those of this time."""
        only = replace(self.only, began=max(began, self.only.began), ended=min(ended, self.only.ended))
        return replace(self, only=only)


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
            found = [*self._all(asked, ledger, engine), _bound(bonds, engine)]
            return Found(_mark(ledger), at, True, _together(found))

    def one(self, looked: Looked, bonds: Iterable[Bond], at: datetime) -> Found:
        """On demand, for whoever waits for it; the mark of the rounds stays where it was."""
        person = looked.case.person
        found = self.full([looked], [one for one in bonds if person in (one.one, one.other)], at)
        return replace(found, whole=False, changed=frozenset({looked.case.id}))

    def since(
        self, mark: Mark, looked: Iterable[Looked], bonds: Iterable[Bond], at: datetime, changed: Collection[int] = ()
    ) -> Found:
        """What batches that came after the mark, and cases (their numbers) that changed since, can have caused.

        Of a case that exposes nobody any more nothing is found, so it has to be among the changed. Where records were
        taken away meanwhile, or it was told anew who belongs where, the round is a whole one.
        """
        looked, bonds = list(looked), list(bonds)
        with self._reading() as (ledger, engine):
            if not _stale(mark, ledger):
                at, new = _not_before(at, ledger), frozenset(ledger.since(mark.order))
                asked = Asked.of(looked, self.lake.zone, at)
                anew, others = asked.parted(frozenset(changed))
                _hold(asked, engine)
                found = [_bound(bonds, engine)]
                if anew.looked:
                    found += self._all(anew, ledger, engine)
                    _hold(others, engine)
                found += self._new(others, new, ledger, engine)
                return Found(_mark(ledger), at, False, _together(found, once=False), frozenset(changed))
        return self.full(looked, bonds, at)

    def stale(self, mark: Mark) -> bool:
        """Whether a round of the news from there on would be a whole one."""
        return _stale(mark, self.lake.ledgers.read())

    def _all(self, asked: Asked, ledger: Ledger, engine: Engine) -> "Iterator[pa.Table]":
        _hold(asked, engine)
        span = Only(*asked.span)
        for kind, kinds in MEETINGS.items():
            files = ledger.kind(*kinds)
            yield from self._met(asked, kind, Among(files, span), Among(files, span), engine)
        bonds = Among(ledger.kind(Kind.BOND), Only(-EVER, EVER))  # one that ended may stand before one that went on
        yield from self._met(asked, Kind.BOND, bonds, bonds, engine)

    def _new(self, asked: Asked, new: frozenset[int], ledger: Ledger, engine: Engine) -> "Iterator[pa.Table]":
        """Of the cases that are held: their own record is new and the others' any, or the other way round; any: at the time of
        the new ones."""
        for kind, kinds in MEETINGS.items():
            files = [one for one in ledger.kind(*kinds) if new & one.batches.keys()]
            began, ended = min((one.began for one in files), default=0), max((one.ended for one in files), default=0)
            fresh, near = Among(files, Only(began, ended, new)), Among(ledger.kind(*kinds), Only(began, ended))
            yield from self._met(asked, kind, fresh, near, engine)
            yield from self._met(asked, kind, near, fresh, engine)

    def _met(self, asked: Asked, kind: Kind, own: Among, others: Among, engine: Engine) -> "Iterator[pa.Table]":
        """First what the cases did, then who was there too: that is looked for at those times alone."""
        if not asked.looked or not own.files:
            return
        self._read(engine, f"own_{kind}", kind, own)
        sick = engine.answer(sick_asked_of(kind, engine.dialect))
        if sick.num_rows:
            engine.hold(f"sick_{kind}", sick)
            self._read(engine, str(kind), kind, others if kind is Kind.BOND else others.at(*_ends(sick)))
            yield engine.answer(asked_of(kind, engine.dialect))

    def _read(self, engine: Engine, name: str, kind: Kind, among: Among) -> None:
        touched = [one for one in among.files if one.touches(among.only.began, among.only.ended)]
        paths = ([self.lake.folder / one.path for one in touched if one.kind is each] for each in KINDS[kind])
        engine.read(name, kind, [some for some in paths if some], among.only)

    @contextmanager
    def _reading(self) -> Iterator[tuple[Ledger, Engine]]:
        """No file goes away until the answer is there."""
        with self.lake.ledgers.reading() as ledger:
            if self.engine:
                yield ledger, self.engine
            else:
                with duckdb_of(self.lake.bounds) as engine:
                    yield ledger, engine


def _hold(asked: Asked, engine: Engine) -> None:
    engine.hold("cases", asked.cases())
    engine.hold("means", asked.means())
    engine.hold("together", asked.together())


def _bound(bonds: Iterable[Bond], engine: Engine) -> "pa.Table":
    """Of the cases that are held."""
    engine.hold("bonds", bond_table(bonds))
    return engine.answer(bound_asked_of(engine.dialect))


def _together(found: "list[pa.Table]", once: bool = True) -> "pa.Table":
    """Each exposure once: the halves of a round of the news both find those of whom all is new."""
    import pyarrow as pa

    rows = pa.concat_tables(one.cast(exposure_schema()) for one in found)
    return rows if once else rows.group_by(list(TOLD)).aggregate([]).select(list(TOLD))


def _stale(mark: Mark, ledger: Ledger) -> bool:
    told_anew = any(one.order > mark.order and one.brought.kind is Kind.BOND for one in ledger.landed)
    return mark.removals != ledger.removals or told_anew


def _ends(sick: "pa.Table") -> tuple[int, int]:
    import pyarrow.compute as pc

    return pc.min(sick.column("began")).as_py(), pc.max(sick.column("ended")).as_py()


def _mark(ledger: Ledger) -> Mark:
    return Mark(ledger.order, ledger.removals)


def _not_before(at: datetime, ledger: Ledger) -> datetime:
    return max(at, *(one.brought.at for one in ledger.landed)) if ledger.landed else at


def _exposure(case: int, person: int, setting: str, closeness: int, began: int, ended: int, where: str) -> Exposure:
    return Exposure(case, person, Setting(setting), Closeness(closeness), moment(began), moment(ended), where)
