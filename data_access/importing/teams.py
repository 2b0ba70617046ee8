"""Teams from a file: known again by their code, else by name and street."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import func, select, text

from cockpit.areas import Level
from cockpit.importing.ground import Ground, Settled, Stated
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.places import same_point, spot_of, stated
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.teams import team, team_member

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
