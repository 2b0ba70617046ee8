"""What is done with an entry: somebody says that people come, that they are there, calls on them, corrects what is known."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.figures import must_see
from cockpit.refusals import Invalid
from cockpit.returns.board import standings
from cockpit.returns.entry import Closed, Entry, Visit
from cockpit.returns.hear import Heard, gathered, hear, must_be_somebody, told, whose
from cockpit.returns.refused import AlreadyArrived, AlreadyVisited, NobodyKnown, NotThereYet, ReturnOver, StillApart
from cockpit.returns.region import NOT_SAID, read_origin
from cockpit.returns.told import ReturnArrived, ReturnClosed, ReturnCorrected, ReturnKnown, ReturnVisited
from cockpit.returns.word import Source, Word
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

OLDEST, FARTHEST = timedelta(days=60), timedelta(days=60)  # what lies further away is a mistyped month or year


@dataclass(frozen=True)
class Declared:
    """What somebody says, as it was written; days are the district's own, `area` a code."""

    source: Source = Source.COMMUNITY
    origin: str = ""
    left: date | None = None
    expected: date | None = None
    arrived: date | None = None
    area: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    number: str = field(default="", repr=False)


@allowed_to("keep_returns")
def declare(work: "Work", said: Declared) -> Heard:
    """Somebody comes or came: a new entry, or one more word to that of the same journey."""
    word = word_of(work, said)
    if not (word.expected or word.arrived):
        raise Invalid("expected", N_("say on which day they arrive, or arrived"))
    person = whose(work, word.name, word.phone, said.number)
    must_be_somebody(person, word)
    return hear(work, word, person)


@allowed_to("keep_returns")
def arrive(work: "Work", entry_id: int, day: date) -> Entry:
    """They are there since that day."""
    entry = _open(work, entry_id)
    if entry.arrived:
        raise AlreadyArrived(entry.code, entry.arrived.isoformat())
    must_be_possible(local_day_start(work.at, work.zone).date(), arrived=day)
    kept = _with(work, entry, Word(Source.COMMUNITY, arrived=day))
    told(work, kept, ReturnArrived(kept.id))
    return kept


@allowed_to("keep_returns")
def visit(work: "Work", entry_id: int, result: Visit) -> Entry:
    """Somebody called there; who is not met is called on again."""
    entry = _open(work, entry_id)
    if entry.arrived is None:
        raise NotThereYet(entry.code)
    if entry.visited:
        raise AlreadyVisited(entry.code)
    kept = work.returns.keep(replace(entry, visit=result, visited_at=work.at, visited_by=work.by.id))
    told(work, kept, ReturnVisited(kept.id, result))
    return kept


@allowed_to("keep_returns")
def correct(work: "Work", entry_id: int, said: Declared) -> Entry:
    """What somebody knows better; what is left empty stays as it is. The words of others stay what they were."""
    entry = _open(work, entry_id)
    word = replace(word_of(work, said), source=Source.COMMUNITY, name="", phone="")
    if not (word.origin or word.left or word.expected or word.arrived or word.area):
        raise Invalid("origin", N_("say what is to be corrected"))
    kept = _with(work, entry, word)
    told(work, kept, ReturnCorrected(kept.id))
    return kept


@allowed_to("keep_returns")
def close(work: "Work", entry_id: int, why: Closed) -> Entry:
    """Nobody waits for it any more; refused while the person is apart, which nobody would see then."""
    entry = _open(work, entry_id)
    (stands,) = standings(work, [entry])
    if stands.apart and stands.episode:
        until = stands.episode.until
        raise StillApart(entry.code, until.isoformat() if until else "")
    kept = work.returns.keep(replace(entry, closed=why), at=work.at)
    told(work, kept, ReturnClosed(kept.id, why))
    return kept


@allowed_to("keep_returns")
def know(work: "Work", entry_id: int) -> Entry:
    """Look again whether who came is somebody of the inventory by now."""
    entry = _open(work, entry_id)
    name, phone = work.returns.said_of(entry)
    person = whose(work, name, phone) if entry.person is None else None
    if person is None:
        if entry.person:
            return entry
        raise NobodyKnown(entry.code)
    work.looked("person", person.id, ["name", "phone"], "found")
    kept = work.returns.keep(replace(entry, person=person.id, journey=work.returns.next_journey(person)))
    told(work, kept, ReturnKnown(kept.id))
    return kept


def word_of(work: "Work", said: Declared) -> Word:
    """Tidied and possible; refuses what is not."""
    today = local_day_start(work.at, work.zone).date()
    must_be_possible(today, said.left, said.expected, said.arrived)
    if said.area:
        must_see(work, said.area)
    origin = read_origin(said.origin) if said.origin.strip() else NOT_SAID
    name, phone = (
        work.people.tidied(kind, value) if value.strip() else ""
        for kind, value in (("name", said.name), ("phone", said.phone))
    )
    return Word(said.source, origin, said.left, said.expected, said.arrived, said.area, name, phone)


def must_be_possible(
    today: date, left: date | None = None, expected: date | None = None, arrived: date | None = None
) -> None:
    """Refuses what happened on a day to come, days that lie too far away, and an arrival before the departure."""
    for name, day in (("left", left), ("arrived", arrived)):
        if day and day > today:
            raise Invalid(name, N_("this day is still to come"))
    for name, day in (("left", left), ("arrived", arrived), ("expected", expected)):
        if day and not today - OLDEST <= day <= today + FARTHEST:
            raise Invalid(name, N_("this is more than two months away: look at the month"))
    for name, day in (("arrived", arrived), ("expected", expected)):
        if day and left and day < left:
            raise Invalid(name, N_("it ends before it begins"))


def _open(work: "Work", entry_id: int) -> Entry:
    entry = work.returns.take(entry_id)
    if entry.closed:
        raise ReturnOver(entry.code)
    return entry


def _with(work: "Work", entry: Entry, word: Word) -> Entry:
    """With one more word, of who was there."""
    words = work.returns.words([entry.id])[entry.id]
    kept = work.returns.add_word(entry, replace(word, at=work.at, account=work.by.id))
    return work.returns.keep(gathered(entry, [*words, kept]))
