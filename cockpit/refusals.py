"""Every way to say no. A refusal is a class with facts; the edge turns it into a sentence and a status.

`says` is the English sentence with the facts as placeholders; `way_out` says what to do instead.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from cockpit.texts import N_


@dataclass(eq=False)
class Refusal(Exception):
    """Base of all refusals; `status` is the HTTP status the edge answers with."""

    status: ClassVar[int] = 400
    says: ClassVar[str] = N_("This cannot be done.")
    way_out: ClassVar[str] = ""

    @property
    def facts(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return self.says.format(**self.facts)


@dataclass(eq=False)
class NotSignedIn(Refusal):
    status = 401
    says = N_("Nobody is signed in here.")
    way_out = N_("Sign in and go on where you were.")


@dataclass(eq=False)
class WrongSignIn(Refusal):
    status = 401
    says = N_("Account and password do not fit together.")
    way_out = N_("Check both, or ask the administrator for a reset.")


@dataclass(eq=False)
class LockedOut(Refusal):
    status = 429
    says = N_("Too many wrong tries: this account rests for {minutes} minutes.")
    way_out = N_("Wait, or ask the administrator.")
    minutes: int


@dataclass(eq=False)
class ProviderAway(Refusal):
    status = 503
    says = N_("The sign-in service does not answer.")
    way_out = N_("Sign in with account and password, or try again in a minute.")


@dataclass(eq=False)
class ProviderUntrusted(Refusal):
    status = 401
    says = N_("The answer of the sign-in service was not taken: {why}.")
    way_out = N_("Start again from the sign-in page; if it stays so, tell the administrator.")
    why: str


@dataclass(eq=False)
class NoAccountHere(Refusal):
    status = 403
    says = N_("The sign-in service knows you, but you have no account here.")
    way_out = N_("Ask the administrator for one.")


@dataclass(eq=False)
class NotAllowed(Refusal):
    status = 403
    says = N_("Your role ({role}) may not do this: {act}.")
    way_out = N_("Ask somebody whose role may.")
    role: str
    act: str


@dataclass(eq=False)
class NotAtTerminal(NotAllowed):
    says = N_("This screen or phone belongs to nobody alone, so this cannot be done at it: {act}.")
    way_out = N_("Sign in with your own account.")


@dataclass(eq=False)
class NotFound(Refusal):
    """Also the answer for what exists but is none of the asker's business: both look alike."""

    status = 404
    says = N_("There is nothing here under that name.")
    way_out = N_("Check the number, or go back to the list.")


@dataclass(eq=False)
class Invalid(Refusal):
    """`why` is a marked sentence of its own, translated before it is put in."""

    status = 422
    says = N_("{field}: {why}")
    field: str
    why: str


@dataclass(eq=False)
class Malformed(Refusal):
    status = 400
    says = N_("The request is malformed: {why}")
    why: str


@dataclass(eq=False)
class TooLarge(Refusal):
    status = 413
    says = N_("The request is larger than {limit_kib} KiB.")
    limit_kib: int


@dataclass(eq=False)
class Unavailable(Refusal):
    status = 503
    says = N_("The database does not answer; nothing was saved.")
    way_out = N_("It is being restarted. Try again in a few seconds.")


@dataclass(eq=False)
class LookNotKept(Refusal):
    status = 503
    says = N_("This look could not be written into the audit, so nothing is shown.")
    way_out = N_("Try again in a moment; if it stays so, tell the administrator.")


@dataclass(eq=False)
class ChangedMeanwhile(Refusal):
    status = 409
    says = N_("{what} was changed by somebody else a moment ago.")
    way_out = N_("Look at it as it is now and decide again.")
    what: str


@dataclass(eq=False)
class KeyReused(Refusal):
    status = 409
    says = N_("This request was sent before with other contents.")
    way_out = N_("Reload the page and do it again.")


@dataclass(eq=False)
class AlreadySent(Refusal):
    status = 409
    says = N_("{code} was already sent by {who} at {at}.")
    way_out = N_("Nothing was sent twice. See who is on it.")
    code: str
    who: str
    at: datetime


@dataclass(eq=False)
class AlreadyOver(Refusal):
    status = 409
    says = N_("{code} is over: {state}.")
    way_out = N_("Reopen it first, or report a new one.")
    code: str
    state: str


@dataclass(eq=False)
class NotInThisState(Refusal):
    status = 409
    says = N_("{code} is {state}; that step does not follow.")
    way_out = N_("See which step is next.")
    code: str
    state: str


@dataclass(eq=False)
class TeamNotFree(Refusal):
    status = 409
    says = N_("{team} is under way to another incident.")
    way_out = N_("Finish or hand back that one first.")
    team: str


@dataclass(eq=False)
class TeamOffDuty(Refusal):
    status = 409
    says = N_("{team} is off duty now.")
    way_out = N_("Choose a team that is on duty.")
    team: str


@dataclass(eq=False)
class NobodyToSend(Refusal):
    status = 409
    says = N_("No team was chosen for {code}.")
    way_out = N_("Choose at least one team.")
    code: str


@dataclass(eq=False)
class NoTeamThere(NobodyToSend):
    says = N_("There is no {role} to send to {code}: {why}.")
    way_out = N_("Choose another team by hand, or let the shift lead ask a neighbouring street.")
    role: str
    why: str


@dataclass(eq=False)
class NotYourOwn(Refusal):
    status = 403
    says = N_("Who was sent to {code}, or sent it, does not verify it.")
    way_out = N_("Another officer verifies.")
    code: str
