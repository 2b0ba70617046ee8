"""Whom a round found: people who have to stay apart, and the order for all of them at once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.canvass.told import FoundOrdered
from cockpit.canvass.visit import Finding
from cockpit.clock import local_day_start
from cockpit.people import ShownPerson
from cockpit.quarantine import Cause, Episode, QuarantineKind
from cockpit.refusals import Invalid, NotFound
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 300  # for one screen; who waits comes first
ORDERED = (QuarantineKind.HOME, QuarantineKind.INSTITUTIONAL)


@dataclass(frozen=True)
class FoundRow:
    """`person` is None where the inventory does not know them yet, or they live elsewhere by now."""

    finding: Finding
    person: ShownPerson | None
    episode: Episode | None
    waits: bool


@allowed_to("see_screening")
def list_found(work: "Work", round_id: int, area: str = "") -> tuple[FoundRow, ...]:
    """Who waits first; each person as one's role may see it."""
    one = work.canvass.round(round_id)
    if area and not work.by.sees(area):
        raise NotFound()
    today = local_day_start(work.at, work.zone).date()
    found = sorted(
        work.visits.found(one.id, area or work.by.area), key=lambda each: (not each.waits(today), each.id)
    )[:MOST]  # fmt: skip
    persons = [each.person for each in found if each.person]
    if work.by.may("order_quarantine") and persons:
        work.people.admit(*persons, tie=Tie.CASE)
    shown = {each.id: each for each in work.looks.listing(work.people.of_ids(persons), {"round": str(one.id)})}
    episodes = work.quarantine.latest_of(persons)
    return tuple(
        FoundRow(each, shown.get(each.person or 0), episodes.get(each.person or 0), each.waits(today)) for each in found
    )


@allowed_to("order_quarantine")
def order_found(work: "Work", round_id: int, kind: QuarantineKind, area: str = "") -> int:
    """For all who were found in the area and wait for it, from their day 0 on for as long as the rule says that held when the
    round was opened; how many. Who is apart for a shorter time stays so for longer; who is entered as a case is cared for."""
    one = work.canvass.round(round_id)
    if kind not in ORDERED:
        raise Invalid("kind", N_("choose one of the list"))
    if area and not work.by.sees(area):
        raise NotFound()
    today = local_day_start(work.at, work.zone).date()
    waiting = _lasting({each for each in work.visits.found(one.id, area or work.by.area) if each.waits(today)})
    people = [each for each in work.people.of_ids(waiting) if not each.erased]
    latest = work.quarantine.latest_of(waiting)
    new, longer = [], []
    for person in people:
        finding, was = waiting[person.id], latest.get(person.id)
        if was and not was.lifted_on and (was.holds_on(today) or was.since == finding.since):
            longer.append(replace(was.moved(finding.until, finding.policy), cause=Cause.ROUND).ordered_too(work.by.id))
        else:
            dated = (finding.since, finding.until)
            begun = Episode(0, person.id, kind, *dated, None, Cause.ROUND, work.at, finding.policy)
            new.append(begun.ordered_too(work.by.id))
    lives = {person.id: person for person in people}
    work.quarantine.add_many(new, lives, one.emergency)
    for each in longer:
        work.quarantine.keep(each)
    for community, count in sorted(Counter(person.community for person in people).items()):
        work.tell_area(community, "knock", one.id, FoundOrdered(count), line=False)
    work.note_act("found_ordered", "canvass", str(one.id), {"ordered": len(people)})
    return len(people)


def _lasting(findings: set[Finding]) -> Mapping[int, Finding]:
    """Of each person the finding that lasts longest."""
    lasting: dict[int, Finding] = {}
    for each in findings:
        if each.person and (each.person not in lasting or lasting[each.person].until < each.until):
            lasting[each.person] = each
    return lasting
