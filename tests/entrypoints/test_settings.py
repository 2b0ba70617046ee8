"""The settings page: one's own password, and the acts of the administrator Gan, through Dash's one door."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from cockpit.access import Actor
from cockpit.refusals import WrongSignIn
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.emergency import EmergencyShelf
from data_access.passwords import proven
from tests.conftest import PASSWORD
from tests.entrypoints.visitors import Visitor, status_of
from tests.people import CHANGQING, People

OWN = "..settings-own-said.children...settings-changed.data.."
ORDERS = ("disable", "enable", "reset", "unstep", "reassign", "invite")
ORDER = "..settings-said.children...settings-said.hidden...settings-done.data.."
CHOSEN = "..settings-accounts.options...settings-account.children...settings-acts.hidden...settings-found.children.."
GOOD = "three pharmacies and a park"


def actor(database: Database, name: str) -> Actor:
    with database.connection() as connection:
        one = AccountShelf(connection).by_name(name)
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area, one.team)


@pytest.fixture
def gan(app: Flask) -> Visitor:
    return Visitor(app).signed_in(actor(app.extensions["cockpit"], "admin"))


def ordered(visitor: Visitor, order: str, account: int | None, *fields: Any) -> Any:
    """As a click on the order's button posts it; `fields` are role, area, team, and those of the invitation."""
    clicks = [1 if name == order else None for name in ORDERS]
    body = visitor.body(ORDER, *clicks, account, *fields)
    return visitor.call(body | {"changedPropIds": [f"settings-{order}.n_clicks"]})


@pytest.fixture
def change(app: Flask, people: People) -> Callable[..., Any]:
    rosa = Visitor(app).signed_in(people.rosa)

    def post(old: str, new: str, again: str | None = None) -> Any:
        body = rosa.body(OWN, 1, old, new, new if again is None else again)
        return rosa.call(body | {"changedPropIds": ["settings-change.n_clicks"]})

    return post


def may_sign_in(app: Flask, account: str, password: str) -> bool:
    try:
        return bool(proven(app.extensions["cockpit"], account, password))
    except WrongSignIn:
        return False


def test_rosa_changes_her_password_by_the_old_one(app: Flask, change: Callable[..., Any]) -> None:
    assert change(PASSWORD, GOOD).status_code == 200
    assert may_sign_in(app, "officer", GOOD) and not may_sign_in(app, "officer", PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "again", "status"),
    [("a wrong one, surely", GOOD, None, 401), (PASSWORD, "short", None, 422), (PASSWORD, GOOD, "another one", 422)],
)
def test_what_does_not_fit_changes_nothing(
    app: Flask, change: Callable[..., Any], old: str, new: str, again: str | None, status: int
) -> None:
    assert change(old, new, again).status_code == status
    assert may_sign_in(app, "officer", PASSWORD)


def test_whoever_guesses_at_the_old_one_is_locked_out_like_at_the_door(change: Callable[..., Any]) -> None:
    found = [change("a wrong one, surely", GOOD).status_code for _ in range(6)]
    assert found == [401] * 5 + [429]


def test_gan_invites_somebody_and_sees_the_link_once(app: Flask, gan: Visitor) -> None:
    answer = ordered(gan, "invite", None, None, None, None, "lu.min", "鲁敏", "street_officer", CHANGQING, None)
    assert answer.status_code == 200 and "/invite/" in str(answer.json)
    page = gan.get("/settings")
    assert page.status_code == 200 and "/invite/" not in page.text
    assert actor(app.extensions["cockpit"], "lu.min").area == CHANGQING


def test_the_link_is_of_the_address_of_the_settings_whatever_the_request_says(
    app: Flask, gan: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "cockpit_public_url", "https://desk.example/")
    answer = ordered(gan, "invite", None, None, None, None, "lu.min", "鲁敏", "street_officer", CHANGQING, None)
    assert "https://desk.example/invite/" in str(answer.json) and "localhost" not in str(answer.json)


def test_gan_disables_rosa_whose_cookie_is_worth_nothing_at_once(app: Flask, gan: Visitor, people: People) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    assert rosa.get("/incidents").status_code == 200
    assert ordered(gan, "disable", people.rosa.id).status_code == 200
    assert rosa.get("/incidents").status_code == 302
    assert status_of(rosa.get("/_dash-layout")) == 401
    assert ordered(gan, "enable", people.rosa.id).status_code == 200
    assert rosa.get("/incidents").status_code == 302, "an old cookie does not come back to life"


def test_gan_gives_shen_another_role_which_counts_from_the_next_request(
    app: Flask, gan: Visitor, people: People
) -> None:
    shen = Visitor(app).signed_in(people.shen)
    assert ordered(gan, "reassign", people.shen.id, "guard", CHANGQING, None).status_code == 200
    assert shen.get("/incidents").status_code == 403


@pytest.mark.parametrize(
    ("order", "fields", "status"),
    [
        ("disable", (), 403), ("reassign", ("officer", "", None), 403),
        ("invite", (None, None, None, "officer", "罗", "officer", "", None), 409),
        ("invite", (None, None, None, "Lu", "鲁", "officer", "", None), 422),
    ],
)  # fmt: skip
def test_a_refusal_says_so_and_changes_nothing(
    app: Flask, gan: Visitor, order: str, fields: tuple[Any, ...], status: int
) -> None:
    own = actor(app.extensions["cockpit"], "admin")
    assert ordered(gan, order, own.id, *fields).status_code == status
    assert may_sign_in(app, "admin", PASSWORD) and may_sign_in(app, "officer", PASSWORD)


def test_a_second_administrator_sees_who_asked_and_gives_the_same_role(
    app: Flask, gan: Visitor, people: People
) -> None:
    asked = ordered(gan, "reassign", people.rosa.id, "auditor", "", None)
    assert asked.status_code == 200 and "须由另一人在一小时内于本人的设置中确认" in asked.text
    assert ordered(gan, "reassign", people.rosa.id, "auditor", "", None).status_code == 403
    second = Visitor(app).signed_in(actor(app.extensions["cockpit"], "admin2"))
    shown = second.call(second.body(CHOSEN, people.rosa.id))
    assert "等待第二人确认" in shown.text
    assert actor(app.extensions["cockpit"], "officer").role == "officer"
    assert ordered(second, "reassign", people.rosa.id, "auditor", "", None).status_code == 200
    assert actor(app.extensions["cockpit"], "officer").role == "auditor"


@pytest.mark.parametrize(
    ("typed", "found"), [("officer 长庆", {"street_officer"}), ("审计", {"auditor"}), ("nobody", set())]
)
def test_gan_finds_an_account_among_many(gan: Visitor, typed: str, found: set[str]) -> None:
    answer = gan.call(gan.body(CHOSEN, None, None, typed))
    options = answer.json["response"]["settings-accounts"]["options"]
    assert {one["label"].partition("(")[2].partition(")")[0] for one in options} == found


def test_an_account_that_is_not_there_is_not_found(gan: Visitor) -> None:
    assert ordered(gan, "disable", 999_999).status_code == 404
    assert ordered(gan, "reset", None).status_code == 404


def test_rosa_has_no_accounts_to_manage(app: Flask, people: People) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    assert ordered(rosa, "disable", people.hana.id).status_code == 403
    assert may_sign_in(app, "officer2", PASSWORD)


SESSIONS = "..settings-here.children...settings-sessions.options...settings-sessions.value.."


def ending(visitor: Visitor, order: str, chosen: int | None = None) -> Any:
    clicks = [1 if name == order else None for name in ("end", "end-one")]
    body = visitor.body(SESSIONS, "settings-here", *clicks, None, chosen)
    return visitor.call(body | {"changedPropIds": [f"settings-{order}.n_clicks"]})


def test_rosa_signs_one_of_her_other_browsers_out_and_stays_where_she_is(app: Flask, people: People) -> None:
    at_the_desk, at_home, lost = (Visitor(app).signed_in(people.rosa) for _ in range(3))
    shown = at_the_desk.call(at_the_desk.body(SESSIONS, "settings-here", None, None, None, None)).json
    newest = shown["response"]["settings-sessions"]["options"][0]["value"]
    assert ending(at_the_desk, "end-one", newest).status_code == 200
    assert [one.get("/incidents").status_code for one in (at_the_desk, at_home, lost)] == [200, 200, 302]
    assert status_of(ending(at_the_desk, "end-one", newest)) == 404, "it has ended already"
    assert ending(at_the_desk, "end").status_code == 200
    assert [one.get("/incidents").status_code for one in (at_the_desk, at_home)] == [200, 302]


def test_nobody_ends_the_session_of_somebody_else(app: Flask, people: People) -> None:
    rosa, hana = Visitor(app).signed_in(people.rosa), Visitor(app).signed_in(people.hana)
    with app.extensions["cockpit"].connection() as connection:
        theirs = AccountShelf(connection).sessions(people.hana.id or 0)[0].id
    assert status_of(ending(rosa, "end-one", theirs)) == 404
    assert ending(rosa, "end-one").status_code == 422, "none was chosen"
    assert hana.get("/incidents").status_code == 200


# What two people do

WORDS = (
    "..settings-words.options...settings-words-none.children...settings-word.children"
    "...settings-word-confirm.hidden...settings-word-withdraw.hidden...settings-word-withdraw.children.."
)
WORD = "..settings-word-said.children...settings-word-said.hidden...settings-word-done.data.."
EMERGENCY = "..settings-emergency-said.children...settings-emergency-said.hidden...settings-emergency-done.data.."
EMERGENCY_ORDERS = ("begin", "level-change", "end-ask", "end-confirm", "end-back")


def waiting(visitor: Visitor, chosen: int | None = None) -> dict[str, Any]:
    answer = visitor.call(visitor.body(WORDS, chosen, None))
    assert answer.status_code == 200 and answer.json
    found: dict[str, Any] = answer.json["response"]
    return found


def said(visitor: Visitor, order: str, word: int) -> Any:
    clicks = [1 if name == order else None for name in ("confirm", "withdraw")]
    body = visitor.body(WORD, *clicks, word)
    return visitor.call(body | {"changedPropIds": [f"settings-word-{order}.n_clicks"]})


def of_emergency(visitor: Visitor, order: str, *fields: Any) -> Any:
    """`fields`: its number, the level, and of a new one name, level and area."""
    clicks = [1 if name == order else None for name in EMERGENCY_ORDERS]
    body = visitor.body(EMERGENCY, *clicks, *fields)
    return visitor.call(body | {"changedPropIds": [f"settings-{order}.n_clicks"]})


@pytest.fixture
def shen_of_security(app: Flask) -> Visitor:
    return Visitor(app).signed_in(actor(app.extensions["cockpit"], "security"))


def test_the_security_officer_confirms_from_the_list_and_gets_the_link(
    app: Flask, gan: Visitor, shen_of_security: Visitor
) -> None:
    auditor = actor(app.extensions["cockpit"], "auditor")
    assert "须由另一人" in ordered(gan, "reset", auditor.id).text
    assert may_sign_in(app, "auditor", PASSWORD)
    [offered] = waiting(shen_of_security)["settings-words"]["options"]
    shown = waiting(shen_of_security, offered["value"])
    assert not shown["settings-word-confirm"]["hidden"] and "重置密码" in str(shown)
    own = waiting(gan, offered["value"])
    assert own["settings-word-confirm"]["hidden"] and not own["settings-word-withdraw"]["hidden"]
    assert said(gan, "confirm", offered["value"]).status_code == 403, "who asked does not confirm"
    done = said(shen_of_security, "confirm", offered["value"])
    assert "/invite/" in str(done.json) and not may_sign_in(app, "auditor", PASSWORD)
    assert waiting(gan)["settings-words"]["options"] == []


def test_gu_begins_an_emergency_and_ends_it_with_a_second_person(
    app: Flask, people: People, shen_of_security: Visitor
) -> None:
    gu = Visitor(app).signed_in(people.gu)
    assert of_emergency(gu, "begin", None, None, "水灾", 2, CHANGQING).status_code == 200
    with app.extensions["cockpit"].connection() as connection:
        flood = max(one.id for one in EmergencyShelf(connection).all())
    assert of_emergency(shen_of_security, "end-confirm", flood).status_code == 409, "nobody has asked"
    assert of_emergency(gu, "level-change", flood, 1).status_code == 200
    assert of_emergency(gu, "end-ask", flood).status_code == 200
    assert of_emergency(gu, "end-confirm", flood).status_code == 403
    assert of_emergency(shen_of_security, "end-confirm", flood).status_code == 200
    page = gu.get(f"/reports/destruction/{flood}")
    assert page.status_code == 200 and "水灾" in page.text


@pytest.mark.parametrize(
    ("order", "fields", "status"),
    [("begin", (None, None, "", 2, ""), 422), ("begin", (None, None, "水灾", None, ""), 422),
     ("begin", (None, None, "水灾", 1, "440000"), 422), ("level-change", (1, 9), 422), ("level-change", (99, 1), 404),
     ("end-confirm", (1,), 403), ("end-back", (1,), 404)],
)  # fmt: skip
def test_what_does_not_fit_an_emergency_is_refused(
    app: Flask, people: People, order: str, fields: tuple[Any, ...], status: int
) -> None:
    assert of_emergency(Visitor(app).signed_in(people.gu), order, *fields).status_code == status


def test_the_leader_reads_of_emergencies_and_runs_none(app: Flask) -> None:
    leader = Visitor(app).signed_in(actor(app.extensions["cockpit"], "leader"))
    assert "启动应急响应" not in leader.get("/settings?show=emergency").text
    assert of_emergency(leader, "end-ask", 1).status_code == 403
