"""A file on its way: each step follows from where it stands, and nothing is written that was not looked at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.importing.batch import Batch, Counts, NotAtThisPoint, NothingToImport, State, TooLateToUndo

NOON = datetime(2020, 2, 1, 4, tzinfo=UTC)
DAY = timedelta(hours=24)
RECEIVED = Batch(7, "places", "places.xlsx", 1, NOON)
CHECKED = RECEIVED.checked(Counts(added=2, refused=1), "seal")
APPLIED = CHECKED.confirmed().applied(NOON)


def test_a_file_is_checked_confirmed_and_applied() -> None:
    assert APPLIED.state is State.APPLIED and APPLIED.applied_at == NOON
    assert APPLIED.counts == Counts(added=2, refused=1) and APPLIED.counts.rows == 3


def test_nothing_is_written_that_nobody_looked_at() -> None:
    with pytest.raises(NotAtThisPoint):
        RECEIVED.confirmed()
    with pytest.raises(NotAtThisPoint):
        CHECKED.applied(NOON)


def test_a_file_that_would_change_nothing_is_not_confirmed() -> None:
    with pytest.raises(NothingToImport):
        RECEIVED.checked(Counts(unchanged=9, refused=3), "seal").confirmed()


def test_other_columns_mean_another_check() -> None:
    again = CHECKED.read_again({"columns": []})
    assert again.state is State.RECEIVED and again.counts == Counts() and again.seal == ""
    with pytest.raises(NotAtThisPoint):
        APPLIED.read_again({})


def test_what_was_found_otherwise_is_looked_at_again() -> None:
    found = CHECKED.confirmed().found_changed(Counts(added=1, changed=1), "other")
    assert found.state is State.CHECKED and found.seal == "other"


@pytest.mark.parametrize("batch", [RECEIVED, CHECKED, CHECKED.confirmed()])
def test_it_can_be_stopped_until_it_is_written(batch: Batch) -> None:
    assert batch.stopped().state is State.STOPPED
    with pytest.raises(NotAtThisPoint):
        APPLIED.stopped()


def test_it_is_taken_back_for_a_day_and_once() -> None:
    undone = APPLIED.undoing(NOON + DAY - timedelta(seconds=1), DAY).undone()
    assert undone.state is State.UNDONE
    with pytest.raises(TooLateToUndo):
        APPLIED.undoing(NOON + DAY, DAY)
    with pytest.raises(NotAtThisPoint):
        undone.undoing(NOON, DAY)


def test_only_what_was_written_can_be_taken_back() -> None:
    assert not CHECKED.may_be_undone(NOON, DAY)
    assert not replace(APPLIED, applied_at=None).may_be_undone(NOON, DAY)
