"""Episodes of quarantine: whose, of what kind, from when to when, where; under the wall of whoever stays apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Select, Table, UniqueConstraint, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.engine import Connection, Row

from cockpit.people import Person
from cockpit.quarantine import CARED_FOR, Cause, Episode, Lifted, QuarantineKind, Supplies
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.texts import N_
from data_access.tables import Code, Instant, area_columns, id_column, in_area, metadata

# The areas are those in which the person lives, as it was known when the episode was brought or ordered.
quarantine = Table(
    "quarantine",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("kind", Code, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("place_id", BigInteger, ForeignKey("place.id")),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Column("cause", Code, nullable=False, server_default=Cause.UNKNOWN),
    Column("ordered_at", Instant),
    Column("policy", BigInteger, ForeignKey("policy.id")),
    Column("lifted_on", Date),
    Column("lifted", Code),
    Column("ordered_by", ARRAY(BigInteger), nullable=False, server_default="{}"),
    Column("supplies", Code),
    UniqueConstraint("person_id", "since"),
    Index("ix_quarantine_street_community", "street", "community"),
)

AREAS = ("street", "community", "grid")
AT_ONCE = 1_000  # rows of one statement


class QuarantineShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, episode_id: int) -> Episode:
        return self._one(select(quarantine).where(quarantine.c.id == episode_id))

    def take(self, episode_id: int) -> Episode:
        """The same, held until the commit."""
        return self._one(select(quarantine).where(quarantine.c.id == episode_id).with_for_update())

    def of_person(self, person: int) -> list[Episode]:
        """In the order in which they began."""
        mine = select(quarantine).where(quarantine.c.person_id == person).order_by(quarantine.c.since)
        return [_episode_of(row) for row in self.connection.execute(mine)]

    def latest_of(self, persons: Collection[int]) -> dict[int, Episode]:
        """Person -> the episode that began last."""
        theirs = select(quarantine).where(quarantine.c.person_id.in_(persons)).order_by(quarantine.c.since)
        return {row.person_id: _episode_of(row) for row in self.connection.execute(theirs)}

    def unsupplied(self, persons: Collection[int], day: date) -> set[int]:
        """Who of them is apart on that day where nobody brings anything as a matter of course, and nobody sees to it."""
        c = quarantine.c
        apart = (c.since <= day, or_(c.until.is_(None), c.until >= day), or_(c.lifted_on.is_(None), c.lifted_on > day))
        nobody = or_(c.supplies.is_(None), c.supplies == Supplies.NOBODY)
        theirs = select(c.person_id).where(c.person_id.in_(persons), c.kind.not_in(CARED_FOR), nobody, *apart)
        return set(self.connection.execute(theirs).scalars())

    def at_home(self, area: str, day: date) -> list[Episode]:
        """Who reports from home on that day, in that area of any level; by grid, then by person."""
        c = quarantine.c
        apart = (c.since <= day, or_(c.until.is_(None), c.until >= day), or_(c.lifted_on.is_(None), c.lifted_on > day))
        theirs = select(quarantine).where(in_area(quarantine, area), c.kind.not_in(CARED_FOR), *apart)
        return [_episode_of(row) for row in self.connection.execute(theirs.order_by(c.grid, c.person_id))]

    def add(self, new: Episode, person: Person, emergency: int | None) -> Episode:
        """A new one; one that was lifted and began on the same day is taken up again. Refuses where one holds by now."""
        areas = {"street": person.street, "community": person.community, "grid": person.grid}
        values = _values(new) | areas | {"emergency": emergency}
        made = insert(quarantine).values(values)
        again = made.on_conflict_do_update(
            index_elements=["person_id", "since"], set_=values, where=quarantine.c.lifted_on.is_not(None)
        )
        number = self.connection.execute(again.returning(quarantine.c.id)).scalar_one_or_none()
        if number is None:
            raise ChangedMeanwhile(what=N_("This quarantine"))
        return replace(new, id=number)

    def add_many(self, new: Sequence[Episode], lives: Mapping[int, Person], emergency: int | None) -> None:
        """Of each of whom nothing holds that began on the same day; refuses where one does by now."""
        rows = [
            _values(one) | {"emergency": emergency} | {name: getattr(lives[one.person], name) for name in AREAS}
            for one in new
        ]
        for start in range(0, len(rows), AT_ONCE):
            made = insert(quarantine).values(rows[start : start + AT_ONCE])
            again = made.on_conflict_do_update(
                index_elements=["person_id", "since"],
                set_={name: made.excluded[name] for name in _values(new[0])},
                where=quarantine.c.lifted_on.is_not(None),
            )
            kept = self.connection.execute(again.returning(quarantine.c.id)).all()
            if len(kept) < len(rows[start : start + AT_ONCE]):
                raise ChangedMeanwhile(what=N_("This quarantine"))

    def keep(self, one: Episode) -> Episode:
        """Only while nobody lifted it."""
        held = (quarantine.c.id == one.id, quarantine.c.lifted_on.is_(None))
        if not self.connection.execute(update(quarantine).where(*held).values(_values(one))).rowcount:
            raise ChangedMeanwhile(what=N_("This quarantine"))
        return one

    def _one(self, query: Select[Any]) -> Episode:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _episode_of(row)


def _values(one: Episode) -> dict[str, Any]:
    return {
        "person_id": one.person, "kind": one.kind, "since": one.since, "until": one.until, "place_id": one.place,
        "cause": one.cause, "ordered_at": one.ordered_at, "policy": one.policy, "lifted_on": one.lifted_on,
        "lifted": one.lifted, "ordered_by": list(one.ordered_by), "supplies": one.supplies,
    }  # fmt: skip


def _episode_of(row: Row[Any]) -> Episode:
    return Episode(
        row.id, row.person_id, QuarantineKind(row.kind), row.since, row.until, row.place_id, Cause(row.cause),
        row.ordered_at, row.policy, row.lifted_on, Lifted(row.lifted) if row.lifted else None,
        tuple(row.ordered_by), Supplies(row.supplies) if row.supplies else None,
    )  # fmt: skip
