"""The frame around every page: top bar, rail, the place for the page, and what the live stream writes into."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dash import dcc, html
from flask_babel import get_locale
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.desk import DeskWatch
from cockpit.incidents import Kind
from pages import paging
from pages.parts import KINDS, MARKS, STATES, words

ASSETS = Path(__file__).parent.parent / "assets"
CONTENT, URL, FIRST = "shell-content", "shell-url", "shell-first"
DESK, DESK_TICK, SOUND = "shell-desk", "shell-desk-tick", "shell-sound"
TAKE_FIRST, TAKE_SECOND, LEAVE = "shell-take-first", "shell-take-second", "shell-hand-over"

ICONS = {
    "map": "M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15",
    "screen": "M3 5h18v11H3zM9 20h6M12 16v4",
    "links": "M12 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM5 21a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM19 21a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10.5 8.5L6.5 15.5M13.500 8.500L17.500 15.500",
    "triangle": "M12 4l9 16H3zM12 10v4M12 17v.5",
    "pulse": "M3 12h4l3-8 4 16 3-8h4",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 11a3 3 0 1 0-1-5.8M17 14c2.6.5 4 2.5 4 6",
    "lines": "M4 6h16M4 12h10M4 18h16",
    "envelope": "M3 6h18v12H3zM3 7l9 6 9-6",
    "sliders": "M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0 2 2 0 0 0-4 0zM6 17a2 2 0 1 0 4 0 2 2 0 0 0-4 0z",
    "phone": "M7 3h10v18H7zM11 18h2",
    "tray": "M4 13l3-8h10l3 8v6H4zM4 13h5l1 3h4l1-3h5",
    "question": "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.5",
}


def icon(name: str) -> html.Img:
    """A line icon as a data picture: dash.html has no svg element, and the CSP allows data images."""
    path = ICONS[name]
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' viewBox='0 0 24 24' fill='none'"
        f" stroke='%239aa7b3' stroke-width='1.6' stroke-linejoin='round' stroke-linecap='round'><path d='{path}'/></svg>"
    )
    return html.Img(src=f"data:image/svg+xml;utf8,{svg}", alt="", className="icon")


def layout(
    actor: Actor, pages: Sequence[Any], watches: Sequence[DeskWatch] = (), first: dict[str, Any] | None = None,
    path: str | None = None, content: Any = None,
) -> html.Div:  # fmt: skip
    """`pages` are those that the role may open, `watches` who sits at the desk, `first` what the browser starts from.

    `content` is the page of `path`, where it comes with the frame; else the browser asks for it.
    """
    return html.Div(
        [
            dcc.Location(id=URL, refresh="callback-nav", **{"pathname": path} if path else {}),
            dcc.Store(id=FIRST, data=first),
            dcc.Store(id="shell-undo"),
            dcc.Store(id="shell-undone"),
            top_bar(actor, watches),
            html.Nav(
                [rail_link(page) for page in pages], id="shell-rail", className="rail", **{"aria-label": _("Pages")}
            ),
            html.Main(content, id=CONTENT, className="content"),
            html.P(
                _("The database does not answer. What you see is the last that was read; nothing saved is lost."),
                id="shell-banner",
                className="banner",
                role="alert",
            ),
        ],
        id="shell",
        className="shell",
    )


def top_bar(actor: Actor, watches: Sequence[DeskWatch]) -> html.Header:
    return html.Header(
        [
            html.Strong(_("District Cockpit"), className="brand"),
            html.Div(id="shell-crumb", className="crumb"),
            toasts(),
            html.Button(
                _("Sound is off"), id=SOUND, type="button", className="quiet sound", hidden=not actor.may("take_desk")
            ),
            html.Span(_("Connecting"), id="shell-live", className="live", **{"data-state": "connecting"}),
            desk_menu(watches, hidden=not actor.may("take_desk")),
            html.Time(id="shell-clock", className="clock"),
            html.Span(id="shell-date", className="date"),
            paging.bell(actor),
            own_menu(actor),
        ],
        className="top",
    )


def own_menu(actor: Actor) -> html.Details:
    """Who one is; inside, the language and the way out, or at a wall that is nobody's the way in for oneself."""
    leave = html.Button(_("Sign out"), id="shell-leave", type="submit")
    form = html.Form(leave, action="/sign-out", method="POST", id="shell-sign-out")
    inside = [
        html.A("中文 / English", id="shell-language", href="?lang=en"),
        html.A(_("Sign in as yourself"), href="/sign-in") if actor.terminal else form,
    ]
    return html.Details([html.Summary(actor.name), html.Div(inside)], className="menu me")


def desk_menu(watches: Sequence[DeskWatch], hidden: bool) -> html.Details:
    """Who sits at the desk; inside, the two seats to take and the way to leave one."""
    buttons = [
        html.Button(_("Take desk 1"), id=TAKE_FIRST, type="button"),
        html.Button(_("Take desk 2"), id=TAKE_SECOND, type="button"),
        html.Button(_("Hand over"), id=LEAVE, type="button"),
    ]
    return html.Details(
        [html.Summary(at_desk(watches), id=DESK), html.Div(buttons), dcc.Store(id=DESK_TICK)],
        className="menu desk-menu",
        hidden=hidden,
    )


def at_desk(watches: Sequence[DeskWatch]) -> str:
    """Who sits where, for the top bar."""
    if not watches:
        return _("Nobody at the desk")
    return " · ".join(f"{seat_words(one.seat)} {one.name}" for one in watches)


def rail_link(page: Any) -> dcc.Link | html.A:
    """A page inside the frame; one that stands alone opens beside it, a plain one in its place."""
    link = dcc.Link if page.layout else html.A
    if page.alone:
        link = partial(html.A, target="_blank")
    return link([icon(page.icon), html.Span(_(page.short))], href=page.path, className="rail-link", title=_(page.title))


def alone(first: dict[str, Any], content: Any) -> html.Div:
    """A page without the frame around it: what the frame starts from, and of it to see refusals alone."""
    return html.Div([dcc.Store(id=FIRST, data=first), content, toasts()], id="shell", className="alone")


def toasts() -> html.Div:
    return html.Div(id="shell-toasts", className="toasts", role="status", **{"aria-live": "polite"})


def refused(title: str, way_out: str) -> html.Div:
    return html.Div([html.H1(title), html.P(way_out)], className="refused")


def seat_words(seat: str) -> str:
    return {"first": _("Desk 1"), "second": _("Desk 2")}[seat]


def browser_words() -> dict[str, Any]:
    """The words that the browser's side puts together on every page, in the reader's language; pages add their own."""
    return {
        "lang": get_locale().language,
        "kinds": {kind.value: words(KINDS, kind) for kind in Kind},
        "states": {state: words(STATES, state) for state in STATES},
        "marks": {role: words(MARKS, role) for role in MARKS},
        "spot": _("Spot on the map"),
        "counted": _("{count} people"),
        **live_words(),
    }


def live_words() -> dict[str, Any]:
    return {
        "live": {"live": _("Live"), "connecting": _("Connecting"), "down": _("Not live")},
        "down": _("catching up as soon as the line is back"),
        "unanswered": _("No answer: the line is down."),
        "still_here": _("What was typed is still here. Try again in a moment."),
        "sound": {"on": _("Sound is on"), "off": _("Sound is off: turn it on")},
        "passed": _("Not taken up: {title}"),
        "new": _("New: {title}"),
        "lapsed": _("Nothing heard"),
        "silent_team": _("Nothing heard of a team: {title}"),
        "called": _("Support wanted"),
        "support": _("Support is called for: {title}"),
        "glass": _("Somebody opened a record that is not their own."),
        "review": _("Review it"),
        "undo": {"left": _("{span} left"), "undone": _("{code}: undone")},
        "swap": swap_words(),
    }


def swap_words() -> dict[str, str]:
    """What those two are told whose shift it is, and their lead."""
    return {
        "swap_taken": _("Somebody wants to take a shift"),
        "swap_made": _("A shift has changed hands"),
        "swap_refused": _("The lead did not agree to the swap"),
        "swap_withdrawn": _("The offer of a shift was taken back"),
        "see": _("See the shifts that change hands"),
    }
