"""What the cockpit tells counsellors by itself: that somebody asks for a talk, and that a second test is due."""

from dataclasses import replace
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.duty import who_is_on
from cockpit.mind_care.alarm import COUNSELLOR, tell
from cockpit.mind_care.told import MindAsked, MindRetestDue
from cockpit.paging import page

if TYPE_CHECKING:
    from data_access.work import Work

RETEST = "mind_retest"


@allowed_to("keep_clocks")
def asked(work: "Work", case_id: int) -> None:
    """Somebody waits for a talk: whoever is on duty hears of it. Of one that was taken meanwhile nobody does."""
    one = work.minds.take(case_id)
    if not one.waits or one.asked_told_at:
        return
    on = who_is_on(work, COUNSELLOR, work.areas.district().code)
    told = page(work, on, "mind_asked", None, mind=one.id)
    work.minds.keep(replace(one, asked_told_at=work.at))
    tell(work, one, MindAsked(len(told)))


@allowed_to("keep_clocks")
def retests(work: "Work") -> int:
    """Of each case whose second test has come its counsellor is told, once; how many. Who is off duty hears of it when they are back."""
    count = 0
    for one in work.minds.retests_due(work.at):
        told = page(work, [one.counsellor] if one.counsellor else [], "mind_retest", None, mind=one.id)
        if told:
            work.minds.keep(replace(one, retest_told_at=work.at))
            tell(work, one, MindRetestDue(len(told)))
            count += 1
    return count
