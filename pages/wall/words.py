"""The words that the wall's browser side puts together, beside those of the frame."""

from typing import Any

from flask_babel import gettext
from flask_babel import gettext as _

from pages.wall.views import COLUMNS, VIEWS


def browser_words() -> dict[str, Any]:
    return {
        "views": {view.name: gettext(view.title) for view in VIEWS},
        "columns": list(COLUMNS),
        "brand": _("District Cockpit"),
        "all": _("Whole district"),
        "quiet": _("Nothing is open."),
        "more": _("{count} more"),
        "waiting": _("Waiting"),
        "open": _("Still open"),
        "hours": _("{total} incidents · {closed} closed"),
        "hour": _("{hour}:00"),
        **state_words(),
        **trouble_words(),
    }


def state_words() -> dict[str, Any]:
    return {
        "led": _("Led from the desk"),
        "paused": _("Paused"),
        "by_hand": _("Map led by hand · Home shows all"),
        "sound": {"on": _("Sound is on"), "off": _("Sound is off")},
        "red": _("New red incident"),
        "watching": _("Holding: alerts at {time}"),
    }


def trouble_words() -> dict[str, Any]:
    return {
        "sources": {"pharmacy": _("Pharmacy counts")},
        "fresh": _("{what} {fresh}/{all} fresh"),
        "others": _("{count} others"),
        "silent": _("{place} silent for {minutes} min"),
        "never": _("{place} has sent nothing yet"),
        "lost": _("Connection lost since {time}"),
        "stale": _("What you see is of {time}. It comes back by itself."),
    }
