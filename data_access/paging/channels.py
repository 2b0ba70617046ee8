"""Persons' own channels, sealed: seen by their person, and by the cockpit itself when it uses them."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Row

from cockpit.paging import Kind, OwnChannel, Tested
from data_access.paging.tables import own_channel, paging, paging_delivery
from data_access.sealed import Sealer
from data_access.tables import next_id


def cell(column: str, number: int) -> str:
    return f"own_channel.{column}/{number}"


class OwnChannelShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def new_secret(self) -> str:
        return secrets.token_urlsafe(24)

    def add(self, one: OwnChannel) -> OwnChannel:
        number = next_id(self.connection, own_channel)
        sealed = {name: self.sealer.seal(getattr(one, name), cell=cell(name, number)) for name in ("target", "secret")}
        plain = {name: getattr(one, name) for name in ("account", "kind", "place", "since")}
        self.connection.execute(insert(own_channel).values(plain | sealed | {"id": number}))
        return OwnChannel(one.account, one.kind, one.target, one.secret, one.place, one.since, number)

    def of_account(self, account_id: int) -> Sequence[OwnChannel]:
        return self.of_accounts({account_id}).get(account_id, [])

    def of_accounts(self, accounts: Collection[int]) -> dict[int, list[OwnChannel]]:
        """In the order in which each person wants them tried."""
        query = select(own_channel).where(own_channel.c.account.in_(accounts), own_channel.c.gone.is_(False))
        found: dict[int, list[OwnChannel]] = {}
        for row in self.connection.execute(query.order_by(own_channel.c.place, own_channel.c.id)):
            found.setdefault(row.account, []).append(self._channel_of(row))
        return found

    def find(self, channel_id: int) -> OwnChannel | None:
        row = self.connection.execute(select(own_channel).where(own_channel.c.id == channel_id)).one_or_none()
        return self._channel_of(row) if row else None

    def remove(self, one: OwnChannel) -> None:
        """What became of its messages stays known; where it led does not."""
        blank = {name: self.sealer.seal("", cell=cell(name, one.id)) for name in ("target", "secret")}
        self.connection.execute(update(own_channel).where(own_channel.c.id == one.id).values(gone=True, **blank))

    def order(self, channels: Sequence[OwnChannel]) -> None:
        for one in channels:
            self.connection.execute(update(own_channel).where(own_channel.c.id == one.id).values(place=one.place))

    def tested(self, one: OwnChannel) -> Tested | None:
        """Its last test."""
        query = (
            select(paging.c.district_at, paging_delivery.c.said, paging_delivery.c.handed_at)
            .add_columns(paging_delivery.c.delivered_at)
            .outerjoin(paging_delivery, paging_delivery.c.paging == paging.c.id)
            .where(paging.c.channel == one.id)
            .order_by(paging.c.id.desc())
        )
        row = self.connection.execute(query.limit(1)).one_or_none()
        return Tested(row.district_at, row.said or "", row.handed_at, row.delivered_at) if row else None

    def untested(self, before: datetime) -> list[OwnChannel]:
        """Channels that are there since before that moment and were not tested after it."""
        lately = select(paging.c.id).where(paging.c.channel == own_channel.c.id, paging.c.at >= before).exists()
        query = select(own_channel).where(own_channel.c.gone.is_(False), own_channel.c.since < before, ~lately)
        return [self._channel_of(row) for row in self.connection.execute(query.order_by(own_channel.c.id))]

    def _channel_of(self, row: Row[Any]) -> OwnChannel:
        opened = {name: self.sealer.open(getattr(row, name), cell=cell(name, row.id)) for name in ("target", "secret")}
        return OwnChannel(row.account, Kind(row.kind), place=row.place, since=row.since, id=row.id, **opened)
