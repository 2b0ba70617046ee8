"""Files that were brought lie sealed in the data folder until they are imported, or their day is over."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cockpit.importing.batch import FileGone
from data_access.apart import apart
from data_access.sealed_file import open_sealed, seal

FOLDER, SEALED = "imports", ".sealed"
PIECE = 1 << 20
LEFT_OVER = 3_600  # seconds of machine time after which nobody is reading any more


class Store:
    def __init__(self, data: Path, keys: dict[bytes, bytes]) -> None:
        self.folder = data / FOLDER
        self.keys = keys

    def path(self, number: int) -> Path:
        return self.folder / f"{number}{SEALED}"

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

    def sweep(self) -> int:
        """Take away what lies there in the clear because whoever read it was killed; how many they were."""
        clear = [one for one in self.folder.glob("*") if one.suffix != SEALED]
        old = [one for one in clear if _touched(one) < time.time() - LEFT_OVER]
        for one in old:
            shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
        return len(old)

    def kept(self) -> list[int]:
        """The numbers of all that lie there."""
        return sorted(int(one.stem) for one in self.folder.glob(f"*{SEALED}")) if self.folder.exists() else []


def _touched(path: Path) -> float:
    """When it, or what lies in it, was written last; what is gone meanwhile was somebody's who is alive."""
    try:
        return max(one.stat().st_mtime for one in (path, *path.glob("*")))
    except FileNotFoundError:
        return time.time()
