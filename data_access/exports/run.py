"""A file is made: its rows read, masked and written one after the other, in one transaction that tells of it at its end."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from cockpit.access import Actor
from cockpit.exports import Export, begin, finish
from cockpit.exports.export import What
from cockpit.exports.table import headers_of, rows_of
from data_access.database import Database
from data_access.importing.workbook import export_table

EVERY = 5_000  # rows between two words on how far it is


class Runner:
    """`told` is called with (done, of) now and then; it has a transaction of its own."""

    def __init__(self, database: Database, by: Actor, number: int) -> None:
        self.database = database
        self.by = by
        self.number = number

    def make(self, stream: IO[bytes], keep: Callable[[], None] = lambda: None) -> Export:
        """`keep` puts what was written away, before anybody is told that it is there."""
        with self.database.work(self.by) as work:
            export, columns = begin(work, self.number)
            of = 0 if export.what is What.FIGURES else work.stock.count(export.what, export.area)
            counted = Counted(rows_of(work, export, columns), lambda done: self._tell(done, of))
            export_table(stream, export.form, headers_of(export, columns), counted)
            size = stream.seek(0, 2)
            digest = work.signature({"file": digest_of(stream)})
            keep()
            return finish(work, export, columns, counted.done, size, digest)

    def _tell(self, done: int, of: int) -> None:
        """Beside the long transaction, so that others see it."""
        with self.database.work(self.by) as work:
            work.exports.progress(self.number, done, of)


class Counted:
    def __init__(self, rows: Iterable[list[str]], tell: Callable[[int], None]) -> None:
        self.rows = rows
        self.tell = tell
        self.done = 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self.rows:
            if self.done % EVERY == 0:
                self.tell(self.done)
            self.done += 1
            yield row


def digest_of(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
