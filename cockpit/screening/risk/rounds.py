"""The risk of people as the cockpit itself keeps it: reckoned anew after each round of screening; what changed is kept,
and what it was before with it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.screening.risk.assess import Assessment, assess
from cockpit.screening.risk.facts import facts_of
from cockpit.screening.risk.level import Level
from cockpit.screening.risk.told import RiskChanged
from cockpit.screening.risk.weights import ANY, Weights, weights_of

if TYPE_CHECKING:
    from data_access.work import Work

KIND = "risk"  # of the policy


@dataclass(frozen=True)
class Assessed:
    """How many people were looked at, and how many of them stand otherwise now."""

    people: int
    changed: int


@allowed_to("screen")
def whom_to_assess(work: "Work", case: int | None = None) -> list[int]:
    """All whom a case exposed, or that one case ever did; who had a level until now; and who reported something."""
    if case is not None:
        return work.risk.of_case(case)
    return sorted({*work.risk.everybody(), *work.risk_facts.anybody(since(work, weights_in(work, work.by.area)))})


@allowed_to("screen")
def keep_risks(work: "Work", persons: Collection[int]) -> Assessed:
    """Of so many people: whoever stands as before keeps the row there is."""
    found = risks_of(work, persons)
    before = work.risk.levels(persons)
    changed = work.risk.keep(persons, found, work.at)
    people = {one.id: one for one in work.people.of_ids(changed)}
    _tell(work, people, before, {person: one.level for person, one in found.items()})
    return Assessed(len(persons), len(changed))


def risks_of(work: "Work", persons: Collection[int]) -> dict[int, Assessment]:
    """Person -> how it stands by the rule of where they live; nobody of whom nothing is known."""
    facts = facts_of(work, persons, since(work, weights_in(work, work.by.area)))
    weights = {street: weights_in(work, street) for street in {one.street for one in facts.values()}}
    found = {person: assess(one, weights[one.street], work.at, work.zone) for person, one in facts.items()}
    return {person: one for person, one in found.items() if one.parts}


def weights_in(work: "Work", area: str) -> Weights:
    return weights_of(work.policy.get(KIND, ANY, area))


def since(work: "Work", weights: Weights) -> date:
    """The first day that still counts."""
    return local_day_start(work.at, work.zone).date() - timedelta(days=weights.lasts)


def _tell(
    work: "Work", people: Mapping[int, Person], before: Mapping[int, Level], after: Mapping[int, Level]
) -> None:  # fmt: skip
    moved: dict[str, list[bool]] = defaultdict(list)
    for person, one in people.items():
        was, now = before.get(person, Level.NONE), after.get(person, Level.NONE)
        if was != now:
            moved[one.community].append(now > was)
    for community, ups in sorted(moved.items()):
        told = RiskChanged(sum(ups), len(ups) - sum(ups))
        work.tell_area(community, KIND, 0, told, line=False)
    if moved:
        ups = [one for each in moved.values() for one in each]
        work.note_act("assessed", KIND, "round", {"up": sum(ups), "down": len(ups) - sum(ups)})
