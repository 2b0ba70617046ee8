"""The wall: a frame of its own without rail and menu, and the views that its playlist shows one after the other."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from pages.wall.risk import risk_words
from pages.wall.views import VIEWS, desk_words, view_frame
from pages.wall.words import browser_words

__all__ = ["VIEWS", "browser_words", "desk_words", "layout", "risk_words"]


def layout(by: Actor, first: dict[str, Any] | None = None, **_args: Any) -> html.Div:
    """`first` holds what is open, the browser's side draws and follows it; who may present gets the hand for it."""
    return html.Div(
        [
            dcc.Store(id="wall-data", data=first),
            dcc.Store(id="wall-scale"),
            dcc.Store(id="wall-desk-tick"),
            dcc.Store(id="wall-desk-told"),
            dcc.Store(id="wall-unseen-tick"),
            dcc.Store(id="wall-unseen-told"),
            dcc.Store(id="wall-risk-tick"),
            dcc.Store(id="wall-risk-told"),
            head(),
            html.Main([view_frame(view) for view in VIEWS], id="wall-views", className="wall-views"),
            html.Section(id="wall-red", className="wall-red", hidden=True, role="alert"),
            html.Section(id="wall-trouble", className="wall-trouble", hidden=True, role="alert"),
            hand(shown=by.may("present")),
        ],
        id="wall",
        className="wall",
    )


def head() -> html.Header:
    return html.Header(
        [
            html.H1(id="wall-name"),
            html.Span(id="wall-date", className="quiet-words"),
            html.Span(id="wall-live", className="quiet-words", **{"data-state": "connecting"}),
            html.Span(id="wall-sources", className="quiet-words"),
            html.Span(className="spring"),
            html.Span(id="wall-state", className="wall-state"),
            buttons(),
            html.Time(id="wall-clock", className="number"),
        ],
        className="wall-head",
    )


def buttons() -> html.Div:
    """What a hand at the wall can do; each has a key too."""
    known = (
        ("before", "‹", _("The view before (left arrow)")),
        ("pause", "❚❚", _("Stay with this view, or go on (space)")),
        ("after", "›", _("The next view (right arrow)")),
        ("sound", "♪", _("Sound on or off (M)")),
    )
    return html.Div(
        [
            html.Button(glyph, id=f"wall-{name}", type="button", title=says, **{"aria-label": says})
            for name, glyph, says in known
        ],
        className="wall-buttons",
    )


def hand(shown: bool) -> html.Aside:
    """The presenter's side, drawn at a desk alone: which view, where, and the way to end it; layers are the map's own."""
    views: dict[str, Any] = {"aria-label": _("View")}
    areas: dict[str, Any] = {"aria-label": _("Area")}
    return html.Aside(
        [
            dcc.Store(id="wall-say"),
            dcc.Store(id="wall-word"),
            html.Button(_("Lead the walls"), id="wall-lead", type="button"),
            html.Span(
                [
                    html.Select(
                        [html.Option(gettext(view.title), value=view.name) for view in VIEWS],
                        id="wall-say-view",
                        **views,
                    ),
                    html.Select(id="wall-say-shown", **areas),
                    html.Button(_("Stop leading"), id="wall-end", type="button"),
                ],
                id="wall-led",
                hidden=True,
            ),
        ],
        id="wall-hand",
        className="wall-hand",
        hidden=not shown,
    )
