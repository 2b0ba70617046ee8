"""Notifications, the channels out, and which channel took which: the fact first, its delivery later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    and_,
    case,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.notifications import Channel, Notification, Told, Waiting
from data_access.tables import Code, Instant, id_column, metadata

notification = Table(
    "notification",
    metadata,
    id_column(),
    Column("subject", Code, nullable=False),
    Column("subject_id", Code, nullable=False),
    Column("event", Code, nullable=False),
    Column("area", Code, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("district_at", Instant, nullable=False),
    Index("ix_notification_subject", "subject", "subject_id"),
)

channel = Table(
    "channel",
    metadata,
    id_column(),
    Column("key", Code, nullable=False, unique=True),
    Column("kind", Code, nullable=False),
    Column("place", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("gone", Boolean, nullable=False, server_default=false()),
    Column("fails", Integer, nullable=False, server_default="0"),
    Column("tried_at", Instant),
    Column("handed_at", Instant),
    Column("held_until", Instant),
)

delivery = Table(
    "delivery",
    metadata,
    Column("notification", BigInteger, ForeignKey("notification.id", ondelete="cascade"), nullable=False),
    Column("channel", BigInteger, ForeignKey("channel.id"), nullable=False),
    Column("handed_at", Instant),  # empty while there is no more than tries
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("tried_at", Instant),
    PrimaryKeyConstraint("notification", "channel"),
)


class NotificationShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, one: Notification) -> None:
        values = {column.name: getattr(one, column.name) for column in notification.c if column.name != "id"}
        self.connection.execute(insert(notification).values(values | {"facts": dict(one.facts)}))

    def of(self, subject: str, subject_id: str) -> list[Told]:
        return self._told(
            select(notification)
            .where(notification.c.subject == subject, notification.c.subject_id == subject_id)
            .order_by(notification.c.id)
        )

    def latest(self, limit: int) -> list[Told]:
        return self._told(select(notification).order_by(notification.c.id.desc()).limit(limit))

    def told_since(self, event: str, since: datetime) -> bool:
        """Whether that event was told since then."""
        query = select(notification.c.id).where(notification.c.event == event, notification.c.at >= since).limit(1)
        return self.connection.execute(query).scalar() is not None

    def _told(self, query: Any) -> list[Told]:
        found = [_notification_of(row) for row in self.connection.execute(query)]
        ways = self.channels()
        took = self._took([one.id for one in found])
        return [
            Told(
                one,
                tuple(way for way in ways if (one.id, way.id) in took),
                tuple(way for way in ways if (one.id, way.id) not in took and way.since <= one.at),
            )
            for one in found
        ]

    def _took(self, ids: Sequence[int]) -> set[tuple[int, int]]:
        query = select(delivery.c.notification, delivery.c.channel).where(
            delivery.c.notification.in_(ids), delivery.c.handed_at.is_not(None)
        )
        return {(row.notification, row.channel) for row in self.connection.execute(query)}

    # Channels

    def channels(self) -> list[Channel]:
        query = select(channel).where(channel.c.gone.is_(False)).order_by(channel.c.place)
        return [_channel_of(row) for row in self.connection.execute(query)]

    def register(self, kinds: Mapping[str, str], machine: datetime) -> list[Channel]:
        """The channels of the settings, key -> kind; one that is new, or was out, gets what happens from now on."""
        self.connection.execute(update(channel).where(channel.c.key.not_in(list(kinds))).values(gone=True))
        for place, (key, kind) in enumerate(kinds.items(), 1):
            new = upsert(channel).values(key=key, kind=kind, place=place, since=machine)
            since = case((channel.c.gone, machine), else_=channel.c.since)
            back = {"place": place, "gone": False, "since": since}
            self.connection.execute(new.on_conflict_do_update(index_elements=["key"], set_=back))
        return self.channels()

    def hold(self, one: Channel, machine: datetime, until: datetime) -> bool:
        """Whether this worker alone hands over to it until then; a second worker is told no."""
        free = or_(channel.c.held_until.is_(None), channel.c.held_until < machine)
        mine = update(channel).where(channel.c.id == one.id, free).values(held_until=until)
        return bool(self.connection.execute(mine).rowcount)

    def renew(self, one: Channel, held: datetime, until: datetime) -> bool:
        """Whether it was still this worker's, which held it until `held` and now does until `until`."""
        mine = update(channel).where(channel.c.id == one.id, channel.c.held_until == held).values(held_until=until)
        return bool(self.connection.execute(mine).rowcount)

    def let_go(self, one: Channel, held: datetime) -> None:
        """What another worker holds by now stays with it."""
        mine = update(channel).where(channel.c.id == one.id, channel.c.held_until == held)
        self.connection.execute(mine.values(held_until=None))

    def waiting(self, one: Channel, after: datetime, limit: int) -> list[Waiting]:
        """What this channel has not taken yet of what was told since it is there, and after `after`: oldest first, those
        that were refused for themselves last."""
        tries = func.coalesce(delivery.c.tries, 0)
        query = (
            select(notification, tries.label("tries"), delivery.c.tried_at)
            .outerjoin(delivery, and_(delivery.c.notification == notification.c.id, delivery.c.channel == one.id))
            .where(notification.c.at >= one.since, notification.c.at > after, delivery.c.handed_at.is_(None))
        )
        rows = self.connection.execute(query.order_by(tries, notification.c.id).limit(limit))
        return [Waiting(_notification_of(row), row.tries, row.tried_at) for row in rows]

    def handed(self, told: Notification, one: Channel, machine: datetime) -> None:
        self._delivery(told, one, {"handed_at": machine}, {"handed_at": machine})
        self._tried(one, machine, handed_at=machine, fails=0)

    def refused(self, told: Notification, one: Channel, machine: datetime) -> None:
        """By a channel that is well: this one alone is tried again later."""
        self._delivery(
            told, one, {"tries": 1, "tried_at": machine}, {"tries": delivery.c.tries + 1, "tried_at": machine}
        )

    def _delivery(self, told: Notification, one: Channel, first: dict[str, Any], again: dict[str, Any]) -> None:
        """Another worker may have handed it over meanwhile: that stands."""
        new = upsert(delivery).values(notification=told.id, channel=one.id, **first)
        ids = ["notification", "channel"]
        self.connection.execute(
            new.on_conflict_do_update(index_elements=ids, set_=again, where=delivery.c.handed_at.is_(None))
        )

    def failed(self, one: Channel, machine: datetime) -> None:
        self._tried(one, machine, fails=channel.c.fails + 1)

    def _tried(self, one: Channel, machine: datetime, **values: Any) -> None:
        self.connection.execute(update(channel).where(channel.c.id == one.id).values(tried_at=machine, **values))

    def counts(self, after: datetime) -> dict[str, int]:
        """How many were handed over, still wait, or are given up since they are not of `after`; over all channels that
        are there."""
        open_ = delivery.c.handed_at.is_(None)
        states = {
            "handed_over": delivery.c.handed_at.is_not(None),
            "waiting": and_(open_, notification.c.at > after),
            "given_up": and_(open_, notification.c.at <= after),
        }
        pairs = select(*(func.count().filter(one).label(state) for state, one in states.items())).select_from(
            notification.join(channel, and_(channel.c.since <= notification.c.at, channel.c.gone.is_(False))).outerjoin(
                delivery, and_(delivery.c.notification == notification.c.id, delivery.c.channel == channel.c.id)
            )
        )
        return dict(self.connection.execute(pairs).one()._mapping)


def _notification_of(row: Row[Any]) -> Notification:
    return Notification(**{name: getattr(row, name) for name in Notification.__dataclass_fields__})


def _channel_of(row: Row[Any]) -> Channel:
    return Channel(**{name: getattr(row, name) for name in Channel.__dataclass_fields__})
