"""Endpoints that are given somebody at home, or a task for them: who may, who may not, what is not there."""

from collections.abc import Callable
from typing import Any

from cockpit import home_health
from cockpit.home_health import Channel, Said
from cockpit.needs import NeedKind
from tests.access.appeals import ordered
from tests.access.objects import Ground, Prepare, Row, called
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN

HERE, THERE = ordered(CHANGQING), ordered(WULIN)


def to_do(area: str) -> Prepare:
    """Somebody there is out of milk, which is the community's to see to."""

    def prepare(ground: Ground) -> int:
        said = Said(36.6, needs=(NeedKind.MILK,))
        one = ground.do("clinician", home_health.enter, ordered(area)(ground), said, f"milk {area}", Channel.PHONE)
        with ground.morning.work(ground.actors["clinician"]) as work:
            return int(work.care_tasks.open_of(one.person)[0].id)

    return prepare


def says(what: str) -> Callable[[Visitor, Any], dict[str, Any]]:
    return lambda _, number: {"say": what, "about": number, "word": "", "at": 1}


CARE = {
    "care-one-detail.children": Row(called("care-one-detail.children", "care-one-chosen.data"), HERE, 200, there=THERE),
    "care-one-form.children": Row(called("care-one-form.children", "care-one-chosen.data"), HERE, 200, there=THERE),
    "care-one-done.data": Row(
        called("care-one-done.data", "", "", one_said=says("take")), to_do(CHANGQING), 409, there=to_do(WULIN), by="community",
        elsewhere=None,
    ),
    "care-one-reported.data": Row(
        called(
            "care-one-reported.data", "care-report-about.data", "care-report-save.n_clicks", report_key="once",
            report_channel="phone", report_temperature=36.6, report_symptoms=[], report_needs=[],
        ),
        HERE, 200, there=THERE, by="community", elsewhere=None, reader="street_officer",
    ),
    "care-one-noted.data": Row(
        called("care-one-noted.data", "care-conditions-about.data", "care-conditions-save.n_clicks", conditions_picked=["chronic"]),
        HERE, 200, there=THERE, by="community", elsewhere=None, reader="street_officer",
    ),
    "care-one-swabbed.data": Row(
        called("care-one-swabbed.data", "care-swab-about.data", "care-swab-save.n_clicks", swab_found="ordered", swab_day="2020-01-31"),
        HERE, 200, there=None, by="clinician", elsewhere=None, reader="community",
    ),
}  # fmt: skip
