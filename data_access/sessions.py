"""Tables of who is signed in where: browsers of people, and enrolled walls and phones. Secrets are kept as digests only."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Table, Text, text
from sqlalchemy.engine import Connection

from data_access.tables import Code, Instant, id_column, metadata

session = Table(
    "session",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("terminal", BigInteger, ForeignKey("terminal.id"), unique=True),
)

# A wall or a field phone 终端: `digest` is its one-time link's until that was used, `seen_at` is kept when its session ends.
terminal = Table(
    "terminal",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("kind", Code, nullable=False),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False, index=True),
    Column("digest", LargeBinary, unique=True),
    Column("good_until", Instant, nullable=False),
    Column("enrolled_at", Instant),
    Column("seen_at", Instant),
    Column("revoked_at", Instant),
)

# What a restore would bring to life again; by table, since the backup of an older schema may lack one.
ENDS = {
    "terminal": [
        "update terminal set seen_at = session.seen_at from session where session.terminal = terminal.id",
        "update terminal set digest = null, good_until = least(good_until, :machine) where enrolled_at is null",
    ],
    "session": ["delete from session"],
    "account_link": ["delete from account_link"],
    "word": ["delete from word"],
}
HAS = text("select to_regclass(:table) is not null")


def end_all(connection: Connection, machine: datetime) -> None:
    """After a restore: sessions of people and terminals, links that wait and first words, since each may have ended,
    been used or been taken back after the backup."""
    for table, statements in ENDS.items():
        for statement in statements if connection.execute(HAS, {"table": table}).scalar() else ():
            connection.execute(text(statement), {"machine": machine} if ":machine" in statement else {})
