"""The people shelf: found by whole values only, read by whoever's area it is, and gone with their key."""

import pytest

from cockpit.people import Erased
from cockpit.refusals import NotFound
from tests.morning import Morning


def test_a_planted_person_is_opened_and_found_again(morning: Morning) -> None:
    with morning.work(morning.people.lin) as work:
        known = work.people.open(1, ["name", "number", "phone", "address"])
        who = work.people.get(1)
        assert work.people.find("number", known["number"]) == [who]
        assert who in work.people.find("street_name", who.street, known["name"])


def test_whose_key_is_destroyed_is_erased(morning: Morning) -> None:
    with morning.work(morning.people.lin) as work:
        name = work.people.open(1, ["name"])["name"]
        work.people.destroy_key(1)
        assert work.people.get(1).erased
        assert work.people.find("street_name", work.people.get(1).street, name) == []
        with pytest.raises(Erased):
            work.people.open(1, ["name"])
    with morning.work(morning.people.xia) as work, pytest.raises(NotFound):
        work.people.open(1, ["name"])
