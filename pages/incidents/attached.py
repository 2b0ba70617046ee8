"""Photos and voice notes of an incident: small in its detail, whole in a tab of their own; each opened by itself."""

from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.attachments import Attachment, Form
from cockpit.incidents import Incident
from cockpit.incidents.story import Story
from pages.parts import clock_time


def attached(story: Story) -> html.Ul | None:
    if not story.attached:
        return None
    rows = [html.Li([shown(one), html.Small(brought(one, story))]) for one in story.attached]
    return html.Ul(rows, className="attached", **{"aria-label": _("Photos and voice notes")})


def shown(one: Attachment) -> Any:
    address = f"/incidents/{one.incident}/attachments/{one.id}"
    if one.form is Form.VOICE:
        return html.Audio(src=address, controls=True, preload="none")
    alt = _("Photo %(number)s", number=one.id)
    return html.A(html.Img(src=f"{address}?size=small", alt=alt), href=address, target="_blank")


def brought(one: Attachment, story: Story) -> str:
    """By which team, or by the desk, and when."""
    who = story.teams.get(one.team, "") if one.team else ""
    return " ".join(part for part in (who or _("Desk"), clock_time(one.at)) if part)


def attaching(incident: Incident, by: Actor) -> html.Div:
    return html.Div(
        [
            html.Button(_("Add photos"), type="button", className="quiet", **{"data-attach": Form.PHOTO.value}),
            html.Button(_("Add a voice note"), type="button", className="quiet", **{"data-attach": Form.VOICE.value}),
        ],
        hidden=not (by.may("attach") and by.may("see_notes")),
        className="attaching",
        **{"data-incident": str(incident.id)},
    )
