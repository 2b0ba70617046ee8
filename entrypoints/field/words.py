"""What the phone says: verbs for buttons, steps, protection, and the sentences that the script shows."""

from cockpit.follow_up import Result
from cockpit.incidents import Answer, Kind
from cockpit.texts import N_
from pages.parts import KINDS

VERBS = {
    Answer.ACKNOWLEDGED: N_("Take the job"),
    Answer.EN_ROUTE: N_("Set out"),
    Answer.ON_SCENE: N_("I am there"),
    Answer.RESOLVED: N_("Send feedback"),
}
STEPS = {
    Answer.ACKNOWLEDGED: N_("Taken"),
    Answer.EN_ROUTE: N_("Set out"),
    Answer.ON_SCENE: N_("There"),
    Answer.RESOLVED: N_("Feedback"),
}
OTHERS = {
    Answer.DISPATCHED: N_("not answered yet"),
    Answer.ACKNOWLEDGED: N_("has taken it"),
    Answer.EN_ROUTE: N_("on the way"),
    Answer.ON_SCENE: N_("is there"),
    Answer.RESOLVED: N_("is done"),
}

# What a volunteer is told of a job that says something about a person's health or journey: the level, not the cause.
DISCREET = {Kind.FEVER: N_("Visit at the door"), Kind.ARRIVAL: N_("Visit at the door")}
PROTECTION = {
    Kind.CROWD: N_("Mask, keep one metre"),
    Kind.SUPPLY: N_("Mask, leave it at the door"),
    Kind.FEVER: N_("N95, face shield, gloves; stay outside"),
    Kind.ARRIVAL: N_("Mask, gloves, keep one metre"),
    Kind.HAZARD: N_("Mask, helmet, bright vest"),
    Kind.DISPUTE: N_("Mask, go in twos"),
    Kind.OTHER: N_("Mask, keep one metre"),
    Kind.HELP: N_("Do not go alone; look before you step in"),
}

# In the order of the buttons.
FOUND = {
    Result.SEEN_OK: N_("Found, all well"),
    Result.SEEN_NOT_OK: N_("Found, unwell"),
    Result.NOT_HOME: N_("Not home"),
    Result.MOVED: N_("Moved away"),
    Result.REFUSED: N_("Refused"),
}
# How to protect oneself; of whoever was unwell a team is told no more than that.
CAREFUL = N_("N95, face shield, gloves; stay outside")
USUAL = N_("Mask, gloves, keep one metre")

SCRIPT = {
    "stored": N_("Network unsteady: {n} kept on this phone, sent by itself when it is back"),
    "kept": N_("Kept on this phone, waiting to be sent: {what}"),
    "sending": N_("Still sending, the network is slow…"),
    "lost": N_("Connection lost, trying again. This page is of {at}."),
    "signed_out": N_("Signed out. Kept on this phone: {n}. All is sent after you sign in."),
    "sign_in": N_("Sign in"),
    "received": N_("The desk has it: {what}"),
    "refused": N_("Not sent: {what}. {why}"),
    "new": N_("New job"),
    "left": N_("{span} left"),
    "late": N_("{span} late"),
    "located": N_("Position found, within {n} metres"),
    "locating": N_("Looking for the position…"),
    "unlocated": N_("No position: your stand-by point is used"),
    "reported": N_("Reported as {code}. The desk sees it now."),
    "taken": N_("{n} of them were somebody else's already: {who}"),
    "somebody": N_("somebody else"),
    "unsent": N_("Not at the desk yet: {n}"),
    "waits": N_("kept on this phone, waits for the network"),
    "on_the_way": N_("being sent"),
    "not_taken": N_("not taken by the desk"),
    "typed": N_("You wrote:"),
    "throw_away": N_("Throw away"),
    "minutes": N_("{n} min ago"),
    "hours": N_("{n} h ago"),
    "leaving": N_("Signing out. Nothing of yours is left on this phone; the desk is told as soon as there is network."),
    "map_of": N_("Map of {area}"),
    "stand_by": N_("Stand-by point"),
    "you": N_("You are here"),
    "leave_with": N_(
        "Not at the desk yet: {n}. Not taken by it: {refused}. After signing out nothing of it is left here."
    ),
    "still": N_("Still not sent: {n}. Without network you can hand them over sealed: they go out by themselves later."),
    "help_goes": N_("Your call for help is going out…"),
    "help_stuck": N_("Your call for help has NOT reached the desk yet"),
    "too_old": N_("It waited here for over seven days. Tell the desk by phone what it was."),
    "full": N_("This phone has no room to keep the answer. Stay here until it is sent."),
}


FILES = {
    "sending": N_("On its way…"),
    "sent": N_("The desk has it."),
    "record": N_("Record a voice note"),
    "stop": N_("Stop and send · {span}"),
    "deaf": N_("This phone gives no microphone to this page. Write it down instead."),
    "kept": N_("Kept on this phone: it goes by itself when the network is back."),
    "photo": N_("Photos"),
    "voice": N_("Voice note"),
    "many": N_("At most {n} photos. Choose the ones that show most."),
}


def kind_for(role: str, kind: Kind) -> str:
    """The English word for a kind of incident as the role may read it."""
    return DISCREET.get(kind, KINDS[kind]) if role == "volunteer" else KINDS[kind]
