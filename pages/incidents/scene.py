"""What the desk sees of teams on the scene: how long nothing was heard of each, and that somebody was heard of."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import Answer, Assignment
from cockpit.incidents.story import Story
from cockpit.scene import Colour
from pages.parts import clock_time, shape, span

SHAPES = {Colour.GREEN: "hand", Colour.AMBER: "watch", Colour.RED: "act"}


def alive(story: Story, one: Assignment) -> list[html.Small]:
    """The clock of a team that is there: its shape, and since when nothing was heard."""
    clock = story.clocks.get(one.team_id)
    if clock is None or one.state is not Answer.ON_SCENE:
        return []
    colour, silent = clock.colour(story.at), span(story.at - clock.sign_at)
    says = {
        Colour.GREEN: _("heard of at %(at)s", at=clock_time(clock.sign_at)),
        Colour.AMBER: _("nothing heard for %(span)s", span=silent),
        Colour.RED: _("nothing heard for %(span)s: ask by radio", span=silent),
    }[colour]
    return [
        html.Small([shape(SHAPES[colour]), says], className=f"alive alive-{colour}", **{"data-alive": colour.value})
    ]


def hearing(story: Story, prefix: str, kept: dict[str, Any], by: Actor) -> html.Details:
    """Whoever hears of a team by radio says so: its clock begins anew."""
    there = [team for team in story.clocks if team in story.teams]
    options = [{"value": team, "label": story.teams[team]} for team in there]
    chosen = next((team for team in there if story.clocks[team].colour(story.at) is Colour.RED), None)
    return html.Details(
        [
            html.Summary(_("Heard of a team by radio")),
            dcc.RadioItems(options, chosen, id=f"{prefix}-heard-team", className="picks", **kept),
            html.Button(_("All well there"), id=f"{prefix}-heard", type="button", className="button"),
        ],
        hidden=not (there and by.may("send")),
        className="fold",
        open=chosen is not None,
        **{"data-fold": "heard"},
    )
