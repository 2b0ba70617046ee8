"""The page of people at its one door: masked, one field after a reason, one record behind the glass, the same 404."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from data_access.database import Database
from tests.entrypoints.visitors import Visitor, status_of, who_may
from tests.people import CHANGQING, WULIN, People

JIN = 1
WHY = "她来电请求我们核对登记的信息"
PERSON, SHOWN = "inventory-person.children", "inventory-revealed.children"
LIST = "..inventory-list.children...inventory-last.data...inventory-more.hidden.."
SAVED = "inventory-saved.data"
BROKEN, QUEUE, REVIEWED = "inventory-broken.data", "inventory-queue.children", "inventory-reviewed.data"
OPEN = "inventory-open.children"
LINES = "..audit-lines.children...audit-last.data.."


@pytest.fixture(scope="module")
def known(shared_database: Database, people: People) -> dict[str, str]:
    with shared_database.work(people.cockpit) as work:
        found: dict[str, str] = work.people.open(JIN, ["name", "phone", "number", "address"])
        return found


def signed_in(app: Flask, *persons: Any) -> Iterator[Visitor]:
    for person in persons:
        yield Visitor(app).signed_in(person)


def looked_up(visitor: Visitor, by: str, value: str, street: str = CHANGQING) -> Any:
    return visitor.call(visitor.body(LIST, 1, None, None, None, by, street, value, None))


def listed(visitor: Visitor, community: str) -> Any:
    body = visitor.body(LIST, None, None, community, None, "phone", None, None, None)
    body["changedPropIds"] = body["parsedChangedPropsIds"] = ["inventory-community.value"]
    return visitor.call(body)


def person(visitor: Visitor, person_id: int = JIN) -> Any:
    return visitor.call(visitor.body(PERSON, person_id, 1, None))


def revealed(
    visitor: Visitor, person_id: int = JIN, field: str = "phone", code: Any = "call_back", why: Any = WHY
) -> Any:
    return visitor.call(visitor.body(SHOWN, 1, person_id, field, code, why))


def broken(visitor: Visitor, phone: str, person_id: int | None = None, why: str = WHY) -> Any:
    return visitor.call(visitor.body(BROKEN, 1, person_id, "phone", CHANGQING, phone, "danger", why))


def last_look(database: Database) -> Any:
    with database.connection() as connection:
        return connection.execute(text("select * from look_entry order by id desc limit 1")).one()


# Looking up


def test_rosa_finds_one_person_by_each_whole_value_and_sees_masks(rosa: Visitor, known: dict[str, str]) -> None:
    for by, value in (
        ("phone", known["phone"]),
        ("number", known["number"]),
        ("street_name", known["name"]),
        ("street_phone4", known["phone"][-4:]),
        ("street_number4", known["number"][-4:]),
    ):
        answer = looked_up(rosa, by, value)
        assert status_of(answer) == 200 and f'"data-person":"{JIN}"' in answer.text, by
        assert not [secret for secret in known.values() if secret in answer.text], by


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_search_is_refused_in_a_sentence(rosa: Visitor, value: str) -> None:
    assert status_of(looked_up(rosa, "phone", value)) == 422


def test_part_of_a_name_and_another_streets_person_find_nobody(
    rosa: Visitor, shared_app: Flask, people: People, known: dict[str, str]
) -> None:
    assert "data-person" not in looked_up(rosa, "street_name", known["name"][:1]).text
    (xia,) = signed_in(shared_app, people.xia)
    foreign, missing = looked_up(xia, "phone", known["phone"]), looked_up(xia, "phone", "10000000001")
    assert foreign.data == missing.data and status_of(foreign) == 200


def test_each_list_is_one_line_with_filter_count_fields_and_digest(
    shared_database: Database, rosa: Visitor, people: People
) -> None:
    assert status_of(listed(rosa, people.lin.area)) == 200
    line = last_look(shared_database)
    assert (line.action, line.subject_id) == ("listed", "list")
    assert line.facts["filter"] == {"community": people.lin.area}
    assert line.facts["count"] > 0 and line.facts["fields"] == ["address", "name", "phone"]
    assert len(line.facts["digest"]) == 64


def test_a_community_is_listed_page_by_page_and_nobody_twice(rosa: Visitor, people: People) -> None:
    first = listed(rosa, people.lin.area).json["response"]
    body = rosa.body(LIST, None, None, people.lin.area, 1, "phone", None, None, first["inventory-last"]["data"])
    body["changedPropIds"] = body["parsedChangedPropsIds"] = ["inventory-more.n_clicks"]
    second = rosa.call(body).json["response"]
    ids = [persons(page["inventory-list"]["children"]) for page in (first, second)]
    assert ids[0] and not set(ids[0]) & set(ids[1])


def persons(children: Any) -> list[str]:
    return [one["props"]["data-person"] for one in children if "data-person" in one["props"]]


def test_lin_lists_her_own_community_and_no_other(shared_app: Flask, people: People, known: dict[str, str]) -> None:
    (lin,) = signed_in(shared_app, people.lin)
    assert known["name"] in listed(lin, people.lin.area).text
    other = f"{WULIN}001"
    foreign, missing = listed(lin, other), listed(lin, f"{CHANGQING}999")
    assert status_of(foreign) == 404 and foreign.data == missing.data


# One person


def test_a_person_of_another_street_and_a_missing_one_are_the_same_404(shared_app: Flask, people: People) -> None:
    (xia,) = signed_in(shared_app, people.xia)
    for ask in (person, revealed):
        foreign, missing = ask(xia, JIN), ask(xia, 10**9)
        assert status_of(foreign) == 404
        assert foreign.data == missing.data and foreign.content_type == missing.content_type


def test_rosas_panel_has_a_button_for_each_field_she_may_ask_for(rosa: Visitor, known: dict[str, str]) -> None:
    answer = person(rosa)
    assert [field for field in known if f'"data-reveal":"{field}"' in answer.text] == list(known)
    assert not [secret for secret in known.values() if secret in answer.text]


def test_lins_panel_is_in_full_without_any_button(shared_app: Flask, people: People, known: dict[str, str]) -> None:
    (lin,) = signed_in(shared_app, people.lin)
    answer = person(lin)
    assert known["phone"] in answer.text and known["number"] not in answer.text
    assert "data-reveal" not in answer.text


def test_a_value_is_shown_after_a_reason_with_its_clock(rosa: Visitor, known: dict[str, str]) -> None:
    answer = revealed(rosa)
    assert status_of(answer) == 200
    assert known["phone"] in answer.text and '"data-seconds":"60"' in answer.text and known["number"] not in answer.text


@pytest.mark.parametrize(("code", "why"), [(None, WHY), ("call_back", "短"), ("call_back", None)])
def test_without_a_code_or_reason_nothing_is_shown(rosa: Visitor, known: dict[str, str], code: Any, why: Any) -> None:
    answer = revealed(rosa, code=code, why=why)
    assert status_of(answer) == 422 and known["phone"] not in answer.text


@pytest.mark.parametrize(("field", "code"), [("born", "call_back"), ("phone", "curious")])
def test_a_field_or_code_of_no_list_does_not_pass_the_gate(rosa: Visitor, field: str, code: str) -> None:
    assert status_of(revealed(rosa, field=field, code=code)) == 400


def test_where_the_look_cannot_be_written_no_value_leaves(
    shared_database: Database, rosa: Visitor, known: dict[str, str]
) -> None:
    with shared_database.connection() as connection:
        connection.execute(text("revoke execute on function look_append(jsonb) from cockpit_app"))
    try:
        for answer in (revealed(rosa), person(rosa), looked_up(rosa, "phone", known["phone"])):
            assert status_of(answer) == 503
            assert "data-person" not in answer.text and known["phone"] not in answer.text
    finally:
        with shared_database.connection() as connection:
            connection.execute(text("grant execute on function look_append(jsonb) to cockpit_app"))


# Correcting


def saved(visitor: Visitor, person_id: int = JIN, **form: str) -> Any:
    return visitor.call(visitor.body(SAVED, 1, person_id, *(form[name] for name in ("name", "phone", "number"))))


def test_the_data_officer_saves_a_form_a_hundred_times_and_nothing_changes(
    shared_database: Database, shared_app: Flask, known: dict[str, str]
) -> None:
    visitor = who_may(shared_app, "edit_inventory")
    row = text("select name, phone, number from person where id = :id")
    with shared_database.connection() as connection:
        before = connection.execute(row, {"id": JIN}).one()
    form = {name: known[name] for name in ("name", "phone", "number")}
    for _ in range(100):
        assert status_of(saved(visitor, **form)) == 200
    with shared_database.connection() as connection:
        assert connection.execute(row, {"id": JIN}).one() == before
        assert connection.execute(text("select 1 from change where event = 'corrected'")).all() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "100****5678"),
        ("phone", "12"),
        ("name", ""),
        ("number", "999000199001011233"),
        ("number", "3301**********12"),
    ],
)
def test_a_mask_or_a_wrong_value_is_refused_and_nothing_is_kept(
    shared_app: Flask, known: dict[str, str], field: str, value: str
) -> None:
    visitor = who_may(shared_app, "edit_inventory")
    form = {name: known[name] for name in ("name", "phone", "number")} | {"name": "某某", field: value}
    assert status_of(saved(visitor, **form)) == 422
    assert known["name"] in person(visitor).text and "某某" not in person(visitor).text


def test_a_real_correction_is_kept_and_only_it(shared_app: Flask, known: dict[str, str]) -> None:
    visitor = who_may(shared_app, "edit_inventory")
    form = {name: known[name] for name in ("name", "phone", "number")}
    assert status_of(saved(visitor, **form | {"name": "某改名"})) == 200
    shown = person(visitor).text
    assert "某改名" in shown and known["phone"] in shown and known["number"] in shown
    assert status_of(saved(visitor, **form)) == 200  # as it was


def test_who_may_not_correct_is_refused_and_a_missing_person_is_404(
    shared_app: Flask, people: People, rosa: Visitor, known: dict[str, str]
) -> None:
    (lin,) = signed_in(shared_app, people.lin)
    form = {name: known[name] for name in ("name", "phone", "number")}
    assert status_of(saved(rosa, **form)) == status_of(saved(lin, **form)) == 403
    assert status_of(saved(who_may(shared_app, "edit_inventory"), 10**9, **form)) == 404


# Behind the glass


def test_xia_opens_one_record_gu_reviews_it_and_it_is_over(
    shared_database: Database, shared_app: Flask, people: People, known: dict[str, str]
) -> None:
    xia, gu, shen = signed_in(shared_app, people.xia, people.gu, people.shen)
    assert status_of(broken(xia, known["phone"], why="短")) == 422
    assert status_of(broken(xia, known["phone"])) == 200
    assert known["number"] in person(xia).text
    assert "data-until" in xia.call(xia.body(OPEN, JIN, None)).text
    assert "data-until" not in shen.call(shen.body(OPEN, JIN, None)).text

    with shared_database.connection() as connection:
        glass_id = connection.execute(text("select max(id) from glass")).scalar_one()
    waiting = gu.call(gu.body(QUEUE, 1, None))
    assert WHY in waiting.text and people.xia.name in waiting.text and known["name"] not in waiting.text
    body = gu.body(REVIEWED, None, 1, glass_id)
    body["changedPropIds"] = body["parsedChangedPropsIds"] = ["inventory-not-fitting.n_clicks"]
    assert status_of(gu.call(body)) == 200
    assert status_of(gu.call(body)) == 409
    assert status_of(person(xia)) == 404
    assert f'"data-glass":"{glass_id}"' not in gu.call(gu.body(QUEUE, 2, None)).text


def test_a_try_that_finds_nobody_is_kept_though_it_is_answered_by_404(
    shared_database: Database, shared_app: Flask, people: People
) -> None:
    (xia,) = signed_in(shared_app, people.xia)
    count = text("select count(*) from glass where person_id = 0")
    assert status_of(broken(xia, "10000000009")) == 404
    with shared_database.connection() as connection:
        assert connection.execute(count).scalar_one() == 1


def test_a_broken_glass_gives_no_list(shared_app: Flask, people: People, known: dict[str, str]) -> None:
    (xia,) = signed_in(shared_app, people.xia)
    assert status_of(broken(xia, known["phone"])) == 200
    assert "data-person" not in looked_up(xia, "phone", known["phone"]).text
    assert status_of(listed(xia, people.lin.area)) == 404


def test_whoever_may_not_is_refused_at_the_door(shared_app: Flask, people: People, known: dict[str, str]) -> None:
    lin, eve = signed_in(shared_app, people.lin, people.eve)
    assert status_of(revealed(lin)) == status_of(broken(lin, known["phone"])) == 403
    for answer in (person(eve), looked_up(eve, "phone", known["phone"]), broken(eve, known["phone"])):
        assert status_of(answer) == 403 and answer.json["kind"] == "NotAllowed"
    assert status_of(eve.get("/inventory")) == 403


def test_the_auditor_reads_the_looks_with_numbers_for_names(
    shared_app: Flask, people: People, rosa: Visitor, known: dict[str, str]
) -> None:
    assert status_of(revealed(rosa)) == 200
    visitor = who_may(shared_app, "see_audit")
    answer = visitor.call(visitor.body(LINES, "revealed", f"person/{JIN}", "looks", None, None))
    assert status_of(answer) == 200
    assert '"data-act":"revealed"' in answer.text and f"#{people.rosa.id}" in answer.text
    assert not [one for one in [*known.values(), WHY, people.rosa.name] if one in answer.text]
    assert status_of(rosa.call(rosa.body(LINES, "", "", "looks", None, None))) == 403
