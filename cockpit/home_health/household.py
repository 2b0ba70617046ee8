"""One form for a household: each section becomes that person's own report, and one that is wrong holds back all of them."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.home_health.code import Code
from cockpit.home_health.make import NothingToReport, Way, keep, today_of
from cockpit.home_health.own import Section, of_home
from cockpit.home_health.report import Channel, Report, Said
from cockpit.home_health.window import Window, windows_of
from cockpit.home_health.written import Written
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

KEY = 16  # hex digits
UNMARKED = ""  # a section without a mark is of whose paper it is


@dataclass(frozen=True)
class Form:
    """`key` is the form's own and comes again with each try; `window` is the one that it was opened for; `again` says that
    it corrects what was said in it."""

    key: str
    window: str
    sections: tuple[Written, ...]
    again: bool = False


@dataclass(eq=False)
class Unfit(Refusal):
    """`wrong` is of each section's mark the refusal that belongs there."""

    status = 422
    says = N_("Nothing was sent yet: something has to be put right first.")
    wrong: dict[str, Refusal]

    @property
    def facts(self) -> dict[str, object]:
        return {}


@dataclass(eq=False)
class NotAtHome(Refusal):
    status = 409
    says = N_("Somebody in this form does not stay at home with you any more, so nothing was sent.")
    way_out = N_("Look at the form as it is now, and send it again.")


@allowed_to("report_health")
def report_home(work: "Work", code: Code, form: Form) -> tuple[Report, ...]:
    """All that was filled in, or nothing. A form that came before is the same reports once more, on the next day too."""
    sections = {one.mark: one for one in of_home(work, code)}
    sections[UNMARKED] = next(iter(sections.values()))
    filled = [one for one in form.sections if not one.empty]
    if {one.mark for one in filled} - sections.keys():
        raise NotAtHome()
    own = next(iter(sections.values()))
    said = _all_said(own, {one.mark: (sections[one.mark], one) for one in filled})
    keys = {mark: _key(work, form, sections[mark], what) for mark, what in said.items()}
    known = [work.reports.of_key(sections[mark].episode.person, key) for mark, key in keys.items()]
    if all(known):
        return tuple(one for one in known if one)
    if not own.episode.holds_on(today_of(work)):
        raise NothingToReport()
    window = _window(work, own, form.window)
    in_turn = sorted(
        said, key=lambda mark: sections[mark].episode.person
    )  # two forms of one home do not wait in a ring
    return tuple(
        keep(
            work, sections[mark].episode, said[mark], keys[mark], Channel.PAGE,
            _way(work, sections[mark], own, window, form.again),
        )
        for mark in in_turn
    )  # fmt: skip


def _all_said(own: Section, filled: dict[str, tuple[Section, Written]]) -> dict[str, Said]:
    said, wrong = {}, {}
    for mark, (section, one) in filled.items():
        try:
            said[mark] = one.said(section.mine)
        except Refusal as refusal:
            wrong[mark] = refusal
    if not filled:
        wrong[own.mark] = Invalid("temperature", N_("measure the temperature and write it down, for example 36.8"))
    if wrong:
        raise Unfit(wrong)
    return said


def _key(work: "Work", form: Form, one: Section, said: Said) -> str:
    """The form's own for its first words: whoever goes back and writes something else with it corrects them."""
    known = work.reports.of_key(one.episode.person, form.key)
    if known is None or work.reports.opened(known.person, [known])[known.id][0] == said:
        return form.key
    return f"{form.key}:{work.signature({'form': form.key, 'said': asdict(said)})[:KEY]}"


def _window(work: "Work", own: Section, name: str) -> Window:
    area = work.people.get(own.episode.person).community
    return windows_of(work.policy.get("report", "windows", area)).named(name, work.at, work.zone)


def _way(work: "Work", one: Section, own: Section, window: Window, again: bool) -> Way:
    """A word that is late for its window stands for it only where nothing was said in it, or where it is to correct that."""
    reports = work.reports.of_day([one.episode.person], window.day)
    there = any(each.slot is window.slot for each in reports)
    late = window.closes <= work.at
    return Way(None if late and there and not again else window, None if one.mine else own.episode.id)
