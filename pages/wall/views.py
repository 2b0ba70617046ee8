"""The views of the wall: one row of the table each. What a view draws, `assets/wall_views.js` knows by the same name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.texts import N_
from cockpit.wall import View
from pages.map import Chip, frame


@dataclass(frozen=True)
class Shown:
    """`draw` is the empty frame of the view; its dwell time is the policy `wall/playlist`."""

    name: View
    title: str
    draw: Callable[[], list[Any]]


SIX = ("waiting", "in_hand", "overdue", "to_verify", "handled", "p90")
COLUMNS = ("open", "waiting", "overdue", "handled", "on_time", "p50", "p90")


def figure_words(name: str) -> str:
    return {
        "open": _("Still open"),
        "waiting": _("Waiting"),
        "in_hand": _("In hand"),
        "overdue": _("Overdue"),
        "to_verify": _("To verify"),
        "handled": _("Closed today"),
        "on_time": _("On time"),
        "p50": _("To dispatch, p50"),
        "p90": _("To dispatch, p90"),
    }[name]


def map_view() -> list[Any]:
    """The map at the left; six figures, the most urgent of what is open, the day's curve; the streets below."""
    right = [
        html.Div([figure(name) for name in SIX], className="wall-six"),
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
    """The desk's figures of today, the district and its streets one below the other."""
    heads = [html.Th(_("Street")), *(html.Th(figure_words(name)) for name in COLUMNS)]
    return [html.Table([html.Thead(html.Tr(heads)), html.Tbody(id="wall-desk")], className="wall-table")]


VIEWS = (
    Shown(View.MAP, N_("Live map"), map_view),
    Shown(View.DESK, N_("Desk figures"), desk_view),
)


def view_frame(view: Shown) -> html.Section:
    label: dict[str, Any] = {"aria-label": gettext(view.title)}
    return html.Section(view.draw(), id=f"wall-view-{view.name}", className=f"wall-view wall-view-{view.name}", **label)
