"""Records compared from the terminal and in the worker: how far it is, what it came to, and what is logged."""

import json
import sys
from io import BytesIO

import pytest

from cockpit import linking
from data_access.database import Database
from entrypoints import cli  # before the commands, which use it
from entrypoints.commands.linking import linked
from entrypoints.linking import of_run
from tests.data_access.linking.records import Records
from tests.people import CHANGQING, People

NAME = "欧阳无名氏"


@pytest.fixture
def twice(database: Database, people: People) -> None:
    records = Records(database, people.cockpit)
    door = records.home(CHANGQING)
    for _ in range(2):
        records.add(NAME, home=door)


def test_the_command_says_how_far_it_is_and_no_name(
    database: Database, twice: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "link" in cli.main.commands
    run = linked(database)

    assert (run.merged, run.queued) == (1, 0)
    told = capsys.readouterr()
    assert told.out == "" and "comparing" in told.err and "merged 1 of 1" in told.err
    assert NAME not in told.err


def test_without_the_extra_the_command_ends_with_one_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(linking.LinkMissing, match="link"):
        linked(database)


def test_the_worker_does_it_for_whoever_asked_and_logs_no_name(
    database: Database, people: People, twice: None, told: BytesIO
) -> None:
    with database.work(people.cockpit) as work:
        number = linking.link(work).id
    of_run(database)("2020-02-01T07:20:00+08:00", number)

    with database.work(people.cockpit) as work:
        run = linking.latest_run(work)
    assert run and (run.stage, run.merged) == (linking.Stage.DONE, 1)
    line = json.loads(told.getvalue().decode().splitlines()[-1])
    assert (line["task"], line["state"], line["count"]) == ("link_persons", "done", 1)
    assert NAME not in told.getvalue().decode()


def test_a_run_that_fails_is_kept_as_failed_and_the_worker_goes_on(
    database: Database, people: People, told: BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.work(people.cockpit) as work:
        number = linking.link(work).id
    monkeypatch.setattr("data_access.linking.comparing.MEMORY", "no memory at all")
    of_run(database)("2020-02-01T07:20:00+08:00", number)

    with database.work(people.cockpit) as work:
        run = linking.latest_run(work)
    assert run and (run.stage, run.why) == (linking.Stage.FAILED, "Failed")
    assert "failed" in told.getvalue().decode()
