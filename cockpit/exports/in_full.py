"""In full by the word of two people: one asks and says why, another one who sees the same area agrees, the file is made once."""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.exports.acts import make_later, must_have_a_point, must_lie_in_scope
from cockpit.exports.columns import in_full
from cockpit.exports.export import Export, Format, Grade, State, What
from cockpit.reasons import must_say_why
from cockpit.refusals import NotAllowed, NotFound
from cockpit.two_people.words import ask, follow

if TYPE_CHECKING:
    from data_access.work import Work

WORD = "export"
LEAST = 10  # characters of a reason


@allowed_to("export_full")
def ask_in_full(work: "Work", what: What, area: str, form: Format, reason: str) -> Export:
    """The first word; nothing is made before the second."""
    if what not in in_full(work.by.role):
        raise NotAllowed(role=work.by.role, act="export_full")
    must_lie_in_scope(work, area)
    must_have_a_point(what, form)
    why = must_say_why(reason, LEAST)
    new = Export(0, what, area, form, Grade.FULL, work.by.id, work.at, State.ASKED, why)
    kept = work.exports.add(new, work.machine_at)
    ask(work, WORD, kept.subject, kept.id, what=what.value, area=area)
    work.note_act("export_asked_in_full", kept.subject, str(kept.id), {"kind": what, "area": area})
    return kept


@allowed_to("export_full")
def agree(work: "Work", number: int, word_id: int | None = None) -> Export:
    """The second person's, after reading the reason; the worker makes it for whoever asked."""
    agreed = agree_here(work, number, word_id)
    make_later(work, agreed)
    return agreed


@allowed_to("export_full")
def agree_here(work: "Work", number: int, word_id: int | None = None) -> Export:
    """The same at a terminal, which makes it itself."""
    before = in_sight(work, number)
    follow(work, WORD, number, word_id)
    work.note_act("export_agreed", before.subject, str(number), {"kind": before.what, "asked_by": before.account})
    return work.exports.keep(before.agreed(work.by.id), before)


@allowed_to("export_full")
def why(work: "Work", number: int) -> Export:
    """What was asked and for which reason, to whoever could agree, or asked for it."""
    found = in_sight(work, number)
    work.looked(found.subject, number, ["reason"])
    return found


def in_sight(work: "Work", number: int) -> Export:
    found = work.exports.get(number)
    if not work.by.sees(found.area):
        raise NotFound()
    return found
