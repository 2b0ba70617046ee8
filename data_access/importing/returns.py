"""Returnees from a file: each row is a word of its source, and goes to the entry of its journey, or begins one.

Whoever is nobody of the inventory is taken with name, phone and where they will live; a number that is another's is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import delete, select

from cockpit.areas import Level
from cockpit.importing.ground import Ground, Stated
from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.returns.acts import must_be_possible
from cockpit.returns.hear import areas_of, gathered, hear, known_already, must_be_somebody, whose
from cockpit.returns.region import read_origin
from cockpit.returns.told import ReturnsBrought
from cockpit.returns.word import Word
from cockpit.texts import N_
from data_access.importing.target import ADDED, Given, Shape, Target, Verdict, Wrong, refused
from data_access.returns import return_word

WORD = Shape(return_word, {"id": "int8"}, {})


class Returns(Target):
    shape = WORD

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.work.areas.known.values())

    @cached_property
    def heard_in(self) -> set[str]:
        return set()

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        for row in rows:
            try:
                yield self._verdict(row)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        person = verdict.row["person"]
        yield f"{person.id if person else verdict.row['word'].name}/{verdict.row['word'].content}"

    def title(self, row: Mapping[str, Any]) -> str:
        """Which record, and when: no name is needed to see what a row would do."""
        person, word = row["person"], row["word"]
        return f"{f'#{person.id}' if person else '–'} {word.day}"

    def titles(self, things: Sequence[int]) -> dict[int, str]:
        return {thing: f"#{thing}" for thing in things}

    def keep(self, verdicts: Sequence[Verdict]) -> None:
        """Written as it is heard: what comes later in the file finds the entry of what came before."""
        new = [one for one in verdicts if one.id is None]
        for one in new:
            heard = hear(self.work, one.row["word"], one.row["person"], tell=False)
            one.row["id"] = heard.word.id
            self.heard_in.add(heard.entry.community or heard.entry.street)
        self.note([(one, ADDED, None) for one in new])

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        super().move(told)
        self._tell()

    def let_go(self, things: Sequence[int]) -> None:
        """Entries are as the other words have them; those of which nobody else says anything go, but for who was called on."""
        work = self.work
        theirs = select(return_word.c.entry_id).where(return_word.c.id.in_(things)).distinct()
        entries = list(work.connection.execute(theirs).scalars())
        work.connection.execute(delete(return_word).where(return_word.c.id.in_(things)))
        words = work.returns.words(entries)
        for number in entries:
            entry = work.returns.take(number)
            self.heard_in.add(entry.community or entry.street)
            if words.get(number):
                work.returns.keep(gathered(entry, words[number]))
            elif not entry.visit and not entry.closed:
                work.returns.forget(number)
        self._tell()

    def _tell(self) -> None:
        for area in sorted(self.heard_in):
            self.work.tell_area(area, "return_entry", self.batch or 0, ReturnsBrought(self.batch or 0), line=False)
        self.heard_in.clear()

    def _verdict(self, row: Given) -> Verdict:
        values = row.values
        left, expected, arrived = (values.get(one) for one in ("left", "expected", "arrived"))
        must_be_possible(self.today, left, expected, arrived)
        name, phone, number = (values.get(one, "") for one in ("name", "phone", "number"))
        origin = read_origin(values["origin"])
        word = Word(values["source"], origin, left, expected, arrived, self._area(row), name, phone)
        person = whose(self.work, name, phone, number)
        must_be_somebody(person, word)
        known = known_already(self.work, word, person)
        return Verdict(
            row.line, {"word": word, "person": person} | self._areas(word, person), {}, known.id if known else None
        )

    @cached_property
    def today(self) -> Any:
        return self.work.at.astimezone(self.work.zone).date()

    def _area(self, row: Given) -> str:
        stated = Stated(**{name: row.values.get(name, "") for name in ("street", "community", "grid")})
        found = self.ground.named(stated)
        if found and found.level is Level.DISTRICT:
            raise Invalid("street", N_("there is no area of this name there"))
        return found.code if found else ""

    def _areas(self, word: Word, person: Person | None) -> dict[str, Any]:
        return areas_of(person.grid if person and person.grid.startswith(word.area) else word.area)
