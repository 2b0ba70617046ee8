"""Help: the keys of the desk, what the shapes mean, and who may do what, read from the access matrix itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.texts import N_
from pages.parts import facts, shape

KEYS = (
    ("↑ ↓", N_("Choose the incident above or below")),
    ("Enter", N_("From the list to what is next to do")),
    ("D", N_("Send the proposed teams")),
    ("V", N_("Verify what was reported")),
    ("C", N_("Close what was verified")),
    ("Esc", N_("One area up")),
    ("+ - 0", N_("On the map: nearer, further, all of it again")),
)
SHAPES = (
    ("act", N_("Somebody must act")),
    ("watch", N_("About to be late, or not sure; to verify")),
    ("hand", N_("In hand")),
    ("done", N_("Done")),
    ("plan", N_("Planned, or on hold")),
)


def layout(**_args: Any) -> html.Div:
    keys = facts([(html.Kbd(key), gettext(says)) for key, says in KEYS])
    shapes = facts([(shape(name), gettext(says)) for name, says in SHAPES])
    return html.Div(
        [
            html.H1(_("Help")),
            html.Section([html.H2(_("Keys")), keys], className="panel pad"),
            html.Section([html.H2(_("Shapes")), shapes], className="panel pad"),
            html.Section([html.H2(_("Who may do what")), rights()], className="panel pad rights"),
        ],
        id="help",
        className="page",
    )


def rights() -> html.Dl:
    found = matrix()
    names = {name: role["says"] for name, role in found["roles"].items()}
    return facts([(in_words(act["says"]), roles_of(act["roles"], names)) for act in found["acts"].values()])


def roles_of(roles: Sequence[str], names: Mapping[str, str]) -> str:
    return " · ".join(in_words(names[role]) for role in roles)


def in_words(text: str) -> str:
    """A text of the access matrix in the reader's language."""
    return gettext(text)
