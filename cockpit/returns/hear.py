"""Hearing of an arrival: each word goes to the entry of its journey, or begins one; nobody stands on the board twice.

Two who hear of the same person at the same moment are told apart by the number of the journey, which is unique: the slower
one finds the entry of the faster, and adds to it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.refusals import ChangedMeanwhile, Invalid
from cockpit.returns.entry import Entry
from cockpit.returns.region import Origin, listed
from cockpit.returns.rule import rule_of
from cockpit.returns.told import ReturnEntered, ReturnWordAdded
from cockpit.returns.word import Source, Word, merged
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

TRIES = 3


@dataclass(frozen=True)
class Heard:
    """`new`: the word began an entry. `added` is no where the same word was there already."""

    entry: Entry
    new: bool
    word: Word
    added: bool = True


@dataclass(frozen=True)
class Arrival:
    """A record of a station, an airport or a motorway's gate: a person of the inventory came from there."""

    person: int
    origin: Origin
    at: datetime


@dataclass(frozen=True)
class Detected:
    """Of so many records: entries that began, words that were added, and those who came from no key region."""

    new: int = 0
    added: int = 0
    passed_over: int = 0


@allowed_to("detect_returns")
def detect(work: "Work", arrivals: Iterable[Arrival]) -> Detected:
    """Of records of transport hubs those of a region that was on the list on that local day; the same ones again change nothing.

    Whoever is not of the inventory, or outside of one's scope, is passed over.
    """
    records, regions = list(arrivals), work.key_regions.all()
    people = {one.id: one for one in work.people.of_ids({each.person for each in records})}
    new = added = passed = 0
    for one in records:
        person, day = people.get(one.person), one.at.astimezone(work.zone).date()
        if person is None or listed(regions, one.origin, day) is None:
            passed += 1
            continue
        heard = hear(work, Word(Source.HUB, one.origin, arrived=day), person)
        new, added = new + heard.new, added + (heard.added and not heard.new)
    return Detected(new, added, passed)


def hear(work: "Work", word: Word, person: Person | None, *, tell: bool = True) -> Heard:
    """`person` is None while nobody knows who it is: then the word has name, phone and area."""
    said = replace(word, at=work.at, account=work.by.id)
    if person:
        said = replace(said, name="", phone="")
    for _ in range(TRIES):
        heard = _add_to_known(work, said, person, word) or _begin(work, said, person)
        if heard:
            if tell and heard.added:
                event = ReturnEntered if heard.new else ReturnWordAdded
                told(work, heard.entry, event(heard.entry.id, word.source))
            return heard
    raise ChangedMeanwhile(what=N_("This entry"))


def told(work: "Work", entry: Entry, event: object) -> None:
    work.tell_area(entry.community or entry.street, entry.subject, entry.id, event)  # type: ignore[arg-type]


def journey_of(work: "Work", word: Word, person: Person | None) -> Entry | None:
    """The entry that the word belongs to, as far as there is one."""
    today = local_day_start(work.at, work.zone).date()
    for one in work.returns.journeys(person, word.name, word.phone):
        if one.takes(word, today, rule_of(work.policy.version(one.policy))):
            return one
    return None


def gathered(entry: Entry, words: Sequence[Word]) -> Entry:
    """The entry as its words have it now."""
    said = merged(words, "area")
    area = entry.area if entry.area.startswith(said) else said
    return replace(
        entry, origin=merged(words, "origin"), left=merged(words, "left"), expected=merged(words, "expected"),
        arrived=merged(words, "arrived"), **areas_of(area),
    )  # fmt: skip


def areas_of(area: str) -> dict[str, Any]:
    """The columns of the areas around the smallest one that is known."""
    lengths = {"street": 9, "community": 12, "grid": 15}
    return {name: area[:length] if len(area) >= length else None for name, length in lengths.items()}


def whose(work: "Work", name: str, phone: str, number: str = "") -> Person | None:
    """Who is meant, in one's scope: by the number, else by the phone; a name that is said has to be theirs.

    Nobody's name is read for it: a whole name has a token, as number and phone have. Refuses a number whose holder is called
    otherwise.
    """
    found = work.people.find("number", number) if number else work.people.find("phone", phone) if phone else []
    named = [one for one in found if not name or one in work.people.find("street_name", one.street, name)]
    if number and found and not named:
        raise Invalid("name", N_("whoever has this number or phone is called otherwise"))
    return named[0] if len(named) == 1 else None


def must_be_somebody(person: Person | None, word: Word) -> None:
    """Refuses a word of whom nobody could call on: a stranger needs a name, a phone and at least a street."""
    if person:
        return
    for field, value in (("name", word.name), ("phone", word.phone)):
        if not value:
            raise Invalid(field, N_("nobody is known by this: say name and phone"))
    if not word.area:
        raise Invalid("community", N_("say where they will live: the community, or at least the street"))


def _add_to_known(work: "Work", said: Word, person: Person | None, word: Word) -> Heard | None:
    known = journey_of(work, word, person)
    if known is None:
        return None
    words = work.returns.words([known.id])[known.id]
    if (person is None or known.person) and any(one.content == said.content for one in words):
        return Heard(known, new=False, word=said, added=False)
    kept = work.returns.add_word(known, said)
    entry = gathered(known, [*words, kept])
    if person and known.person is None:
        entry = replace(entry, person=person.id, journey=work.returns.next_journey(person))
    return Heard(work.returns.keep(entry), new=False, word=kept)


def _begin(work: "Work", said: Word, person: Person | None) -> Heard | None:
    """None where somebody else was faster."""
    area = person.grid if person and person.grid.startswith(said.area) else said.area
    today = local_day_start(work.at, work.zone).date()
    policy = work.policy.get("returns", "any", area).id
    begun = Entry(
        0, person.id if person else None, said.origin, said.left, said.expected, said.arrived, heard=today, policy=policy,
        **areas_of(area),
    )  # fmt: skip
    entry = work.returns.add(begun, said.name, said.phone, work.emergencies.at(area), work.at)
    return Heard(entry, new=True, word=work.returns.add_word(entry, said)) if entry else None


def known_already(work: "Work", word: Word, person: Person | None) -> Entry | None:
    """The entry that holds this very word."""
    entry = journey_of(work, word, person)
    if entry is None:
        return None
    said = replace(word, name="", phone="") if person else word
    words: Collection[Word] = work.returns.words([entry.id])[entry.id]
    return entry if any(one.content == said.content for one in words) else None
