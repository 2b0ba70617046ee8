"""What gunicorn does with us beside serving."""

import gc
from collections.abc import Iterator

import pytest

from entrypoints.gunicorn_hooks import settle


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_the_application_is_made_of_is_searched_for_rings_no_more(thawed: None) -> None:
    standing = [[n] for n in range(100_000)]
    settle()
    assert gc.get_freeze_count() > len(standing)
    assert len(gc.get_objects()) < len(standing)
