"""The worker's round: cases under their pseudonyms go to the lake, whoever met them comes back as a person.

What the lake reckons is reckoned outside of any transaction; each case is kept in one of its own, so that a crash costs one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cockpit.access import Actor
from cockpit.screening import Case, Exposure, cases_to_screen, keep_found, rule_of
from data_access.database import Database
from data_access.lake import Lake, Looked, Rounds
from data_access.screening.risk_rounds import RiskRounds


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
        with self.database.work(self.by) as work:
            cases = cases_to_screen(work)
        screened = self._screened(cases)
        RiskRounds(self.database, self.by).all()
        return screened

    def one(self, number: int) -> Screened:
        with self.database.work(self.by) as work:
            cases = [one for one in cases_to_screen(work) if one.id == number]
        screened = self._screened(cases)
        RiskRounds(self.database, self.by).of_case(number)
        return screened

    def _screened(self, cases: Sequence[Case]) -> Screened:
        looked, at = self._looked(cases)
        found = self._found(looked, at) if looked and self.lake.folder.exists() else {}
        changed = 0
        for case in cases:
            with self.database.work(self.by) as work:
                changed += not keep_found(work, case, found.get(case.id, ()))
        return Screened(len(cases), sum(map(len, found.values())), changed)

    def _looked(self, cases: Sequence[Case]) -> tuple[list[Looked], datetime]:
        """Each with the rule that it was entered under; who is erased has no records."""
        with self.database.work(self.by) as work:
            known = work.pseudonyms.of([one.person for one in cases])
            rules = {one.policy: rule_of(work.policy.version(one.policy)) for one in cases}
            looked = [
                Looked(replace(one, person=known[one.person]), rules[one.policy])
                for one in cases
                if one.person in known
            ]
            return looked, work.at

    def _found(self, looked: Sequence[Looked], at: datetime) -> dict[int, list[Exposure]]:
        """Case -> exposures, by persons; records of somebody who is nobody any more expose nobody."""
        rows = list(Rounds(self.lake).full(looked, [], at))
        with self.database.work(self.by) as work:
            whose = work.pseudonyms.whose({one.person for one in rows})
        found = defaultdict(list)
        for one in rows:
            if one.person in whose:
                found[one.case].append(replace(one, person=whose[one.person]))
        return found
