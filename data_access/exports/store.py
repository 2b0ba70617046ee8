"""Files that were made lie sealed in the data folder for as long as they may be fetched; in the clear they have no name."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from cockpit.exports.export import FileOver
from data_access.sealed_file import plain_pieces, seal_stream

FOLDER = "exports"


class Store:
    def __init__(self, data: Path, keys: dict[bytes, bytes]) -> None:
        self.folder = data / FOLDER
        self.keys = keys

    def path(self, number: int) -> Path:
        return self.folder / f"{number}.sealed"

    @contextmanager
    def scratch(self) -> Iterator[BinaryIO]:
        """Where a file is written first: it is gone with its process, however that ends."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder) as plain:
            yield cast(BinaryIO, plain)

    def keep(self, number: int, plain: BinaryIO) -> None:
        plain.seek(0)
        seal_stream(plain, self.path(number), self.keys, {"export": number})

    def pieces(self, number: int) -> Iterator[bytes]:
        """The plain file piece by piece; refuses at once when it is not there."""
        if not self.path(number).exists():
            raise FileOver()
        return plain_pieces(self.path(number), self.keys)

    def forget_all_but(self, kept: set[int]) -> int:
        """Take away what may be fetched no longer, and what a run that failed has left; returns how many."""
        gone = [one for one in self.folder.glob("*.sealed") if int(one.stem) not in kept]
        for one in gone:
            one.unlink(missing_ok=True)
        return len(gone)
