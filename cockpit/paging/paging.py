"""Paging 呼叫: one person is told of one thing that concerns them. Nothing personal is in it: codes, counts, the street."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cockpit.access import may
from cockpit.events import Event
from cockpit.texts import N_

URGENT = 1  # priority of an emergency
ORDINARY = 2  # what is about no incident
TEST = "test"

# What each event says; `{code}`, `{street}` and `{time}` are put in, and the facts that came with it.
TEXTS = {
    "sent": N_("New job {code}: answer it"),
    "urged": N_("{code} in {street} is urged: see to it now"),
    "escalated": N_("{code} in {street}: nobody has answered, it comes to you"),
    "unanswered": N_("{code} in {street}: your team has not answered yet; do so now, or another goes"),
    "promise_due": N_("{code} in {street}: the time by which you meant to see to it has come"),
    "departure_due": N_("{code} in {street}: the time at which you meant to set out has come"),
    "help": N_("A team calls for help at {code} in {street}"),
    "lapsed": N_("{code} in {street}: a team on the scene is not heard of"),
    "swap_asked": N_("Somebody asks you to swap a shift"),
    "swapped": N_("A shift of yours was swapped"),
    "handed_over": N_("A phone handed over answers for you to release"),
    "appeal_half": N_("Appeal {code} waits for its decision: half of its time is over"),
    "appeal_late": N_("Appeal {code} is overdue, and nobody has decided it"),
    "mind_crisis": N_("A crisis waits: somebody needs a human at once. Open it and say that you call"),
    "mind_crisis_lead": N_("A crisis waits and no counsellor has answered: find one now"),
    "mind_asked": N_("Somebody asks for a talk with a counsellor"),
    "mind_retest": N_("The second test of a client of yours is due"),
    "care_owner": N_("People at home: {count} tasks of yours have most of their time behind them"),
    "care_street": N_("People at home: {count} tasks are overdue, and nobody has done them"),
    "care_lead": N_("People at home: {count} tasks are long overdue, and nobody has done them"),
    TEST: N_("A test of this channel of yours; nothing has happened"),
}
ANY = N_("{code} in {street} needs you")


@dataclass(frozen=True)
class Paging:
    """`at` is machine time, by which it is tried again; `district_at` and `seen_at` are what a screen shows.

    `subject` is `incident`, or empty where it is about none; `by_account` who had it sent, None the cockpit itself;
    `channel` the only one it goes out by, for a test.
    """

    account: int
    event: str
    subject: str
    subject_id: str
    area: str
    priority: int
    facts: Mapping[str, Any]
    at: datetime
    district_at: datetime
    by_account: int | None = None
    channel: int | None = None
    seen_at: datetime | None = None
    id: int = 0

    @property
    def urgent(self) -> bool:
        return self.priority == URGENT

    @property
    def incident(self) -> int | None:
        return int(self.subject_id) if self.subject == "incident" else None

    def says(self, translated: Callable[[str], str], street: str) -> str:
        """Its sentence in the language of `translated`; a fact that did not come with it stays empty."""
        facts = defaultdict(str, self.facts) | {"street": street}
        return translated(TEXTS.get(self.event, ANY)).format_map(facts)

    def address(self, role: str) -> str:
        """Where somebody of that role sees to it: a path of ours, empty where there is none."""
        if self.event == "handed_over":
            return "/field/sealed"
        if "appeal" in self.facts and may(role, "see_appeals"):
            return f"/screening?show=appeals&appeal={self.facts['appeal']}"
        if "mind" in self.facts and may(role, "see_mind"):
            return f"/care?show=mind&case={self.facts['mind']}"
        if "mind" in self.facts and may(role, "see_mind_figures"):
            return "/care?show=mindfigures"
        if "care" in self.facts and may(role, "open_care"):
            return "/care"
        if self.incident and may(role, "see_incidents"):
            return f"/incidents?incident={self.incident}"
        return "/field" if may(role, "answer") else ""


@dataclass(frozen=True)
class Paged(Event):
    """Heard by the one person alone: their screens ask for the rest."""

    account: int


@dataclass(frozen=True)
class PagingSeen(Event):
    """The person has opened it."""

    account: int


@dataclass(frozen=True)
class NotReached(Event):
    """Nothing proves that the person was reached in time."""

    account: int


@dataclass(frozen=True)
class News:
    """The latest of one's own, unseen first, and how many of all are unseen."""

    latest: Sequence[Paging] = field(default_factory=tuple)
    unseen: int = 0
