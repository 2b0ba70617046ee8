"""The page of one paper 上报页: its person's own quarantine and reports, and a section for whoever stays apart in the same home.

Of the others no more is shown than what was sent by this paper today, and of their names what tells them apart.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.home_health.code import Code
from cockpit.home_health.make import today_of
from cockpit.home_health.report import Outcome, Report, Said
from cockpit.home_health.window import Window, windows_of
from cockpit.people import Person
from cockpit.quarantine import Episode
from cockpit.sight import Tie

if TYPE_CHECKING:
    from data_access.work import Work

MARK = 12  # hex digits that stand for a person in the form: nobody's number, and the same as long as the order lasts


@dataclass(frozen=True)
class Section:
    """`told` are the reports that the page may show, the newest first, each with what was said."""

    mark: str
    episode: Episode
    mine: bool
    name: str = ""
    born: int = 0
    told: tuple[tuple[Report, Said], ...] = ()

    def of(self, window: Window) -> tuple[Report, Said] | None:
        """What counts for that window."""
        same = (window.day, window.slot)
        return next((one for one in self.told if (one[0].day, one[0].slot) == same and not one[0].replaced), None)


@dataclass(frozen=True)
class Own:
    """`now` is the window that a word said now counts for, `begun` are today's until now; `promised` says after how many
    seconds somebody is there, by the rule."""

    section: Section
    others: tuple[Section, ...]
    today: date
    now: Window
    begun: tuple[Window, ...]
    next: Window
    promised: dict[Outcome, int] = field(default_factory=dict)
    ambulance: str = ""

    @property
    def holds(self) -> bool:
        return self.section.episode.holds_on(self.today)

    @property
    def ahead(self) -> bool:
        """Ordered, and not begun yet."""
        return self.section.episode.since > self.today and not self.section.episode.lifted_on

    @property
    def sections(self) -> tuple[Section, ...]:
        return (self.section, *self.others)

    def due(self, one: Report) -> datetime | None:
        """By when somebody is there; None where nobody has to come."""
        seconds = self.promised.get(one.outcome)
        return one.at + timedelta(seconds=seconds) if seconds else None


@allowed_to("report_health")
def own_page(work: "Work", code: Code) -> Own:
    """The view is a look of its own, like that at one's own copy."""
    sections = of_home(work, code)
    person = work.people.get(code.person)
    mine, others = _told_mine(work, sections[0]), [_told_other(work, one, sections[0]) for one in sections[1:]]
    if mine.told:
        work.looked("person", person.id, ["health"])
    rule = windows_of(work.policy.get("report", "windows", person.community))
    now = rule.at(work.at, work.zone)
    begun = tuple(one for one in rule.of_day(now.day, work.zone) if one.opens <= work.at)
    then = work.policy.get("report", "then", person.community).body
    following = rule.at(now.closes, work.zone)
    return Own(
        mine, _named(work, others), today_of(work), now, begun, following, _promised(work, person), then["ambulance"]
    )


def of_home(work: "Work", code: Code) -> list[Section]:
    """The paper's own person first, then whoever else of the household stays apart at home today, without what they said."""
    work.people.admit(code.person, tie=Tie.SELF)
    own, today = work.quarantine.get(code.episode), today_of(work)
    found = work.reports.household(own.person, today) if own.holds_on(today) else []
    if found:
        work.people.admit(*(person for person, _ in found), tie=Tie.HOME)
    others = [work.quarantine.get(number) for _, number in found]
    return [Section(mark_of(work, one), one, one is own) for one in (own, *others)]


def _promised(work: "Work", person: Person) -> dict[Outcome, int]:
    """What the tasks of care are held to: nobody is promised another time than those who come are given."""
    found = work.policy.get("care", "task", person.community).body["seconds"]
    return {one: found[one] for one in Outcome if one in found}


def mark_of(work: "Work", episode: Episode) -> str:
    return work.signature({"section": episode.id})[:MARK]


def _named(work: "Work", others: list[Section]) -> tuple[Section, ...]:
    """What tells them apart, as the matrix of roles and fields lets it be seen; one look for all."""
    people = {one.id: one for one in work.people.of_ids([one.episode.person for one in others])}
    if not people:
        return ()
    also = ["health"] if any(one.told for one in others) else []
    community = next(iter(people.values())).community
    shown = {one.id: one for one in work.looks.listing([*people.values()], {"area": community}, also)}
    names = {number: one.fields["name"].text or "" for number, one in shown.items()}
    return tuple(replace(one, name=names[one.episode.person], born=_born(people[one.episode.person])) for one in others)


def _born(person: Person) -> int:
    return person.born.year


def _told_mine(work: "Work", one: Section) -> Section:
    """All of this episode, what was corrected too."""
    reports = work.reports.of_person(one.episode.person, also_replaced=True)
    return _opened(work, one, [each for each in reports if each.episode == one.episode.id])


def _told_other(work: "Work", one: Section, through: Section) -> Section:
    reports = work.reports.of_day([one.episode.person], today_of(work))[::-1]
    return _opened(work, one, [each for each in reports if each.through == through.episode.id])


def _opened(work: "Work", one: Section, reports: list[Report]) -> Section:
    opened = work.reports.opened(one.episode.person, reports)
    return replace(one, told=tuple((each, opened[each.id][0]) for each in reports if each.id in opened))
