"""A run as the worker or a command does it: all records read, compared, the sure pairs merged, the others kept to be judged."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from cockpit.access import Actor
from cockpit.linking import Linked, Pair, Run, Stage, State, Verdict, merge_surely, verdict
from cockpit.linking.run import LinkMoved
from cockpit.policy import Policy
from cockpit.refusals import Refusal
from data_access.database import Database
from data_access.linking.comparing import Alike, Comparison
from data_access.linking.reading import CHUNK, chunks, count
from data_access.linking.tables import person_pair

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 5_000  # pairs that wait: nobody judges more, and a rule that finds more is wrong
READ = ["name", "number", "phone", "address"]  # what of each record is compared, for the audit of looks
TOGETHER = 20  # merges between two words of how far it is

Told = Callable[[Run], object]


class Runner:
    """Each step in a unit of work of its own; `told` hears how far it is."""

    def __init__(self, database: Database, by: Actor, number: int, told: Told = lambda _: None) -> None:
        self.database = database
        self.by = by
        self.told = told
        with database.work(by) as work:
            self.run = work.links.run(number)

    def go(self) -> Run:
        """To the end; a refusal is kept with the run, and raised."""
        if not self.run.runs:
            return self.run
        try:
            found, rule = self._compared()
            sure = self._keep(found, rule)
            self._merge(sure)
        except Exception as error:
            why = type(error).__name__ if isinstance(error, Refusal) else "Failed"
            self._say(replace(self.run, stage=Stage.FAILED, why=why))
            raise
        return self._finish()

    def _compared(self) -> tuple[list[Alike], Policy]:
        comparison = Comparison()
        try:
            with self.database.work(self.by) as work:
                rule = work.policy.get("link", "person", work.by.area)
                self._read(work, comparison)
            self._say(self.run.at_stage(Stage.COMPARING))
            return list(comparison.alike(rule.body)), rule
        finally:
            comparison.close()

    def _read(self, work: "Work", comparison: Comparison) -> None:
        """One look at all who are compared; nothing of it is kept."""
        of = count(work)
        work.looked("person", "list", READ, "compared", count=of)
        for number, records in enumerate(chunks(work)):
            comparison.add(records)
            self._say(self.run.at_stage(Stage.READING, min(of, (number + 1) * CHUNK), of))
        self.run = replace(self.run, persons=of)

    def _keep(self, found: Iterable[Alike], rule: Policy) -> list[int]:
        """Pairs as they were found now; what somebody has said of a pair stays. The numbers of those to be merged."""
        with self.database.work(self.by) as work:
            pairs, sure = self._judged(work, found, rule)
            ids = self._put(work, pairs)
            stale = (person_pair.c.state == State.WAITING, person_pair.c.run != self.run.id)
            work.connection.execute(delete(person_pair).where(*stale))
        merging = [ids[pair.one, pair.other] for pair in pairs if (pair.one, pair.other) in sure & ids.keys()]
        self.run = replace(self.run, queued=len(ids) - len(merging))
        return merging

    def _judged(self, work: "Work", found: Iterable[Alike], rule: Policy) -> tuple[list[Pair], set[tuple[int, int]]]:
        said = {tuple(row) for row in work.connection.execute(
            select(person_pair.c.one, person_pair.c.other).where(person_pair.c.state != State.WAITING)
        )}  # fmt: skip
        pairs: dict[tuple[int, int], Pair] = {}
        sure: set[tuple[int, int]] = set()
        for one in found:
            means = verdict(one.weight, one.levels, rule.body)
            if means is Verdict.NOTHING or one.persons in pairs or said & {one.persons, one.records}:
                continue
            if means is Verdict.MERGE:
                sure.add(one.persons)
            if len(pairs) < MOST or means is Verdict.MERGE:
                pairs[one.persons] = Pair(*one.persons, one.weight, one.levels, rule.id, work.at)
        return list(pairs.values()), sure

    def _put(self, work: "Work", pairs: list[Pair]) -> dict[tuple[int, int], int]:
        """The numbers of the pairs that wait, by their records."""
        for start in range(0, len(pairs), CHUNK):
            rows = [self._row(pair) for pair in pairs[start : start + CHUNK]]
            new = insert(person_pair).values(rows)
            again = {name: new.excluded[name] for name in ("weight", "levels", "rule", "run")}
            work.connection.execute(
                new.on_conflict_do_update(index_elements=["one", "other"], set_=again,
                                          where=person_pair.c.state == State.WAITING)
            )  # fmt: skip
        mine = (person_pair.c.run == self.run.id, person_pair.c.state == State.WAITING)
        found = work.connection.execute(select(person_pair.c.id, person_pair.c.one, person_pair.c.other).where(*mine))
        return {(row.one, row.other): row.id for row in found}

    def _row(self, pair: Pair) -> dict[str, object]:
        plain = {name: getattr(pair, name) for name in ("one", "other", "weight", "rule", "found_at", "state")}
        return plain | {"levels": dict(pair.levels), "run": self.run.id}

    def _merge(self, sure: list[int]) -> None:
        for start in range(0, len(sure), TOGETHER):
            done = sum(self._merged(number) for number in sure[start : start + TOGETHER])
            self.run = replace(self.run, merged=self.run.merged + done)
            self._say(self.run.at_stage(Stage.MERGING, min(start + TOGETHER, len(sure)), len(sure)))

    def _merged(self, number: int) -> bool:
        """A pair of which a rule says no waits for somebody."""
        try:
            with self.database.work(self.by) as work:
                merge_surely(work, number)
        except Refusal:
            self.run = replace(self.run, queued=self.run.queued + 1)
            return False
        return True

    def _finish(self) -> Run:
        with self.database.work(self.by) as work:
            self.run = work.links.keep_run(self.run.at_stage(Stage.DONE))
            event = Linked(self.run.persons, self.run.merged, self.run.queued)
            work.tell_area(work.by.area, self.run.subject, self.run.id, event)
        self.told(self.run)
        return self.run

    def _say(self, run: Run) -> None:
        """Beside the long transaction, so that others see it."""
        told = LinkMoved(run.stage, run.done, run.of)
        tells = _share(run) != _share(self.run)
        with self.database.work(self.by) as work:
            self.run = work.links.keep_run(replace(run, machine_at=work.machine_at))
            if tells:
                work.tell_area(work.by.area, run.subject, run.id, told, line=False)
        self.told(run)


def _share(run: Run) -> tuple[Stage, int]:
    """Screens are told a twentieth at a time."""
    return run.stage, run.done * 20 // (run.of or 1)
