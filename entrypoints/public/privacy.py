"""GET /p/privacy: what is asked of whom and why, how long it is kept, and what one may demand."""

from flask import render_template

from cockpit.notices import how_long, notices
from cockpit.texts import N_
from entrypoints.at_hand import database
from entrypoints.public import anybody, blueprint

TITLES = {
    "appeal": N_("When you appeal against a quarantine"),
    "incident": N_("When somebody reports an incident"),
    "inventory": N_("For those who live here"),
    "report": N_("When you report from home how you are"),
    "mind": N_("When you ask for psychological care"),
    "position": N_("For teams whose phone is on a job"),
    "request": N_("When you ask for a correction or deletion"),
    "staff": N_("For those who work here"),
}
KEPT = {
    "emergency": N_("All that was collected for an emergency: destroyed {days} days after its end"),
    "quarantine": N_("That you stayed in quarantine: destroyed {days} days after its end"),
    "report": N_("How you were at home, as you reported it: destroyed {days} days after the report"),
    "need": N_("What you needed at home, and a photo of it at your door: destroyed {days} days after it was brought"),
    "mind": N_("What you told a counsellor: destroyed {days} days after the end of the talks"),
    "contact": N_("That you were a contact of a case: destroyed {days} days after the observation"),
    "record": N_(
        "Where you were and what you rode, which lies under a number instead of your name: destroyed after {days} days"
    ),
    "request": N_("What you asked about your own data: destroyed {days} days after the answer"),
    "note": N_("What was written about an incident: destroyed {days} days after it was closed"),
}


@blueprint.get("/p/privacy")
def privacy() -> str:
    with database().work(anybody()) as work:
        shown, kept = notices(work), how_long(work)
    return render_template("public/privacy.html", notices=shown, kept=kept, titles=TITLES, words=KEPT)
