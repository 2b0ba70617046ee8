"""The views of the wall: one row of the table each. What a view draws, `assets/wall_views.js` knows by the same name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.desk_figures import DeskFigures
from cockpit.desk_figures import Shown as DeskFiguresShown
from cockpit.texts import N_
from cockpit.wall import View
from pages.duty.figures import HEADS, per_cent
from pages.map import Chip, frame
from pages.parts import span, unseen
from pages.wall.risk import risk_view


@dataclass(frozen=True)
class Shown:
    """`draw` is the empty frame of the view; its dwell time is the policy `wall/playlist`."""

    name: View
    title: str
    draw: Callable[[], list[Any]]


SIX = ("untouched", "waiting", "overdue", "in_hand", "handled", "p90")
RATES_SHOWN = ("filed", "dispatched", "in_time", "closed", "redone", "on_time")
COLUMNS = ("untouched", "open", "overdue", "received", *RATES_SHOWN, "p50", "p90")


def figure_words(name: str) -> str:
    if name in HEADS:
        return gettext(HEADS[name])
    return {
        "untouched": _("Untouched"),
        "open": _("Still open"),
        "waiting": _("Waiting"),
        "in_hand": _("In hand"),
        "overdue": _("Overdue"),
        "handled": _("Closed today"),
        "received": _("Received today"),
        "p50": _("To dispatch, p50"),
        "p90": _("To dispatch, p90"),
    }[name]


def map_view() -> list[Any]:
    """The map at the left; six figures, the most urgent of what is open, the day's curve; the streets below."""
    right = [
        html.Div(
            [*(figure(name) for name in SIX), html.Div(unseen(html.A, id="wall-unseen"), className="wall-unseen")],
            className="wall-six",
        ),
        html.Div(id="wall-events", className="wall-events"),
        html.Section(
            [
                html.H2([_("Today by hour"), html.Span(id="wall-hours-total")]),
                html.Div(id="wall-hours", className="wall-hours"),
            ],
            className="wall-curve",
        ),
    ]
    chips = [Chip("incident", _("Incidents")), Chip("warning", _("Warnings"))]
    return [
        html.Section(frame("wall", chips, padding="30,30,30,30"), className="wall-ground"),
        html.Section(right, className="wall-right"),
        html.Footer(id="wall-streets", className="wall-streets"),
    ]


def figure(name: str) -> html.Div:
    return html.Div(
        [html.Span(figure_words(name)), html.B("–", id=f"wall-figure-{name}", className="number")],
        className="wall-figure",
    )


def desk_view() -> list[Any]:
    """What is open now, then the desk's figures of today: the district and its streets one below the other."""
    heads = [html.Th(_("Street")), *(html.Th(figure_words(name)) for name in COLUMNS)]
    return [html.Table([html.Thead(html.Tr(heads)), html.Tbody(id="wall-desk")], className="wall-table")]


def desk_words(found: DeskFiguresShown) -> dict[str, dict[str, str]]:
    """Area -> figure -> its words; a street where nothing was received is not there."""
    return {area: figures_in_words(one) for area, one in ((found.asked.area, found.whole), *found.rows)}


def figures_in_words(one: DeskFigures) -> dict[str, str]:
    handling = one.intervals["handling"]
    p50, p90 = ("–" if seconds is None else span(seconds) for seconds in (handling.p50, handling.p90))
    rates = {name: per_cent(one.rates[name]) for name in RATES_SHOWN}
    return {"received": format_decimal(one.received), **rates, "p50": p50, "p90": p90}


VIEWS = (
    Shown(View.MAP, N_("Live map"), map_view),
    Shown(View.DESK, N_("Desk figures"), desk_view),
    Shown(View.RISK, N_("Risk map"), risk_view),
)


def view_frame(view: Shown) -> html.Section:
    label: dict[str, Any] = {"aria-label": gettext(view.title)}
    return html.Section(view.draw(), id=f"wall-view-{view.name}", className=f"wall-view wall-view-{view.name}", **label)
