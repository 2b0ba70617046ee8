"""Who goes where: visits handed out to workers and teams, and taken back; what a team has."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.engine import Connection

from cockpit.follow_up import FollowUp, Goer
from data_access.follow_up.table import follow_up_of

FREE = text(
    "select f.id, f.grid, (select s.by from follow_up s where s.person_id = f.person_id and s.by is not null"
    " order by s.day desc limit 1) as last from follow_up f"
    " where f.community = :community and f.day = :day and f.result is null and f.account is null and f.team is null order by f.grid, f.id"
)
LOADS = text(
    "select account, grid, count(*) from follow_up where community = :community and day = :day and account is not null group by 1, 2"
)
ASSIGN = text(
    "update follow_up f set account = n.account, team = null, handout = null"
    " from unnest(cast(:ids as bigint[]), cast(:accounts as bigint[])) n (id, account)"
    " where f.id = n.id and f.result is null and (f.account is distinct from n.account or f.team is not null)"
)
WORKERS_NAMED = text(
    "select id, name from account where role = 'community' and area = :community and not disabled order by id"
)
LEFT_OF_EACH = text(
    "select case when team is null then 'account/' || account else 'team/' || team end as word, count(*) as left"
    " from follow_up where day = :day and result is null and (account is not null or team is not null) group by 1"
)
# Of each visit who was behind that door last, whomever they saw there.
LAST = text(
    "select f.id, s.by, a.team from follow_up f cross join lateral ("
    "   select p.by from follow_up p where p.by is not null and p.id <> f.id and p.day <= f.day and (p.person_id = f.person_id"
    "     or exists (select 1 from residence own join residence mate on mate.household_id = own.household_id"
    "       where own.person_id = f.person_id and own.until is null and mate.person_id = p.person_id and mate.until is null))"
    "   order by p.at desc limit 1) s join account a on a.id = s.by where f.id = any(:ids)"
)
DOORS = text(
    "select f.id, r.household_id from follow_up f join residence r on r.person_id = f.person_id and r.until is null"
    " where f.id = any(:ids) and r.household_id is not null"
)
HAND = text(
    "update follow_up set before_account = account, before_team = team, account = :account, team = :team,"
    " handout = :number, handout_by = :by, handout_at = :at where id = :id returning *"
)
OF_HAND_OUT = text("select * from follow_up where handout = :number and handout_by = :by order by id")
HAND_BACK = text(
    "update follow_up set account = before_account, team = before_team, handout = null, before_account = null, before_team = null"
    " where handout = :number and result is null returning *"
)
NAMES = text(
    "select 'account/' || id as word, name from account where id = any(:accounts)"
    " union all select 'team/' || id, name from team where id = any(:teams)"
)
LIVE = text("select live_visits(:team, :first, :at, :seconds)")
OF_TEAM = text(
    "select * from follow_up where team = :team and day >= :first and day <= :today and (result is null or at > :since)"
    " order by result is not null, grid, id"
)
UNWELL = text(
    "select f.id from follow_up f where f.id = any(:ids) and (select s.result from follow_up s where s.person_id = f.person_id"
    " and s.day < f.day and s.result in ('seen_ok', 'seen_not_ok') order by s.day desc limit 1) = 'seen_not_ok'"
)


class HandOuts:
    """`by` and `at` are whose unit of work it is, and when."""

    at: datetime
    by: int | None

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def workers(self, community: str) -> list[int]:
        return [number for number, _ in self.workers_named(community)]

    def unassigned(self, community: str, day: date) -> list[tuple[int, str, int | None]]:
        """(follow-up, grid, who went last)."""
        rows = self.connection.execute(FREE, {"community": community, "day": day})
        return [(row.id, row.grid, row.last) for row in rows]

    def loads(self, community: str, day: date) -> dict[tuple[int, str], int]:
        rows = self.connection.execute(LOADS, {"community": community, "day": day}).tuples()
        return {(account, grid): count for account, grid, count in rows}

    def assign(self, wanted: Mapping[int, int]) -> int:
        facts = {"ids": list(wanted), "accounts": list(wanted.values())}
        return self.connection.execute(ASSIGN, facts).rowcount

    def workers_named(self, community: str) -> list[tuple[int, str]]:
        return [(row.id, row.name) for row in self.connection.execute(WORKERS_NAMED, {"community": community})]

    def left_of_each(self, day: date) -> dict[str, int]:
        """Worker or team, as a page says it -> how many visits of the day it has left."""
        return {row.word: row.left for row in self.connection.execute(LEFT_OF_EACH, {"day": day})}

    def last_at_door(self, ids: Collection[int]) -> dict[int, set[str]]:
        """Follow-up -> the person who was at that door last, and their team; nothing where nobody was."""
        rows = self.connection.execute(LAST, {"ids": list(ids)})
        return {row.id: {f"account/{row.by}", *([f"team/{row.team}"] if row.team else [])} for row in rows}

    def doors(self, ids: Collection[int]) -> dict[int, int]:
        """Follow-up -> the household behind whose door it is; nothing where none is known."""
        return dict(self.connection.execute(DOORS, {"ids": list(ids)}).tuples().all())

    def goer_names(self, rows: Sequence[FollowUp]) -> dict[str, str]:
        """Of those who have these visits, as a page says them."""
        return self._names({one.had for one in rows if one.had})

    def name_of(self, word: str) -> str:
        return self._names({word}).get(word, "") if word else ""

    def next_hand_out(self) -> int:
        return int(self.connection.execute(text("select nextval('hand_out')")).scalar_one())

    def hand(self, one: FollowUp, goer: Goer | None, number: int) -> FollowUp:
        """One that is held goes to this one, or to nobody."""
        whose = {"account": None, "team": None} | ({goer.kind: goer.id} if goer else {})
        facts = whose | {"number": number, "by": self.by, "at": self.at, "id": one.id}
        return follow_up_of(self.connection.execute(HAND, facts).one())

    def of_hand_out(self, number: int, by: int | None) -> list[FollowUp]:
        """Those of it that nobody handed on since."""
        return [follow_up_of(row) for row in self.connection.execute(OF_HAND_OUT, {"number": number, "by": by})]

    def handed_at(self, number: int) -> datetime:
        query = text("select max(handout_at) from follow_up where handout = :number")
        found: datetime = self.connection.execute(query, {"number": number}).scalar_one()
        return found

    def hand_back(self, number: int) -> list[FollowUp]:
        """To whoever had each before; what was made since stays."""
        return [follow_up_of(row) for row in self.connection.execute(HAND_BACK, {"number": number})]

    # What a team has

    def live_of_team(self, team: int, first: date, seconds: int) -> list[int]:
        """Whom it calls on, left or made so lately: the only thing of them that it may ask before they are opened to it."""
        asked = {"team": team, "first": first, "at": self.at, "seconds": seconds}
        return sorted(set(self.connection.execute(LIVE, asked).scalar_one()))

    def of_team(self, team: int, first: date, today: date, since: datetime) -> list[FollowUp]:
        asked = {"team": team, "first": first, "today": today, "since": since}
        return [follow_up_of(row) for row in self.connection.execute(OF_TEAM, asked)]

    def unwell_before(self, ids: Collection[int]) -> set[int]:
        """Those of whose person the last that was seen was that they are unwell."""
        return set(self.connection.execute(UNWELL, {"ids": list(ids)}).scalars())

    def _names(self, whose: Collection[str]) -> dict[str, str]:
        ids = {
            kind: [int(one.split("/")[1]) for one in whose if one.startswith(f"{kind}/")]
            for kind in ("account", "team")
        }
        rows = self.connection.execute(NAMES, {"accounts": ids["account"], "teams": ids["team"]})
        return {row.word: row.name for row in rows}
