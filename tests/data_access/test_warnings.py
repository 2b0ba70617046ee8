"""Counts at the doors on a real database: when they become a warning, and when they must not."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import warnings
from cockpit.incidents import call_false
from cockpit.refusals import NotAllowed, NotFound
from cockpit.warnings import AlarmState
from tests.at_once import at_once
from tests.morning import EVERY, LONG_ENOUGH, QUEUE, Morning
from tests.people import People


@pytest.fixture
def quiet(morning: Morning) -> Morning:
    """A morning whose sensors begin to speak now: the demo's last count is of 07:20."""
    return morning.later(seconds=5)


def told(morning: Morning) -> list[str]:
    with morning.database.connection() as connection:
        return list(connection.execute(text("select event from change order by id")).scalars())


def kept(morning: Morning, table: str) -> Any:
    with morning.database.connection() as connection:
        order = "place_id, at" if table == "reading" else "place_id, starts" if table == "reading_slot" else "place_id"
        return connection.execute(text(f"select * from {table} order by {order}")).all()


def series(
    morning: Morning, *places: int, people: int = QUEUE, lasting: timedelta = LONG_ENOUGH
) -> list[dict[str, Any]]:
    """The items of a queue, by the index of the watched place, without posting them."""
    steps = [EVERY * n for n in range(lasting // EVERY + 1)]
    return [
        {"place": morning.watched[index].code, "at": (morning.at + step).isoformat(), "count": people}
        for step in steps
        for index in places
    ]


def post(morning: Morning, items: list[Any]) -> warnings.Receipt:
    found: warnings.Receipt = morning.do(morning.people.sensor, warnings.take_readings, items)
    return found


# Raising


def test_a_queue_that_lasts_becomes_one_warning_with_one_incident(quiet: Morning) -> None:
    one = quiet.crowd()

    with quiet.work(quiet.people.rosa) as work:
        [warning] = work.warnings.since("330103", quiet.at - timedelta(hours=1))
        rule = work.policy.get("warning", "pharmacy", one.spot.grid)
    assert (warning.incident, warning.count, warning.peak, warning.policy) == (one.id, QUEUE, QUEUE, rule.id)
    assert warning.since == quiet.at - LONG_ENOUGH
    assert (one.kind, one.source, one.priority, one.count) == ("crowd", "warning", 1, QUEUE)
    assert told(quiet) == ["reported", "raised"]


def test_before_the_hold_is_over_the_place_is_only_watched(quiet: Morning) -> None:
    assert quiet.queue_at(quiet.watched[0], lasting=timedelta(minutes=2)) == []
    assert told(quiet) == ["watched"]


def test_a_queue_that_dissolves_in_time_calms(quiet: Morning) -> None:
    quiet.queue_at(quiet.watched[0], lasting=timedelta(minutes=2))
    quiet.later(seconds=30).count(quiet.watched[0], 3)

    assert told(quiet) == ["watched", "calmed"]


def test_a_queue_of_an_hour_is_raised_once(quiet: Morning) -> None:
    for _ in range(6):
        quiet.queue_at(quiet.watched[0], lasting=timedelta(minutes=10))
        quiet.later(seconds=10)

    assert told(quiet).count("raised") == 1


def test_a_warning_recovers_when_the_door_stays_quiet(quiet: Morning) -> None:
    one = quiet.crowd()
    quiet.later(seconds=10).queue_at(quiet.watched[0], people=4, lasting=timedelta(minutes=6))

    with quiet.work(quiet.people.rosa) as work:
        warning = work.warnings.of_incident(one.id)
    assert warning
    assert warning.recovered_at == quiet.at
    assert told(quiet)[-1] == "recovered"
    assert not quiet.now(one).over


@pytest.mark.parametrize(("pause", "event"), [(10, "raised_again"), (40, "raised")])
def test_the_same_door_again_joins_what_stands_there_within_half_an_hour_of_its_recovery(
    quiet: Morning, pause: int, event: str
) -> None:
    quiet.crowd()
    quiet.later(seconds=10).queue_at(quiet.watched[0], lasting=timedelta(minutes=40))
    quiet.later(seconds=10).queue_at(quiet.watched[0], people=4, lasting=timedelta(minutes=6))
    quiet.later(minutes=pause).queue_at(quiet.watched[0])

    assert [name for name in told(quiet) if "raised" in name] == ["raised", event]


def test_after_a_false_alarm_the_next_queue_is_a_new_incident(quiet: Morning) -> None:
    first = quiet.crowd()
    quiet.do(quiet.people.rosa, call_false, first.id)
    quiet.later(seconds=10).queue_at(quiet.watched[0], people=4, lasting=timedelta(minutes=6))
    quiet.later(seconds=10).queue_at(quiet.watched[0])

    assert told(quiet).count("raised") == 2
    assert told(quiet).count("reported") == 2


# Late, twice, out of order


def test_the_same_readings_again_are_accepted_and_change_nothing(quiet: Morning) -> None:
    items = series(quiet, 0, 1)
    quiet.later(minutes=4)
    first = post(quiet, items)
    before = [kept(quiet, table) for table in ("reading", "reading_slot", "warning_rule")], told(quiet)

    again = post(quiet, items)
    post(quiet, items * 2)

    assert first == again == warnings.Receipt(len(items), ())
    assert ([kept(quiet, table) for table in ("reading", "reading_slot", "warning_rule")], told(quiet)) == before


def test_readings_out_of_order_lead_to_the_same_warning(quiet: Morning) -> None:
    items = series(quiet, 0)
    quiet.later(minutes=4)
    for item in reversed(items):
        post(quiet, [item])

    assert told(quiet).count("raised") == 1
    with quiet.work(quiet.people.rosa) as work:
        assert work.alarms.get(quiet.watched[0].id).state is AlarmState.ALERTING


def test_a_quiet_reading_that_comes_late_takes_the_hold_away(quiet: Morning) -> None:
    items = [item for item in series(quiet, 0) if item["at"] != (quiet.at + timedelta(minutes=2)).isoformat()]
    gap = quiet.at + timedelta(minutes=2)
    post(quiet.later(minutes=2), items[:11])
    quiet.count(quiet.watched[0], 3, at=gap)
    post(quiet.later(minutes=2), items[11:])

    assert "raised" not in told(quiet)


def test_what_was_over_more_than_a_quarter_of_an_hour_ago_raises_nothing(quiet: Morning) -> None:
    items = series(quiet, 0)
    post(quiet.later(minutes=4, seconds=901), items)
    assert "raised" not in told(quiet)

    quiet.count(quiet.watched[0], 12)
    assert "raised" not in told(quiet)


def test_what_is_a_quarter_of_an_hour_old_still_raises(quiet: Morning) -> None:
    items = series(quiet, 0)
    post(quiet.later(minutes=4, seconds=900), items)

    assert told(quiet).count("raised") == 1


def test_a_late_reading_does_not_end_a_crowd_that_began_more_than_an_hour_ago(quiet: Morning) -> None:
    """All of the last hour it was between recovery and threshold: judged from nothing it would be no crowd."""
    quiet.crowd()
    late = quiet.at + timedelta(seconds=15)
    quiet.later(seconds=10).queue_at(quiet.watched[0], people=12, lasting=timedelta(minutes=90))

    quiet.count(quiet.watched[0], 12, at=late + timedelta(minutes=80))

    assert "recovered" not in told(quiet)
    with quiet.work(quiet.people.rosa) as work:
        assert work.alarms.get(quiet.watched[0].id).state is AlarmState.ALERTING


# Posts


def test_bad_items_are_named_by_their_place_in_the_list_and_the_good_ones_are_kept(quiet: Morning) -> None:
    code, at = quiet.watched[0].code, quiet.at.isoformat()
    bad = [{"place": "P-99999", "at": at, "count": 1}, None, {"place": code, "at": at, "count": -1}, {"place": "\x00"}]

    receipt = post(quiet, [bad[0], {"place": code, "at": at, "count": 8}, *bad[1:], {"place": "\ud800"}])

    assert receipt.accepted == 1
    assert [one.index for one in receipt.rejected] == [0, 2, 3, 4, 5]
    with quiet.work(quiet.people.rosa) as work:
        assert [one.count for one in work.readings.since(quiet.watched[0].id, quiet.at)] == [8]


def test_an_empty_post_is_fine(quiet: Morning) -> None:
    assert post(quiet, []) == warnings.Receipt(0, ())


@pytest.mark.many
def test_two_posts_at_once_about_the_same_doors_never_wait_for_each_other_in_a_ring(quiet: Morning) -> None:
    """Long posts, the one in the other's reverse order: each would hold what the other needs next."""
    forth = series(quiet, 0, 1, 2, 3, lasting=timedelta(hours=2))
    quiet.later(hours=2)
    posts = [partial(post, quiet, items) for items in (forth, forth[::-1])]

    assert at_once(*posts * 2) == [warnings.Receipt(len(forth), ())] * 4
    assert told(quiet).count("raised") == 4


def test_every_post_writes_its_counts_in_the_same_order(quiet: Morning) -> None:
    """The order of rows on disk is that of their locks."""
    items = series(quiet, 2, 0, 1)[::-1]
    post(quiet.later(minutes=4), items)

    written = text("select place_id, at from reading where at > :since order by ctid")
    with quiet.database.connection() as connection:
        rows = connection.execute(written, {"since": quiet.at - LONG_ENOUGH - EVERY / 2}).all()
    assert rows == sorted(rows)
    assert len(rows) == len(items)


@pytest.mark.many
def test_slots_tell_of_the_same_counts_as_the_readings(quiet: Morning) -> None:
    items = [item | {"count": n % 9} for n, item in enumerate(series(quiet, 0, 1, lasting=timedelta(minutes=40)))]
    quiet.later(minutes=40)
    at_once(lambda: post(quiet, items[:300]), lambda: post(quiet, items[200:]))

    with quiet.database.connection() as connection:
        wrong = connection.execute(
            text(
                "with told as (select place_id, date_bin('15 minutes', at, 'epoch') as starts, count(*) as n,"
                " sum(count) as total, max(count) as peak from reading group by 1, 2)"
                " select count(*) from told join reading_slot s using (place_id, starts)"
                " where starts >= :since and (s.n, s.total, s.peak) <> (told.n, told.total, told.peak)"
            ),
            {"since": quiet.at - timedelta(minutes=50)},
        ).scalar_one()
    assert wrong == 0


def test_only_sensors_send_counts(morning: Morning, people: People) -> None:
    with pytest.raises(NotAllowed):
        morning.do(people.rosa, warnings.take_readings, [])


# Evidence


def test_the_evidence_of_a_warning_is_counts_bands_rule_and_source(quiet: Morning) -> None:
    quiet.crowd()
    found = quiet.do(quiet.people.rosa, warnings.evidence, quiet.watched[0].id)

    assert found.series[-1].count == QUEUE
    assert len(found.bands) == 4
    assert all(band.low <= band.middle <= band.high < QUEUE for band in found.bands)
    assert (found.rule.threshold, found.since) == (15, quiet.at - LONG_ENOUGH)
    assert found.policy.source


def test_evidence_of_an_earlier_minute_knows_nothing_of_later_counts(quiet: Morning) -> None:
    before = quiet.at
    quiet.crowd()
    found = quiet.do(quiet.people.rosa, warnings.evidence, quiet.watched[0].id, until=before)

    assert max(one.at for one in found.series) <= before


def test_the_evidence_of_another_street_is_not_found(quiet: Morning) -> None:
    with pytest.raises(NotFound):
        quiet.do(quiet.people.xia, warnings.evidence, quiet.watched[0].id)


def test_a_place_that_no_rule_watches_has_no_evidence(quiet: Morning) -> None:
    with quiet.work(quiet.people.rosa) as work:
        school = work.places.of_kinds(["school"], "330103")[0]

    assert quiet.do(quiet.people.rosa, warnings.evidence, school.id) is None
