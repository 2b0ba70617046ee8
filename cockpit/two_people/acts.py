"""What waits for a second person, and how a word is taken back or refused."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cockpit.access import Actor, allowed_to
from cockpit.refusals import NotFound
from cockpit.two_people.word import Word, rule

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("second_word")
def waits_for(work: "Work", kind: str, subject_id: int) -> Word | None:
    """Somebody else's good word on this thing, which whoever acts could confirm."""
    one = work.words.of(kind, subject_id)
    return one if one and one.good(work.machine_at) and one.by != work.by.id else None


@allowed_to("second_word")
def waiting(work: "Work") -> Sequence[Word]:
    """What waits for a second person, of what one may ask for or confirm; the oldest first."""
    return [one for one in work.words.all() if one.good(work.machine_at) and _concerns(one, work.by)]


@allowed_to("second_word")
def word(work: "Work", word_id: int) -> Word:
    """One of them; one that is over, or none of one's business, is not found."""
    found = next((one for one in waiting(work) if one.id == word_id), None)
    if found is None:
        raise NotFound()
    return found


@allowed_to("second_word")
def withdraw(work: "Work", word_id: int) -> Word:
    """Take one's own word back, or say no to somebody's."""
    found = word(work, word_id)
    work.words.drop(found.id)
    mine = found.by == work.by.id
    action = "word_withdrawn" if mine else "word_refused"
    work.note_act(action, found.subject, str(found.subject_id), {"kind": found.kind, "asked_by": found.by})
    return found


def _concerns(one: Word, by: Actor) -> bool:
    """Of what is asked for one area, those who see it."""
    may = by.may(rule(one.kind)["ask"]) or by.may(rule(one.kind)["confirm"])
    return may and by.sees(one.facts.get("area", by.area))
