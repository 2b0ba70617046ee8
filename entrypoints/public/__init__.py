"""The public's doors: light plain pages, without a staff account and without Dash."""

from flask import Blueprint

from cockpit.access import Actor
from entrypoints import gate

blueprint = Blueprint("public", __name__)
POLICY = {"public.privacy": gate.PUBLIC}


def anybody() -> Actor:
    """Whoever opens a public page: no name, no area, and so nothing of the district's records."""
    return Actor(None, "public", "", "public", "")


from entrypoints.public import privacy  # noqa: E402, F401  (it adds its route to the blueprint)
