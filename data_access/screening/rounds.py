"""The worker's round: cases under their pseudonyms go to the lake, whoever met them comes back as a person.

What the lake reckons is reckoned outside of any transaction; each case is kept in one of its own, so that a crash costs one.
How far the last round had read lies beside the lake, whose it is.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from cockpit.access import Actor
from cockpit.screening import (
    BELONG,
    GOES_ON,
    Case,
    Exposure,
    by_newest_rule,
    cases_to_screen,
    keep_found,
    keep_more,
    plan_all,
    rule_of,
)
from data_access.database import Database
from data_access.lake import Found, Lake, Looked, Mark, Rounds
from data_access.screening.itinerary import bring_told
from data_access.screening.risk_records import bring_records
from data_access.screening.risk_rounds import RiskRounds
from data_access.screening.second_rounds import SecondRounds
from data_access.work import Work

MARK = "mark.json"
Keep = Callable[[Work, Case, Iterable[Exposure]], bool]


@dataclass(frozen=True)
class Screened:
    """How many cases were asked for, exposures found in records, and cases that were changed meanwhile."""

    cases: int
    exposures: int
    changed: int


@dataclass(frozen=True)
class Screening:
    """`by` is the cockpit itself, in the whole district."""

    database: Database
    lake: Lake
    by: Actor

    def all(self) -> Screened:
        """What no record says any more is let go too."""
        self._bring_told()
        cases, looked, at = self._asked()
        if self.lake.folder.exists():
            return self._whole(cases, Rounds(self.lake).full(looked, [], at))
        done = self._kept(cases, {}, keep_found)
        self._afterwards()
        return done

    def anew(self) -> Screened:
        """After a rule was changed: open cases by the newest version too, and all records once more."""
        with self.database.work(self.by) as work:
            by_newest_rule(work)
        return self.all()

    def news(self) -> Screened:
        """What came since the last round; where records were taken away meanwhile, or there was none, all of it."""
        self._bring_told()
        mark = self._mark()
        if mark is None:
            return self.all()
        cases, looked, at = self._asked()
        found = Rounds(self.lake).since(mark, looked, [], at)
        if found.whole:
            return self._whole(cases, found)
        theirs = self._by_case(cases, found)
        done = self._kept([one for one in cases if one.id in theirs], theirs, keep_more)
        self._remember(found.mark)
        SecondRounds(self.database, self.lake, self.by).news()
        bring_records(self.database, self.by, self.lake)
        RiskRounds(self.database, self.by).all()
        return replace(done, cases=len(cases))

    def one(self, number: int) -> Screened:
        self._bring_told(number)
        cases, looked, at = self._asked(number)
        found = self._by_case(cases, Rounds(self.lake).full(looked, [], at)) if self.lake.folder.exists() else {}
        done = self._kept(cases, found, keep_found)
        SecondRounds(self.database, self.lake, self.by).of_case(number)
        RiskRounds(self.database, self.by).of_case(number)
        return done

    def _bring_told(self, number: int | None = None) -> None:
        """Where cases were, as they told it, is set beside what the records say; once, whoever is killed in between."""
        with self.database.work(self.by) as work:
            cases = [one for one in cases_to_screen(work) if number is None or one.id == number]
            waiting = work.itineraries.waiting([one.id for one in cases])
        for case, batch, told in waiting:
            bring_told(self.database, self.by, self.lake, case, batch)
            with self.database.work(self.by) as work:
                work.itineraries.landed(case, told)

    def _whole(self, cases: Sequence[Case], found: Found) -> Screened:
        done = self._kept(cases, self._by_case(cases, found), keep_found)
        self._remember(found.mark)
        self._afterwards()
        return done

    def _afterwards(self) -> None:
        """Days to come are planned on, and who is how likely infected is reckoned anew."""
        with self.database.work(self.by) as work:
            plan_all(work)
        SecondRounds(self.database, self.lake, self.by).all()
        bring_records(self.database, self.by, self.lake)
        RiskRounds(self.database, self.by).all()

    def _kept(self, cases: Sequence[Case], found: Mapping[int, Sequence[Exposure]], keep: Keep) -> Screened:
        changed = 0
        for case in cases:
            with self.database.work(self.by) as work:
                changed += not keep(work, case, found.get(case.id, ()))
        return Screened(len(cases), sum(map(len, found.values())), changed)

    def _asked(self, number: int | None = None) -> tuple[list[Case], list[Looked], datetime]:
        """Each case with the rule that it was entered under; who is erased has no records, and who was merged has several."""
        with self.database.work(self.by) as work:
            cases = [one for one in cases_to_screen(work) if number is None or one.id == number]
            known = work.pseudonyms.all_of({one.person for one in cases})
            rules = {one.policy: rule_of(work.policy.version(one.policy)) for one in cases}
            looked = [
                Looked(replace(one, person=number), rules[one.policy])
                for one in cases
                for number in known[one.person]
                if one.onset or one.sampled
            ]
            return cases, looked, work.at

    def _by_case(self, cases: Iterable[Case], rows: Found) -> dict[int, list[Exposure]]:
        """Case -> exposures, by persons; records of somebody who is nobody any more expose nobody, nor does one oneself."""
        with self.database.work(self.by) as work:
            whose = work.pseudonyms.whose({one.person for one in rows})
        itself = {one.id: one for one in cases}
        found = defaultdict(list)
        for one in rows:
            case = itself[one.case]
            if whose.get(one.person, case.person) != case.person:
                goes_on = one.setting in BELONG and one.ended >= rows.at and case.isolated_at is None
                ended = GOES_ON if goes_on else one.ended
                found[one.case].append(replace(one, person=whose[one.person], ended=ended))
        return found

    def _mark(self) -> Mark | None:
        path = self.lake.folder / MARK
        return Mark(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def _remember(self, mark: Mark) -> None:
        """Only once all is kept: whoever is killed before reads the same again."""
        beside = self.lake.folder / f".{MARK}"
        beside.write_text(json.dumps(asdict(mark)), encoding="utf-8")
        os.replace(beside, self.lake.folder / MARK)
