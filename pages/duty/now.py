"""Who is on now: of each role and area the teams and people, gaps first."""

from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.access import Actor
from pages.parts import loading


def section(_by: Actor) -> list[Any]:
    return [html.H1(_("Who is on now")), html.Div(loading(), id="duty-now")]
