"""Files that were brought lie sealed in the data folder until they are imported, or their day is over."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cockpit.importing.batch import FileGone
from data_access.apart import apart
from data_access.sealed_file import open_sealed, seal

FOLDER = "imports"
PIECE = 1 << 20


class Store:
    def __init__(self, data: Path, keys: dict[bytes, bytes]) -> None:
        self.folder = data / FOLDER
        self.keys = keys

    def path(self, number: int) -> Path:
        return self.folder / f"{number}.sealed"

    def take(self, number: int, stream: BinaryIO) -> int:
        """Keep what is streamed; returns its bytes. The plain file lives for as long as this takes, and nobody else reads it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder) as plain:
            size = 0
            while piece := stream.read(PIECE):
                plain.write(piece)
                size += len(piece)
            plain.flush()
            apart(lambda: seal(Path(plain.name), self.path(number), self.keys, {"import": number}))
        return size

    @contextmanager
    def opened(self, number: int) -> Iterator[Path]:
        """The plain file for as long as it is read; refuses when its day is over."""
        sealed = self.path(number)
        if not sealed.exists():
            raise FileGone(number)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            plain = Path(folder) / "plain"
            open_sealed(sealed, plain, self.keys)
            yield plain

    def forget(self, number: int) -> None:
        self.path(number).unlink(missing_ok=True)

    def kept(self) -> list[int]:
        """The numbers of all that lie there."""
        return sorted(int(one.stem) for one in self.folder.glob("*.sealed")) if self.folder.exists() else []
