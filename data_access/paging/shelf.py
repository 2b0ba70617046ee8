"""Pagings and what became of them. A row is its person's, and of whoever may see the area it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.paging import Delivery, OwnChannel, Paging, Waiting
from cockpit.refusals import NotFound
from data_access.accounts import account
from data_access.paging.channels import OwnChannelShelf
from data_access.paging.tables import own_channel, paging, paging_delivery
from data_access.tables import next_id, scope_values

EACH = 200  # of one person, that are looked through at once
LATE = 200  # that are said to be late at once

ABOUT_ONE = paging.c.channel.is_(None)  # no test of a channel
TOOK = (
    select(paging_delivery.c.paging)
    .where(paging_delivery.c.paging == paging.c.id, paging_delivery.c.handed_at.is_not(None))
    .exists()
)
MARKS = (
    select(func.count(paging_delivery.c.handed_at).label("taken"), func.max(paging_delivery.c.tried_at).label("tried"))
    .where(paging_delivery.c.paging == paging.c.id)
    .lateral("marks")
)
WAYS = (
    select(own_channel.c.account, func.count().label("many"))
    .where(own_channel.c.gone.is_(False))
    .group_by(own_channel.c.account)
    .subquery("ways")
)
OPENS = or_(MARKS.c.taken == 0, and_(paging.c.priority == 1, ABOUT_ONE, WAYS.c.many > MARKS.c.taken))
FIRST = (MARKS.c.taken > 0, paging.c.priority, MARKS.c.tried.nulls_first(), paging.c.id)


class PagingShelf:
    def __init__(self, connection: Connection, channels: OwnChannelShelf) -> None:
        self.connection = connection
        self.channels = channels

    def reachable(self, account_id: int) -> bool:
        """Whether that account is there and not disabled."""
        mine = select(account.c.id).where(account.c.id == account_id, account.c.disabled.is_(False))
        return self.connection.execute(mine).scalar() is not None

    def members(self, team_ids: Sequence[int]) -> list[int]:
        """All who belong to one of these teams."""
        query = select(account.c.id).where(account.c.team.in_(team_ids))
        return list(self.connection.execute(query.order_by(account.c.id)).scalars())

    def add(self, one: Paging) -> Paging:
        """The number comes first: who writes it may be nobody who sees it afterwards."""
        number = next_id(self.connection, paging)
        values = {name: getattr(one, name) for name in Paging.__dataclass_fields__} | {"id": number}
        self.connection.execute(insert(paging).values(values | {"facts": dict(one.facts)} | scope_values(one.area)))
        return Paging(**values)

    def get(self, paging_id: int) -> Paging:
        row = self.connection.execute(select(paging).where(paging.c.id == paging_id)).one_or_none()
        if row is None:
            raise NotFound()
        return _paging_of(row)

    def of_account(self, account_id: int, limit: int) -> list[Paging]:
        """Unseen first, then the newest."""
        mine = select(paging).where(paging.c.account == account_id, ABOUT_ONE)
        first = mine.order_by(paging.c.seen_at.is_not(None), paging.c.id.desc())
        return [_paging_of(row) for row in self.connection.execute(first.limit(limit))]

    def unseen(self, account_id: int) -> int:
        mine = select(func.count()).where(paging.c.account == account_id, paging.c.seen_at.is_(None), ABOUT_ONE)
        return self.connection.execute(mine).scalar_one()

    def of_incident(self, incident_id: int) -> list[Paging]:
        about = select(paging).where(paging.c.subject == "incident", paging.c.subject_id == str(incident_id))
        return [_paging_of(row) for row in self.connection.execute(about.order_by(paging.c.id))]

    def seen(self, one: Paging, at: datetime) -> bool:
        """Whether this is the first time."""
        first = update(paging).where(paging.c.id == one.id, paging.c.seen_at.is_(None))
        return bool(self.connection.execute(first.values(seen_at=at)).rowcount)

    # What became of them

    def deliveries(self, pagings: Sequence[int]) -> dict[int, list[Delivery]]:
        found: dict[int, list[Delivery]] = {}
        query = select(paging_delivery).where(paging_delivery.c.paging.in_(pagings))
        for row in self.connection.execute(query.order_by(paging_delivery.c.channel)):
            found.setdefault(row.paging, []).append(_delivery_of(row))
        return found

    def waiting(self, after: datetime) -> list[Waiting]:
        """Of all persons who have a channel: what nobody opened, told after `after`, that a channel may still be tried for.

        So many of each person, and of these first what nothing took, the red before the rest, the longest untried
        before what was just tried: no pile of a dead channel keeps anybody else waiting, nor what broke once.
        """
        mine = select(paging).join_from(paging, MARKS, true()).correlate(WAYS).where(
            paging.c.account == WAYS.c.account, paging.c.seen_at.is_(None), paging.c.at > after, OPENS
        )  # fmt: skip
        theirs = mine.order_by(*FIRST).limit(EACH).lateral("theirs")
        query = select(theirs).select_from(WAYS).join(theirs, true()).order_by(theirs.c.id)
        found = [_paging_of(row) for row in self.connection.execute(query)]
        marks = self.deliveries([one.id for one in found])
        ways = self.channels.of_accounts({one.account for one in found})
        return [
            Waiting(one, ways.get(one.account, ()), {each.channel: each for each in marks.get(one.id, ())})
            for one in found
        ]

    def tried(self, bundle: Sequence[Delivery]) -> None:
        """What a channel answered to one message, kept for each paging in it; what it took before stands."""
        for one in bundle:
            values = {name: getattr(one, name) for name in Delivery.__dataclass_fields__}
            new = upsert(paging_delivery).values(values)
            again = {name: values[name] for name in ("tries", "tried_at", "said", "handed_at")}
            still = paging_delivery.c.handed_at.is_(None)
            key = ["paging", "channel"]
            self.connection.execute(new.on_conflict_do_update(index_elements=key, set_=again, where=still))

    def delivered(self, channel_id: int, bundle: int, at: datetime) -> None:
        """All that went in that message; the first report counts."""
        mine = update(paging_delivery).where(
            paging_delivery.c.channel == channel_id,
            paging_delivery.c.bundle == bundle,
            paging_delivery.c.delivered_at.is_(None),
        )
        self.connection.execute(mine.values(delivered_at=at, handed_at=func.coalesce(paging_delivery.c.handed_at, at)))

    def late(self, before: datetime) -> list[Paging]:
        """Told before that moment, taken by no channel, opened by nobody, and not yet said to be late."""
        query = select(paging).where(
            paging.c.seen_at.is_(None), paging.c.at < before, paging.c.late_told_at.is_(None), ABOUT_ONE, ~TOOK
        )
        return [_paging_of(row) for row in self.connection.execute(query.order_by(paging.c.id).limit(LATE))]

    def expire(self, before: datetime) -> int:
        return self.connection.execute(delete(paging).where(paging.c.at < before)).rowcount

    def told_late(self, one: Paging, machine: datetime) -> None:
        self.connection.execute(update(paging).where(paging.c.id == one.id).values(late_told_at=machine))

    def hold(self, one: OwnChannel, machine: datetime, until: datetime) -> bool:
        """Whether this worker alone hands over to it until then."""
        free = or_(own_channel.c.held_until.is_(None), own_channel.c.held_until < machine)
        mine = update(own_channel).where(own_channel.c.id == one.id, own_channel.c.gone.is_(False), free)
        return bool(self.connection.execute(mine.values(held_until=until)).rowcount)

    def let_go(self, one: OwnChannel) -> None:
        self.connection.execute(update(own_channel).where(own_channel.c.id == one.id).values(held_until=None))


def _paging_of(row: Row[Any]) -> Paging:
    return Paging(**{name: getattr(row, name) for name in Paging.__dataclass_fields__})


def _delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in Delivery.__dataclass_fields__})
