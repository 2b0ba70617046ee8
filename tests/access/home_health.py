"""Endpoints that are given the code of a paper with which somebody at home reports: who may, who may not, what is not there."""

import re
from typing import Any

from cockpit import home_health
from tests.access.appeals import ordered
from tests.access.objects import Ground, Row, got, public
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING


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


def reported(visitor: Visitor, code: Any) -> Any:
    """As the page's own form sends it; where no page opens, a form all the same."""
    page = visitor.get(f"/p/report/{code}").text
    mark = re.search(r'name="mark" value="(\w+)"', page)
    fields = {"csrf_token": csrf_of(visitor.get("/p/report").text), "key": "k1", "mark": mark[1] if mark else "x"}
    return visitor.client.post(f"/p/report/{code}", data=fields | {f"temperature-{fields['mark']}": "36.8"})


HOME_HEALTH = {
    "/p/report/<token> GET": public(got("/p/report/{}"), printed, 200, "DELETE", "/p/report/x", there=ended),
    "/p/report/<token> POST": public(reported, printed, 303, "PUT", "/p/report/x", there=ended, works=303),
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
}
