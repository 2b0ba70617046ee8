"""A journey as a station writes it: which run, in which row; a train that no timetable has, and a seat without its row."""

from datetime import UTC, date, datetime

import pytest

from cockpit.importing.columns import propose
from cockpit.importing.kinds import Kind
from cockpit.importing.row import Problem
from cockpit.importing.rows import Context, Row, Rows
from cockpit.screening import Means

HERE = Context(date(2020, 2, 1), demo=True)
BOARDED, LEFT = "2020-01-21 09:02", "2020-01-21 13:40"
RIDE = {"电话": "10087654321", "车次": "G7512", "出发时间": BOARDED, "到达时间": LEFT}


def read(kind: Kind = Kind.JOURNEYS, **cells: str) -> Row | list[Problem]:
    return Rows(kind, propose(list(cells), kind, {}), HERE).read(list(cells.values()))


def clean(**cells: str) -> dict[str, object]:
    found = read(**{**RIDE, **cells})
    assert isinstance(found, Row), found
    return found.values


def wrong(**cells: str) -> dict[str, str]:
    found = read(**{**RIDE, **cells})
    assert isinstance(found, list), found
    return {one.field: one.why for one in found}


@pytest.mark.parametrize(
    ("run", "means"),
    [
        *(("G7512", Means.SEALED_TRAIN), ("k528次", Means.SEALED_TRAIN), ("6063", Means.TRAIN)),
        *(("CA1701", Means.PLANE), ("9C8921航班", Means.PLANE)),
    ],
)
def test_a_number_says_by_itself_what_it_was(run: str, means: Means) -> None:
    assert clean(车次=run)["means"] is means


def test_of_a_coach_somebody_has_to_say_what_it_was() -> None:
    assert "give the vehicle" in wrong(车次="浙A12345")["means"]
    assert clean(车次="浙A12345", 交通工具="大巴")["means"] is Means.SEALED_COACH


@pytest.mark.parametrize("run", ["X99999", "G0", "G75123", "8063", "0701"])
def test_a_train_that_does_not_exist_is_refused_by_its_number(run: str) -> None:
    assert "no train" in wrong(车次=run, 交通工具="高铁")["run"]


@pytest.mark.parametrize(
    ("seat", "row", "carriage"),
    [
        ("12F", 12, None),
        ("07车12F号", 12, "07"),
        ("7号车厢12F", 12, "07"),
        ("12排F座", 12, None),
        ("5车12号下铺", 12, "05"),
        ("9", 9, None),
    ],
)
def test_a_seat_says_its_row_and_its_carriage(seat: str, row: int, carriage: str | None) -> None:
    found = clean(座位号=seat)

    assert found["row"] == row and found.get("carriage") == carriage


@pytest.mark.parametrize("seat", ["F", "F座"])
def test_a_seat_without_its_row_says_who_sat_near_to_nobody(seat: str) -> None:
    assert "no row" in wrong(座位号=seat)["seat"]


def test_two_days_of_one_number_are_two_runs() -> None:
    first, second = clean(), clean(出发时间="2020-01-22 09:02", 到达时间="2020-01-22 13:40")

    assert (first["run"], second["run"]) == ("G7512/2020-01-21", "G7512/2020-01-22")


def test_who_boarded_after_midnight_rode_the_run_of_the_day_before() -> None:
    found = clean(乘车日期="2020-01-21", 出发时间="2020-01-22 00:20", 到达时间="2020-01-22 05:00")

    assert found["run"] == "G7512/2020-01-21"


def test_times_alone_are_of_the_day_that_is_said_past_midnight_of_the_next() -> None:
    found = clean(乘车日期="2020-01-21", 出发时间="23:10", 到达时间="05:00")

    assert found["boarded"] == datetime(2020, 1, 21, 15, 10, tzinfo=UTC)
    assert found["left"] == datetime(2020, 1, 21, 21, 0, tzinfo=UTC)


def test_who_left_before_boarding_is_refused() -> None:
    assert "before it begins" in wrong(到达时间="2020-01-20 13:40")["left"]


def test_symptoms_are_words_of_a_list_and_what_is_none_of_them_is_other() -> None:
    stay = {"电话": "10087654321", "医院": "红会", "就诊时间": BOARDED, "离开时间": LEFT}
    found = [read(Kind.CLINIC_VISITS, **stay, 症状=said) for said in ("发热3天，伴干咳", "头晕")]

    assert [one.values["symptoms"] for one in found if isinstance(one, Row)] == ["fever,cough", "other"]
