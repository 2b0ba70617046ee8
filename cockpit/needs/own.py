"""What a person at home sees of their own needs, and the one tap that says thank you."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.needs.need import Need, State
from cockpit.needs.rule import tell
from cockpit.needs.told import NeedThanked
from cockpit.refusals import NotFound
from cockpit.sight import Tie

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class OwnNeed:
    """`team` brings it, by name; empty where the community does, or nobody yet."""

    need: Need
    words: str
    team: str


@allowed_to("see_own_needs")
def own_needs(work: "Work", person: int, episode: int) -> tuple[OwnNeed, ...]:
    """Those of this episode, the newest first; the person is let in by the code of the paper."""
    work.people.admit(person, tie=Tie.SELF)
    mine = [one for one in work.needs.of_person(person) if one.episode == episode]
    if not mine:
        return ()
    words, teams = work.needs.words(mine), work.teams.names({one.team for one in mine if one.team})
    work.looked("person", person, ["needs"])
    return tuple(OwnNeed(one, words.get(one.id, ""), teams.get(one.team or 0, "")) for one in mine)


@allowed_to("see_own_needs")
def thank(work: "Work", person: int, episode: int, number: int) -> Need:
    """Once; a second tap changes nothing."""
    work.people.admit(person, tie=Tie.SELF)
    was = next((one for one in work.needs.of_person(person) if (one.id, one.episode) == (number, episode)), None)
    if was is None:
        raise NotFound()
    if was.state is State.THANKED:
        return was
    kept = work.needs.keep(was.thanked(work.at), was)
    tell(work, kept, NeedThanked(kept.kind))
    return kept
