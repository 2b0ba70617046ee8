"""The way back: what was just done, and a button that takes it back as long as its time lasts (assets/undo.js counts)."""

from datetime import datetime
from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.incidents.story import Story
from pages.sentences import ACTS


def undoing(story: Story, prefix: str, account: int | None) -> html.Div:
    """The last step of the incident that is shown; empty where there is none, or its time is over."""
    step = story.step
    if step is None:
        return html.Div(id=f"{prefix}-undoing", className="undoing")
    mine = {"data-mine": ""} if step.account == account and step.bulk is None else {}
    says = f"{story.incident.code} · {gettext(ACTS[step.act])}"
    button = way_back(
        says, step.until, id=f"{prefix}-undo", at=step.at.isoformat(), incident=step.incident, step=step.id, **mine
    )
    return html.Div([button], id=f"{prefix}-undoing", className="undoing")


def way_back(says: str, until: datetime, id: str = "", **what: Any) -> html.Button:
    told = {name if name.startswith("data-") else f"data-{name}": str(value) for name, value in what.items()}
    told |= {"data-undo-until": until.isoformat(), "data-says": says}
    named = {"id": id} if id else {}
    return html.Button(
        [_("Take back"), html.Kbd("U"), html.Small(className="left")], type="button", className="undo", title=says,
        **named, **told,
    )  # fmt: skip
