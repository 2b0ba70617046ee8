"""How a team stands beside its jobs, as its phone shows it: its clock, its call for help, its place, its duty."""

from dataclasses import dataclass

from cockpit.hours import DutyEnd
from cockpit.incidents import Incident, State
from cockpit.scene import Clock, Colour, consent_to
from cockpit.scene.position import Consent, rule_of
from cockpit.teams import Shift
from data_access.work import Work


@dataclass(frozen=True)
class Standing:
    """`every`: seconds between two positions that the phone may send; `job` is under way, or there."""

    job: Incident | None
    clock: Clock | None
    colour: Colour | None
    help: Incident | None
    consent: Consent
    every: int
    shift: Shift | None
    ended: DutyEnd | None

    @property
    def answered(self) -> bool:
        return self.help is not None and self.help.said is not State.REPORTED

    @property
    def shares(self) -> bool:
        return self.job is not None and self.consent.given_at is not None


def scene_of(work: Work) -> Standing | None:
    """None for an account without a team."""
    team = work.by.team
    if team is None:
        return None
    clock, shift = work.scene.running(team), work.hours.shift_at(team, work.at)
    return Standing(
        work.scene.job_of(team),
        clock,
        clock.colour(work.at) if clock else None,
        work.scene.standing_help(team),
        consent_to(work),
        rule_of(work).body["every"],
        shift,
        work.hours.standing_end(team, shift.starts, work.at) if shift else None,
    )
