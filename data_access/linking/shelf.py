"""Pairs of records, merges and runs; what a merge moves stands in `joining`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, insert, select, update
from sqlalchemy.engine import Connection, Row

from cockpit.linking.merge import AlreadyMerged, LaterMergeFirst, Merge, Record, TwoNumbers, survivor_of
from cockpit.linking.pair import Field, Level, Pair, State
from cockpit.linking.run import Run, Stage
from cockpit.people import Erased
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.texts import N_
from data_access.counters import Counters
from data_access.linking.joining import Joining
from data_access.linking.tables import link_run, person_merge, person_pair
from data_access.people import PeopleShelf, person, person_key, person_token, residence
from data_access.sealed import Sealer

EXTRA = ("duckdb", "pyarrow", "splink")
KNOWN = ("name", "number", "phone")
RUN = ("machine_at", "stage", "done", "of", "persons", "merged", "queued", "why")


class LinkShelf:
    """Whoever sees both records sees the pair."""

    def __init__(self, connection: Connection, sealer: Sealer, people: PeopleShelf, counters: Counters) -> None:
        self.connection = connection
        self.people = people
        self.joining = Joining(connection, sealer, people, counters)

    # Pairs

    def pair(self, pair_id: int) -> Pair:
        return self._pair(self._visible().where(person_pair.c.id == pair_id))

    def take(self, pair_id: int) -> Pair:
        """The same, held until the commit."""
        return self._pair(self._visible().where(person_pair.c.id == pair_id).with_for_update())

    def waiting(self, limit: int) -> list[Pair]:
        """Of records that were not merged meanwhile, the surest first."""
        mine = self._visible(person.c.merged_into.is_(None)).where(person_pair.c.state == State.WAITING)
        ordered = mine.order_by(person_pair.c.weight.desc(), person_pair.c.id).limit(limit)
        return [_pair_of(row) for row in self.connection.execute(ordered)]

    def keep(self, pair: Pair, before: State = State.WAITING) -> Pair:
        """What was said of it, where nobody was faster."""
        still = (person_pair.c.id == pair.id, person_pair.c.state == before)
        said = {"state": pair.state, "decided_by": pair.decided_by, "decided_at": pair.decided_at}
        if not self.connection.execute(update(person_pair).where(*still).values(said)).rowcount:
            raise ChangedMeanwhile(what=N_("This pair"))
        return pair

    # Merges

    def merges(self, limit: int) -> list[Merge]:
        found = self.connection.execute(self._seen().order_by(person_merge.c.id.desc()).limit(limit))
        return [_merge_of(row) for row in found]

    def take_merge(self, merge_id: int) -> Merge:
        """Held until the commit."""
        row = self.connection.execute(self._seen().where(person_merge.c.id == merge_id).with_for_update()).one_or_none()
        if row is None:
            raise NotFound()
        return _merge_of(row)

    def join(self, pair: Pair) -> Merge:
        """One record of the two, and the pair as it is decided."""
        self._hold(pair.one, pair.other)
        self._must_not_be_two(pair)
        kept, gone = survivor_of(*map(self._record, (pair.one, pair.other)))
        moved, taken = self.joining.join(kept.id, gone.id)
        self.keep(pair)
        new = Merge(kept.id, gone.id, pair.id, pair.decided_by, self.people.at, moved, taken)
        number = self.connection.execute(
            insert(person_merge).values(_values(new, person_merge)).returning(person_merge.c.id)
        ).scalar_one()
        return replace(new, id=number)

    def part(self, merge: Merge) -> None:
        """Two records again, and the pair is said to be of two persons."""
        held = self._held(merge.survivor, merge.absorbed)
        if held[merge.survivor].merged_into is not None:
            raise LaterMergeFirst()
        self.joining.part(merge)
        undone = {"undone_at": merge.undone_at, "undone_by": merge.undone_by}
        self.connection.execute(update(person_merge).where(person_merge.c.id == merge.id).values(undone))
        pair = self.pair(merge.pair)
        self.keep(pair.decided(State.APART, merge.undone_by, self.people.at), State.MERGED)

    def _hold(self, *ids: int) -> None:
        if any(row.merged_into is not None for row in self._held(*ids).values()):
            raise AlreadyMerged()

    def _held(self, *ids: int) -> dict[int, Any]:
        """Both rows until the commit, always in the same order: of two who merge the same one, one waits."""
        query = select(person.c.id, person.c.merged_into, person_key.c.person_id.label("key")).outerjoin(
            person_key, person_key.c.person_id == person.c.id
        )
        query = query.where(person.c.id.in_(ids)).order_by(person.c.id).with_for_update(of=person)
        found = {row.id: row for row in self.connection.execute(query)}
        if any(row.key is None for row in found.values()):
            raise Erased()
        return found

    def _must_not_be_two(self, pair: Pair) -> None:
        """Numbers are compared by their tokens; neither is opened."""
        query = select(person_token.c.person_id, person_token.c.token).where(
            person_token.c.person_id.in_([pair.one, pair.other]), person_token.c.kind == "number"
        )
        found = dict(self.connection.execute(query).tuples().all())
        if len(found) > 1 and len(set(map(bytes, found.values()))) > 1:
            raise TwoNumbers()

    def _record(self, number: int) -> Record:
        current = exists().where(residence.c.person_id == person.c.id, residence.c.until.is_(None))
        columns = [*(person.c[name].is_not(None).label(name) for name in KNOWN), current.label("home")]
        row = self.connection.execute(select(*columns).where(person.c.id == number)).one()
        return Record(number, row.number, sum(map(bool, row)))

    # Runs

    def at_hand(self) -> bool:
        """Whether what compares is installed; nothing of it is imported for that."""
        return all(find_spec(name) for name in EXTRA)

    def add_run(self, run: Run) -> Run:
        query = insert(link_run).values(_values(run, link_run)).returning(link_run.c.id)
        return replace(run, id=self.connection.execute(query).scalar_one())

    def keep_run(self, run: Run) -> Run:
        self.connection.execute(
            update(link_run).where(link_run.c.id == run.id).values({name: getattr(run, name) for name in RUN})
        )
        return run

    def run(self, number: int) -> Run:
        row = self.connection.execute(select(link_run).where(link_run.c.id == number)).one_or_none()
        if row is None:
            raise NotFound()
        return _run_of(row)

    def latest_run(self) -> Run | None:
        row = self.connection.execute(select(link_run).order_by(link_run.c.id.desc()).limit(1)).one_or_none()
        return _run_of(row) if row else None

    # Reading

    def _visible(self, *more: ColumnElement[bool]) -> Select[Any]:
        return select(person_pair).where(*self._both(person_pair.c.one, person_pair.c.other, *more))

    def _seen(self) -> Select[Any]:
        return select(person_merge).where(*self._both(person_merge.c.survivor, person_merge.c.absorbed))

    def _both(self, one: Any, other: Any, *more: ColumnElement[bool]) -> Iterable[ColumnElement[bool]]:
        own = self.people.within()
        return [exists().where(person.c.id == number, own, *more) for number in (one, other)]

    def _pair(self, query: Select[Any]) -> Pair:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _pair_of(row)


def _values(thing: Any, table: Any) -> dict[str, Any]:
    return {column.name: getattr(thing, column.name) for column in table.c if column.name != "id"}


def levels_of(told: Mapping[str, str]) -> dict[Field, Level]:
    return {field: Level(told[field]) for field in Field}


def _pair_of(row: Row[Any]) -> Pair:
    values = {name: getattr(row, name) for name in Pair.__dataclass_fields__ if name != "subject"}
    return Pair(**values | {"levels": levels_of(row.levels), "state": State(row.state)})


def _merge_of(row: Row[Any]) -> Merge:
    values = {name: getattr(row, name) for name in Merge.__dataclass_fields__ if name != "subject"}
    return Merge(**values | {"taken": tuple(row.taken)})


def _run_of(row: Row[Any]) -> Run:
    values = {name: getattr(row, name) for name in Run.__dataclass_fields__ if name != "subject"}
    return Run(**values | {"stage": Stage(row.stage)})
