"""Reporting: by the person with the code of the paper, or by somebody who writes it down for them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.events import Event
from cockpit.home_health.care_fact import weighing
from cockpit.home_health.code import Code
from cockpit.home_health.daily_said import count_said, said_on
from cockpit.home_health.open_tasks import after_report
from cockpit.home_health.report import Channel, Report, Said
from cockpit.home_health.told import HealthReported
from cockpit.home_health.triage import Triaged, TriageRule, triage, triage_rule
from cockpit.home_health.window import Window, reports_from_home, windows_of
from cockpit.needs import NeedKind, Origin, asked
from cockpit.people import Person
from cockpit.quarantine import Episode
from cockpit.refusals import Invalid, Refusal
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

BY_SOMEBODY = (Channel.PHONE, Channel.DOOR)


@dataclass(eq=False)
class NothingToReport(Refusal):
    status = 409
    says = N_("This quarantine does not hold today: there is nothing to report.")
    way_out = N_("If you feel unwell, call the community all the same.")


@allowed_to("report_health")
def report(work: "Work", code: Code, said: Said, key: str, channel: Channel = Channel.PAGE) -> Report:
    """By the person, with the paper in the hand; of a phone without a network the same key may come again."""
    work.people.admit(code.person, tie=Tie.SELF)
    return keep(work, work.quarantine.get(code.episode), said, key, channel)


@allowed_to("enter_report")
def enter(work: "Work", episode_id: int, said: Said, key: str, channel: Channel) -> Report:
    """Written down for somebody by their own word, by telephone or at the door; marked as such."""
    if channel not in BY_SOMEBODY:
        raise Invalid("channel", N_("choose whether it was said by telephone or at the door"))
    return keep(work, work.quarantine.get(episode_id), said, key, channel)


@dataclass(frozen=True)
class Way:
    """Of which of today's windows a word is, where not of the present one; and by whose paper, where not by one's own."""

    window: Window | None = None
    through: int | None = None


PRESENT = Way()


def keep(work: "Work", episode: Episode, said: Said, key: str, channel: Channel, way: Way = PRESENT) -> Report:
    """1. The person's row is held: two words of one window come one after the other. 2. A key that was seen is the same report
    once more. 3. The report is triaged by the rule in force, and the reasons are sealed with it."""
    person = work.people.take(episode.person)
    known = work.reports.of_key(person.id, key)
    if known:
        return known
    checked = said.checked()
    if not reports_from_home(episode) or not episode.holds_on(today_of(work)):
        raise NothingToReport()
    window = way.window or window_now(work, person.community)
    rule = rule_in_force(work, person)
    before = work.reports.temperatures(person.id, window)
    found = triage(checked, before, rule, weighing(work, person, rule))
    new = _new(work, episode, person, window, (found, key, channel), way.through)
    so_far = said_on(work, person.id, window)
    kept, again = work.reports.add(new, checked, found.reasons, person)
    tell(work, kept, HealthReported(kept.slot, channel, kept.outcome, again))
    words = checked.words if NeedKind.OTHER in checked.needs else ""
    needed = asked(work, episode, checked.needs, words, Origin(kept.id, kept.day, kept.slot))
    after_report(work, kept, person, call=checked.call_me, brought_by=[one.due_at for one in needed])
    count_said(work, kept, found.reasons, so_far)
    return kept


def _new(
    work: "Work", episode: Episode, person: Person, window: Window, came: tuple[Triaged, str, Channel],
    through: int | None,
) -> Report:  # fmt: skip
    found, key, channel = came
    rule, notice = rule_in_force(work, person).policy, work.policy.get("notice", "report", person.community).id
    return Report(
        person.id, episode.id, window.day, window.slot, work.at, channel, found.outcome, rule, notice, key,
        work.by.id if channel in BY_SOMEBODY else None, work.emergencies.at(person.grid), through=through, agreed=through is not None,
        community=person.community,
    )  # fmt: skip


def tell(work: "Work", one: Report, event: Event) -> None:
    work.tell_area(one.community, one.subject, one.id, event)


def today_of(work: "Work") -> date:
    return local_day_start(work.at, work.zone).date()


def window_now(work: "Work", area: str) -> Window:
    return windows_of(work.policy.get("report", "windows", area)).at(work.at, work.zone)


def rule_in_force(work: "Work", person: Person) -> TriageRule:
    return triage_rule(work.policy.get("triage", "any", person.community))
