"""Incidents for a screen: nothing is said twice, and nothing is lost by it."""

import json
from typing import Any

from cockpit.incidents.packed import NAMES, packed, unpacked

DOOR = {"street": "330103001", "community": "330103001001", "grid": "330103001001002", "lon": 120.17, "lat": 30.28}
FIRST: dict[str, Any] = DOOR | {
    "id": 7, "received_at": 1_580_512_800_000, "count": 31, "closed_at": None, "kind": "crowd", "source": "warning",
    "priority": 1, "state": "dispatched", "said": "confirmed", "arrived": False, "support": False, "arrive_by": 900_000,
    "close_by": 7_200_000, "touch_by": 120_000, "teams": '{"3":"dispatched"}', "place": "安和药店", "place_id": 575, "at_home": False,
}  # fmt: skip
AT_HOME = FIRST | {
    "id": 9,
    "place": "",
    "place_id": None,
    "at_home": True,
    "closed_at": 1_500,
    "teams": "{}",
    "count": None,
}


def lines(*rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in NAMES) for row in rows]


def test_of_nothing_there_are_no_rows() -> None:
    assert unpacked(packed([])) == []


def test_a_row_comes_out_as_it_went_in() -> None:
    one, other = unpacked(packed(lines(FIRST, AT_HOME)))
    assert (one["code"], one["place"], one["place_id"], one["teams"]) == (
        "I-0007",
        "安和药店",
        575,
        {"3": "dispatched"},
    )
    assert one["area"] == [DOOR["street"], DOOR["community"], DOOR["grid"]] and (one["lon"], one["lat"]) == (
        120.17,
        30.28,
    )
    assert (one["received_at"], one["arrive_by"]) == ("2020-01-31T23:20:00+00:00", "2020-01-31T23:35:00+00:00")
    assert one["touch_by"] == "2020-01-31T23:22:00+00:00"
    assert (one["count"], one["closed_at"], other["count"]) == (31, None, None)
    assert (other["id"], other["place"], other["place_id"], other["at_home"]) == (9, "", None, True)
    assert other["closed_at"] == "2020-01-31T23:20:01.500000+00:00"


def test_what_many_rows_share_is_said_once() -> None:
    told = packed(lines(*(FIRST | {"id": number} for number in range(1, 1001))))
    assert told.count("安和药店") == told.count("crowd") == 1
    assert len(told) < 30 * 1000 and len(json.loads(told)["shared"][0]["which"]) == 1000
