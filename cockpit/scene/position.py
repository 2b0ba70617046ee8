"""Where a team's phone is: only while it is on its way or there, only after whoever bears it has said yes.

The latest place alone is kept, and none of the way to it: that is what is needed to find somebody. A position is a fact of
a machine: no audit line and no change row comes of it. What lies nearer or comes sooner than the rule says is passed over,
so that a phone which lies still says nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import metres_between
from cockpit.incidents.incident import UNDER_WAY
from cockpit.notices import Notice, notice_of
from cockpit.refusals import Invalid
from cockpit.scene.signs import sign
from cockpit.texts import N_

if TYPE_CHECKING:
    from cockpit.policy import Policy
    from data_access.work import Work

KIND = "position"  # of the policy, and of the notice
FARTHEST_OFF = 100_000.0  # metres


@dataclass(frozen=True)
class Position:
    """Degrees, WGS-84; `accuracy` in metres, as the phone says."""

    team_id: int
    account: int
    incident_id: int
    lon: float
    lat: float
    accuracy: float
    at: datetime

    def follows(self, last: "Position | None", rule: "Policy") -> bool:
        """Late enough after the last one and farther from it than the rule, and either's own doubt, allow."""
        if last is None:
            return True
        moved = metres_between(last.lon, last.lat, self.lon, self.lat)
        doubt = max(float(rule.body["metres"]), self.accuracy, last.accuracy)
        return self.at - last.at >= timedelta(seconds=rule.body["every"]) and moved >= doubt


@dataclass(frozen=True)
class Consent:
    """`notice` is the version that was read; `asked` whether there is an answer of any kind."""

    notice: Notice
    given_at: datetime | None
    asked: bool


def rule_of(work: "Work") -> "Policy":
    return work.policy.get(KIND, "any", work.areas.district().code)


@allowed_to("share_position")
def consent_to(work: "Work") -> Consent:
    """What this phone's bearer has said, of the notice now in force; another version is asked about anew."""
    notice = notice_of(work.policy.get("notice", KIND, work.areas.district().code))
    answer = work.scene.consent(work.by)
    valid = answer is not None and answer.notice == notice.version
    return Consent(notice, answer.given_at if answer and valid else None, valid)


@allowed_to("share_position")
def allow_position(work: "Work", version: int, *, key: str) -> None:
    """Yes, to the notice of that version; one that changed meanwhile is shown first."""
    if work.once(key, "allow_position", {"version": version}):
        return
    if version != consent_to(work).notice.version:
        raise Invalid("notice", N_("it has changed; please read it once more"))
    work.scene.keep_consent(work.by, version, work.at, yes=True)
    work.note_act("position_allowed", "account", str(work.by.id), {"notice": version})


@allowed_to("share_position")
def stop_position(work: "Work", *, key: str) -> None:
    """No, or no longer: what is kept of this person's phone goes at once."""
    if work.once(key, "stop_position", {}):
        return
    work.scene.keep_consent(work.by, consent_to(work).notice.version, work.at, yes=False)
    work.scene.forget_positions(work.by)
    work.note_act("position_stopped", "account", str(work.by.id), {})


@allowed_to("share_position")
def take_position(work: "Work", lon: float, lat: float, accuracy: float) -> bool:
    """Keep where the phone is, when there is a reason to; whether it was kept. What cannot be read is refused."""
    if not (isfinite(lon) and isfinite(lat) and isfinite(accuracy) and 0 <= accuracy <= FARTHEST_OFF):
        raise Invalid("place", N_("the position of the phone cannot be read"))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Invalid("place", N_("the position of the phone cannot be read"))
    job = work.scene.job_of(work.by.team) if work.by.team else None
    mine = job.of_team(work.by.team or 0) if job else None
    if job is None or mine is None or mine.state not in UNDER_WAY or consent_to(work).given_at is None:
        return False
    found = Position(mine.team_id, work.by.id or 0, job.id, lon, lat, accuracy, work.at)
    last = work.scene.own_position(work.by, job.id)
    if not found.follows(last, rule_of(work)):
        return False
    work.scene.keep_position(found)
    if last:  # the first one says where the phone lies, only the next that somebody moves it
        sign(work, mine.team_id)
    return True
