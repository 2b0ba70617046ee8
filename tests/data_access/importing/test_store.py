"""Files that were brought lie sealed; in the clear for as long as somebody reads them, and no longer."""

import io
import os
import time
from pathlib import Path

import pytest

from cockpit.importing.batch import FileGone
from data_access.importing.store import LEFT_OVER, Store

WORDS = "姓名,电话\n林小明,10012345678\n".encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, {b"k001": b"x" * 32})


def aged(path: Path, seconds: float) -> Path:
    """As it is when its last word was written so long ago."""
    for one in (*path.glob("*"), path):
        os.utime(one, (time.time() - seconds,) * 2)
    return path


def test_what_was_brought_is_sealed_and_comes_back_whole(store: Store) -> None:
    assert store.take(7, io.BytesIO(WORDS)) == len(WORDS)
    assert store.kept() == [7]
    assert all("林小明".encode() not in one.read_bytes() for one in store.folder.iterdir())
    with store.opened(7) as path:
        assert path.read_bytes() == WORDS
    assert [one.name for one in store.folder.iterdir()] == ["7.sealed"], "nothing is left in the clear"


def test_a_file_whose_day_is_over_is_gone(store: Store) -> None:
    store.take(7, io.BytesIO(WORDS))
    store.forget(7)
    with pytest.raises(FileGone), store.opened(7):
        pass


def test_what_a_killed_reader_left_in_the_clear_goes_after_an_hour(store: Store) -> None:
    store.take(7, io.BytesIO(WORDS))
    folder = store.folder / "tmpread"
    folder.mkdir()
    (folder / "plain").write_bytes(WORDS)
    aged(folder, LEFT_OVER + 1)
    aged(store.folder / "7.sealed", LEFT_OVER * 24)
    half = store.folder / "tmpcame"
    half.write_bytes(WORDS[:9])
    aged(half, LEFT_OVER + 1)

    assert store.sweep() == 2
    assert not folder.exists() and not half.exists()
    assert store.kept() == [7], "what is sealed stays until its day is over"


def test_whoever_reads_just_now_is_left_alone(store: Store) -> None:
    store.take(7, io.BytesIO(WORDS))
    with store.opened(7) as path:
        assert store.sweep() == 0
        assert path.read_bytes() == WORDS
    aged(store.folder, 0)
    assert store.sweep() == 0


def test_where_nothing_was_brought_yet_there_is_nothing_to_sweep(tmp_path: Path) -> None:
    assert Store(tmp_path / "new", {}).sweep() == 0
