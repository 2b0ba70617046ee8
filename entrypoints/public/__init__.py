"""The public's doors: light plain pages, without a staff account and without Dash."""

from flask import Blueprint

from cockpit.access import Actor
from entrypoints import gate

blueprint = Blueprint("public", __name__)
ROUTES = ("privacy", "code_form", "go", "mine", "own_file", "ask_form", "ask_it", "withdraw_it")
ROUTES += ("report_code", "go_to_report", "report", "report_it")
ROUTES += ("mind", "mind_answers", "mind_own", "mind_again")
ROUTES += ("thank_for_need",)
ROUTES += ("appeal_code", "go_to_appeal", "appeal", "appeal_it", "withdraw_appeal")
POLICY = {f"public.{name}": gate.PUBLIC for name in ROUTES}


def anybody() -> Actor:
    """Whoever opens a public page: no name, no area, and so nothing of the district's records."""
    return Actor(None, "public", "", "public", "")


from entrypoints.public import appeals, home_health, mind_care, needs, privacy, receipts, requests  # noqa: E402, F401  (they add their routes to the blueprint)
