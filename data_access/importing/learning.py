"""Headers that past imports taught, sealed: whoever reads the table alone learns no word that stood in a file."""

import hmac
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BigInteger, Column, LargeBinary, Table, UniqueConstraint, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection

from cockpit.importing.kinds import FIELD, Kind
from cockpit.importing.learning import Learned
from cockpit.refusals import NotFound
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, metadata, next_id

MOST = 500  # of a kind; older ones are proposed no more

# `told` is the header; by `token` the same header is found again.
learned_header = Table(
    "learned_header",
    metadata,
    id_column(),
    Column("area", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("field", Code, nullable=False),
    Column("token", LargeBinary, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Column("account", BigInteger),
    Column("at", Instant, nullable=False),
    UniqueConstraint("area", "kind", "token"),
)
mine = learned_header.c


class HeaderShelf:
    def __init__(self, connection: Connection, sealer: Sealer, index_key: bytes, area: str) -> None:
        self.connection = connection
        self.sealer = sealer
        self.index_key = index_key
        self.area = area

    def learn(self, kind: Kind, taught: Mapping[str, str], account: int | None, at: datetime) -> None:
        """What was learned of a header before gives way."""
        for header, field in taught.items():
            number = next_id(self.connection, learned_header)
            known = {"area": self.area, "kind": kind, "token": self._token(kind, header)}
            told = self.sealer.seal(header, cell=f"learned_header.told/{number}")
            new = upsert(learned_header).values(**known, id=number, field=field, told=told, account=account, at=at)
            again = {"field": field, "account": account, "at": at}
            self.connection.execute(new.on_conflict_do_update(index_elements=list(known), set_=again))

    def of(self, kind: Kind) -> list[Learned]:
        """The newest first."""
        found = select(learned_header).where(mine.area == self.area, mine.kind == kind)
        rows = self.connection.execute(found.order_by(mine.at.desc(), mine.id.desc()).limit(MOST))
        known = [row for row in rows if not row.field or row.field in FIELD[kind]]
        return [
            Learned(row.id, kind, self.sealer.open(row.told, cell=f"learned_header.told/{row.id}"), row.field)
            for row in known
        ]

    def meanings(self, kind: Kind) -> dict[str, str]:
        """Header, as it is compared, -> field."""
        return {one.header: one.field for one in self.of(kind)}

    def forget(self, number: int) -> str:
        """Returns of which kind it was."""
        gone = delete(learned_header).where(mine.id == number, mine.area == self.area).returning(mine.kind)
        kind: str | None = self.connection.execute(gone).scalar()
        if kind is None:
            raise NotFound()
        return kind

    def _token(self, kind: Kind, header: str) -> bytes:
        return hmac.digest(self.index_key, f"header\0{kind}\0{header}".encode(errors="surrogatepass"), "sha256")
