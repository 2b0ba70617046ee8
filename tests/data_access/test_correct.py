"""Correcting by hand: cleaned as an import cleans it, kept with what it was, never over another's hand, and taken back."""

from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.inventory import correct, find, open_firm, open_place
from cockpit.inventory.correct import FasterHand, ImportUnderWay, form_of
from cockpit.inventory.finding import What
from cockpit.inventory.page import FirmPage, PlacePage
from cockpit.places import Place, PlaceKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from data_access import figures
from data_access.database import Database
from data_access.importing.staged import only_one_writes
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, People, somebody

PLACES, FIRMS = What.PLACES, What.ENTERPRISES


@pytest.fixture
def jia(database: Database) -> Actor:
    """The data officer."""
    return somebody(database, "data_officer")


@pytest.fixture
def shop(morning: Morning) -> Place:
    return morning.watched[0]


def page_of(morning: Morning, by: Actor, code: str) -> PlacePage:
    found: PlacePage = morning.do(by, open_place, code)
    return found


def form(page: PlacePage | FirmPage) -> dict[str, str]:
    if isinstance(page, PlacePage):
        return form_of(page.place, page.contact)
    return form_of(page.firm, page.contact, page.place.code if page.place else "")


def corrected(morning: Morning, by: Actor, page: PlacePage, **fields: str) -> Any:
    """Saves the form as it was shown, with these fields changed."""
    return morning.do(by, correct, PLACES, page.place.code, form(page) | fields, page.seen)


def test_a_form_that_comes_back_as_it_was_shown_changes_nothing(morning: Morning, jia: Actor, shop: Place) -> None:
    page = page_of(morning, jia, shop.code)
    assert corrected(morning, jia, page) == []
    assert page_of(morning, jia, shop.code).past == []


def test_what_was_changed_is_clean_and_stands_in_the_history(morning: Morning, jia: Actor, shop: Place) -> None:
    page = page_of(morning, jia, shop.code)
    said = {
        "name": "新 安药店",
        "kind": "hospital",
        "address": "松涛路８号",
        "contact": " 王小明 ",
        "phone": "１００１２３４５６７８",
    }
    assert corrected(morning, jia, page, **said) == ["kind", "name", "address", "contact"]
    after = page_of(morning, jia, shop.code)
    assert (after.place.name, after.place.kind, after.place.address) == ("新安药店", PlaceKind.HOSPITAL, "松涛路8号")
    assert {name: one.text for name, one in after.contact.items()} == {"contact": "王小明", "phone": "10012345678"}
    lines = {one.field: one for one in after.past}
    assert lines["name"].was[0] == shop.name and lines["name"].became == ["新安药店"]
    assert lines["kind"].was == ["pharmacy"] and lines["name"].who == jia.name and lines["name"].batch is None
    assert not any(one.text for one in lines["contact"].was.values())
    assert lines["contact"].became["contact"].text == "王小明"


def test_it_is_found_by_its_new_name_at_once(morning: Morning, jia: Actor, shop: Place) -> None:
    corrected(morning, jia, page_of(morning, jia, shop.code), name="新安药店")
    assert [one.code for one in morning.do(jia, find, {"q": "xayd"}).things] == [shop.code]


def test_who_is_responsible_lies_sealed_in_the_history_too(morning: Morning, jia: Actor, shop: Place) -> None:
    corrected(morning, jia, page_of(morning, jia, shop.code), contact="钱多多", phone="10012340077")
    corrected(morning, jia, page_of(morning, jia, shop.code), contact="孙不空")
    page = page_of(morning, jia, shop.code)
    assert page.past[0].was["contact"].text == "钱多多" and page.contact["phone"].text == "10012340077"
    masked = page_of(morning, morning.people.shen, shop.code)
    assert masked.past[0].was["contact"].text == "钱**" and masked.contact["contact"].text == "孙**"
    with morning.database.connection() as connection:
        for table in ("place", "history", "change", "audit_entry", "look_entry"):
            lines = "\n".join(connection.execute(text(f"select t::text from {table} t")).scalars())
            assert "钱多多" not in lines and "10012340077" not in lines, table


def test_an_emptied_field_says_that_nothing_is_known_and_a_name_cannot_be_emptied(
    morning: Morning, jia: Actor, shop: Place
) -> None:
    corrected(morning, jia, page_of(morning, jia, shop.code), contact="钱多多", address="")
    page = page_of(morning, jia, shop.code)
    assert page.place.address == ""
    corrected(morning, jia, page, contact="无")
    with morning.database.connection() as connection:
        query = text("select contact from place where id = :id")
        assert connection.execute(query, {"id": shop.id}).scalar_one() is None
    for name in ("name", "kind", "lon"):
        with pytest.raises(Invalid):
            corrected(morning, jia, page_of(morning, jia, shop.code), **{name: ""})


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "药" * 501},
        {"kind": "castle"},
        {"contact": "王**"},
        {"phone": "100****5678"},
        {"phone": "12"},
        {"lon": "0", "lat": "0"},
        {"lon": "121.5"},
        {"lon": "30.2", "lat": "120.1"},
        {"lon": "abc"},
        {"street": "330103999"},
        {"datum": "mars", "lon": "120.17"},
        {"community": "330103001001"},
        {"id": "7"},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    morning: Morning, jia: Actor, shop: Place, wrong: dict[str, str]
) -> None:
    page = page_of(morning, jia, shop.code)
    with pytest.raises(Invalid):
        corrected(morning, jia, page, address="松涛路8号", **wrong)
    assert page_of(morning, jia, shop.code) == page


def test_a_point_of_another_system_is_converted_and_one_outside_the_said_street_flagged(
    morning: Morning, jia: Actor, shop: Place
) -> None:
    page, spot = page_of(morning, jia, shop.code), shop.spot
    moved = {"lon": str(spot.lon + 0.0047), "lat": str(spot.lat - 0.0023), "datum": "gcj02"}
    assert corrected(morning, jia, page, **moved) == ["spot"]
    after = page_of(morning, jia, shop.code)
    assert abs(after.place.spot.lon - spot.lon) < 0.0005 and not after.place.flagged
    assert corrected(morning, jia, after, street=WULIN) == ["spot"]
    flagged = page_of(morning, jia, shop.code)
    assert flagged.place.flagged and flagged.place.spot.street == CHANGQING
    assert corrected(morning, jia, flagged, fits="1") == ["spot"]
    assert not page_of(morning, jia, shop.code).place.flagged


def test_who_was_slower_is_told_who_was_faster(morning: Morning, jia: Actor, shop: Place) -> None:
    page = page_of(morning, jia, shop.code)
    corrected(morning, jia, page, name="新安药店")
    with pytest.raises(FasterHand) as refused:
        corrected(morning, jia, page, name="老安药店")
    assert (refused.value.what, refused.value.who, refused.value.at) == ("新安药店", jia.name, morning.at)
    assert page_of(morning, jia, shop.code).place.name == "新安药店"


@pytest.mark.many
def test_while_a_file_is_written_nobody_waits_for_it(database: Database, people: People) -> None:
    jia = somebody(database, "data_officer")
    with database.work(people.cockpit) as work:
        shop = work.places.of_kinds(["pharmacy"], CHANGQING)[0]
        only_one_writes(work.connection)
        with database.work(jia) as mine, pytest.raises(ImportUnderWay):
            correct(mine, PLACES, shop.code, {"name": "新安药店"}, 0)


def test_only_the_data_officer_corrects_and_only_what_is_there(morning: Morning, jia: Actor, shop: Place) -> None:
    people = morning.people
    for by in (people.rosa, people.shen, people.lin, people.chen, people.eve):
        with pytest.raises(NotAllowed):
            morning.do(by, correct, PLACES, shop.code, {"name": "新安药店"}, 0)
    with pytest.raises(NotFound):
        morning.do(jia, correct, PLACES, "P-99999", {"name": "新安药店"}, 0)


def test_the_change_is_told_with_a_count_and_no_word_of_it(morning: Morning, jia: Actor, shop: Place) -> None:
    corrected(morning, jia, page_of(morning, jia, shop.code), name="新安药店", contact="钱多多")
    with morning.database.connection() as connection:
        row = connection.execute(text("select * from change order by id desc limit 1")).one()
        line = connection.execute(text("select * from audit_entry order by id desc limit 1")).one()
    assert (row.subject, row.subject_id, row.event, row.facts) == ("place", str(shop.id), "corrected", {"fields": 2})
    assert row.community == shop.spot.community and line.facts == {"fields": 2}


# Enterprises


@pytest.fixture
def firm(morning: Morning, jia: Actor) -> FirmPage:
    code = morning.do(jia, find, {"what": "enterprises"}).things[0].code
    found: FirmPage = morning.do(jia, open_firm, code)
    return found


def test_a_firm_changes_trade_size_staff_and_moves_into_another_place(
    morning: Morning, jia: Actor, shop: Place, firm: FirmPage
) -> None:
    code = firm.firm.code
    said = {"trade": "H", "size": "small", "staff": "1,234人", "place": shop.code}
    done = morning.do(jia, correct, FIRMS, code, form(firm) | said, firm.seen)
    assert done == ["trade", "size", "staff", "spot"]
    after = morning.do(jia, open_firm, code)
    assert (after.firm.trade, after.firm.size, after.firm.staff) == ("H", "small", 1234)
    assert after.place == shop and after.firm.spot == shop.spot
    assert morning.do(jia, correct, FIRMS, code, form(after), after.seen) == []
    with morning.work(morning.people.cockpit) as work:
        assert figures.differences(work.connection, figures.INVENTORY) == []


def test_a_firm_is_in_no_place_that_nobody_knows(morning: Morning, jia: Actor, firm: FirmPage) -> None:
    for wrong in ({"place": "没有这个地方"}, {"trade": "Z"}, {"size": "giant"}, {"staff": "many"}, {"staff": "-1"}):
        with pytest.raises(Invalid):
            morning.do(jia, correct, FIRMS, firm.firm.code, form(firm) | wrong, firm.seen)
    assert morning.do(jia, open_firm, firm.firm.code) == firm
