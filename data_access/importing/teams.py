"""Teams from a file: known again by their code, else by name and street; and their hours of duty, by team and beginning."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select, text

from cockpit.areas import Level
from cockpit.importing.ground import Ground, Settled, Stated
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.places import same_point, spot_of, stated
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.teams import shift, team, team_member

TEAM = Shape(
    team,
    {
        "id": "int8", "code": "text", "name": "text", "role": "text", "area": "text", "street": "text",
        "community": "text", "grid": "text", "lon": "float8", "lat": "float8",
    },
    {
        "name": ("name",), "role": ("role",), "spot": ("street", "community", "grid", "lon", "lat", "area"),
        "members": ("members",),
    },
)  # fmt: skip
SHIFT = Shape(
    shift, {"id": "int8", "team_id": "int8", "starts": "timestamptz", "ends": "timestamptz"}, {"ends": ("ends",)}
)
MEMBER_TYPES = {"team_id": "int8", "name": "text"}
LEAVE = text("delete from team_member where team_id = any(:ids)")


class Teams(Target):
    shape = TEAM

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.work.areas.known.values())

    @cached_property
    def known(self) -> dict[tuple[str, str], dict[str, Any]]:
        """By code, and by street and name; a district has some hundreds of them."""
        rows = self._now(list(self.work.connection.execute(select(team.c.id)).scalars())).values()
        return {("", one["code"]): one for one in rows} | {(one["street"], one["name"]): one for one in rows}

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        for row in rows:
            try:
                yield self._verdict(row)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        if code := row.values.get("code"):
            yield f"code/{code}"
        yield "name/{street}/{name}".format(**verdict.row)

    def _verdict(self, row: Given) -> Verdict:
        said, values = stated(row), row.values
        street = self.ground.find(Level.STREET, said.street) if said.street else None
        known = self.known.get(("", values.get("code", ""))) or (
            self.known.get((street.code, values.get("name", ""))) if street else None
        )
        if known is None and not {"name", "role"} <= values.keys():
            raise Invalid("name", N_("a new team needs a name and a kind"))
        now = known or {"code": values.get("code", ""), "members": ()}
        then = {**now, **{name: values[name] for name in ("name", "role", "members") if name in values}}
        then["members"] = tuple(then["members"])
        then |= self._where(said, known)
        return Verdict(row.line, then, self.shape.differences(now, then) if known else {}, now.get("id"))

    def _where(self, said: Stated, known: Mapping[str, Any] | None) -> dict[str, Any]:
        """The smallest area that is named is the team's; its point is where it stands."""
        named = self.ground.named(said)
        stays = known is not None and (named is None or known["street"] == named.code[:9])
        if known is not None and stays and (said.lon is None or same_point(said, known)):
            return {}
        pointed = said.lon is not None or named is None
        settled: Settled = self.ground.settle(said) if pointed or named is None else self.ground.centre(named)
        where = spot_of(settled)
        where.pop("flagged")
        return {**where, "area": named.code if named else settled.spot.grid}

    def complete(self, new: Sequence[Verdict]) -> None:
        for verdict in new:
            verdict.row["code"] = verdict.row["code"] or f"T{verdict.row['id']:03}"

    def _stage(self, new: Sequence[Verdict], changed: Sequence[Verdict]) -> None:
        super()._stage(new, changed)
        anew = [*new, *(one for one in changed if "members" in one.was)]
        self.work.connection.execute(LEAVE, {"ids": [one.row["id"] for one in anew]})
        members = ([one.row["id"], name] for one in anew for name in one.row["members"])
        self.waiting.new(team_member, MEMBER_TYPES, members)

    def as_text(self, name: str, values: Sequence[Any], row: Mapping[str, Any]) -> str:
        return "、".join(values[0]) if name == "members" else super().as_text(name, values, row)

    def _now(self, things: Sequence[int]) -> dict[int, dict[str, Any]]:
        members = select(team_member.c.team_id, func.array_agg(team_member.c.name)).group_by(team_member.c.team_id)
        named: dict[int, list[str]] = dict(
            self.work.connection.execute(members.where(team_member.c.team_id.in_(things))).tuples().all()
        )
        return {thing: {**row, "members": tuple(named.get(thing, ()))} for thing, row in super()._now(things).items()}


class Duty(Target):
    """Hours of a team: those that begin together are the same hours."""

    shape = SHIFT

    @cached_property
    def teams(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in self.work.connection.execute(select(team)):
            for name in {row.code, row.name}:
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.work.areas.known.values())

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        for row in rows:
            try:
                yield self._verdict(row)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield f"{verdict.row['team_id']}/{verdict.row['starts'].isoformat()}"

    def title(self, row: Mapping[str, Any]) -> str:
        return f"{self.work.teams.name_of(row['team_id'])} {row['starts'].astimezone(self.work.zone):%m-%d %H:%M}"

    def _verdict(self, row: Given) -> Verdict:
        found = self._team(row)
        mine = (shift.c.team_id == found.id, shift.c.starts == row.values["starts"])
        known = self.work.connection.execute(select(shift).where(*mine)).first()
        now = dict(known._mapping) if known else {"team_id": found.id, "starts": row.values["starts"]}
        areas = {"street": found.street, "community": found.community, "grid": found.grid}
        then = {**now, **areas, "ends": row.values["ends"]}
        return Verdict(row.line, then, self.shape.differences(now, then) if known else {}, now.get("id"))

    def _team(self, row: Given) -> Any:
        named = self.teams.get(row.values["team"], [])
        if street := row.values.get("street"):
            area = self.ground.find(Level.STREET, street)
            named = [one for one in named if area is not None and one.street == area.code]
        if not named:
            raise Invalid("team", N_("no such team is known: import the teams first"))
        if len(named) > 1:
            raise Invalid("team", N_("several teams have this name: give the street, or the code"))
        return named[0]

    def _plain(self, row: Any) -> list[Any]:
        return [datetime.fromisoformat(one) for one in super()._plain(row)]
