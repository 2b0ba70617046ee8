"""Policy rows on a real database: published once, followed by every process from the next work on."""

from typing import Any

import pytest

from cockpit.policy import NoPolicy, defaults
from data_access import policy
from data_access.database import Database
from tests.at_once import at_once
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People


def publish(morning: Morning, threshold: int, **changed: Any) -> int:
    body = next(one["body"] for one in defaults() if one["kind"] == "warning") | {"threshold": threshold}
    rule = {"kind": "warning", "key": "pharmacy", "area": CHANGQING, "source": "test", "body": body}
    with morning.database.connection() as connection:
        moment = {"holds_from": morning.at, "published_at": morning.at}
        return policy.publish(connection, rule | moment | changed)


def threshold(morning: Morning, area: str = CHANGQING) -> int:
    with morning.work(morning.people.rosa) as work:
        return int(work.policy.get("warning", "pharmacy", area).body["threshold"])


def test_a_new_version_is_in_force_from_the_next_work_on(morning: Morning) -> None:
    assert threshold(morning) == 15
    publish(morning, 40)

    assert threshold(morning) == 40
    assert threshold(morning, WULIN) == 15
    assert morning.queue_at(morning.watched[0]) == []


@pytest.mark.many
def test_no_version_is_missed_when_many_publish_at_once(morning: Morning) -> None:
    threshold(morning)
    at_once(*[lambda n=n: (publish(morning, n), threshold(morning)) for n in range(20, 26)])

    with morning.work(morning.people.rosa) as work:
        assert len(work.policy.versions) == len(defaults()) + 6


def test_an_incident_keeps_the_version_it_followed(morning: Morning) -> None:
    number = publish(morning, 20)
    one = morning.crowd()
    publish(morning, 25)

    with morning.work(morning.people.rosa) as work:
        warning = work.warnings.of_incident(one.id)
    assert warning
    assert warning.policy == number


def test_what_nothing_rules_comes_through_the_work_as_what_it_is(shared_database: Database, people: People) -> None:
    with pytest.raises(NoPolicy), shared_database.work(people.rosa) as work:
        work.policy.get("warning", "school", DISTRICT)
