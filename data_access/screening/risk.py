"""How people stand: one row that holds for each, and what was before it; changed by many at once, counted by area."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, union, update
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.people import Person
from cockpit.screening.risk.assess import Assessment
from cockpit.screening.risk.level import Level
from cockpit.screening.risk.outcome import Outcome
from data_access.emergency import EmergencyShelf
from data_access.people import PeopleShelf
from data_access.screening import risk_parts
from data_access.screening.tables import case_record, exposure, risk_assessment
from data_access.sealed import Sealer
from data_access.tables import in_area

# Of two rounds at once, that of the worker and that of a command, the faster one's row stands.
NEW = text("""
insert into risk_assessment (id, person_id, score, level, policy, parts, at, emergency, street, community, grid)
overriding system value
select id, person, score, level, policy, parts, :at, emergency, street, community, grid
from unnest(cast(:id as bigint[]), cast(:person as bigint[]), cast(:score as float8[]), cast(:level as smallint[]),
  cast(:policy as bigint[]), cast(:parts as bytea[]), cast(:emergency as bigint[]), cast(:street as text[]),
  cast(:community as text[]), cast(:grid as text[]))
  as n(id, person, score, level, policy, parts, emergency, street, community, grid)
on conflict (person_id) where gone_at is null do nothing
""")
IDS = text(
    "select nextval(pg_get_serial_sequence('risk_assessment', 'id')) from generate_series(1, cast(:count as int))"
)

# Whoever fell ill counts by how they stood when it was reported, all others by how they stood last. A case that no row holds
# for was listed as a contact at no level, or by nobody.
OUTCOMES = """
with ill as (select person_id, min(reported_at) as at from case_record
    where closed_at is null and status = any(:ill) group by person_id),
  stood as (select distinct on (a.person_id) a.person_id, a.level, a.community, ill.at is not null as fell_ill
    from risk_assessment a left join ill on ill.person_id = a.person_id
    where {area} and (ill.at is null or (a.at <= ill.at and coalesce(a.gone_at, ill.at) >= ill.at))
    order by a.person_id, a.at desc, a.id desc),
  others as (select c.community, exists (select from exposure e where e.person_id = c.person_id and e.found_at <= c.reported_at
      and coalesce(e.gone_at, c.reported_at) >= c.reported_at) as listed
    from case_record c where {case_area} and c.closed_at is null and c.status = any(:ill)
      and c.person_id not in (select person_id from stood where fell_ill))
select community, cast(level as text) as stood, count(*) as contacts, count(*) filter (where fell_ill) as ill
from stood group by 1, 2
union all select community, case when listed then '0' else '' end, count(*), count(*) from others group by 1, 2
"""
AREA = {6: "true", 9: "{0}.street = :area", 12: "{0}.community = :area", 15: "{0}.grid = :area"}


class RiskShelf:
    def __init__(
        self, connection: Connection, sealer: Sealer, by: Actor, people: PeopleShelf, emergencies: EmergencyShelf
    ) -> None:
        self.connection = connection
        self.sealer = sealer
        self.by = by
        self.people = people
        self.emergencies = emergencies

    def of_persons(self, persons: Collection[int], at: datetime) -> dict[int, Assessment]:
        """How they stand; what goes on lasts until `at`."""
        return {row.person_id: self._read(row, at) for row in self._standing(persons)}

    def levels(self, persons: Collection[int]) -> dict[int, Level]:
        query = select(risk_assessment.c.person_id, risk_assessment.c.level)
        theirs = query.where(risk_assessment.c.gone_at.is_(None), risk_assessment.c.person_id.in_(persons))
        return {row.person_id: Level(row.level) for row in self.connection.execute(theirs)}

    def everybody(self) -> list[int]:
        """Whom a case that is not ruled out exposed, and who stands somehow until now."""
        exposed = select(exposure.c.person_id).where(exposure.c.gone_at.is_(None))
        standing = select(risk_assessment.c.person_id).where(risk_assessment.c.gone_at.is_(None))
        return sorted(self.connection.execute(union(exposed, standing)).scalars())

    def of_case(self, case: int) -> list[int]:
        """The case itself, and whomever it ever exposed."""
        exposed = select(exposure.c.person_id).where(exposure.c.case_id == case)
        ill = select(case_record.c.person_id).where(case_record.c.id == case)
        return sorted(self.connection.execute(union(exposed, ill)).scalars())

    def keep(self, persons: Collection[int], found: Mapping[int, Assessment], at: datetime) -> list[int]:
        """Of these people: what does not hold any more is gone from now on, what is new begins; the people it concerns."""
        held = {row.person_id: row for row in self._standing(persons)}
        same = {one for one, row in held.items() if one in found and found[one].stands_as(self._read(row, at))}
        gone = [row.id for person, row in held.items() if person not in same]
        self.connection.execute(update(risk_assessment).where(risk_assessment.c.id.in_(gone)).values(gone_at=at))
        new = {person: one for person, one in found.items() if person not in same}
        self._add(new, at)
        return sorted({*new, *(person for person in held if person not in same)})

    def by_level(self) -> dict[Level, dict[str, int]]:
        """Level -> community -> people."""
        counted = select(risk_assessment.c.level, risk_assessment.c.community, func.count().label("people"))
        query = counted.where(*self._own()).group_by(risk_assessment.c.level, risk_assessment.c.community)
        found: dict[Level, dict[str, int]] = {level: {} for level in Level}
        for row in self.connection.execute(query):
            found[Level(row.level)][row.community] = row.people
        return found

    def highest(self, area: str, level: Level | None, limit: int) -> list[int]:
        """People of the area, whose risk is the highest first."""
        where = [*self._own(), in_area(risk_assessment, area)]
        if level is not None:
            where.append(risk_assessment.c.level == int(level))
        query = select(risk_assessment.c.person_id).where(*where)
        order = (risk_assessment.c.level.desc(), risk_assessment.c.score.desc(), risk_assessment.c.person_id)
        return list(self.connection.execute(query.order_by(*order).limit(limit)).scalars())

    def after(self, person: int, limit: int) -> list[int]:
        """So many of those who stand somehow, in the order of their numbers."""
        query = select(risk_assessment.c.person_id).where(*self._own(), risk_assessment.c.person_id > person)
        return list(self.connection.execute(query.order_by(risk_assessment.c.person_id).limit(limit)).scalars())

    def outcomes(self, ill: Collection[str]) -> list[Outcome]:
        """By community and by how they stood."""
        own = AREA[len(self.by.area)]
        query = OUTCOMES.format(area=own.format("a"), case_area=own.format("c"))
        rows = self.connection.execute(text(query), {"ill": list(ill), "area": self.by.area})
        return [
            Outcome(row.community, Level(int(row.stood)) if row.stood else None, row.contacts, row.ill) for row in rows
        ]

    def _standing(self, persons: Collection[int]) -> list[Row[Any]]:
        theirs = risk_assessment.c.person_id.in_(persons)
        return list(self.connection.execute(select(risk_assessment).where(risk_assessment.c.gone_at.is_(None), theirs)))

    def _own(self) -> tuple[Any, ...]:
        return (risk_assessment.c.gone_at.is_(None), in_area(risk_assessment, self.by.area))

    def _read(self, row: Row[Any], at: datetime) -> Assessment:
        parts = risk_parts.read(self.sealer.unwrap(row.parts, cell=_cell(row.id)), at)
        return Assessment(row.score, Level(row.level), parts, row.policy)

    def _add(self, new: Mapping[int, Assessment], at: datetime) -> None:
        """In one statement; whoever left the scope meanwhile is left out."""
        people = [one for one in self.people.of_ids(new) if one.id in new]
        if people:
            ids = self.connection.execute(IDS, {"count": len(people)}).scalars().all()
            emergencies = self._emergencies({one.grid for one in people})
            rows = [self._row(number, one, new[one.id], emergencies) for number, one in zip(ids, people, strict=True)]
            columns = {name: [row[name] for row in rows] for name in rows[0]}
            self.connection.execute(NEW, columns | {"at": at})

    def _row(
        self, number: int, person: Person, one: Assessment, emergencies: Mapping[str, int | None]
    ) -> dict[str, Any]:
        parts = self.sealer.wrap(risk_parts.written(one.parts), cell=_cell(number))
        return {
            "id": number, "person": person.id, "score": one.score, "level": int(one.level), "policy": one.policy,
            "parts": parts, "emergency": emergencies[person.grid], "street": person.street,
            "community": person.community, "grid": person.grid,
        }  # fmt: skip

    def _emergencies(self, grids: Collection[str]) -> dict[str, int | None]:
        known = self.emergencies.all()[::-1]
        return {grid: next((one.id for one in known if one.holds_at(grid)), None) for grid in grids}


def _cell(number: int) -> str:
    return f"risk_assessment.parts/{number}"
