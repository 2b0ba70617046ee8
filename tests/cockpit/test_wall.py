"""How long somebody leads the walls, and what is told of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.policy import defaults
from cockpit.wall import RULES, Presented, Presenting, View

NOW = datetime(2020, 2, 1, 7, 31, tzinfo=UTC)
LEADS = Presenting("330103", 7, View.MAP, "330103001", True, False, NOW, NOW + timedelta(minutes=10), rule=3)


@pytest.mark.parametrize(("after", "lives"), [(0, True), (599, True), (600, False), (900, False)])
def test_who_says_nothing_for_as_long_as_the_policy_says_leads_no_more(after: int, lives: bool) -> None:
    assert LEADS.lives(NOW + timedelta(seconds=after)) is lives


def test_who_stopped_leads_no_more() -> None:
    assert not replace(LEADS, ended_at=NOW).lives(NOW)


def test_the_event_says_where_the_walls_look_until_when_and_which_account_leads_and_no_name() -> None:
    assert Presented.of(LEADS).facts == {
        "view": "map", "shown": "330103001", "incidents": True, "warnings": False,
        "until": (NOW + timedelta(minutes=10)).isoformat(), "presenter": 7,
    }  # fmt: skip


def test_each_view_has_its_dwell_time_and_each_rule_a_first_version() -> None:
    rules = {one["key"]: one["body"] for one in defaults() if one["kind"] == "wall"}
    assert rules.keys() == {*RULES, "present"}
    assert rules["playlist"].keys() == set(View) and all(seconds > 0 for seconds in rules["playlist"].values())
