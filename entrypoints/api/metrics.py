"""GET /metrics in Prometheus' words, for whoever holds COCKPIT_METRICS_KEY; to everybody else there is no such page."""

import hmac
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from flask import Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cockpit.notifications import retry_of
from cockpit.refusals import NotFound, Unavailable
from data_access import jobs, upkeep
from data_access.database import Database
from data_access.notifications import NotificationShelf
from entrypoints.api import blueprint
from entrypoints.at_hand import database


@blueprint.get("/metrics")
def metrics() -> Response:
    key: str = current_app.extensions["cockpit_metrics_key"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not key or not hmac.compare_digest(given.encode(), key.encode()):
        raise NotFound()
    return Response(
        generate_latest(of_processes()) + generate_latest(of_district(database())), mimetype=CONTENT_TYPE_LATEST
    )


def of_processes() -> CollectorRegistry:
    """What all workers counted; in a single process its own counts."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def of_district(found: Database) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(District(found))
    return registry


class District(Collector):
    """Read when it is asked for: the queue, and how old the last count of each source is."""

    def __init__(self, found: Database) -> None:
        self.database = found

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("cockpit_database_up", "Whether the database answers")
        try:
            read = list(self._read())
        except Unavailable:
            read = []
        up.add_metric([], float(bool(read)))
        yield up
        yield from read

    def _read(self) -> Iterator[GaugeMetricFamily]:
        machine = datetime.now(UTC)
        with self.database.connection() as connection:
            age, states = jobs.queue_age(connection, machine), jobs.counts(connection)
            channels = NotificationShelf(connection).channels()
        yield one("cockpit_queue_age_seconds", "Since when the oldest job is due", age.total_seconds())
        yield by_label("cockpit_jobs", "Jobs in the queue by state", "state", states)
        fails = {f"{one.id} {one.kind}": one.fails for one in channels}
        yield by_label("cockpit_channel_fails", "Tries on end that a channel did not take", "channel", fails)
        yield from self._by_its_rules(machine)

    def _by_its_rules(self, machine: datetime) -> Iterator[GaugeMetricFamily]:
        """What only a district has that is there already."""
        ages = GaugeMetricFamily(
            "cockpit_source_age_seconds", "District time since its last word", labels=["kind", "source"]
        )
        by, deliveries = upkeep.keeper(self.database), dict[str, int]()
        if by:
            with self.database.work(by) as work:
                deliveries = work.notifications.counts(retry_of(work).given_up(machine))
                for place, last_at in work.alarms.last_counts(by.area):
                    if last_at:
                        ages.add_metric([place.kind.value, place.code], (work.at - last_at).total_seconds())
        yield by_label("cockpit_deliveries", "Notices by what became of them, per channel", "state", deliveries)
        yield ages


def by_label(name: str, says: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    found = GaugeMetricFamily(name, says, labels=[label])
    for value, count in values.items():
        found.add_metric([value], count)
    return found


def one(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)
