"""Walls and phones at the door: a link opened once, then no sign-in for months, and nothing that belongs to a person."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from cockpit import accounts, terminals
from cockpit.access import Actor, system
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.upkeep import expire, keeper
from entrypoints.api.hub import Hub, Screen, group_of
from entrypoints.cli import main
from tests.conftest import PASSWORD
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.served import Served, Stream
from tests.entrypoints.visitors import Visitor, refusals_told, status_of
from tests.people import People, somebody

ENROL = "..settings-terminals-said.children...settings-terminals-said.hidden...settings-terminals-done.data...settings-terminal-name.value.."
ASKED = "settings-terminal-asked.hidden"
OWN = "..settings-own-said.children...settings-changed.data.."
SESSIONS = "..settings-here.children...settings-sessions.options...settings-sessions.value.."
REVEAL = "inventory-revealed.children"
COOKIE = "cockpit-terminal"


@pytest.fixture
def gan(database: Database) -> Actor:
    return somebody(database, "admin")


@pytest.fixture
def at_settings(app: Flask, gan: Actor) -> Visitor:
    """Gan's own browser."""
    return Visitor(app).signed_in(gan)


def link_for(database: Database, gan: Actor, account: str) -> tuple[int, str]:
    with database.work(gan) as work:
        one, link = terminals.enrol(work, "一楼大厅", somebody(database, account).id or 0)
    return one.id, link


def open_link(app: Flask, link: str, **kwargs: Any) -> tuple[FlaskClient, Any]:
    """A browser that opens the link and presses the button; what it was answered."""
    client = app.test_client()
    page = client.get(f"/enrol/{link}", **kwargs)
    csrf = csrf_of(page.text if page.status_code == 200 else client.get("/sign-in", **kwargs).text)
    return client, client.post(f"/enrol/{link}", data={"csrf_token": csrf}, **kwargs)


@pytest.fixture
def hall(app: Flask, database: Database, gan: Actor) -> tuple[int, Visitor]:
    """The wall of the hall, let in, and its number."""
    return let_in(app, database, gan, "wall")


def let_in(app: Flask, database: Database, gan: Actor, account: str) -> tuple[int, Visitor]:
    number, link = link_for(database, gan, account)
    client, reply = open_link(app, link)
    assert reply.status_code == 303
    visitor = Visitor(app)
    visitor.client = client
    client.get("/no-such-page")
    token = client.get_cookie("_csrf_token")
    assert token
    visitor.csrf = token.decoded_value
    return number, visitor


def age(database: Database, by: timedelta) -> None:
    """As if all that was signed in, and every terminal, had been so for that long already."""
    with database.connection() as connection:
        connection.execute(
            text("update session set created_at = created_at - :by, seen_at = seen_at - :by"), {"by": by}
        )


# Coming in


def test_a_wall_comes_to_its_own_page_and_a_phone_to_its_jobs(app: Flask, database: Database, gan: Actor) -> None:
    for account, home in (("wall", "/wall"), ("police", "/field"), ("volunteer", "/field")):
        _, link = link_for(database, gan, account)
        client, reply = open_link(app, link)
        assert (reply.status_code, reply.location) == (303, home)
        assert client.get(home).status_code == 200


def test_the_page_says_what_will_happen_and_opening_it_however_often_changes_nothing(
    app: Flask, database: Database, gan: Actor
) -> None:
    _, link = link_for(database, gan, "wall")
    preview = app.test_client()
    for method in ("GET", "HEAD", "GET"):
        assert preview.open(f"/enrol/{link}", method=method).status_code == 200
    page = preview.get(f"/enrol/{link}?lang=en").text
    assert "This browser becomes a wall screen" in page and "一楼大厅" in page and page.count("<button") == 1
    assert open_link(app, link)[1].status_code == 303


def test_a_post_without_the_pages_token_lets_nobody_in_and_the_link_stays_good(
    app: Flask, database: Database, gan: Actor
) -> None:
    _, link = link_for(database, gan, "wall")
    client = app.test_client()
    for data in ({}, {"csrf_token": "made up"}):
        assert client.post(f"/enrol/{link}", data=data).status_code == 400
    assert client.get("/incidents").status_code == 302
    assert open_link(app, link)[1].status_code == 303


def test_a_link_that_is_used_old_revoked_or_made_up_answers_alike(app: Flask, database: Database, gan: Actor) -> None:
    (_, used), (gone, revoked), (_, old) = (link_for(database, gan, "wall") for _ in range(3))
    assert open_link(app, used)[1].status_code == 303
    with database.work(gan) as work:
        terminals.revoke(work, gone)
    with database.connection() as connection:
        connection.execute(text("update terminal set good_until = good_until - interval '61 minutes'"))
    answers = {app.test_client().get(f"/enrol/{one}").data for one in (used, revoked, old, "x" * 43)}
    posts = [open_link(app, one)[1] for one in (used, revoked, old, "x" * 43)]
    assert len(answers) == 1 and {one.status_code for one in posts} == {404} and len({one.data for one in posts}) == 1


def test_its_cookie_outlives_the_browser_and_is_given_anew_with_each_page(hall: tuple[int, Visitor]) -> None:
    _, wall = hall
    line = next(
        one
        for one in wall.get("/incidents?x", headers={"Accept": "text/html"}).headers.getlist("Set-Cookie")
        if COOKIE in one
    )
    assert {"Max-Age=34560000", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))


def test_behind_https_the_cookie_belongs_to_this_host_alone(app: Flask, database: Database, gan: Actor) -> None:
    _, link = link_for(database, gan, "wall")
    secure = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/enrol"}}
    _, reply = open_link(app, link, **secure)
    line = next(one for one in reply.headers.getlist("Set-Cookie") if COOKIE in one)
    assert line.startswith("__Host-cockpit-terminal=") and "Domain=" not in line
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"} <= set(line.split("; "))


def test_a_browser_in_which_gan_is_signed_in_becomes_no_terminal_by_mistake(
    app: Flask, database: Database, gan: Actor, at_settings: Visitor
) -> None:
    _, link = link_for(database, gan, "wall")
    page = at_settings.get(f"/enrol/{link}").text
    assert gan.name in page and 'action="/sign-out"' in page
    assert status_of(at_settings.post(f"/enrol/{link}", data={"csrf_token": at_settings.csrf})) == 409
    assert open_link(app, link)[1].status_code == 303


def test_a_browser_that_is_enrolled_anew_is_the_new_terminal_alone(
    app: Flask, database: Database, gan: Actor, hall: tuple[int, Visitor]
) -> None:
    number, wall = hall
    other, link = link_for(database, gan, "police")
    csrf = csrf_of(wall.get(f"/enrol/{link}").text)
    assert wall.client.post(f"/enrol/{link}", data={"csrf_token": csrf}).location == "/field"
    assert wall.get("/field").status_code == 200
    with database.work(gan) as work:
        stand = {one.id: one.standing(work.machine_at) for one in terminals.terminals(work)}
    assert stand == {number: terminals.Standing.ENDED, other: terminals.Standing.IN_USE}


# Staying


@pytest.mark.parametrize("after", [timedelta(hours=13), timedelta(hours=25), timedelta(days=90)])
def test_it_works_when_a_person_would_long_be_out(
    app: Flask, database: Database, people: People, hall: tuple[int, Visitor], after: timedelta
) -> None:
    rosa = Visitor(app).signed_in(people.rosa)
    age(database, after)
    by = keeper(database)
    assert by
    expire(database, by)
    assert hall[1].get("/wall").status_code == 200 and rosa.get("/").status_code == 302
    assert hall[1].get("/api/layers/incidents.geojson").status_code == 200


# What it may


def test_a_wall_opens_the_pages_of_its_role_but_for_its_account(hall: tuple[int, Visitor]) -> None:
    _, wall = hall
    pages = (
        "/",
        "/wall",
        "/warnings",
        "/help",
        "/settings",
        "/settings?show=terminals",
        "/incidents",
        "/inventory",
        "/audit",
    )
    assert [wall.get(path).status_code for path in pages] == [302, 200, 200, 200, 403, 403, 403, 403, 403]
    frame = wall.get("/_dash-layout").text
    assert "/settings" not in frame and "/sign-out" not in frame and "登录本人账号" in frame


def test_nobody_changes_the_password_at_it_or_sees_its_sessions(
    app: Flask, database: Database, hall: tuple[int, Visitor]
) -> None:
    _, wall = hall
    answer = wall.call(wall.body(OWN, 1, PASSWORD, "three pharmacies and a park", "three pharmacies and a park"))
    assert status_of(answer) == 403
    assert "此大屏或手机为多人共用" in answer.json["title"] and "请用本人账号登录" in answer.json["detail"]
    enter(app.test_client(), "wall")
    assert refusals_told(database)[-1][:2] == (f"wall@{hall[0]}", "NotAtTerminal")


def test_nobody_sees_a_field_in_full_at_a_phone_of_the_police(
    app: Flask, database: Database, gan: Actor, people: People
) -> None:
    _, phone = let_in(app, database, gan, "police")
    wu = Visitor(app).signed_in(people.wu)
    reveal = wu.body(REVEAL)
    assert status_of(phone.call(reveal)) == 403 and status_of(wu.call(reveal)) != 403
    assert phone.get("/field").status_code == 200


def test_a_job_is_answered_at_a_phone_and_told_as_done_at_it(
    app: Flask, database: Database, gan: Actor, morning: Any
) -> None:
    number, phone = let_in(app, database, gan, "police")
    job = morning.send(morning.crowd(0), somebody(database, "police").team)
    csrf = csrf_of(phone.get("/field").text)
    form = {"csrf_token": csrf, "state": "acknowledged", "key": "answered once"}
    assert phone.client.post(f"/field/{job.id}/answer", data=form).status_code == 303
    with database.connection() as connection:
        last = connection.execute(
            text("select actor, account from audit_entry where action = 'acknowledged' order by id desc limit 1")
        ).one()
    assert last.actor == f"police@{number}" and last.account == somebody(database, "police").id


# Somebody at it


def enter(client: FlaskClient, account: str) -> Any:
    csrf = csrf_of(client.get("/sign-in").text)
    reply = client.post("/sign-in", data={"csrf_token": csrf, "account": account, "password": PASSWORD})
    assert reply.status_code == 303
    return reply


def test_whoever_signs_in_at_a_phone_is_themselves_and_leaves_it_a_phone(
    app: Flask, database: Database, gan: Actor
) -> None:
    _, phone = let_in(app, database, gan, "police")
    assert 'href="/"' in phone.get("/sign-in").text
    enter(phone.client, "officer")
    assert phone.get("/incidents").status_code == 200 and phone.get("/field").status_code == 403
    reply = phone.post("/sign-out")
    assert (reply.status_code, reply.location) == (303, "/")
    assert phone.get("/field").status_code == 200 and phone.get("/incidents").status_code == 403


def test_nobody_signs_the_terminal_itself_out(hall: tuple[int, Visitor]) -> None:
    _, wall = hall
    assert status_of(wall.post("/sign-out")) == 403
    assert wall.get("/wall").status_code == 200


# Ending


def test_a_revoked_one_is_out_from_its_next_request_and_its_old_cookie_stays_worth_nothing(
    database: Database, gan: Actor, hall: tuple[int, Visitor]
) -> None:
    number, wall = hall
    with database.work(gan) as work:
        terminals.revoke(work, number)
    assert wall.get("/wall").location.startswith("/sign-in")
    assert status_of(wall.get("/_dash-layout")) == 401
    with database.work(gan) as work:
        accounts.enable(work, somebody(database, "wall").id or 0)
    assert wall.get("/wall").status_code == 302


@pytest.mark.parametrize("change", ["revoke", "disable", "reassign"])
def test_its_open_stream_ends_with_it(database: Database, gan: Actor, hall: tuple[int, Visitor], change: str) -> None:
    number, wall = hall
    cookie = wall.client.get_cookie(COOKIE)
    assert cookie
    with database.connection() as connection:
        by = AccountShelf(connection).actor_of(cookie.value, datetime.now(UTC))
    assert by and by.terminal == number
    hub, screen = Hub(database), Screen(group_of(by), by.session)
    hub.screens.add(screen)
    hub._look_at_sessions()
    assert hub.screens == {screen}
    with database.work(gan) as work:
        if change == "revoke":
            terminals.revoke(work, number)
        elif change == "disable":
            accounts.disable(work, by.id or 0)
        else:
            accounts.reassign(work, by.id or 0, "officer")
    hub._look_at_sessions()
    assert hub.screens == set() and b"event: signed_out" in list(hub._follow(screen, 0))[-1]


def test_a_real_stream_of_a_real_server_ends_within_five_seconds(served: Served) -> None:
    gan = somebody(served.database, "admin")
    number, link = link_for(served.database, gan, "wall")
    with served.database.work(system(gan.area)) as work:
        _, token = terminals.take_in(work, link)
    with closing(Stream(served.url, f"{COOKIE}={token}")) as stream:
        assert stream.status == 200
        with served.database.work(gan) as work:
            terminals.revoke(work, number)
        assert [event for event, _, _ in stream.events(5.0)] == ["signed_out"]
    assert served.get("/wall", f"{COOKIE}={token}")[0] == 302


# At the settings page


def ordered(visitor: Visitor, order: str, name: str | None = None, account: Any = None, chosen: Any = None) -> Any:
    clicks = [1 if each == order else None for each in ("enrol", "sure")]
    body = visitor.body(ENROL, *clicks, name, account, chosen)
    return visitor.call(body | {"changedPropIds": [f"settings-terminal-{order}.n_clicks"]})


def test_gan_sees_link_and_picture_once_and_revokes_by_a_second_click(
    app: Flask, database: Database, at_settings: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "cockpit_public_url", "https://desk.example/")
    answer = ordered(at_settings, "enrol", "一楼大厅", somebody(database, "wall").id)
    assert answer.status_code == 200
    shown = str(answer.json)
    assert "https://desk.example/enrol/" in shown and "data:image/svg+xml" in shown
    assert "/enrol/" not in at_settings.get("/settings?show=terminals").text
    with database.connection() as connection:
        number = connection.execute(text("select max(id) from terminal")).scalar_one()
    body = at_settings.body(ASKED, 1, None, number, None)
    assert at_settings.call(body | {"changedPropIds": ["settings-terminal-revoke.n_clicks"]}).json["response"][
        "settings-terminal-asked"
    ] == {"hidden": False}
    with database.connection() as connection:
        assert connection.execute(text("select revoked_at from terminal")).scalar_one() is None
    assert ordered(at_settings, "sure", chosen=number).status_code == 200
    assert status_of(ordered(at_settings, "sure", chosen=number)) == 409


@pytest.mark.parametrize(
    ("name", "account", "status"),
    [
        ("大厅", "officer", 422),
        ("大厅", "admin", 422),
        ("", "wall", 422),
        ("大" * 41, "wall", 422),
        ("大厅", None, 422),
    ],
)
def test_what_is_no_terminal_is_refused_and_nothing_is_made(
    database: Database, at_settings: Visitor, name: str, account: str | None, status: int
) -> None:
    number = somebody(database, account).id if account else None
    assert status_of(ordered(at_settings, "enrol", name, number)) == status
    with database.connection() as connection:
        assert connection.execute(text("select count(*) from terminal")).scalar_one() == 0


def test_wu_sees_among_his_own_sessions_which_is_the_phone(
    app: Flask, database: Database, gan: Actor, people: People
) -> None:
    let_in(app, database, gan, "police")
    wu = Visitor(app).signed_in(people.wu)
    shown = wu.call(wu.body(SESSIONS, "settings-here", None, None, None, None)).json["response"]
    assert [one["label"].endswith("已登记的大屏或手机") for one in shown["settings-sessions"]["options"]] == [True]


@pytest.mark.parametrize("person", ["rosa", "wu", "shen", "gu"])
def test_nobody_else_enrols_or_revokes(
    app: Flask, database: Database, people: People, hall: tuple[int, Visitor], person: str
) -> None:
    visitor = Visitor(app).signed_in(getattr(people, person))
    assert status_of(ordered(visitor, "enrol", "大厅", somebody(database, "wall").id)) == 403
    assert status_of(ordered(visitor, "sure", chosen=hall[0])) == 403
    assert hall[1].get("/wall").status_code == 200


# At the command line


@pytest.fixture
def order(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    from entrypoints.commands import account

    monkeypatch.setattr(account, "open_database", lambda: database)
    monkeypatch.setattr(account, "find_database", lambda _: None)
    monkeypatch.setenv("COCKPIT_PUBLIC_URL", "https://desk.example/")

    def run(*words: str, account: str = "admin") -> Result:
        return CliRunner().invoke(main, ["terminal", *words], input=f"{account}\n{PASSWORD}\n")

    return run


def test_enrol_prints_the_link_list_shows_it_and_revoke_ends_it(app: Flask, order: Any) -> None:
    assert "No wall and no phone is enrolled." in order("list").stdout
    made = order("enrol", "一楼大厅", "--account", "wall")
    link = made.stdout.splitlines()[-1]
    assert made.exit_code == 0 and link.startswith("https://desk.example/enrol/")
    client, reply = open_link(app, link.rsplit("/", 1)[1])
    assert reply.status_code == 303
    shown = order("list").stdout.splitlines()[-1].split("  ")
    assert (shown[1], shown[2], shown[3], shown[-1]) == ("wall", "wall", "in_use", "一楼大厅")
    assert "一楼大厅 is revoked." in order("revoke", shown[0]).stdout
    assert client.get("/wall").status_code == 302 and "  revoked  " in order("list").stdout


@pytest.mark.parametrize(
    ("words", "account", "said"),
    [
        (("enrol", "大厅", "--account", "officer"), "admin", "only a wall's account"),
        (("enrol", "大厅", "--account", "nobody"), "admin", "there is no account nobody"),
        (("enrol", "大厅", "--account", "wall"), "officer", "may not do this"),
        (("list",), "officer", "may not do this"),
        (("revoke", "999"), "admin", "There is nothing here under that name."),
    ],
)
def test_a_refusal_is_one_clear_line(order: Any, words: tuple[str, ...], account: str, said: str) -> None:
    done = order(*words, account=account)
    assert done.exit_code == 1
    assert said in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
