"""Places and enterprises as somebody searches them: part of a name, pinyin, initials, address, code; facets; scope."""

from typing import Any

import pytest

from cockpit import incidents
from cockpit.access import Actor
from cockpit.incidents import Kind, Source
from cockpit.inventory import find, open_firm, open_place
from cockpit.inventory.finding import Found
from cockpit.places import Place, PlaceKind
from cockpit.refusals import NotAllowed, NotFound
from data_access.database import Database
from data_access.pinyin import initials, sort_key
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody


def found(database: Database, by: Actor, **asked: str) -> Found:
    with database.work(by) as work:
        return find(work, asked)


@pytest.fixture
def pharmacy(morning: Morning) -> Place:
    """安和药店, or whatever the first watched one is called: in 长庆."""
    return morning.watched[0]


@pytest.fixture
def jia(database: Database) -> Actor:
    return somebody(database, "data_officer")


# Searching


def names(page: Found) -> list[str]:
    return [one.name for one in page.things]


def test_a_place_is_found_by_part_of_its_name_pinyin_initials_address_and_code(
    database: Database, people: People, pharmacy: Place
) -> None:
    for typed in (
        pharmacy.name[1:3],
        sort_key(pharmacy.name)[:6],
        initials(pharmacy.name),
        initials(pharmacy.name).upper(),
        pharmacy.address,
        pharmacy.code,
        pharmacy.code.lower(),
    ):
        assert pharmacy.name in names(found(database, people.rosa, q=typed)), typed


def test_the_best_fit_comes_first(database: Database, people: People, pharmacy: Place) -> None:
    assert found(database, people.rosa, q=pharmacy.code).things[0] == pharmacy
    assert names(found(database, people.rosa, q=pharmacy.name))[0] == pharmacy.name


def test_every_word_has_to_fit(database: Database, people: People, pharmacy: Place) -> None:
    assert pharmacy.name in names(found(database, people.rosa, q=f"{pharmacy.name[:2]} {pharmacy.address}"))
    assert names(found(database, people.rosa, q=f"{pharmacy.name[:2]} 没有这个地方")) == []


def test_an_enterprise_is_found_by_part_of_its_credit_code_and_by_initials(database: Database, people: People) -> None:
    first: Any = found(database, people.rosa, what="enterprises").things[0]
    by_code = found(database, people.rosa, what="enterprises", q=first.credit_code[4:])
    assert [one.code for one in by_code.things] == [first.credit_code]
    assert first.name in names(found(database, people.rosa, what="enterprises", q=initials(first.name)))


def test_what_is_found_of_the_other_sort_is_counted_beside(database: Database, people: People) -> None:
    firm = found(database, people.rosa, what="enterprises").things[0]
    page = found(database, people.rosa, q=firm.name)
    assert page.facets and page.facets.whats["places"] == page.facets.all
    assert page.facets.whats["enterprises"] >= 1


@pytest.mark.parametrize("typed", ["%", "_", "'; drop table place; --", "\\", "\u202e", "a" * 500, "（"])
def test_whatever_is_typed_is_looked_for_as_it_stands(database: Database, people: People, typed: str) -> None:
    assert found(database, people.rosa, q=typed).wanted.area == DISTRICT


# Facets and pages


def test_a_facet_counts_what_would_be_found_if_it_were_chosen(database: Database, people: People) -> None:
    for what in ("places", "enterprises"):
        whole = found(database, people.rosa, what=what).facets
        assert whole
        assert sum(whole.parts.values()) == sum(whole.kinds.values()) == whole.all == whole.whats[what]  # type: ignore[index]
        for kind, count in whole.kinds.items():
            one = found(database, people.rosa, what=what, kind=kind).facets
            assert one and one.all == count and one.kinds == whole.kinds
        for street, count in whole.parts.items():
            one = found(database, people.rosa, what=what, area=street).facets
            assert one and one.all == count


def test_without_anybody_responsible_and_flagged_ones_are_facets_too(database: Database, people: People) -> None:
    whole = found(database, people.rosa).facets
    assert whole and whole.nobody == whole.all and whole.flagged == 0
    assert found(database, people.rosa, nobody="1").things and not found(database, people.rosa, flagged="1").things


def test_pages_follow_each_other_and_nothing_comes_twice_or_is_left_out(database: Database, people: People) -> None:
    for asked in ({}, {"q": "药"}, {"what": "enterprises", "q": "hz"}):
        seen: list[int] = []
        with database.work(people.rosa) as work:
            page = find(work, asked)
            every = page.facets.all if page.facets else 0
            seen += [one.id for one in page.things]
            while page.last:
                page = find(work, asked, page.last)
                seen += [one.id for one in page.things]
        assert len(seen) == len(set(seen)) == every, asked


def test_filters_that_make_no_sense_are_left_out(database: Database, people: People) -> None:
    odd = {"what": "people", "kind": "castle", "size": "large", "flagged": "yes", "sort": "1"}
    assert found(database, people.rosa, **odd).wanted == found(database, people.rosa).wanted


# Scope


def test_shen_finds_what_lies_in_her_street_and_xia_nothing_of_it(
    database: Database, people: People, pharmacy: Place
) -> None:
    assert {one.spot.street for one in found(database, people.shen).things} == {CHANGQING}
    assert names(found(database, people.xia, q=pharmacy.code)) == []
    assert {one.spot.community for one in found(database, people.lin).things} == {people.lin.area}


def test_another_street_and_one_that_is_not_there_are_not_found_alike(database: Database, people: People) -> None:
    for area in (WULIN, DISTRICT, "330103999", "x", ""):
        if area:
            with pytest.raises(NotFound):
                found(database, people.shen, area=area)


def test_eve_and_the_field_teams_may_not(database: Database, people: People, pharmacy: Place) -> None:
    for by in (people.eve, people.wu, people.mei):
        with pytest.raises(NotAllowed):
            found(database, by)
        with database.work(by) as work, pytest.raises(NotAllowed):
            open_place(work, pharmacy.code)


# One of them


def test_a_place_has_its_firms_its_incidents_and_its_watch(morning: Morning, people: People, pharmacy: Place) -> None:
    incident = morning.crowd(0)
    page = morning.do(people.shen, open_place, pharmacy.code)
    assert page.place == pharmacy and [one.id for one in page.incidents] == [incident.id]
    assert page.watch and page.watch.rule.threshold > 0 and page.watch.last_count == 31
    assert page.past == [] and page.seen == 0
    assert morning.do(people.chen, open_place, pharmacy.code).incidents == [], "who reads no incidents, reads none here"


def test_what_happened_at_a_home_does_not_name_its_place(morning: Morning, people: People) -> None:
    with morning.work(people.shen) as work:
        home = work.places.of_kinds([PlaceKind.COMPOUND], CHANGQING)[0]
    morning.do(people.rosa, incidents.report, Kind.FEVER, Source.PHONE, home, at_home=True)
    assert morning.do(people.shen, open_place, home.code).incidents == []


def test_a_firm_names_its_place_and_a_place_its_firms(database: Database, people: People) -> None:
    with database.work(people.rosa) as work:
        firm: Any = find(work, {"what": "enterprises"}).things[0]
        page = open_firm(work, firm.credit_code)
        assert page.firm == firm and page.place and page.place.id == firm.place_id
        there = open_place(work, page.place.code)
        assert there.firm_count >= 1 and {one.place_id for one in there.firms} == {page.place.id}


def test_a_place_elsewhere_and_one_that_is_not_there_are_the_same(
    database: Database, people: People, pharmacy: Place
) -> None:
    for code in (pharmacy.code, "P-99999"):
        with database.work(people.xia) as work, pytest.raises(NotFound):
            open_place(work, code)


def test_households_are_a_number_for_who_looks_persons_up_and_the_communitys_for_all_others(
    database: Database, people: People
) -> None:
    with database.work(people.rosa) as work:
        home = work.places.of_kinds([PlaceKind.COMPOUND], people.lin.area)[0]
        count = open_place(work, home.code).households
        assert not count.community and int(count.text.replace(",", "")) == work.inventory.households_in(home.id) > 0
    for by in (somebody(database, "leader"), people.chen):
        with database.work(by) as work:
            seen = open_place(work, home.code).households
            assert seen.community and seen.text != ""
