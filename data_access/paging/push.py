"""Phones and browsers that may be woken: where their push service is reached and by which key, sealed."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Row

from cockpit.paging import Subscription
from data_access.paging.tables import push_subscription
from data_access.sealed import Sealer
from data_access.tables import next_id


class PushShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def put(self, account_id: int, session: str, one: Subscription, machine: datetime) -> None:
        """One a session: a browser that asks anew replaces its own."""
        self.drop_of(session)
        number = next_id(self.connection, push_subscription)
        words = json.dumps({name: value for name, value in asdict(one).items() if name != "id"})
        sealed = self.sealer.seal(words, cell=f"push_subscription.endpoint/{number}")
        row = {"id": number, "account": account_id, "session": int(session), "endpoint": sealed, "since": machine}
        self.connection.execute(insert(push_subscription).values(row))

    def drop_of(self, session: str) -> None:
        self.connection.execute(delete(push_subscription).where(push_subscription.c.session == int(session)))

    def drop(self, subscription_id: int) -> None:
        self.connection.execute(delete(push_subscription).where(push_subscription.c.id == subscription_id))

    def has(self, session: str) -> bool:
        mine = select(push_subscription.c.id).where(push_subscription.c.session == int(session))
        return self.connection.execute(mine).scalar() is not None

    def of_account(self, account_id: int) -> list[Subscription]:
        query = select(push_subscription).where(push_subscription.c.account == account_id)
        return [self._of(row) for row in self.connection.execute(query.order_by(push_subscription.c.id))]

    def _of(self, row: Row[Any]) -> Subscription:
        opened = json.loads(self.sealer.open(row.endpoint, cell=f"push_subscription.endpoint/{row.id}"))
        return Subscription(opened["endpoint"], opened["p256dh"], opened["auth"], row.id)
