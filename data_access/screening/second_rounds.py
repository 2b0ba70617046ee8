"""The round of contacts of contacts, after that of the contacts: each close contact is looked at as a case is, for few days.

What was asked, and how far the lake was then, lies beside it: of contacts that are asked for as before only new records are
read, and of a case of which nothing is new nothing is written.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from cockpit.access import Actor
from cockpit.screening import Case, CaseStatus, Closeness, ContactRule, Exposure
from cockpit.screening.second import SPARE, Through, cases_beyond, keep_second, whom_to_look_beyond
from data_access.database import Database
from data_access.lake import Found, Lake, Looked, Mark, Rounds

ASKED = "second.json"
TOGETHER = 10_000  # contacts that are looked at in one question
Pair = tuple[int, int]  # a case and its contact
Known = Mapping[Pair, Any]


@dataclass(frozen=True)
class Asking:
    """Close contacts as the lake is asked for them, by each of their pseudonyms; `how` says whether it is as it was before."""

    through: Sequence[Through]
    known: Mapping[int, Collection[int]]
    at: datetime

    @cached_property
    def numbered(self) -> dict[int, Through]:
        each = (one for one in self.through for _ in self.known[one.person])
        return dict(enumerate(each, 1))

    @cached_property
    def looked(self) -> list[Looked]:
        rules: dict[int, ContactRule] = {}
        numbers = [number for one in self.through for number in self.known[one.person]]
        found = []
        for (at, one), person in zip(self.numbered.items(), numbers, strict=True):
            rule = rules.setdefault(one.rule.policy, replace(one.rule, look_back=0, together={}))
            case = Case(at, person, CaseStatus.CONFIRMED, onset=one.began.date(), isolated_at=one.ended)
            found.append(Looked(case, rule))
        return found

    @cached_property
    def how(self) -> Known:
        return {
            (one.case, one.person): [one.began.isoformat(), one.ended.isoformat(), *sorted(self.known[one.person])]
            for one in self.through
        }

    def parts(self) -> "Iterator[Asking]":
        """At least one, and each case whole."""
        start = 0
        while start == 0 or start < len(self.through):
            end = min(start + TOGETHER, len(self.through))
            while end < len(self.through) and self.through[end].case == self.through[end - 1].case:
                end += 1
            yield replace(self, through=self.through[start:end])
            start = max(end, 1)

    @property
    def limits(self) -> dict[int, int]:
        return {one.case: one.rule.beyond.most for one in self.through if one.rule.beyond}


@dataclass(frozen=True)
class SecondRounds:
    """`by` is the cockpit itself, in the whole district."""

    database: Database
    lake: Lake
    by: Actor

    def all(self) -> None:
        """What no record says any more is let go too; so many contacts at a time, for each meets hundreds."""
        if not self.lake.folder.exists():
            return
        with self.database.work(self.by) as work:
            cases = set(cases_beyond(work))
        asked, mark = self._asked(), None
        for part in asked.parts():
            found = self._full(part)
            self._replace(part, found)
            mark = mark or found.mark
        for case in sorted(cases - asked.limits.keys()):
            self._put(case, None, ())
        if mark:
            self._remember(mark, asked.how)

    def news(self) -> None:
        """What came since, and contacts that were asked for otherwise until now, or not at all."""
        mark, before = self._before()
        if mark is None or Rounds(self.lake).stale(mark):
            return self.all()
        asked = self._asked()
        anew = {pair for pair, how in asked.how.items() if before.get(pair) != how}
        changed = [number for number, one in asked.numbered.items() if (one.case, one.person) in anew]
        found = Rounds(self.lake).since(mark, asked.looked, [], asked.at, changed)
        self._keep(asked, found, anew | (before.keys() - asked.how.keys()))
        self._remember(found.mark, asked.how)

    def of_case(self, number: int) -> None:
        """The others are as they were, and so is how far the lake was for all of them."""
        if self.lake.folder.exists():
            asked = self._asked(number)
            mark, before = self._before()
            theirs = {pair for pair in before if pair[0] == number}
            self._keep(asked, self._full(asked), theirs | asked.how.keys())
            if mark:
                self._remember(mark, {**{pair: how for pair, how in before.items() if pair not in theirs}, **asked.how})

    def _asked(self, case: int | None = None) -> Asking:
        with self.database.work(self.by) as work:
            through = whom_to_look_beyond(work, case)
            return Asking(through, work.pseudonyms.all_of({one.person for one in through}), work.at)

    def _full(self, asked: Asking) -> Found:
        return Rounds(self.lake).full(asked.looked, [], asked.at)

    def _replace(self, asked: Asking, found: Found) -> None:
        met = self._met(asked, found)
        for case in sorted(asked.limits):
            self._put(case, None, met.get(case, ()))

    def _keep(self, asked: Asking, found: Found, anew: Collection[Pair]) -> None:
        met, theirs = self._met(asked, found), defaultdict(set)
        for case, person in anew:
            theirs[case].add(person)
        for case in sorted({*met, *theirs}):
            self._put(case, theirs[case], met.get(case, ()))

    def _put(self, case: int, anew: Collection[int] | None, met: Iterable[tuple[int, Exposure]]) -> None:
        with self.database.work(self.by) as work:
            keep_second(work, case, anew, met)

    def _met(self, asked: Asking, found: Found) -> dict[int, list[tuple[int, Exposure]]]:
        """Case -> (contact between, meeting): the last ones, by persons; of records of nobody, and of their own, nothing."""
        some = _last(found, asked)
        with self.database.work(self.by) as work:
            whose = work.pseudonyms.whose({one.person for one in some})
        met: dict[int, list[tuple[int, Exposure]]] = defaultdict(list)
        for one in some:
            through, person = asked.numbered[one.case], whose.get(one.person)
            if person is not None and person != through.person:
                met[through.case].append((through.person, replace(one, case=through.case, person=person)))
        return met

    def _before(self) -> tuple[Mark | None, Known]:
        path = self.lake.folder / ASKED
        if not path.exists():
            return None, {}
        said = json.loads(path.read_text(encoding="utf-8"))
        return Mark(**said["mark"]), {(case, person): how for case, person, how in said["asked"]}

    def _remember(self, mark: Mark, asked: Known) -> None:
        """Only once all is kept: whoever is killed before does the same again."""
        beside = self.lake.folder / f".{ASKED}"
        said = {"mark": asdict(mark), "asked": [[*pair, how] for pair, how in asked.items()]}
        beside.write_text(json.dumps(said), encoding="utf-8")
        os.replace(beside, self.lake.folder / ASKED)


def _last(found: Found, asked: Asking) -> list[Exposure]:
    """Of each case so many meetings that were near, the last ones: a case on a full train has thousands."""
    import pyarrow as pa
    import pyarrow.compute as pc

    near = found.rows.filter(pc.greater_equal(found.rows.column("closeness"), int(Closeness.TO_ASK)))
    near = near.sort_by([("ended", "descending"), ("person", "ascending")])
    limits, taken = asked.limits, Counter[int]()
    kept = []
    for number in near.column("case").to_pylist():
        case = asked.numbered[number].case
        taken[case] += 1
        kept.append(taken[case] <= SPARE * limits[case])
    return list(replace(found, rows=near.filter(pa.array(kept, pa.bool_()))))
