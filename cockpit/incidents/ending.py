"""How an incident ends 结案, how well it was seen to, and how it is sent back 返工 when it was not."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.acts import add_text
from cockpit.incidents.incident import RESOLUTIONS, Incident, State
from cockpit.incidents.step import Act, undoable
from cockpit.incidents.tasks import drop_open
from cockpit.refusals import Invalid, NotInThisState
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

BEST = 5
RATERS = {"desk": N_("the desk"), "reporter": N_("whoever reported it")}
OWN_WORDS = "other"
REDO_REASONS = {
    "not_solved": N_("What was wrong is still there"),
    "came_back": N_("It came back"),
    "unclear": N_("The feedback does not say what was done"),
    "no_proof": N_("The photo of the spot is missing"),
    "wrong_place": N_("It was another place"),
    OWN_WORDS: N_("Another reason"),
}


@dataclass(frozen=True)
class Closed(Event):
    resolution: str
    rating: int | None = None
    rater: str | None = None


@dataclass(frozen=True)
class Reopened(Event):
    round: int
    redo: str


@allowed_to("close")
@undoable(Act.CLOSE)
def close(
    work: "Work", incident_id: int, resolution: str, *, rating: Any = None, rater: Any = "desk", drop: Any = ""
) -> Incident:
    """Close 结案 what was verified, with the reason it ended by and, where somebody judged it, how well it was done (1-5).

    Tasks that are still open are done first, or dropped with the reason `drop`.
    """
    if resolution not in RESOLUTIONS:
        raise Invalid("resolution", N_("choose one of the reasons"))
    rated = _rated(rating, rater)
    incident = work.incidents.take(incident_id)
    incident.must_be(State.VERIFIED)
    dropped = drop_open(work, incident, drop)
    ended = incident.say(State.CLOSED, closed_at=work.at, resolution=resolution, **rated)
    return work.save(ended, *dropped, Closed(resolution, **rated))


def _rated(rating: Any, rater: Any) -> dict[str, Any]:
    if rating is None:
        return {}
    if isinstance(rating, bool) or rating not in range(1, BEST + 1):
        raise Invalid("rating", N_("from 1 to 5"))
    if rater not in RATERS:
        raise Invalid("rater", N_("choose one of the list"))
    return {"rating": int(rating), "rater": rater}


@allowed_to("verify")
def reopen(work: "Work", incident_id: int, reason: str, words: str = "") -> Incident:
    """Send it back 返工: what was reported does not count any more, the clocks run on.

    The teams read the reason; what is written beside it stays sealed at the desk.
    """
    if reason not in REDO_REASONS:
        raise Invalid("reason", N_("choose one of the reasons"))
    if reason == OWN_WORDS and not words.strip():
        raise Invalid("note", N_("say in words why it is sent back"))
    incident = work.incidents.take(incident_id)
    if incident.state not in (State.RESOLVED, State.VERIFIED, State.CLOSED):
        raise NotInThisState(code=incident.code, state=incident.state)
    told = work.save(_again(incident, reason), Reopened(incident.round + 1, reason))
    return add_text(work, told, words) if words.strip() else told


def _again(incident: Incident, reason: str) -> Incident:
    return replace(
        incident, said=State.REOPENED, round=incident.round + 1, redo=reason, verified_at=None, closed_at=None,
        resolution=None, rating=None, rater=None, urges=0, urged_at=None,
    )  # fmt: skip
