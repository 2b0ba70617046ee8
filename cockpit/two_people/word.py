"""What a first word is, and when a second one counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cockpit.access import Actor, matrix, may
from cockpit.refusals import NotAllowed, Refusal
from cockpit.texts import N_


@dataclass(frozen=True)
class Word:
    """The first person's: that `kind` be done to the thing, as `facts` say; good until `until` (machine time).

    `asker` is the role of whoever asked, as it is now; None once that account is disabled.
    """

    kind: str
    subject: str
    subject_id: int
    facts: Mapping[str, Any]
    by: int
    at: datetime
    until: datetime
    asker: str | None = field(default=None, compare=False)
    id: int = 0

    def good(self, machine: datetime) -> bool:
        """Whether it still counts: in time, and its giver may still give it."""
        return machine <= self.until and self.asker is not None and may(self.asker, rule(self.kind)["ask"])


@dataclass(eq=False)
class NobodyAsked(Refusal):
    status = 409
    says = N_("Nobody has asked for this, or too long ago.")
    way_out = N_("One person asks, another one confirms within the hour.")


@dataclass(eq=False)
class SamePerson(Refusal):
    status = 403
    says = N_("Who asked for this does not confirm it too.")
    way_out = N_("A second person confirms.")


def rule(kind: str) -> dict[str, str]:
    """What it is in words, the act that asks and the act that confirms."""
    found: dict[str, str] = matrix()["two"][kind]
    return found


def must_be_second(word: Word | None, by: Actor, machine: datetime) -> Word:
    """Refuses a confirmation that is nobody's, late, without the right, or of the one who asked; gives the word."""
    if word is None or not word.good(machine):
        raise NobodyAsked()
    if not by.may(rule(word.kind)["confirm"]):
        raise NotAllowed(role=by.role, act=rule(word.kind)["confirm"])
    if by.id is None or word.by == by.id:
        raise SamePerson()
    return word
