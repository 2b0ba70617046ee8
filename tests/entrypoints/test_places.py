"""Places and enterprises at the door: who may look, the same 404 for elsewhere and nowhere, who is responsible, rubbish."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit.inventory import find
from data_access.database import Database
from tests.entrypoints.visitors import Visitor, status_of, who_may
from tests.people import WULIN, People, somebody

LIST = (
    "..inventory-places-list.children...inventory-places-facets.children...inventory-places-last.data"
    "...inventory-places-more.hidden...inventory-places-seen.data.."
)
ONE = "inventory-one.children"
NAME, PHONE = "钱多多", "10012340077"


@pytest.fixture(scope="module")
def shop(shared_database: Database, people: People) -> Any:
    """A compound of Lin's community, for which somebody answers."""
    with shared_database.work(people.cockpit) as work:
        place = work.places.of_kinds(["compound"], people.lin.area)[0]
        told = f'{{"contact": "{NAME}", "phone": "{PHONE}"}}'
        sealed = work.sealer.seal(told, cell=f"place.contact/{place.id}")
        work.connection.execute(
            text("update place set contact = :sealed where id = :id"), {"sealed": sealed, "id": place.id}
        )
    return place


def listed(visitor: Visitor, **asked: str) -> Any:
    return visitor.call(visitor.body(LIST, asked, None, None))


def opened(visitor: Visitor, code: str, what: str = "places") -> Any:
    return visitor.call(visitor.body(ONE, {"what": what, "code": code}, None))


def visitor_of(app: Flask, database: Database, name: str) -> Visitor:
    return Visitor(app).signed_in(somebody(database, name))


def test_rosa_finds_it_and_opens_it(rosa: Visitor, shop: Any) -> None:
    answer = listed(rosa, q=shop.code)
    assert status_of(answer) == 200 and f'"data-code":"{shop.code}"' in answer.text
    page = opened(rosa, shop.code)
    assert status_of(page) == 200 and shop.name in page.text and '"className":"spot"' in page.text


@pytest.mark.parametrize(
    ("who", "seen", "hidden"),
    [
        ("data_officer", [NAME, PHONE], []),
        ("community", [NAME, PHONE], []),
        ("officer", ["钱**", "100****0077"], [NAME, PHONE]),
        ("street_officer", ["钱**"], [NAME, PHONE]),
        ("leader", [], [NAME, PHONE, "钱**"]),
        ("counsellor", [], [NAME, PHONE, "钱**"]),
        ("approver", [], [NAME, PHONE, "钱**"]),
    ],
)
def test_who_is_responsible_is_seen_as_the_matrix_says_and_the_look_is_kept(
    shared_app: Flask, shared_database: Database, shop: Any, who: str, seen: list[str], hidden: list[str]
) -> None:
    visitor, count = visitor_of(shared_app, shared_database, who), text("select count(*) from look_entry")
    with shared_database.connection() as connection:
        before = connection.execute(count).scalar_one()
    answer = opened(visitor, shop.code)
    assert status_of(answer) == 200
    assert [one for one in seen if one not in answer.text] == [] == [one for one in hidden if one in answer.text]
    with shared_database.connection() as connection:
        assert connection.execute(count).scalar_one() == before + bool(seen)
        if seen:
            line = connection.execute(text("select * from look_entry order by id desc limit 1")).one()
            assert (line.action, line.subject, line.facts["fields"]) == ("looked", "place", ["contact", "phone"])


def test_the_approver_sees_who_answers_for_a_firm_of_the_own_street_and_for_no_place(
    shared_app: Flask, shared_database: Database, people: People
) -> None:
    with shared_database.work(people.chen) as work:
        firm: Any = find(work, {"what": "enterprises"}).things[0]
        sealed = work.sealer.seal(f'{{"contact": "{NAME}"}}', cell=f"enterprise.contact/{firm.id}")
    with shared_database.connection() as connection:
        values = {"sealed": sealed, "id": firm.id}
        connection.execute(text("update enterprise set contact = :sealed where id = :id"), values)
    for who, seen in (("approver", NAME), ("street_officer", "钱**"), ("leader", None)):
        answer = opened(visitor_of(shared_app, shared_database, who), firm.code, "enterprises")
        assert status_of(answer) == 200
        assert (NAME in answer.text, "钱**" in answer.text) == (seen == NAME, seen == "钱**"), who


def test_no_list_says_who_is_responsible(shared_app: Flask, shared_database: Database, shop: Any) -> None:
    for who in ("data_officer", "officer"):
        answer = listed(visitor_of(shared_app, shared_database, who), q=shop.code)
        assert NAME not in answer.text and PHONE not in answer.text


def test_elsewhere_and_nowhere_are_the_same_404(shared_app: Flask, people: People, shop: Any) -> None:
    xia = Visitor(shared_app).signed_in(people.xia)
    foreign, missing = opened(xia, shop.code), opened(xia, "P-99999")
    assert status_of(foreign) == 404 and foreign.data == missing.data
    foreign, missing = listed(xia, area=shop.spot.street), listed(xia, area=f"{WULIN}999")
    assert status_of(foreign) == 404 and foreign.data == missing.data
    assert shop.code not in listed(xia, q=shop.name).text


def test_eve_is_refused_at_the_door_and_a_leader_comes_in_by_this_section(
    shared_app: Flask, shared_database: Database, eve: Visitor, shop: Any
) -> None:
    assert status_of(listed(eve)) == status_of(opened(eve, shop.code)) == 403
    leader = visitor_of(shared_app, shared_database, "leader")
    assert status_of(leader.get("/inventory")) == 200 and status_of(listed(leader)) == 200


def test_the_next_page_goes_below_and_a_made_up_key_is_no_fault(rosa: Visitor) -> None:
    first = listed(rosa).json["response"]
    last = first["inventory-places-last"]["data"]
    assert last and len(first["inventory-places-list"]["children"]) == 50
    for key in (last, {"rank": 3, "name": "z" * 1000, "id": 2**53 - 1}, {"rank": -(2**53) + 1, "name": "", "id": -1}):
        body = rosa.body(LIST, {}, 1, key)
        body["changedPropIds"] = body["parsedChangedPropsIds"] = ["inventory-places-more.n_clicks"]
        assert status_of(rosa.call(body)) == 200


@pytest.mark.parametrize(
    "asked", [{"area": "' or 1=1"}, {"area": "3301031"}, {"q": 5}, ["q"], {"what": None}, "places", {"q": "a\0b"}]
)
def test_rubbish_is_refused_in_a_sentence(rosa: Visitor, asked: Any) -> None:
    assert status_of(rosa.call(rosa.body(LIST, asked, None, None))) in (400, 404)


@pytest.mark.parametrize(
    "chosen", [{"what": "people", "code": "1"}, {"what": "places"}, {"code": "P-00001"}, 7, "P-00001"]
)
def test_what_is_chosen_has_a_sort_and_a_code(rosa: Visitor, chosen: Any) -> None:
    assert status_of(rosa.call(rosa.body(ONE, chosen, None))) == 400


def test_whoever_has_the_act_gets_the_list(shared_app: Flask) -> None:
    assert status_of(listed(who_may(shared_app, "see_places"))) == 200
