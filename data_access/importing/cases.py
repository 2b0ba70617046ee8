"""Cases from a file: entered and changed as an investigator does by hand, so that their contacts follow at once."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.screening import Case, CaseFacts, CaseStatus, Reading, change_case, enter_case, tell_itinerary
from cockpit.screening.enter import must_be_possible
from cockpit.screening.told import CaseChanged
from data_access.importing.target import ADDED, Given, Shape, Target, Verdict, Wrong, refused
from data_access.importing.undo import TOUCHED, TakenBack
from data_access.importing.whose import Whose
from data_access.screening import case_record

if TYPE_CHECKING:
    from data_access.work import Work

FACTS = ("status", "onset", "sampled", "isolated_at", "severe")
CASE = Shape(
    case_record,
    {"id": "int8", "person_id": "int8", **dict.fromkeys(FACTS, "text"), "street": "text", "community": "text", "grid": "text"},
    {name: (name,) for name in (*FACTS, "itinerary")},
)  # fmt: skip
MINE = text("select subject_id, field, was from history where batch = :batch and subject = 'case_record' order by id")


class Cases(Target):
    shape = CASE

    def __init__(self, work: "Work", batch: int | None, *, hold: bool) -> None:
        super().__init__(work, batch, hold=hold)
        self.waits: list[Verdict] = []

    @cached_property
    def whose(self) -> Whose:
        return Whose(self.work)

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        whose = self.whose.of(rows)
        known = self.work.cases.of_persons([one.id for one in whose if isinstance(one, Person)])
        for row, one in zip(rows, whose, strict=True):
            try:
                yield self._verdict(row, one, known)
            except Invalid as refusal:
                yield refused(row, refusal)

    def _news(self, words: str, case: Case | None) -> str | None:
        """What is told of where the case was, unless all of it is known."""
        known = {stop.words for stop in self.work.itineraries.of_case(case.id)} if case else set()
        return words if any(stop.words not in known for stop in self.reading.stops(0, words)) else None

    @cached_property
    def reading(self) -> Reading:
        return Reading({}, self.work.zone, local_day_start(self.work.at, self.work.zone).date())

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield str(verdict.row["person_id"])

    def _verdict(self, row: Given, one: Person | Invalid, known: Mapping[int, Case]) -> Verdict:
        if isinstance(one, Invalid):
            raise one
        case = known.get(one.id)
        now = {name: getattr(case, name, None) for name in FACTS} | {"severe": bool(case and case.severe)}
        then = now | {name: row.values[name] for name in FACTS if name in row.values}
        now["itinerary"], then["itinerary"] = None, self._news(row.values.get("itinerary", ""), case)
        must_be_possible(facts_of(then), self.work.at, local_day_start(self.work.at, self.work.zone).date())
        areas = {"street": one.street, "community": one.community, "grid": one.grid}
        whole = {**then, **areas, "person_id": one.id, "id": case.id if case else None}
        was = self.shape.differences(now, then) if case else {}
        return Verdict(row.line, whole, was, case.id if case else None)

    def title(self, row: Mapping[str, Any]) -> str:
        """Which record: no name is needed to see what a row would do."""
        return f"#{row['person_id']} {row['onset'] or row['sampled'] or ''}"

    def titles(self, things: Sequence[int]) -> dict[int, str]:
        return {number: case.code for number, case in self.work.cases.of_ids(things).items()}

    def keep(self, verdicts: Sequence[Verdict]) -> None:
        self.waits += [one for one in verdicts if one.writes]

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        """One after the other, as by hand: contacts, orders and the round of each follow."""
        for one in self.waits:
            told()
            if one.id is None:
                one.row["id"] = enter_case(self.work, one.row["person_id"], facts_of(one.row)).id
            elif one.was.keys() - {"itinerary"}:
                change_case(self.work, one.id, facts_of(one.row))
            if words := one.row["itinerary"]:
                tell_itinerary(self.work, one.row["id"], words)
        self.note([(one, ADDED, None) for one in self.waits if one.id is None])
        self.note([(one, name, was) for one in self.waits for name, was in one.was.items()])
        self.waiting.move()

    def taken_back(self) -> TakenBack:
        """A case that the file brought is ruled out, and its contacts go free; one that it changed is as it was."""
        rows = self.work.connection.execute(MINE, {"batch": self.batch}).all()
        mine = {row.subject_id for row in rows}
        touched = {number for number in mine if self._touched(number)}
        cases = mine - touched
        for number in sorted(cases):
            were = {row.field: row.was for row in rows if row.subject_id == number}
            change_case(self.work, number, before(self.work.cases.get(number), were))
        return TakenBack(len(cases), dict.fromkeys(touched, TOUCHED))

    def _touched(self, number: int) -> bool:
        """Whether anybody changed the case after the file was written."""
        assert self.batch is not None
        written = self.work.imports.get(self.batch).applied_at
        assert written is not None
        return any(
            told.event == CaseChanged.name() and told.at > written for told in self.work.timeline("case", number)
        )


def facts_of(row: Mapping[str, Any]) -> CaseFacts:
    return CaseFacts(**{name: row[name] for name in FACTS})


def before(case: Case, were: Mapping[str, str | None]) -> CaseFacts:
    """What the history says of its fields, where it does."""
    now = {name: getattr(case, name) for name in FACTS}
    if ADDED in were:
        return facts_of(now | {"status": CaseStatus.NO_CASE})
    reads: dict[str, Callable[[Any], Any]] = {
        "status": CaseStatus, "onset": date.fromisoformat, "sampled": date.fromisoformat,
        "isolated_at": datetime.fromisoformat, "severe": bool,
    }  # fmt: skip
    for name, was in were.items():
        if name not in reads:  # what was told of where a case was is taken back by hand, piece by piece
            continue
        (value,) = json.loads(was or "[null]")
        now[name] = None if value is None else reads[name](value)
    return facts_of(now)
