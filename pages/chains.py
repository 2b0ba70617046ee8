"""How the steps of a chain read: why it goes further, and to whom."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from cockpit.escalation import Timer, Whom
from cockpit.teams import ROLE_NAMES
from cockpit.texts import N_
from pages.parts import clock_time, words

WHOM = {
    Whom.TEAM: N_("the team, by all its channels"),
    Whom.NEXT_TEAM: N_("the next team"),
    Whom.DESK: N_("the desk"),
    Whom.SECOND_DESK: N_("the second desk"),
    Whom.STREET_OFFICER: N_("the street officer"),
    Whom.SHIFT_LEAD: N_("the shift lead"),
    Whom.DUTY_LEADER: N_("the street duty leader"),
}
WHY = {
    Timer.TAKE_UP: N_("Nobody took it up for {time}"),
    Timer.ANSWER: N_("Not acknowledged for {time}"),
    Timer.ARRIVE: N_("{after} % of the time to arrive is over"),
    Timer.CLOSE: N_("{after} % of the time to finish is over"),
}
MINUTES = N_("{count} min")
SECONDS = N_("{count} s")
WAS_TOLD = N_("{why}: escalated to {to}")
NOBODY_THERE = N_("{why}: it would go to {to}, but nobody is there; so the next step came at once")
AT_ONCE = N_("Escalated to {to} at once")


def why(timer: str, after: int) -> str:
    """`after` in per cent, or in seconds, which are said in minutes where they are whole ones."""
    time = gettext(MINUTES).format(count=after // 60) if after % 60 == 0 else gettext(SECONDS).format(count=after)
    return gettext(WHY[Timer(timer)]).format(after=after, time=time)


def escalated(facts: dict[str, Any]) -> str:
    """The sentence of one step; what came before its time came since nobody could be sent."""
    to = words(WHOM, facts["to"])
    if not facts["count"]:
        return gettext(NOBODY_THERE).format(why=why(facts["timer"], facts["after"]), to=to)
    if facts["timer"] == Timer.TAKE_UP:
        return gettext(AT_ONCE).format(to=to)
    return gettext(WAS_TOLD).format(why=why(facts["timer"], facts["after"]), to=to)


def in_words(event: str, facts: dict[str, Any], people: dict[int, str]) -> dict[str, str]:
    """What the sentences of a chain's events put in; whom nobody may name here is an account with its number."""
    return {
        "escalated": escalated(facts) if event == "escalated" else "",
        "to": words(WHOM, facts.get("to")),
        "lacking": words(ROLE_NAMES, facts.get("role")),
        "whom": people.get(facts.get("account", 0)) or f"#{facts.get('account')}",
        "until": clock_time(datetime.fromisoformat(facts["until"])) if "until" in facts else "",
    }
