"""The worker's round of risk, after each round of screening: so many people at a time, each lot a transaction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.access import Actor
from cockpit.screening.risk import Assessed, keep_risks, whom_to_assess
from data_access.database import Database

AT_ONCE = 2_000


@dataclass(frozen=True)
class RiskRounds:
    """`by` is the cockpit itself, in the whole district."""

    database: Database
    by: Actor

    def all(self) -> Assessed:
        with self.database.work(self.by) as work:
            persons = whom_to_assess(work)
        return self._kept(persons)

    def of_case(self, case: int) -> Assessed:
        """Whomever it exposes or exposed, and the case, which is at no risk any more."""
        with self.database.work(self.by) as work:
            persons = whom_to_assess(work, case)
        return self._kept(persons)

    def _kept(self, persons: Sequence[int]) -> Assessed:
        changed = 0
        for start in range(0, len(persons), AT_ONCE):
            with self.database.work(self.by) as work:
                changed += keep_risks(work, persons[start : start + AT_ONCE]).changed
        return Assessed(len(persons), changed)
