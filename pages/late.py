"""How an answer reads that a phone could not send in time: when it was tapped, when it came, why it was not taken."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from cockpit.dispatch.late import Tap
from cockpit.texts import N_
from pages.parts import STATES, day_time, words

REPORTED = N_("report")
TAPS = {
    Tap.WELL: N_("All well"),
    Tap.HELP: N_("call for help"),
    Tap.SUPPORT: N_("call for support"),
    Tap.TASK: N_("a task done"),
    Tap.FILES: N_("photos or a voice note"),
    Tap.VOLUNTEERS: N_("volunteers sent"),
    Tap.DUTY_ENDED: N_("end of duty"),
    Tap.DUTY_BACK: N_("on duty again"),
}
WHY = {
    "AlreadyOver": N_("it was over by then"),
    "NotInThisState": N_("that step did not follow any more"),
    "TeamNotFree": N_("the team was under way to something else"),
    "NotFound": N_("it was not this team's job any more"),
    "Invalid": N_("it could not be read"),
    "JobUnderWay": N_("a job was still under way"),
    "NotOnDuty": N_("the team had no duty any more"),
    "TeamOffDuty": N_("the team had no duty any more"),
    "TooManyAttached": N_("as many as may be were there already"),
    "NoPicture": N_("it could not be read"),
    "NoSound": N_("it could not be read"),
    "TooLong": N_("it was too large"),
    "TooHeavy": N_("it was too large"),
    "TooManyPixels": N_("it was too large"),
    "KeyReused": N_("something else had come under the same key"),
}


def late_words(facts: dict[str, Any]) -> dict[str, str]:
    """The words of `came_late` and `came_too_late`; nothing for other events."""
    if "tapped_at" not in facts:
        return {}
    tapped, received = (day_time(datetime.fromisoformat(facts[name])) for name in ("tapped_at", "received_at"))
    same_day = tapped[:5] == received[:5]
    return {
        "step": words(STATES | TAPS, facts["step"]) if facts["step"] else gettext(REPORTED),
        "tapped": tapped[6:] if same_day else tapped,
        "received": received[6:] if same_day else received,
        "why": words(WHY, facts.get("why")),
    }
