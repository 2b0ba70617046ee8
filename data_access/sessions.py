"""Tables of who is signed in where: browsers of people, and enrolled walls and phones. Secrets are kept as digests only."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Table, Text

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
