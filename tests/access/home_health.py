"""Endpoints that are given the code of a paper with which somebody at home reports: who may, who may not, what is not there."""

from typing import Any

from cockpit import home_health
from tests.access.appeals import ordered, posted
from tests.access.objects import Ground, Row, got, public
from tests.people import CHANGQING, WULIN


def code_of(ground: Ground, number: int) -> str:
    with ground.morning.work(ground.actors["investigator"]) as work:
        return home_health.give_code(work, work.quarantine.get(number))


def printed(ground: Ground) -> Any:
    return code_of(ground, ordered(CHANGQING)(ground))


def ended(ground: Ground) -> Any:
    """A code after which so many were printed that it holds no more."""
    number = ordered(CHANGQING)(ground)
    first = code_of(ground, number)
    for _ in range(3):
        code_of(ground, number)
    return first


HOME_HEALTH = {
    "/p/report/<token> GET": public(got("/p/report/{}"), printed, 200, "DELETE", "/p/report/x", there=ended),
    "/p/report/<token> POST": public(
        posted("/p/report/{}", temperature="36.8", key="k1"), printed, 303, "PUT", "/p/report/x", there=ended, works=303
    ),
    "/reports/report-code/<int:number> GET": Row(
        got("/reports/report-code/{}"),
        ordered(CHANGQING),
        200,
        there=None,
        by="clinician",
        elsewhere=None,
        reader="officer",
        other_method=("POST", "/reports/report-code/1"),
    ),
    "/reports/daily/<text> GET": Row(
        got("/reports/daily/2020-01-31?area={}"), lambda _: CHANGQING, 200, there=lambda _: WULIN, missing="330103999",
        by="street_officer", reader="data_officer", other_method=("POST", "/reports/daily/2020-01-31"),
    ),
    "/reports/daily/<text>.docx GET": Row(
        got("/reports/daily/2020-01-31.docx?area={}"), lambda _: CHANGQING, 200, there=lambda _: WULIN, missing="330103999",
        by="street_officer", reader="data_officer", other_method=("POST", "/reports/daily/2020-01-31.docx"),
    ),
}  # fmt: skip
