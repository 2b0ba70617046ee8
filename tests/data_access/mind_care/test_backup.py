"""A case whose key was destroyed stays closed, whatever older backup is restored; others open."""

from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.mind_care import open_case
from data_access.backup import Place, backup, restore
from tests.data_access.mind_care.conftest import HIGH, Care
from tests.data_access.test_backup import again, place

__all__ = ["place"]


@pytest.mark.many
def test_a_cases_key_that_was_destroyed_is_gone_from_older_backups_too(
    care_of: Care, place: Place, tmp_path: Path
) -> None:
    gone, stays = care_of.taken()[0], care_of.taken()[0]
    old, newest = tmp_path / "old.cockpit", tmp_path / "new.cockpit"
    backup(place, old)
    with care_of.morning.database.connection() as connection:
        connection.execute(text("delete from mind_key where case_id = :id"), {"id": gone.id})
    backup(place, newest)
    newest.with_name("new.cockpit.keys").replace(old.with_name("old.cockpit.keys"))
    again(care_of.morning.database)
    restore(place, old)
    with care_of.morning.database.connection() as connection:
        texts = connection.execute(
            text("select count(*) from mind_text where case_id = :id"), {"id": gone.id}
        ).scalar_one()
    assert texts == 2, "the old file has its sealed rows"
    assert care_of.do(care_of.bai, open_case, gone.id).answered == ()
    assert care_of.do(care_of.bai, open_case, stays.id).answered[0].words == HIGH.words
