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


def follow(work: "Work", kind: str, subject_id: int, word_id: int | None = None) -> Word:
    """The second person's word on what was asked: it is used up. `word_id`: the one that was read, and no later one."""
    found = work.words.of(kind, subject_id)
    word = must_be_second(found if found and word_id in (None, found.id) else None, work.by, work.machine_at)
    work.words.drop(word.id)
    return word


def agreed(work: "Work", kind: str, subject: str, subject_id: int, **facts: Any) -> Word | None:
    """The word of another one who asked for the very same before, once; else this is the first word. The thing is held
    by the caller, so that two do not say their first words at once."""
    before = work.words.of(kind, subject_id)
    if before is not None and before.good(work.machine_at) and before.facts == facts:
        return follow(work, kind, subject_id)
    ask(work, kind, subject, subject_id, **facts)
    return None
