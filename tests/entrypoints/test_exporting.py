"""`export` at the terminal, files made by the worker, and how they are fetched."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from cockpit import exports
from cockpit.access import Actor
from cockpit.exports import Format, State, What
from data_access.database import Database
from data_access.exports.store import Store
from entrypoints.cli import main
from entrypoints.exports import Exports
from tests.conftest import PASSWORD
from tests.entrypoints.test_importing import environment, last
from tests.entrypoints.visitors import Visitor, status_of
from tests.people import CHANGQING, WULIN, People, somebody

WHY = "区防疫办要求核对住户名单"


def run(database: Database, *words: Any, typed: tuple[str, ...] = ()) -> Result:
    typed_in = "".join(f"{line}\n" for line in typed)
    return CliRunner().invoke(main, [str(word) for word in words], env=environment(database), input=typed_in)


# At the terminal


@pytest.mark.many
@pytest.mark.parametrize(
    ("kind", "form"),
    [("places", "csv"), ("enterprises", "xlsx"), ("grids", "geojson"), ("duty", "csv"), ("policies", "csv")],
)
def test_an_export_is_a_file_that_nobody_else_reads_and_that_comes_back_unchanged(
    database: Database, tmp_path: Path, kind: str, form: str
) -> None:
    path = tmp_path / f"out.{form}"
    done = run(database, "export", kind, "--form", form, "--to", path)
    assert done.exit_code == 0 and path.stat().st_mode & 0o777 == 0o600
    told = last(run(database, "import", path, "--kind", kind, "--json"))
    assert told["unchanged"] > 10 and (told["added"], told["changed"], told["refused"]) == (0, 0, 0)


@pytest.mark.many
def test_without_a_file_it_goes_to_stdout(database: Database) -> None:
    done = run(database, "export", "enterprises")
    lines = io.StringIO(done.stdout_bytes.decode("utf-8-sig")).readlines()
    assert "统一社会信用代码" in lines[0] and len(lines) > 10


@pytest.mark.many
@pytest.mark.parametrize("kind", ["persons", "households"])
def test_nobody_alone_takes_out_who_lives_where(database: Database, kind: str) -> None:
    for words in ((), ("--by", "officer")):
        done = run(database, "export", kind, *words)
        assert done.exit_code == 2 and not done.stdout_bytes


@pytest.mark.many
def test_two_people_take_out_who_lives_where_and_it_comes_back_unchanged(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    words = ("export", "persons", "--to", path, "--by", "street_officer", "--and", "officer")
    done = run(database, *words, typed=(PASSWORD, WHY, PASSWORD))
    assert done.exit_code == 0, done.output
    assert not done.stdout_bytes
    told = last(run(database, "import", path, "--json"))
    assert told["unchanged"] > 10 and (told["added"], told["changed"], told["refused"]) == (0, 0, 0)
    with database.connection() as connection:
        streets = text("select count(*) from person p join person_key k on k.person_id = p.id where street = :street")
        assert told["unchanged"] == connection.execute(streets, {"street": CHANGQING}).scalar_one()


@pytest.mark.many
@pytest.mark.parametrize(
    ("first", "second", "typed", "says"),
    [
        ("officer", "officer", (PASSWORD, WHY, PASSWORD), "Who asked for this does not confirm it too."),
        ("officer", "street_officer", (PASSWORD, WHY, PASSWORD), "There is nothing here"),
        ("officer", "community", (PASSWORD, WHY, PASSWORD), "may not do this"),
        ("leader", "officer", (PASSWORD, WHY, PASSWORD), "may not do this"),
        ("officer", "officer2", (PASSWORD, "核对", PASSWORD), "ten characters"),
        ("officer", "officer2", (PASSWORD, WHY, "a wrong password of theirs"), "do not fit together"),
    ],
)
def test_what_two_people_must_not_do_is_said_and_leaves_no_file(
    database: Database, tmp_path: Path, first: str, second: str, typed: tuple[str, ...], says: str
) -> None:
    path = tmp_path / "persons.csv"
    done = run(database, "export", "persons", "--to", path, "--by", first, "--and", second, typed=typed)
    assert done.exit_code == 1 and says in done.stderr, done.stderr
    assert not path.exists()


@pytest.mark.many
def test_who_asks_for_another_street_gets_nothing_of_it(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    words = ("export", "persons", "--to", path, "--area", WULIN, "--by", "street_officer", "--and", "officer")
    done = run(database, *words, typed=(PASSWORD, WHY, PASSWORD))
    assert done.exit_code == 1 and "There is nothing here" in done.stderr and not path.exists()
    own = run(database, *words[:5], CHANGQING, *words[6:], typed=(PASSWORD, WHY, PASSWORD))
    assert own.exit_code == 0 and path.exists()


# By the worker, and fetched


@pytest.fixture
def dai(database: Database) -> Actor:
    return somebody(database, "data_officer")


@pytest.fixture
def maker(app: Flask, database: Database) -> Exports:
    return Exports(database, app.extensions["cockpit_data_dir"])


def asked(database: Database, by: Actor, what: What = What.PLACES, form: Format = Format.CSV) -> int:
    with database.work(by) as work:
        return exports.ask(work, what, by.area, form).id


def state(database: Database, by: Actor) -> State:
    with database.work(by) as work:
        return exports.latest(work)[0].state


def test_the_worker_is_told_of_it_in_the_same_transaction(database: Database, dai: Actor) -> None:
    number = asked(database, dai)
    with database.connection() as connection:
        (job,) = connection.execute(
            text("select queue_name, args, lock from procrastinate_jobs where task_name = 'make_export'")
        )
    assert (job.queue_name, job.args["export"], job.lock) == ("slow", number, f"export/{dai.id}")


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        (Format.CSV, "text/csv; charset=utf-8"),
        (Format.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Format.GEOJSON, "application/geo+json"),
    ],
)
def test_a_file_that_was_made_is_fetched_under_a_name_that_tells_of_nobody(
    app: Flask, database: Database, maker: Exports, dai: Actor, form: Format, kind: str
) -> None:
    number = asked(database, dai, form=form)
    visitor = Visitor(app).signed_in(dai)
    assert status_of(visitor.get(f"/reports/export/{number}")) == 404
    maker.make(number)
    answer = visitor.get(f"/reports/export/{number}?lang=zh_CN")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "no-store"
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment") and named.endswith(f"-2020-02-01.{form}")
    assert "%E5%9C%BA%E6%89%80" in named  # 场所
    assert len(answer.data) == int(answer.headers["Content-Length"])
    assert answer.data[:3] == {"csv": b"\xef\xbb\xbf", "xlsx": b"PK\x03", "geojson": b'{"t'}[form]


def test_what_lies_in_the_folder_is_sealed_and_gone_after_its_day(
    app: Flask, database: Database, maker: Exports, dai: Actor
) -> None:
    number = asked(database, dai)
    maker.make(number)
    store = maker.store
    (kept,) = [one for one in store.folder.iterdir() if one == store.path(number)]
    taken = Visitor(app).signed_in(dai).get(f"/reports/export/{number}").data
    assert len(taken) > 40 and taken[:40] not in kept.read_bytes() and kept.stat().st_mode & 0o777 == 0o600
    maker.keep_house()
    assert kept.exists()
    with database.connection() as connection:
        connection.execute(text("update export set until = until - interval '25 hours'"))
    maker.keep_house()
    assert not kept.exists()
    answer = Visitor(app).signed_in(dai).get(f"/reports/export/{number}")
    assert status_of(answer) == 410


def test_what_was_asked_for_is_forgotten_after_a_month_with_its_reason(
    database: Database, maker: Exports, people: People
) -> None:
    with database.work(people.rosa) as work:
        exports.ask_in_full(work, What.PERSONS, CHANGQING, Format.CSV, WHY)
    maker.keep_house()
    assert state(database, people.rosa) is State.ASKED
    with database.connection() as connection:
        connection.execute(text("update export set asked_at = asked_at - interval '31 days'"))
    maker.keep_house()
    with database.work(people.rosa) as work:
        assert exports.latest(work) == []


def test_a_second_run_of_the_same_job_changes_nothing(database: Database, maker: Exports, dai: Actor) -> None:
    number = asked(database, dai)
    maker.make(number)
    maker.make(number)
    assert state(database, dai) is State.MADE


def test_what_fails_is_told_to_whoever_waits(
    database: Database, maker: Exports, dai: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(database, dai)

    def full(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Store, "keep", full)
    maker.make(number)
    assert state(database, dai) is State.FAILED
    with database.connection() as connection:
        assert not connection.execute(text("select 1 from audit_entry where action = 'exported'")).all()


def test_who_may_no_longer_sign_in_gets_no_file(database: Database, maker: Exports, people: People) -> None:
    number = asked(database, people.shen)
    with database.connection() as connection:
        connection.execute(text("update account set disabled = true where id = :id"), {"id": people.shen.id})
    maker.make(number)
    assert not maker.store.path(number).exists()


# At the page

FETCH = "\\u002freports\\u002fexport\\u002f"
MAKE, ASK = "inventory-export-asked.data", "..inventory-export-reason.value...inventory-export-tick.data.."


def test_it_is_asked_for_at_the_page_and_listed_for_whoever_asked(
    app: Flask, database: Database, maker: Exports, people: People
) -> None:
    shen = Visitor(app).signed_in(people.shen)
    answer = shen.call(shen.body(MAKE, 1, "enterprises", CHANGQING, "xlsx"))
    assert status_of(answer) == 200
    listed = shen.call(shen.body("inventory-exports.children")).text
    assert '"data-runs":"yes"' in listed
    maker.make(int(json.loads(answer.text)["response"]["inventory-export-asked"]["data"]))
    listed = shen.call(shen.body("inventory-exports.children")).text
    assert '"data-runs":"no"' in listed and FETCH in listed
    rosa = Visitor(app).signed_in(people.rosa)
    assert FETCH not in rosa.call(rosa.body("inventory-exports.children")).text


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (("persons", "330103002", "csv"), 404),
        (("persons", "330103", "csv"), 404),
        (("figures", CHANGQING, "csv"), 403),
        (("persons", CHANGQING, "geojson"), 422),
        (("cats", CHANGQING, "csv"), 400),
        (("persons", CHANGQING, "exe"), 400),
        (("persons", "' or 1=1", "csv"), 404),
        ((None, None, None), 422),
    ],
)
def test_what_cannot_be_taken_out_is_said(app: Flask, people: People, values: tuple[Any, ...], status: int) -> None:
    shen = Visitor(app).signed_in(people.shen)
    assert status_of(shen.call(shen.body(MAKE, 1, *values))) == status


def test_a_second_person_reads_why_and_agrees_at_the_page(
    app: Flask, database: Database, maker: Exports, people: People
) -> None:
    rosa, hana = Visitor(app).signed_in(people.rosa), Visitor(app).signed_in(people.hana)
    assert status_of(rosa.call(rosa.body(ASK, 1, "persons", CHANGQING, "csv", WHY))) == 200
    words = next(name for name in hana.callbacks() if name.startswith("..settings-words.options"))
    said = next(name for name in hana.callbacks() if name.startswith("..settings-word-said.children"))
    with database.connection() as connection:
        number = connection.execute(text("select max(id) from word")).scalar_one()
    drawn = json.loads(hana.call(hana.body(words, number)).text)
    assert WHY in json.dumps(drawn, ensure_ascii=False)
    body = hana.body(said, 1, None, number)
    body["changedPropIds"] = ["settings-word-confirm.n_clicks"]
    assert status_of(hana.call(body)) == 200
    assert state(database, people.rosa) is State.MAKING
