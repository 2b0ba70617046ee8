"""Looks at personal data: who is shown a person, and the line that says so, written before anything leaves the house."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError, OperationalError

from cockpit.audit import AuditLine
from cockpit.people import Person, ShownPerson
from cockpit.refusals import LookNotKept
from data_access import feed

if TYPE_CHECKING:
    from data_access.work import Work


class Looks:
    """The looks of one unit of work: one line for each record or list that was shown in it."""

    def __init__(self, work: "Work") -> None:
        self.work = work
        self.lines: list[AuditLine] = []

    def add(self, line: AuditLine) -> None:
        self.lines.append(line)

    def person(self, person: Person) -> ShownPerson:
        """One person as `by` may see it, with its line."""
        shown = self.work.people.shown([person])[0]
        self.work.looked("person", person.id, shown.seen)
        return shown

    def value(self, person: Person, field: str, **why: Any) -> str:
        """One value in the clear, with its line; empty where nothing is known."""
        self.work.looked("person", person.id, [field], "revealed", **why)
        return self.work.people.open(person.id, [field]).get(field, "")

    def listing(
        self, people: Sequence[Person], asked: Mapping[str, str], also: Sequence[str] = ()
    ) -> list[ShownPerson]:
        """A list of persons as `by` may see them: one line with what was asked for, how many, which fields, a digest.

        `asked` names areas and kinds, never a value; the digest tells later whether this was the list; `also` are
        fields of other things that are read with it.
        """
        shown = self.work.people.shown(people)
        fields = sorted({field for one in shown for field in one.seen} | {*also})
        digest = self.work.signature({"persons": [one.id for one in shown]})
        self.work.looked(
            "person", "list", fields, "listed", filter=dict(asked), count=len(shown), digest=digest
        )  # fmt: skip
        return shown

    def write(self, key: bytes, *, commit: bool = False) -> None:
        """Of the last statements of the transaction; where the line cannot be written, what was read is not given out."""
        if not self.lines:
            return
        try:
            feed.append_looks(self.work.connection, key, self.lines, commit=commit)
        except OperationalError:
            raise  # the database is gone, which has a refusal of its own
        except DBAPIError as error:
            raise LookNotKept() from error
        self.lines.clear()
