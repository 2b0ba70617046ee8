"""What is no more is dated and not deleted: found among its like only, counted no longer, and there again by one word."""

from typing import Any

import pytest

from cockpit.access import Actor
from cockpit.incidents.by_hand import places_like
from cockpit.inventory import close, find, open_firm, open_place, reopen
from cockpit.inventory.close import SoAlready, StillInIt
from cockpit.inventory.correct import FasterHand
from cockpit.inventory.finding import What
from cockpit.places import Place, PlaceKind
from cockpit.refusals import NotAllowed, NotFound
from data_access import figures
from data_access.database import Database
from tests.morning import Morning
from tests.people import CHANGQING, somebody

PLACES, FIRMS = What.PLACES, What.ENTERPRISES


@pytest.fixture
def jia(database: Database) -> Actor:
    """The data officer."""
    return somebody(database, "data_officer")


@pytest.fixture
def shop(morning: Morning) -> Place:
    """Without enterprises and households."""
    return morning.watched[0]


def codes(morning: Morning, by: Actor, **asked: str) -> list[str]:
    return [one.code for one in morning.do(by, find, asked).things]


def test_it_is_found_among_what_is_no_more_only_and_nobody_reports_there(
    morning: Morning, jia: Actor, shop: Place
) -> None:
    morning.do(jia, close, PLACES, shop.code, 0)
    assert codes(morning, jia, q=shop.code) == [] and codes(morning, jia, q=shop.code, closed="1") == [shop.code]
    assert morning.do(morning.people.rosa, places_like, shop.code) == []
    with morning.work(jia) as work:
        assert shop.id not in [one.id for one in work.places.of_kinds(["pharmacy"], CHANGQING)]
    facets = morning.do(jia, find, {}).facets
    assert facets and facets.closed == 1 and facets.all == facets.whats[PLACES]


def test_its_page_and_its_history_stay(morning: Morning, jia: Actor, shop: Place) -> None:
    incident = morning.crowd(0)
    morning.do(jia, close, PLACES, shop.code, 0)
    page = morning.do(jia, open_place, shop.code)
    assert page.place.closed_at == morning.at
    assert [one.id for one in morning.do(morning.people.shen, open_place, shop.code).incidents] == [incident.id]
    assert [one.field for one in page.past] == ["closed"] and page.past[0].was == [None]
    morning.do(jia, reopen, PLACES, shop.code, page.seen)
    assert codes(morning, jia, q=shop.code) == [shop.code]
    assert len(morning.do(jia, open_place, shop.code).past) == 2


def test_a_place_with_enterprises_or_households_stays(morning: Morning, jia: Actor) -> None:
    with morning.work(jia) as work:
        home = work.places.of_kinds([PlaceKind.COMPOUND], morning.people.lin.area)[0]
        firm: Any = find(work, {"what": "enterprises"}).things[0]
        tower = open_firm(work, firm.code).place
    for place in (home, tower):
        with pytest.raises(StillInIt) as refused:
            morning.do(jia, close, PLACES, place.code, 0)
        assert refused.value.firms + refused.value.homes > 0
        assert morning.do(jia, open_place, place.code).place.closed_at is None


def test_a_firm_that_is_no_more_is_counted_and_listed_no_longer(morning: Morning, jia: Actor) -> None:
    firm: Any = morning.do(jia, find, {"what": "enterprises"}).things[0]
    before = morning.do(jia, open_place, morning.do(jia, open_firm, firm.code).place.code).firm_count
    for say, count in ((close, before - 1), (reopen, before)):
        page = morning.do(jia, open_firm, firm.code)
        morning.do(jia, say, FIRMS, firm.code, page.seen)
        assert morning.do(jia, open_place, page.place.code).firm_count == count
        with morning.work(morning.people.cockpit) as work:
            assert figures.differences(work.connection, figures.INVENTORY) == []


def test_twice_too_late_by_others_and_elsewhere_are_refused(morning: Morning, jia: Actor, shop: Place) -> None:
    for by in (morning.people.rosa, morning.people.shen, morning.people.lin, morning.people.eve):
        for say in (close, reopen):
            with pytest.raises(NotAllowed):
                morning.do(by, say, PLACES, shop.code, 0)
    with pytest.raises(NotFound):
        morning.do(jia, close, PLACES, "P-99999", 0)
    with pytest.raises(SoAlready):
        morning.do(jia, reopen, PLACES, shop.code, 0)
    morning.do(jia, close, PLACES, shop.code, 0)
    with pytest.raises(FasterHand):
        morning.do(jia, close, PLACES, shop.code, 0)
    with pytest.raises(SoAlready):
        morning.do(jia, close, PLACES, shop.code, morning.do(jia, open_place, shop.code).seen)
