"""Persons by id, by token, and what is sealed about them; opening that is a look at personal data."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, delete, false, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.masks import as_seen, must_be_no_mask, real_changes, wanted
from cockpit.papers import CHINA, PaperKind, must_be_real, same_number
from cockpit.people import Erased, Person, ShownPerson, tidy_name, tidy_phone
from cockpit.refusals import Invalid, NotFound
from cockpit.sight import Tie
from cockpit.texts import N_
from data_access.areas import AreaShelf
from data_access.importing.tables import history
from data_access.people.survivors import absorbed, led_to, survivors
from data_access.people.tables import household, person, person_key, person_token, residence
from data_access.people.tokens import OF_FIELD, Tokens
from data_access.places import place
from data_access.scope import open_persons
from data_access.sealed import Sealer
from data_access.tables import in_area, next_id

OWN = b"self"  # in the place of a key id: sealed under the person's own key
SEALED = ("name", "number", "phone")
TIDY = {"name": tidy_name, "number": same_number, "phone": tidy_phone}
COMMUNITY = 12  # digits of a community's code
IS_DEMO = text("select exists (select from account where demo)")


def own_sealer(key: bytes) -> Sealer:
    """Seals and opens under a person's own key."""
    return Sealer({OWN: key})


class PeopleShelf:
    """`also` holds ids of persons that something opened to this unit of work, wherever they live, with what that is."""

    def __init__(
        self, connection: Connection, sealer: Sealer, tokens: Tokens, by: Actor, areas: AreaShelf, at: datetime
    ) -> None:
        self.connection = connection
        self.sealer = sealer
        self.tokens = tokens
        self.by = by
        self.areas = areas
        self.at = at
        self.also: dict[int, frozenset[Tie]] = {}

    def admit(self, *person_ids: int, tie: Tie = Tie.ASSIGNED) -> None:
        """Open these persons to this unit of work, wherever they live: here, and to PostgreSQL's own wall."""
        self.also |= {one: self.also.get(one, frozenset()) | {tie} for one in person_ids}
        open_persons(self.connection, sorted(self.also))
        if merged := led_to(self.connection, person_ids):
            self.admit(*merged, tie=tie)

    def get(self, person_id: int) -> Person:
        """The person; a record that was merged leads to the one that stands for it."""
        now = survivors([person_id]).scalar_subquery()
        return self._one(self.connection.execute(_about().where(person.c.id == now, self.within())))

    def of_ids(self, person_ids: Collection[int]) -> list[Person]:
        """Those of them who are in scope, in the order of their ids."""
        query = _about().where(person.c.id.in_(person_ids), self.within()).order_by(person.c.id)
        return [_person_of(row) for row in self.connection.execute(query)]

    def of_community(self, community: str, after: int, limit: int) -> list[Person]:
        """So many of those who live in the community, in the order of their ids, of the own area alone."""
        own = (
            person.c.street == community[:9],
            person.c.community == community,
            self._own_area(),
            person.c.merged_into.is_(None),
        )
        query = _about().where(*own, person.c.id > after).order_by(person.c.id).limit(limit)
        return [_person_of(row) for row in self.connection.execute(query)]

    def find(self, kind: str, *values: str) -> list[Person]:
        """Whoever the value fits: `number`, `phone`, or a street's code with `street_name`, `street_phone4`, `street_number4`."""
        found = select(person_token.c.person_id).where(person_token.c.token == self.tokens.of(kind, *values))
        query = _about().where(person.c.id.in_(survivors(found)), self.within())
        return [_person_of(row) for row in self.connection.execute(query.order_by(person.c.grid, person.c.id))]

    def open(self, person_id: int, fields: Collection[str]) -> dict[str, str]:
        """The raw values of `name`, `number`, `phone`, `address`; what is not known is missing. Refuses who is erased."""
        found = self.open_many([person_id], fields)
        if person_id not in found:
            self.get(person_id)
            raise Erased()
        return found[person_id]

    def open_many(self, person_ids: Collection[int], fields: Collection[str]) -> dict[int, dict[str, str]]:
        """The same of many, by id, in one query; who is erased or out of scope is missing."""
        query = _sealed().where(person.c.id.in_(person_ids), self.within())
        return {row.id: self._opened(row, fields) for row in self.connection.execute(query)}

    def shown(self, people: Sequence[Person]) -> list[ShownPerson]:
        """As whoever works here may see them, in the same order: the only way of what is sealed to anything shown."""
        fields = {field for one in people for field in wanted(self.by.role, self.ties(one))}
        known = self.open_many([one.id for one in people], fields)
        return [self._as_seen(one, known.get(one.id, {})) for one in people]

    def ties(self, person: Person) -> frozenset[Tie]:
        """What binds whoever works here to the person."""
        own = {Tie.OWN} if len(self.by.area) == COMMUNITY and person.community == self.by.area else set()
        return self.also.get(person.id, frozenset()) | own

    def _as_seen(self, person: Person, known: dict[str, str]) -> ShownPerson:
        return as_seen(person, known, self.by.role, self.ties(person), self.areas.get(person.street).name)

    def changes(self, person_id: int, sent: Mapping[str, str]) -> dict[str, str]:
        """What was changed in a form of the person, and nothing of what was shown in it."""
        return real_changes(self.shown([self.get(person_id)])[0], sent)

    def correct(self, person_id: int, sent: Mapping[str, str]) -> list[str]:
        """Keep what was changed; the fields changed. A number stays one of the paper that it was."""
        changes = self.changes(person_id, sent)
        paper = self.paper(person_id) if "number" in changes else ()
        for field, value in changes.items():
            self.keep(person_id, field, value, *(paper if field == "number" else ()))
        return list(changes)

    def paper(self, person_id: int) -> tuple[PaperKind, str]:
        """Which paper the number is of; an identity card where none is known."""
        kinds = select(person.c.number_type, person.c.number_country)
        row = self.connection.execute(kinds.where(person.c.id == person_id, self.within())).one()
        return (PaperKind(row.number_type), row.number_country) if row.number_type else (PaperKind.RESIDENT, CHINA)

    def keep(
        self, person_id: int, field: str, value: str, kind: PaperKind = PaperKind.RESIDENT, country: str = CHINA
    ) -> None:
        """Seal a name, number or phone anew and find the person by it; an empty number or phone is taken away.

        `kind` and `country` are the paper's. An address changes by a move.
        """
        if field not in SEALED:
            raise Invalid("field", N_("only name, number and phone are kept so; an address changes by a move"))
        who, own = self._taken(person_id)
        kept = self.tidied(field, value)
        self._remember(who, field, own)
        values: dict[str, Any] = {field: own.seal(kept, cell=f"person.{field}/{who.id}") if kept else None}
        if field == "number":
            values |= {"number_type": kind if kept else None, "number_country": country if kept else None}
        self.connection.execute(update(person).where(person.c.id == who.id).values(values))
        self._retoken(who.id, who.street, OF_FIELD[field], {field: kept})

    def _remember(self, who: Person, field: str, own: Sealer | None = None) -> None:
        """What the field was goes into the history, under the person's own key: an import that is taken back leaves it be."""
        number = next_id(self.connection, history)
        told: dict[str, Any] = {"was": json.dumps([who.household_id, str(who.since)])} if own is None else {}
        if own:
            old = self.connection.execute(select(person.c[field]).where(person.c.id == who.id)).scalar_one()
            words = own.open(old, cell=f"person.{field}/{who.id}") if old else None
            told = {"was_own": own.seal(json.dumps([words], ensure_ascii=False), cell=f"history.was_own/{number}")}
        about = {"id": number, "subject": "person", "subject_id": who.id, "field": field, "at": self.at}
        areas = {"street": who.street, "community": who.community, "grid": who.grid}
        self.connection.execute(insert(history).values(about | {"account": self.by.id} | areas | told))

    def tidied(self, field: str, value: str) -> str:
        """A name, number or phone as it is kept; refuses a mask, what is none, and what was made up outside of a demo."""
        must_be_no_mask(field, value)
        kept = TIDY[field](value) if value or field == "name" else ""
        must_be_real(field, kept, demo=self.is_demo())
        return kept

    def own_seal(self, person_id: int) -> Sealer | None:
        """What seals under the person's own key; None for who is erased."""
        return next(iter(self.own_seals([self.get(person_id).id]).values()), None)

    def own_seals(self, person_ids: Collection[int]) -> dict[int, Sealer]:
        """The same of many, by id, in one query; who is erased or out of scope is missing."""
        keys = select(person.c.id, person_key.c.wrapped).join(person_key, person_key.c.person_id == person.c.id)
        theirs = keys.where(person.c.id.in_(person_ids), self.within())
        return {row.id: self._own(row.id, row.wrapped) for row in self.connection.execute(theirs)}

    def move(self, person_id: int, household_id: int, since: date) -> None:
        """From that day on the person lives there, belongs to those areas and is found in that street."""
        who, _ = self._taken(person_id)
        home = self.connection.execute(select(household).where(household.c.id == household_id)).one_or_none()
        if home is None:
            raise NotFound()
        areas = {name: getattr(home, name) for name in ("street", "community", "grid")}
        known = self.open(who.id, SEALED)
        self._remember(who, "home")
        self.connection.execute(update(residence).where(*_current(who.id)).values(until=since))
        now = {"person_id": who.id, "household_id": household_id, "since": since}
        self.connection.execute(insert(residence).values(now | areas))
        self.connection.execute(update(person).where(person.c.id == who.id).values(areas))
        self._retoken(who.id, home.street, [kind for kinds in OF_FIELD.values() for kind in kinds], known)

    def take(self, person_id: int) -> Person:
        """The person, held until the commit; refuses who is erased."""
        return self._taken(person_id)[0]

    def on_record(self, person_id: int) -> set[str]:
        """Which of `name`, `number`, `phone`, `address` is known; none of it is opened."""
        who = self.get(person_id)
        query = select(*(person.c[name].is_not(None).label(name) for name in SEALED)).where(person.c.id == who.id)
        known = {name for name, there in self.connection.execute(query).one()._mapping.items() if there}
        return known | ({"address"} if who.household_id else set())

    def destroy_key(self, person_id: int) -> None:
        """Nobody reads what was sealed about the person any more, nor finds the person by it; done twice, the same."""
        who = self.get(person_id)
        for table in (person_token, person_key):
            self.connection.execute(delete(table).where(table.c.person_id == who.id))

    def absorbed(self, person_id: int) -> list[int]:
        """The records that were merged into this one."""
        return absorbed(self.connection, [person_id])

    def within(self) -> ColumnElement[bool]:
        """The own area's people; a team has none of its own, only those that something opened to it."""
        own = self._own_area()
        return or_(own, person.c.id.in_(self.also)) if self.also else own

    def _own_area(self) -> ColumnElement[bool]:
        return false() if self.by.team or not self.by.area else in_area(person, self.by.area)

    def _taken(self, person_id: int) -> tuple[Person, Sealer]:
        """The person and the own key, held until the commit: of two who change the same one, one waits."""
        who = self.get(person_id)
        self.connection.execute(select(person.c.id).where(person.c.id == who.id).with_for_update())
        own = self.own_seal(who.id)
        if own is None:
            raise Erased()
        return who, own

    def _own(self, person_id: int, wrapped: bytes) -> Sealer:
        return own_sealer(self.sealer.unwrap(wrapped, cell=f"person_key.wrapped/{person_id}"))

    def _opened(self, row: Row[Any], fields: Collection[str]) -> dict[str, str]:
        own = self._own(row.id, row.wrapped)
        sealed = {name: getattr(row, name) for name in SEALED if name in fields}
        found = {name: own.open(value, cell=f"person.{name}/{row.id}") for name, value in sealed.items() if value}
        if "address" in fields and row.door:
            door = self.sealer.open(row.door, cell=f"household.door/{row.home}")
            found["address"] = f"{row.road}{row.compound}{door}"
        return found

    def _retoken(self, person_id: int, street: str, kinds: Iterable[str], values: dict[str, str]) -> None:
        old = delete(person_token).where(person_token.c.person_id == person_id, person_token.c.kind.in_(list(kinds)))
        self.connection.execute(old)
        new = [
            {"token": token, "person_id": person_id, "kind": kind, "street": street}
            for kind, token in self.tokens.of_fields(values, street)
        ]
        if new:
            self.connection.execute(insert(person_token), new)

    def is_demo(self) -> bool:
        return bool(self.connection.execute(IS_DEMO).scalar())

    def _one(self, rows: Iterable[Row[Any]]) -> Person:
        found = [_person_of(row) for row in rows]
        if not found:
            raise NotFound()
        return found[0]


def _current(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (residence.c.person_id == person_id, residence.c.until.is_(None))


def _with_home() -> FromClause:
    return person.outerjoin(residence, and_(residence.c.person_id == person.c.id, residence.c.until.is_(None)))


def _about() -> Select[Any]:
    """All of a person that is not sealed."""
    plain = (person.c.id, person.c.born, person.c.street, person.c.community, person.c.grid)
    erased = person_key.c.person_id.is_(None).label("erased")
    return select(*plain, residence.c.household_id, residence.c.since, erased).select_from(
        _with_home().outerjoin(person_key, person_key.c.person_id == person.c.id)
    )


def _sealed() -> Select[Any]:
    """What is sealed of persons who have their key, with the key and the door they live behind."""
    own = (person.c.id, *(person.c[name] for name in SEALED), person_key.c.wrapped)
    home = (
        household.c.id.label("home"),
        household.c.door,
        place.c.address.label("road"),
        place.c.name.label("compound"),
    )
    return select(*own, *home).select_from(
        _with_home()
        .join(person_key, person_key.c.person_id == person.c.id)
        .outerjoin(household, household.c.id == residence.c.household_id)
        .outerjoin(place, place.c.id == household.c.place_id)
    )


def _person_of(row: Row[Any]) -> Person:
    return Person(**row._mapping)
