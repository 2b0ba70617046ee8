"""What nobody knew yet is added by hand: by the rules of an import, found at once, and none twice."""

from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.inventory import add, find, open_firm, open_place
from cockpit.inventory.add import KnownAlready
from cockpit.inventory.finding import What
from cockpit.refusals import Invalid, NotAllowed
from data_access import figures
from data_access.database import Database
from data_access.demo.credit_codes import FIRM, credit_code
from tests.morning import Morning
from tests.people import CHANGQING, somebody

PLACES, FIRMS = What.PLACES, What.ENTERPRISES


@pytest.fixture
def jia(database: Database) -> Actor:
    """The data officer."""
    return somebody(database, "data_officer")


@pytest.fixture
def shop(morning: Morning) -> dict[str, str]:
    """A pharmacy beside the first watched one, as somebody types it."""
    spot = morning.watched[0].spot
    lon, lat = f"{spot.lon + 0.0002:.6f}", f"{spot.lat:.6f}"
    return {
        "name": "新安药店",
        "kind": "pharmacy",
        "address": "松涛路８号",
        "contact": "王小明",
        "lon": lon,
        "lat": lat,
    }


@pytest.fixture
def firm(morning: Morning) -> dict[str, str]:
    code = credit_code(FIRM, 99_999)
    return {"credit_code": code, "name": "杭州新安药业有限公司", "trade": "F", "place": morning.watched[0].code}


def test_a_place_gets_its_code_and_is_found_at_once(morning: Morning, jia: Actor, shop: dict[str, str]) -> None:
    code = morning.do(jia, add, PLACES, shop)
    page = morning.do(jia, open_place, code)
    assert (page.place.name, page.place.address, page.place.spot.street) == ("新安药店", "松涛路8号", CHANGQING)
    assert page.contact["contact"].text == "王小明" and not page.place.flagged
    assert [(one.field, one.who) for one in page.past] == [("", jia.name)]
    assert [one.code for one in morning.do(morning.people.shen, find, {"q": "xayd"}).things] == [code]


def test_a_firm_lies_in_its_place_and_is_counted(morning: Morning, jia: Actor, firm: dict[str, str]) -> None:
    code = morning.do(jia, add, FIRMS, firm)
    page = morning.do(jia, open_firm, code)
    assert page.place == morning.watched[0] and page.firm.name == firm["name"]
    with morning.work(morning.people.cockpit) as work:
        assert figures.differences(work.connection, figures.INVENTORY) == []


def test_what_is_there_already_is_not_added_twice(
    morning: Morning, jia: Actor, shop: dict[str, str], firm: dict[str, str]
) -> None:
    for what, sent in ((PLACES, shop), (FIRMS, firm)):
        code = morning.do(jia, add, what, sent)
        with pytest.raises(KnownAlready) as refused:
            morning.do(jia, add, what, sent | {"kind": "school"} if what is PLACES else sent | {"staff": "9"})
        assert refused.value.code == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"kind": ""}, {"kind": "castle"}, {"lon": ""}, {"lon": "121.5"}, {"lon": "0", "lat": "0"},
        {"contact": "王**"}, {"street": "没有这条街道"}, {"code": "P-00001"}, {"lon": "", "lat": "", "street": "长庆街道"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(morning: Morning, jia: Actor, shop: dict[str, str], wrong: Any) -> None:
    with pytest.raises(Invalid):
        morning.do(jia, add, PLACES, shop | wrong)
    assert morning.do(jia, find, {"q": "新安药店"}).things == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"credit_code": ""},
        {"credit_code": "123"},
        {"name": ""},
        {"place": ""},
        {"place": "没有这个地方"},
        {"trade": "Z"},
    ],
)
def test_a_firm_needs_its_code_its_name_and_where_it_is(
    morning: Morning, jia: Actor, firm: dict[str, str], wrong: Any
) -> None:
    with pytest.raises(Invalid):
        morning.do(jia, add, FIRMS, firm | wrong)


def test_a_point_outside_the_street_that_is_said_is_flagged(morning: Morning, jia: Actor, shop: dict[str, str]) -> None:
    code = morning.do(jia, add, PLACES, shop | {"street": "武林街道"})
    assert morning.do(jia, open_place, code).place.flagged
    assert [one.code for one in morning.do(jia, find, {"flagged": "1"}).things] == [code]


def test_others_may_not_and_the_change_says_only_that_it_was(
    morning: Morning, jia: Actor, shop: dict[str, str]
) -> None:
    for by in (morning.people.rosa, morning.people.lin, morning.people.chen, morning.people.eve):
        with pytest.raises(NotAllowed):
            morning.do(by, add, PLACES, shop)
    morning.do(jia, add, PLACES, shop)
    with morning.database.connection() as connection:
        row = connection.execute(text("select * from change order by id desc limit 1")).one()
    assert (row.subject, row.event, row.facts, row.street) == ("place", "thing_added", {"kind": "places"}, CHANGQING)
