"""Which addresses belong to which door: a process serves some doors, and the others are not there.

A machine in front, which the internet reaches, serves the public door alone: what it does not serve cannot be tried.
"""

from collections.abc import Iterable

from entrypoints import (
    api,
    attachments,
    canvass,
    desk_figures,
    field,
    gate,
    needs,
    paging,
    public,
    reports,
    risk_map,
    rosters,
    sheets,
    sign_in,
)
from entrypoints.home_health import daily as daily_reports
from entrypoints.home_health import papers as report_papers
from entrypoints.mind_care import files as mind_files
from entrypoints.settings import DOORS

# What more than one door needs, or another than the one it is named in.
SHARED = {
    "api.alive": DOORS,
    "api.ready": DOORS,
    "api.metrics": DOORS,
    "_dash_assets.static": DOORS,
    "api.stream": ("staff", "field", "api"),
    "api.layer": ("staff", "api"),
    "api.fresh_sources": ("staff", "api"),
    "api.report_delivered": ("staff", "field", "api"),
    "api.described": ("staff", "api"),
    "api.bundle": ("staff",),
    "field.sealed": ("staff",),
    "field.release": ("staff",),
    **dict.fromkeys(sign_in.POLICY, ("staff", "field")),
    **dict.fromkeys(paging.POLICY, ("staff", "field")),
}
OWN = {
    "staff": {
        **gate.DASH_POLICY,
        **reports.POLICY,
        **needs.POLICY,
        **desk_figures.POLICY,
        **report_papers.POLICY,
        **rosters.POLICY,
        **sheets.POLICY,
        **daily_reports.POLICY,
        **canvass.POLICY,
        **risk_map.POLICY,
        **mind_files.POLICY,
        **attachments.STAFF,
        **paging.POLICY,
    },
    "field": {**field.POLICY, **attachments.FIELD},
    "api": api.POLICY,
    "public": public.POLICY,
}


def doors_of(endpoint: str) -> tuple[str, ...]:
    return SHARED.get(endpoint) or tuple(door for door, routes in OWN.items() if endpoint in routes)


def policy_of(served: Iterable[str]) -> dict[str, str]:
    """The policy of every plain route; one of a door that is not served is closed, like a path nobody serves."""
    policies = dict(sign_in.POLICY)
    for routes in OWN.values():
        policies |= routes
    served = set(served)
    return {
        endpoint: policy if served.intersection(doors_of(endpoint)) else gate.CLOSED
        for endpoint, policy in policies.items()
    }
