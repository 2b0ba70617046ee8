"""The staff's pages: one table of them, and what each of them draws. No data access and no callback lives here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cockpit.texts import N_
from pages import audit, care, duty, help, incidents, inventory, overview, requests, screening, settings, wall, warnings


@dataclass(frozen=True)
class Page:
    """`act` is what a role must be allowed to, `short` the two characters under its icon in the rail.

    `layout` is called with `by`, who reads, and with whatever the address bar asks for. One that stands `alone` has no
    frame around it and opens in a window of its own.
    """

    name: str
    path: str
    act: str
    title: str
    short: str
    icon: str
    layout: Callable[..., Any]
    alone: bool = False


@dataclass(frozen=True)
class Plain:
    """A page outside Dash that the rail leads to."""

    path: str
    act: str
    title: str
    short: str
    icon: str
    layout: None = None
    alone: bool = False


PAGES = (
    Page("overview", "/", "see_cockpit", N_("Cockpit"), N_("Cockpit"), "map", overview.layout),
    Page("wall", "/wall", "see_wall", N_("Wall"), N_("Wall"), "screen", wall.layout, alone=True),
    Page("incidents", "/incidents", "see_incidents", N_("Incidents"), N_("Incidents"), "triangle", incidents.layout),
    Page("warnings", "/warnings", "see_cockpit", N_("Warnings"), N_("Warnings"), "pulse", warnings.layout),
    Page("screening", "/screening", "open_screening", N_("Screening"), N_("Screening"), "links", screening.layout),
    Page("care", "/care", "open_care", N_("People at home"), N_("Stay home"), "home", care.layout),
    Page("duty", "/duty", "see_duty", N_("Duty"), N_("Duty"), "clock", duty.layout),
    Page("inventory", "/inventory", "see_inventory", N_("Inventory"), N_("Inventory"), "people", inventory.layout),
    Page(
        "requests",
        "/requests",
        "see_requests",
        N_("Requests about one's own data"),
        N_("Requests"),
        "envelope",
        requests.layout,
    ),
    Page("audit", "/audit", "see_audit", N_("Audit"), N_("Audit"), "lines", audit.layout),
    Page("settings", "/settings", "own_account", N_("Settings"), N_("Settings"), "sliders", settings.layout),
    Page("help", "/help", "see_help", N_("Help"), N_("Help"), "question", help.layout),
)
PLAIN = (
    Plain("/field", "see_field", N_("Field app"), N_("Field"), "phone"),
    Plain("/field/sealed", "release_handed_over", N_("Handed over by phones"), N_("Handed over"), "tray"),
)
