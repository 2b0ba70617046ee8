"""Who brings somebody what they need while they stay apart at home, on the page of a visit and in the list."""

from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.follow_up import Due
from cockpit.quarantine import CARED_FOR, SUPPLIES, ensured
from pages.parts import shape


def missing(one: Due) -> list[Any]:
    """What has to be seen in the list."""
    if one.episode is None or ensured(one.episode):
        return []
    return [html.Small(_("no supplies"), className="late", **{"data-unsupplied": str(one.episode.id)})]


def asked(one: Due, by: Actor) -> list[Any]:
    """Asked at the door or on the phone; one tap is the answer, and the newest counts."""
    episode = one.episode
    if episode is None or episode.kind in CARED_FOR:
        return []
    mark = [] if ensured(episode) else [shape("act"), " "]
    answers = [
        html.Button(
            gettext(says), type="button", className="quiet",
            disabled=not by.may("follow_up"), **{"data-supplies": who.value, "data-episode": str(episode.id),
            "aria-pressed": str(episode.supplies is who).lower()},
        )
        for who, says in SUPPLIES.items()
    ]  # fmt: skip
    label = html.Span([*mark, _("Who brings food and what else is needed?")], className="label")
    return [html.Div([label, html.Div(answers, className="said-of")], className="field supplies")]
