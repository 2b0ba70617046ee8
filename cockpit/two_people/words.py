"""Asking and confirming, for the use-cases of the subjects that need two: each has an act of its own."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cockpit.two_people.word import Word, must_be_second

if TYPE_CHECKING:
    from data_access.work import Work


def ask(work: "Work", kind: str, subject: str, subject_id: int, **facts: Any) -> Word:
    """Keep the first word, in the place of an older one for the same thing. The caller tells the audit."""
    assert work.by.id is not None
    holds = timedelta(seconds=work.policy.get("two_people", kind, work.by.area).body["holds"])
    return work.words.keep(Word(kind, subject, subject_id, facts, work.by.id, work.machine_at, work.machine_at + holds))


def follow(work: "Work", kind: str, subject_id: int) -> Word:
    """The second person's word on what was asked: it is used up."""
    word = must_be_second(work.words.of(kind, subject_id), work.by, work.machine_at)
    work.words.drop(word.id)
    return word


def agreed(work: "Work", kind: str, subject: str, subject_id: int, **facts: Any) -> bool:
    """True when another one asked for the very same before, once; else this is the first word. The thing is held by
    the caller, so that two do not say their first words at once."""
    before = work.words.of(kind, subject_id)
    if before is not None and before.good(work.machine_at) and before.facts == facts:
        follow(work, kind, subject_id)
        return True
    ask(work, kind, subject, subject_id, **facts)
    return False
