"""A greeting 问候: that somebody of ours reached a person who may not go out, by telephone or at the door.

Who stays apart at home and was reached by nobody for longer than the rule allows is unseen 无人问候, and nobody should be.
It follows from the time and is never kept. Here stands nothing of how anybody is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Level
from cockpit.clock import local_day_start
from cockpit.sight import only_aggregates
from cockpit.small_cells import LEAST
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


HIDDEN = "–"


class How(StrEnum):
    CALL = "call"  # 电话问候
    VISIT = "visit"  # 上门随访
    KNOCK = "knock"  # 敲门
    REPORT = "report"  # 代报: a report was written down by their word
    TRANSFER = "transfer"  # 转运


HOWS = {
    How.CALL: N_("by telephone"),
    How.VISIT: N_("by a visit"),
    How.KNOCK: N_("at the door"),
    How.REPORT: N_("when a report was written down"),
    How.TRANSFER: N_("on the way to hospital"),
}


@dataclass(frozen=True)
class Greeting:
    """`by` is the account of who reached the person."""

    person: int
    at: datetime
    how: How
    by: int | None
    id: int = 0


def greet(work: "Work", person: int, how: How, *, unnamed: bool = False) -> None:
    """Kept by each act in which somebody was reached, in the same unit of work; never changed. A counsellor is not named: that
    somebody speaks with one is nobody's business."""
    work.greetings.add(
        Greeting(person, work.at, how, None if unnamed else work.by.id), work.emergencies.at(work.by.area)
    )


def seen_since(work: "Work", area: str) -> datetime:
    """Whoever was reached last before this instant is unseen."""
    hours = work.policy.get("care", "unseen", area).body["hours"]
    return work.at - timedelta(hours=hours)


@allowed_to("see_unseen")
def unseen_numbers(work: "Work") -> dict[str, str]:
    """Area -> what is shown of its number, of those in scope where anybody is unseen; an area that is missing has nobody. Who
    sees people as numbers alone sees the district's; that nobody at all is unseen tells of nobody."""
    today = local_day_start(work.at, work.zone).date()
    found = work.greetings.unseen_by_community(work.by.area, today, seen_since(work, work.by.area))
    if not only_aggregates(work.by.role):
        return {code: f"{count:,}" for code, count in _summed(found).items()}
    return _hidden(work, sum(found.values())) if found else {}


def _hidden(work: "Work", whole: int) -> dict[str, str]:
    """The district's number alone, from which no other can be reckoned: a small one as such, and of its parts none."""
    district = work.areas.district().code
    parts = [one.code for one in work.areas.known.values() if one.level in (Level.STREET, Level.COMMUNITY)]
    return dict.fromkeys(parts, HIDDEN) | {district: f"<{LEAST}" if whole < LEAST else f"{whole:,}"}


def _summed(found: Mapping[str, int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for community, count in found.items():
        for length in (12, 9, 6):
            sums[community[:length]] = sums.get(community[:length], 0) + count
    return sums
