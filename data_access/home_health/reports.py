"""Reports of people at home: kept once a window, found by person, day and area, opened only where a look is written."""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.home_health.code import Code
from cockpit.home_health.report import Channel, Mood, Outcome, Report, Said
from cockpit.home_health.triage import Reason
from cockpit.home_health.window import Slot, Window
from cockpit.needs import NeedKind
from cockpit.people import Erased, Person
from cockpit.receipts import LENGTH, LETTERS
from cockpit.refusals import NotFound
from cockpit.screening.symptom import Symptom
from data_access.home_health.tables import health_report, report_code
from data_access.people import PeopleShelf
from data_access.receipts import digest_of
from data_access.tables import next_id

PLAIN = [column for column in health_report.c if column.name != "said"]
THAT_OPENS = text("select id, episode_id, person_id, given_at from report_code_that_opens(:digest, :today, :days)")
HOUSEHOLD = text("select person_id, episode_id from report_household(:person, :today)")
OF_PHONE = text("select person_id, episode_id from report_phone_opens(:token, :today)")
# Those of the latest prints go on holding.
END_OLDER = text(
    "update report_code set ended_at = :at where ended_at is null and id in"
    " (select id from report_code where episode_id = :episode and ended_at is null order by id desc offset :most)"
)


class ReportShelf:
    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    # Codes

    def give_code(self, episode: int, at: datetime, most: int) -> str:
        """A fresh one, which stands nowhere else; of those given before, so many hold that there are `most`."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        self.connection.execute(insert(report_code).values(episode_id=episode, digest=digest_of(code), given_at=at))
        self.connection.execute(END_OLDER, {"episode": episode, "at": at, "most": most})
        return code

    def that_opens(self, code: str, today: date, days: int) -> Code | None:
        """By the code alone, of an episode that ended at most so many days ago; None for all else, and for who is erased."""
        asked = {"digest": digest_of(code), "today": today, "days": days}
        row = self.connection.execute(THAT_OPENS, asked).one_or_none()
        return Code(row.episode_id, row.person_id, row.given_at, row.id) if row else None

    def household(self, person: int, today: date) -> list[tuple[int, int]]:
        """(person, episode) of whoever else of the same household reports from home today; of a person opened here alone."""
        rows = self.connection.execute(HOUSEHOLD, {"person": person, "today": today})
        return [(row.person_id, row.episode_id) for row in rows]

    def of_phone(self, phone: str, today: date) -> list[tuple[int, int]]:
        """(person, episode) of whoever has that phone and reports from home today; refuses what is no phone."""
        asked = {"token": self.people.tokens.of("phone", phone), "today": today}
        return [(row.person_id, row.episode_id) for row in self.connection.execute(OF_PHONE, asked)]

    # Reports

    def get(self, report_id: int) -> Report:
        row = self.connection.execute(_plain().where(health_report.c.id == report_id)).one_or_none()
        if row is None:
            raise NotFound()
        return _report_of(row)

    def of_key(self, person: int, key: str) -> Report | None:
        query = _plain().where(health_report.c.person_id == person, health_report.c.key == key)
        row = self.connection.execute(query).one_or_none()
        return _report_of(row) if row else None

    def of_person(self, person: int, *, also_replaced: bool = False) -> list[Report]:
        """The newest first."""
        query = _plain().where(health_report.c.person_id == person).order_by(health_report.c.id.desc())
        if not also_replaced:
            query = query.where(health_report.c.replaced.is_(False))
        return [_report_of(row) for row in self.connection.execute(query)]

    def of_day(self, persons: Collection[int], day: date) -> list[Report]:
        """Those that count, of these persons and that day."""
        own = (health_report.c.person_id.in_(persons), health_report.c.day == day, health_report.c.replaced.is_(False))
        return [_report_of(row) for row in self.connection.execute(_plain().where(*own).order_by(health_report.c.id))]

    def temperatures(self, person: int, but: Window) -> list[float]:
        """Those of the reports that count, but for that window's; the newest last."""
        theirs = [one for one in self.of_person(person) if (one.day, one.slot) != (but.day, but.slot)]
        heat = [said.temperature for said, _ in self.opened(person, theirs[::-1]).values()]
        return [one for one in heat if one is not None]

    def opened(self, person: int, reports: Sequence[Report]) -> dict[int, tuple[Said, tuple[Reason, ...]]]:
        """Report -> what was said, and why it was handled as it was; of one person. Empty for who is erased. A look."""
        own = self.people.own_seal(person) if reports else None
        if own is None:
            return {}
        query = select(health_report.c.id, health_report.c.said).where(
            health_report.c.id.in_([one.id for one in reports]), health_report.c.said.is_not(None)
        )
        found = {row.id: row.said for row in self.connection.execute(query)}
        order = [one.id for one in reports if one.id in found]
        return {number: _said_of(own.open(found[number], cell=_cell(number))) for number in order}

    def add(
        self, new: Report, said: Said, reasons: tuple[Reason, ...], person: Person
    ) -> tuple[Report, bool]:  # fmt: skip
        """Kept, and whether it stands for one of the same window that was said before. The person's row is held."""
        own = self.people.own_seal(person.id)
        if own is None:
            raise Erased()
        same = (
            health_report.c.person_id == new.person,
            health_report.c.day == new.day,
            health_report.c.slot == new.slot,
        )
        before = self.connection.execute(
            update(health_report).where(*same, health_report.c.replaced.is_(False)).values(replaced=True)
        ).rowcount
        one = replace(new, id=next_id(self.connection, health_report))
        areas = {"street": person.street, "community": person.community, "grid": person.grid}
        sealed = {"said": own.seal(_written(said, reasons), cell=_cell(one.id))}
        self.connection.execute(insert(health_report).values(_values(one) | areas | sealed))
        return one, bool(before)


def _plain() -> Select[Any]:
    return select(*PLAIN)


def _cell(number: int) -> str:
    return f"health_report.said/{number}"


def _written(said: Said, reasons: tuple[Reason, ...]) -> str:
    told = {name: getattr(said, name) for name in Said.__dataclass_fields__} | {"reasons": reasons}
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def _said_of(text: str) -> tuple[Said, tuple[Reason, ...]]:
    told = json.loads(text)
    mood = Mood(told["mood"]) if "mood" in told else None
    symptoms = tuple(Symptom(one) for one in told.get("symptoms", ()))
    needs = tuple(NeedKind(one) for one in told.get("needs", ()))
    said = Said(told.get("temperature"), symptoms, mood, told.get("call_me", False), told.get("words", ""), needs)
    return said, tuple(Reason(one) for one in told.get("reasons", ()))


def _values(one: Report) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in Report.__dataclass_fields__ if name in health_report.c}
    return named | {"person_id": one.person, "episode_id": one.episode}


def _report_of(row: Row[Any]) -> Report:
    values = {name: row._mapping[name] for name in Report.__dataclass_fields__ if name in row._mapping}
    words = {"slot": Slot(row.slot), "channel": Channel(row.channel), "outcome": Outcome(row.outcome)}
    return Report(**values | words | {"person": row.person_id, "episode": row.episode_id})
