"""What was told to me: the bell of the frame, and who was told of an incident."""

import json
from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.access import Actor


def bell(actor: Actor) -> html.Details:
    """Empty until the browser has asked; how many are unseen stands beside it."""
    summary = html.Summary([_("Told to me"), html.B(id="shell-paging-count")])
    return html.Details(
        [summary, html.Div(id="shell-paging-list", role="list")],
        id="shell-paging",
        className="menu bell",
        hidden=not actor.may("be_paged"),
        **{"data-words": json.dumps(browser_words(), ensure_ascii=False)},
    )


def browser_words() -> dict[str, Any]:
    """For assets/paging.js, on every page and on the phones."""
    return {
        "nothing": _("Nothing was told to you yet."),
        "seen": _("seen {time}"),
        "unseen": _("not opened yet"),
        "open": _("Open"),
        "failed": _("It could not be read; try again in a moment."),
    }
