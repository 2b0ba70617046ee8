"""Needs: found by area, person and team; what is written and photographed is opened where a look is kept alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.attachments import Ready
from cockpit.needs.need import UNDONE, Need, NeedKind, State, Why
from cockpit.needs.refused import AskedAlready
from cockpit.needs.team import Near, OpenNeed
from cockpit.people import Erased
from cockpit.quarantine import CARED_FOR
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.texts import N_
from data_access.needs.tables import need, need_photo
from data_access.people import PeopleShelf
from data_access.places import place
from data_access.sealed import Sealer
from data_access.tables import in_area, next_id

PLAIN = [column for column in need.c if column.name != "words"]
OPEN_NEAR = text("select * from open_needs(:team, :today)")
NEAR = text("select * from needs_near(:team, :wanted)")
LIVE = text("select live_needs(:team, :at, :seconds)")
OF_TEAM = text(
    "select id from need where team = :team and state <> 'cancelled'"
    " and (closed_at is null or closed_at > :at - make_interval(secs => :seconds))"
)
# As it is known now; of who has no home on record it is not.
BUILDING = text(
    "select h.place_id from residence r join household h on h.id = r.household_id"
    " where r.person_id = :person and r.until is null"
)
TEAMS_NEAR = text(
    "select id from team where role = 'volunteer' and area in (:community, :street, left(:street, 6))"
    " or role = 'volunteer' and community = :community and length(area) = 15 order by id"
)
IN_AREA = "(q.street = :area or q.community = :area or q.grid = :area or length(:area) = 6)"
HOME_BY_DAY = text(
    "select q.community, d.day::date as day, count(*) as home from quarantine q"
    " join generate_series(cast(:first as date), cast(:last as date), interval '1 day') as d(day)"
    " on q.since <= d.day and (q.until is null or q.until >= d.day) and (q.lifted_on is null or q.lifted_on > d.day)"
    f" where {IN_AREA} and q.kind <> all(:cared) group by 1, 2"
)
OWN = b"own1"  # the id of each photo's own key, of which there is one
NEVER_WERE = (Why.CORRECTED, Why.TWICE)


class NeedShelf:
    def __init__(self, connection: Connection, sealer: Sealer, people: PeopleShelf) -> None:
        self.connection = connection
        self.sealer = sealer
        self.people = people

    def get(self, number: int) -> Need:
        row = self.connection.execute(_plain().where(need.c.id == number)).one_or_none()
        if row is None:
            raise NotFound()
        return _need_of(row)

    def of_person(self, person: int) -> list[Need]:
        """The newest first."""
        return self._all(_plain().where(need.c.person_id == person).order_by(need.c.id.desc()))

    def in_area(self, area: str, states: Collection[State], kind: NeedKind | None, limit: int) -> list[Need]:
        """What is due first comes first; of what is over the last one."""
        query = _plain().where(in_area(need, area), need.c.state.in_(states))
        if kind:
            query = query.where(need.c.kind == kind)
        order = (need.c.closed_at.desc().nulls_first(), need.c.due_at, need.c.grid, need.c.id)
        return self._all(query.order_by(*order).limit(limit))

    def counts(self, area: str, at: datetime) -> tuple[Mapping[State, int], int]:
        """State -> how many, and how many of those that are to be done are overdue."""
        late = func.count().filter(and_(need.c.state.in_(UNDONE), need.c.due_at < at))
        query = select(need.c.state, func.count(), late).where(in_area(need, area)).group_by(need.c.state)
        rows = self.connection.execute(query).tuples().all()
        return {State(state): count for state, count, _ in rows}, sum(late for _, _, late in rows)

    def places(self, numbers: Collection[int]) -> dict[int, str]:
        query = select(place.c.id, place.c.name).where(place.c.id.in_(numbers))
        return dict(self.connection.execute(query).tuples().all())

    def add(self, new: Need, words: str) -> Need:
        """Refuses what is asked for already and not brought yet."""
        where = self.connection.execute(BUILDING, {"person": new.person}).scalar_one_or_none()
        one = replace(new, id=next_id(self.connection, need), place_id=where)
        values = _values(one) | {"id": one.id, "words": self._sealed(one, words)}
        made = upsert(need).values(values).on_conflict_do_nothing().returning(need.c.id)
        if self.connection.execute(made).scalar_one_or_none() is None:
            raise AskedAlready()
        return one

    def keep(self, one: Need, was: Need) -> Need:
        """Only while it stands as it was seen: the conditional update is the lock."""
        seen = (need.c.id == was.id, need.c.state == was.state, need.c.step_at.is_not_distinct_from(was.step_at))
        if not self.connection.execute(update(need).where(*seen).values(_values(one))).rowcount:
            raise ChangedMeanwhile(what=N_("This need"))
        return one

    # Words and photos: reading them is a look

    def words(self, needs: Sequence[Need]) -> dict[int, str]:
        """What was written of each, in the clear; of who is erased nothing is."""
        query = select(need.c.id, need.c.words).where(
            need.c.id.in_([one.id for one in needs]), need.c.words.is_not(None)
        )
        whose, found = {one.id: one.person for one in needs}, {}
        for row in self.connection.execute(query):
            own = self.people.own_seal(whose[row.id])
            if own:
                found[row.id] = own.open(row.words, cell=_cell(row.id))
        return found

    def with_photo(self, numbers: Collection[int]) -> set[int]:
        query = select(need_photo.c.need_id).where(need_photo.c.need_id.in_(numbers))
        return set(self.connection.execute(query).scalars())

    def add_photo(self, one: Need, ready: Ready, at: datetime) -> None:
        key = self.sealer.new_key()
        content = Sealer({OWN: key}).wrap(ready.content, cell=f"need_photo.content/{one.id}")
        values = {"need_id": one.id, "at": at, "width": ready.width, "height": ready.height, "content": content}
        values["key"] = self.sealer.wrap(key, cell=f"need_photo.key/{one.id}")
        self.connection.execute(insert(need_photo).values(values))

    def photo(self, one: Need) -> bytes:
        """A JPEG; refuses where there is none."""
        query = select(need_photo.c.key, need_photo.c.content).where(need_photo.c.need_id == one.id)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        key = self.sealer.unwrap(row.key, cell=f"need_photo.key/{one.id}")
        return Sealer({OWN: key}).unwrap(row.content, cell=f"need_photo.content/{one.id}")

    def drop_photo(self, number: int) -> None:
        self.connection.execute(delete(need_photo).where(need_photo.c.need_id == number))

    # Teams: what they may know of their area before anything is opened to them

    def teams_near(self, community: str) -> list[int]:
        """Those of volunteers that may claim there."""
        asked = {"community": community, "street": community[:9]}
        return list(self.connection.execute(TEAMS_NEAR, asked).scalars())

    def open_near(self, team: int, today: date) -> list[OpenNeed]:
        rows = self.connection.execute(OPEN_NEAR, {"team": team, "today": today})
        return [
            OpenNeed(row.id, NeedKind(row.kind), row.asked_at, row.due_at, row.place or "", row.place_id, row.grid)
            for row in rows
        ]

    def near(self, team: int, wanted: Collection[int]) -> dict[int, Near]:
        """Those of them that lie in the team's area, however they stand, by number."""
        rows = self.connection.execute(NEAR, {"team": team, "wanted": list(wanted)})
        return {row.id: Near(row.id, row.person, State(row.state), row.team, row.claimed_at) for row in rows}

    def live_of_team(self, team: int, at: datetime, seconds: int) -> list[int]:
        """Whose needs it has, or had until so lately."""
        asked = {"team": team, "at": at, "seconds": seconds}
        return sorted(set(self.connection.execute(LIVE, asked).scalar_one()))

    def of_team(self, team: int, at: datetime, seconds: int) -> list[Need]:
        ids = self.connection.execute(OF_TEAM, {"team": team, "at": at, "seconds": seconds}).scalars()
        return self._all(_plain().where(need.c.id.in_(list(ids))))

    # How many, for tomorrow

    def asked_between(self, area: str, first: datetime, before: datetime) -> dict[tuple[str, NeedKind], int]:
        """(community, kind) -> how many; what was asked for by mistake never was."""
        count = (
            in_area(need, area), need.c.asked_at >= first, need.c.asked_at < before,
            func.coalesce(need.c.why, "").not_in(NEVER_WERE),
        )  # fmt: skip
        query = (
            select(need.c.community, need.c.kind, func.count()).where(*count).group_by(need.c.community, need.c.kind)
        )
        return {(code, NeedKind(kind)): n for code, kind, n in self.connection.execute(query).tuples()}

    def home_by_day(self, area: str, first: date, last: date) -> dict[tuple[str, date], int]:
        """(community, day) -> how many stay apart at home."""
        asked = {"area": area, "first": first, "last": last, "cared": list(CARED_FOR)}
        return {(row.community, row.day): row.home for row in self.connection.execute(HOME_BY_DAY, asked)}

    def _sealed(self, one: Need, words: str) -> bytes | None:
        own = self.people.own_seal(one.person)
        if own is None:
            raise Erased()
        return own.seal(words, cell=_cell(one.id)) if words else None

    def _all(self, query: Select[Any]) -> list[Need]:
        return [_need_of(row) for row in self.connection.execute(query)]


def _plain() -> Select[Any]:
    return select(*PLAIN)


def _cell(number: int) -> str:
    return f"need.words/{number}"


def _values(one: Need) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in Need.__dataclass_fields__ if name in need.c and name != "id"}
    return named | {"person_id": one.person, "episode_id": one.episode}


def _need_of(row: Row[Any]) -> Need:
    values = {name: row._mapping[name] for name in Need.__dataclass_fields__ if name in row._mapping}
    words = {"kind": NeedKind(row.kind), "state": State(row.state), "before": State(row.before) if row.before else None}
    why = {"why": Why(row.why) if row.why else None}
    return Need(**values | words | why | {"person": row.person_id, "episode": row.episode_id})
