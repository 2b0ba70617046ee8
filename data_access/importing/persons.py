"""Persons from a file: known again by the number of a paper, else by name, birthday and household.

What names them is sealed under a key of their own before it is written; who moves is found in the new street.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import text

from cockpit.areas import Spot
from cockpit.clock import local_day_start
from cockpit.papers import CHINA, PaperKind, must_be_real
from cockpit.people import Tenure, same_name
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.acquainted import Acquainted
from data_access.importing.households import Home, Homes, Households
from data_access.importing.merged import news
from data_access.importing.staged import new_ids
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.people import Bulk, person, person_key, person_token, residence
from data_access.people.bulk import KEY_TYPES, PERSON_TYPES, RESIDENCE_TYPES, TOKEN_TYPES
from data_access.people.shelf import SEALED, own_sealer

AREAS = ("street", "community", "grid")
OWN = ("name", "number", "phone", "born")
PERSON = Shape(
    person,
    PERSON_TYPES,
    {"name": ("name",), "number": ("number", "number_type", "number_country"), "phone": ("phone",), "born": ("born",),
     "home": ("household_id", "since")},
)  # fmt: skip
NEW = {"number": None, "number_type": None, "number_country": None, "phone": None, "household_id": None, "since": None}

MOVED_OUT = text(
    "update residence r set until = s.since from staged_residence s join changed_person c on c.id = s.person_id"
    " where r.person_id = s.person_id and r.until is null"
)
LEAVE = text("delete from residence where person_id = :person and until is null")
RETURN = text(
    "update residence set until = null where id = (select max(id) from residence where person_id = :person"
    " and household_id = :household) returning street, community, grid, household_id, since"
)
DOOR = text("select place_id, door from household where id = :house")
FORGET = text("delete from person_token t using changed_person s where t.person_id = s.id")


class Persons(Target):
    shape = PERSON

    @cached_property
    def homes(self) -> Homes:
        return Homes(self)

    @cached_property
    def known(self) -> Acquainted:
        return Acquainted(self.work)

    @cached_property
    def demo(self) -> bool:
        return self.work.people.is_demo()

    @cached_property
    def _today(self) -> date:
        return local_day_start(self.work.at, self.work.zone).date()

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        homes = self._homes(rows)
        known = self.known.of(rows, homes)
        for row, home, one in zip(rows, homes, known, strict=True):
            try:
                yield self._verdict(row, home, one)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        if number := row.values.get("number"):
            yield f"number/{number}"
        else:
            yield f"name/{same_name(verdict.row['name'])}/{verdict.row['born']}/{verdict.row['door']}"

    def _homes(self, rows: Sequence[Given]) -> list[Home | Invalid | None]:
        """None for rows that name no door."""
        named = [row for row in rows if row.values.get("compound") or row.values.get("road")]
        found = dict(zip([row.line for row in named], self.homes.of(named), strict=True))
        return [found.get(row.line) for row in rows]

    def _verdict(self, row: Given, home: Home | Invalid | None, known: dict[str, Any] | None) -> Verdict:
        if isinstance(home, Invalid):
            raise home
        self._must_be_real(row)
        now = known or dict(NEW)
        said = news({name: row.values[name] for name in OWN if name in row.values}, now.get("heard"))
        then = {**now, **said}
        if "number" in said:
            kind = row.values.get("paper", PaperKind.RESIDENT)
            then |= {"number_type": kind, "number_country": row.values.get("country", CHINA)}
        then |= self._home(row, home, now)
        if known is None and not {"name", "born"} <= then.keys():
            raise Invalid("name", N_("who is new needs a name, a date of birth and a door"))
        was = self.shape.differences(now, then) if known else {}
        return Verdict(row.line, then, was, now.get("id"))

    def _must_be_real(self, row: Given) -> None:
        for field in ("number", "phone"):
            must_be_real(field, row.values.get(field, ""), demo=self.demo)

    def _home(self, row: Given, home: Home | None, now: Mapping[str, Any]) -> dict[str, Any]:
        """Where the person lives from now on; who stays where they are keeps the day since when."""
        if home is None:
            if now.get("id") is None:
                raise Invalid("compound", N_("who is new needs a name, a date of birth and a door"))
            return {"door": ""}
        if now.get("heard") and home.known and home.known["id"] in now["heard"]["homes"]:
            return {"door": ""}
        spot = home.place.spot
        areas = {"street": spot.street, "community": spot.community, "grid": spot.grid}
        house = home.known["id"] if home.known else None
        stays = house is not None and house == now.get("household_id")
        since = row.values.get("since") or (now.get("since") if stays else self._today)
        new = {"home": home, "tenure": row.values.get("tenure", Tenure.UNKNOWN), "household_id": house, "since": since}
        return {**new, **areas, "door": home.token.hex()}

    # What whoever confirms it is shown

    def title(self, row: Mapping[str, Any]) -> str:
        return str(row["name"])

    def where(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"personal": ["name"]}

    def as_text(self, name: str, values: Sequence[Any], row: Mapping[str, Any]) -> str:
        if name != "home":
            return str(values[0] or "")
        home = row.get("home")
        if home and values[0] == row["household_id"]:
            return f"{self.homes.doors.called.get(home.place.id, '')}{home.door} ({values[1]})"
        return f"{self._door_of(values[0])} ({values[1]})" if values[0] else ""

    def _door_of(self, house: int) -> str:
        row = self.work.connection.execute(DOOR, {"house": house}).one()
        door = self.work.sealer.open(row.door, cell=f"household.door/{house}")
        return f"{self.homes.doors.called.get(row.place_id, '')}{door}"

    # Taking back

    def _now(self, things: Sequence[int]) -> dict[int, dict[str, Any]]:
        return {one["id"]: one for one in self.known.opened(things)}

    def _were(self, thing: int, rows: Mapping[str, Any]) -> dict[str, Any]:
        found = super()._were(thing, {name: row for name, row in rows.items() if name not in ("home", *SEALED)})
        if "born" in found:
            found["born"] = date.fromisoformat(found["born"])
        own = self.work.people.own_seal(thing)
        for name, row in rows.items():
            if name in SEALED and own is not None:
                told = json.loads(own.open(row.was_own, cell=f"history.was_own/{row.id}"))
                found |= zip(self.shape.fields[name], told, strict=True)
        return found | (self._back_home(thing, rows["home"]) if "home" in rows else {})

    def _back_home(self, thing: int, row: Any) -> dict[str, Any]:
        """The residence of before goes on as if it had not ended."""
        house, _since = json.loads(row.was)
        self.work.connection.execute(LEAVE, {"person": thing})
        found = self.work.connection.execute(RETURN, {"person": thing, "household": house}).one_or_none()
        return dict(found._mapping) if found else {}

    # Writing

    def move(self, told: Callable[[], object] = lambda: None) -> None:
        """Who moves leaves the home of before, and who changes is found by what is true from now on."""
        if "changed_person" in self.waiting:
            self.waiting.know()
            if "staged_residence" in self.waiting:
                self.work.connection.execute(MOVED_OUT)
            self.work.connection.execute(FORGET)
        super().move(told)

    def _stage(self, new: Sequence[Verdict], changed: Sequence[Verdict]) -> None:
        self._settle([*new, *changed])
        bulk = Bulk(self.work.sealer, self.work.people.tokens)
        made = [self._sealed(bulk, one.row) for one in new]
        again = [self._sealed(bulk, one.row) for one in changed]
        if new:
            self.waiting.new(person, PERSON_TYPES, (one.row for one in made))
            self.waiting.new(person_key, KEY_TYPES, (one.key for one in made))
        if changed:
            self.waiting.changed(person, PERSON_TYPES, (one.row for one in again))
        self.waiting.new(person_token, TOKEN_TYPES, (row for one in (*made, *again) for row in one.tokens))
        self._settle_in([*new, *(one for one in changed if "home" in one.was and one.row.get("home"))])

    def _sealed(self, bulk: Bulk, row: dict[str, Any]) -> Any:
        spot = Spot(row["street"], row["community"], row["grid"], 0.0, 0.0)
        known = {name: row[name] or "" for name in SEALED}
        paper = (row["number_type"], row["number_country"])
        return bulk.person(row["id"], row["born"], spot, known, key=row.get("key"), paper=paper)

    @cached_property
    def _new_homes(self) -> dict[str, int]:
        """By their doors, all that this file brings."""
        return {}

    def _settle(self, verdicts: Sequence[Verdict]) -> None:
        """Doors that nobody knew before become households."""
        without = [one for one in verdicts if one.row.get("home") and one.row["household_id"] is None]
        unknown = {one.row["door"]: one for one in without if one.row["door"] not in self._new_homes}
        made = [Verdict(one.line, {**one.row["home"].new(), "tenure": one.row["tenure"]}) for one in unknown.values()]
        homes = Households(self.work, self.batch, hold=True)
        homes.waiting = self.waiting
        homes.keep(made)
        self._new_homes.update(zip(unknown, [one.row["id"] for one in made], strict=True))
        for one in without:
            one.row["household_id"] = self._new_homes[one.row["door"]]

    def _settle_in(self, verdicts: Sequence[Verdict]) -> None:
        ids = new_ids(self.work.connection, residence, len(verdicts))
        rows = (
            [number, one.row["id"], one.row["household_id"], one.row["since"], *(one.row[area] for area in AREAS)]
            for number, one in zip(ids, verdicts, strict=True)
        )
        if verdicts:
            self.waiting.new(residence, RESIDENCE_TYPES, rows)

    def was_of(self, number: int, verdict: Verdict, name: str, was: Any) -> list[Any]:
        """Under the person's own key: with that it goes."""
        if was is None or name not in SEALED:
            return super().was_of(number, verdict, name, was)
        own = own_sealer(verdict.row["key"])
        return [None, None, own.seal(json.dumps(was, ensure_ascii=False), cell=f"history.was_own/{number}")]
