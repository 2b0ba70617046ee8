"""What is told of psychological care, in words: that something happened, of which case, and never a word of it."""

from typing import Any

from cockpit.mind_care.case import OUTCOMES
from cockpit.mind_care.rules import Whom
from cockpit.texts import N_

WHOM = {
    Whom.ON_DUTY: N_("the counsellor on duty"),
    Whom.COUNSELLORS: N_("all counsellors"),
    Whom.LEAD: N_("the shift lead"),
}
MIND_CARE = {
    "mind_opened": N_("Somebody answered the questions of psychological care, or asked for a talk"),
    "mind_asked": N_("Somebody waits for a talk; {told} counsellors were told"),
    "mind_answered": N_("The questions of psychological care were answered once more"),
    "crisis_raised": N_("A crisis: a human is to call at once"),
    "crisis_told": N_("The crisis went to {mind_whom}: {told} were told"),
    "crisis_answered": N_("{who} sees to the crisis, {seconds} seconds after it began"),
    "mind_taken": N_("{who} took a case of psychological care"),
    "mind_planned": N_("{who} wrote the plan of a case"),
    "mind_called": N_("{who} wrote a call down"),
    "mind_handed_over": N_("{who} handed a case over to a colleague"),
    "mind_retest_due": N_("A second test is due; {told} counsellors were told"),
    "mind_closed": N_("A case of psychological care was closed: {mind_end}"),
    "mind_exported": N_("{who} took the tests of a client out as a file, {tests} in all"),
}
NAMED: dict[str, tuple[dict[Any, str], str]] = {"mind_whom": (WHOM, "to"), "mind_end": (OUTCOMES, "outcome")}
