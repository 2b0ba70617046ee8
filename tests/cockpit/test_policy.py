"""Rules are dated: which version is in force where and when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cockpit.dispatch.acts import DECLINE_REASONS
from cockpit.incidents import Kind
from cockpit.policy import NoPolicy, Policy, Rules, defaults
from cockpit.teams import TeamRole
from cockpit.warnings import WarningRule

NOON = datetime(2020, 2, 1, 4, 0, tzinfo=UTC)
DISTRICT, STREET = "330103", "330103001"
GRID = "330103001001001"
DAY = timedelta(days=1)


def version(number: int, **changed: Any) -> Policy:
    facts: dict[str, Any] = {"area": DISTRICT, "holds_from": NOON - DAY, "holds_to": None, "published_at": NOON - DAY}
    return Policy(id=number, kind="warning", key="pharmacy", source="test", **({"body": {}} | facts | changed))


def in_force(*versions: Policy, at: datetime = NOON, area: str = GRID) -> int | None:
    found = Rules(versions, at).find("warning", "pharmacy", area)
    return found.id if found else None


def test_a_version_is_in_force_from_the_instant_it_holds_from() -> None:
    later = version(1, holds_from=NOON)

    assert in_force(later, at=NOON) == 1
    assert in_force(later, at=NOON - timedelta(microseconds=1)) is None


def test_it_ends_just_before_the_instant_it_holds_to() -> None:
    ended = version(1, holds_to=NOON)

    assert in_force(ended, at=NOON - timedelta(microseconds=1)) == 1
    assert in_force(ended, at=NOON) is None


def test_what_is_published_later_was_not_in_force_before_even_if_it_holds_for_the_past() -> None:
    backdated = version(2, holds_from=NOON - DAY, published_at=NOON + DAY)

    assert in_force(version(1), backdated, at=NOON) == 1
    assert in_force(version(1), backdated, at=NOON + DAY) == 2


def test_the_latest_published_goes_first_not_the_one_that_holds_from_later() -> None:
    early = version(1, holds_from=NOON - timedelta(hours=1), published_at=NOON - 2 * DAY)

    assert in_force(early, version(2)) == 2


def test_of_two_published_at_once_the_later_row_goes() -> None:
    assert in_force(version(2), version(1)) == 2


def test_a_streets_own_version_goes_before_a_newer_one_of_the_district() -> None:
    own = version(1, area=STREET, published_at=NOON - 5 * DAY)

    assert in_force(own, version(2)) == 1
    assert in_force(own, version(2), area="330103002001001") == 2


def test_when_the_streets_version_has_ended_the_districts_is_in_force_again() -> None:
    assert in_force(version(1, area=STREET, holds_to=NOON), version(2)) == 2


def test_the_rules_of_another_moment_can_be_asked_for() -> None:
    rules = Rules((version(1, holds_to=NOON), version(2, holds_from=NOON)), NOON)

    assert rules.get("warning", "pharmacy", GRID, NOON - DAY).id == 1
    assert rules.get("warning", "pharmacy", GRID).id == 2


def test_where_nothing_rules_it_is_said_what_is_missing() -> None:
    with pytest.raises(NoPolicy) as missing:
        Rules((), NOON).get("warning", "school", GRID)

    assert (missing.value.kind, missing.value.key, missing.value.at) == ("warning", "school", NOON)


def test_a_new_district_starts_with_rules_that_can_be_read() -> None:
    rules = {(one["kind"], one["key"]): one["body"] for one in defaults()}

    assert WarningRule.of(version(1, body=rules["warning", "pharmacy"])).threshold == 15
    assert {key.split("/")[0] for kind, key in rules if kind == "run_card"} <= {*Kind, "any"}
    assert {role for (kind, _), body in rules.items() if kind == "run_card" for role in body} <= set(TeamRole)
    assert {(kind, f"{n}") for n in (1, 2, 3) for kind in ("due",)} <= rules.keys()


def test_every_rule_says_where_it_comes_from() -> None:
    assert all(one["source"] for one in defaults())
    assert all(DECLINE_REASONS.values())
