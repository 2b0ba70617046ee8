"""How contacts stand now: by all cases that exposed them, with their days of observation and the quarantine that holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.quarantine import Episode, Lifted
from cockpit.screening.case import Case
from cockpit.screening.contact import Closeness, Contact
from cockpit.screening.rule import rule_of

if TYPE_CHECKING:
    from data_access.work import Work

EXCUSES = {Lifted.HOSPITAL, Lifted.DECIDED, Lifted.APPEAL}


@dataclass(frozen=True)
class Standing:
    """`day` is that of the last contact, day 0; `until` the last one of the observation; `episode` the latest there was.

    `case`: the contact has fallen ill, and is cared for as a case.
    """

    contact: Contact
    day: date
    until: date
    episode: Episode | None
    case: Case | None = None

    @property
    def close(self) -> bool:
        return self.contact.closeness is not Closeness.GENERAL

    def apart(self, today: date) -> bool:
        return self.episode is not None and self.episode.holds_on(today)

    def waits(self, today: date) -> bool:
        """A close contact with days of observation left, who is among others."""
        free = self.case is None and not self.apart(today) and not self.excused
        return self.close and today <= self.until and free

    @property
    def excused(self) -> bool:
        """Somebody lifted it with a reason, and nothing has exposed this person since."""
        one = self.episode
        lasted = one is not None and one.lifted in EXCUSES and (one.until is None or one.until >= self.until)
        return lasted

    def behind(self, today: date) -> bool:
        """Apart, and not for as long as the observation lasts."""
        return self.close and self.episode is not None and self.apart(today) and not self.episode.covers(self.until)


def standings(work: "Work", persons: Collection[int]) -> dict[int, Standing]:
    """Person -> how they stand, of those of them who are contacts of a case that still exposes anybody."""
    exposures = work.exposures.of_persons(persons, work.at)
    policies = work.cases.policies({one.case for one in exposures})
    episodes = work.quarantine.latest_of({one.person for one in exposures})
    ill = work.cases.of_persons({one.person for one in exposures})
    found = {}
    for person in {one.person for one in exposures}:
        own = tuple(one for one in exposures if one.person == person)
        newest = max(policies[one.case] for one in own)
        contact = Contact(person, own, rule_of(work.policy.version(newest)))
        day, until = contact.last_day(work.zone), contact.until(work.zone)
        found[person] = Standing(contact, day, until, episodes.get(person), ill.get(person))
    return found
