"""Who is on now: of each role and area whoever holds the post, until when, and who comes next."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import CODE_LENGTHS, Area, Level, inside
from cockpit.duty.post import Cover, Held, Holder, Post, Turn, post, posts_of
from cockpit.refusals import NotFound
from cockpit.teams import TeamRole

if TYPE_CHECKING:
    from data_access.work import Work

AHEAD = timedelta(days=3)  # who comes next is looked for so far ahead
ROLES = (
    *("officer", "shift_lead", "street_officer", "duty_leader", "clinician", "counsellor"),
    *(role.value for role in TeamRole),
)
TEAM_ROLES = frozenset(role.value for role in TeamRole)
BELOW = {Level.DISTRICT: Level.STREET, Level.STREET: Level.COMMUNITY, Level.COMMUNITY: Level.GRID}
GRADE = (Held.GAP, Held.HANDOVER, Held.UNPLANNED, Held.ON_CALL, Held.ON, Held.REST, Held.NOBODY)


@dataclass(frozen=True)
class Board:
    """`posts` of the area and of what lies around it, gaps first; `within` the areas one level down with their posts' counts.

    `changes_at`: when the clock alone makes it another one.
    """

    area: Area
    at: datetime
    changes_at: datetime
    posts: tuple[Post, ...]
    within: tuple[tuple[Area, dict[str, Counter[Held]]], ...]

    @property
    def gaps(self) -> int:
        return sum(one.held is Held.GAP for one in self.posts)

    def of_role(self, role: str) -> Counter[Held]:
        return Counter(one.held for one in self.posts if one.role == role)


@allowed_to("see_duty")
def who_holds(work: "Work", area: str) -> Board:
    """Of an area of one's own, with the posts of its own desk and of those above it that it relies on."""
    if area not in work.areas.known or not inside(area, work.by.area):
        raise NotFound()
    found, changes_at = _posts(work, area)
    posts = sorted(found, key=_order)
    below = BELOW.get(CODE_LENGTHS[len(area)])
    parts = work.areas.of_level(below, area) if below else []
    counts = tuple((one, _counts([each for each in posts if inside(each.area, one.code)])) for one in parts)
    return Board(work.areas.get(area), work.at, changes_at, tuple(posts), counts)


def covers(work: "Work", area: str) -> list[Cover]:
    """Of each role that the district wants to be on duty, in the order of the page."""
    found = ((role, work.policy.find("cover", role, area)) for role in ROLES)
    return [Cover.of(role, rule.body) for role, rule in found if rule]


def _posts(work: "Work", area: str) -> tuple[list[Post], datetime]:
    hours = work.policy.get("shift", "hours", area).body
    days = work.policy.get("shift", "rostered", area).body["days"]
    found = work.duty.turns(area, ROLES, work.at, work.at + AHEAD, timedelta(days=days))
    handover, rules = timedelta(minutes=hours["handover"]), covers(work, area)
    posts = [
        post(cover, code, turns, holders, work.at, work.zone, handover)
        for cover in rules
        for code, holders, turns in _by_area(work, cover, area, found)
    ]
    own = [one.shift for _, turns in found for one in turns]
    moments = [when for one in own for when in (one.starts, one.ends, one.ends - handover)]
    moments += [cover.changes_after(work.at, work.zone) for cover in rules]
    return posts, min((when for when in moments if when > work.at), default=work.at + AHEAD)


def _by_area(
    work: "Work", cover: Cover, area: str, found: Sequence[tuple[Holder, tuple[Turn, ...]]]
) -> list[tuple[str, list[Holder], list[Turn]]]:
    """The areas of the cover's level within the area, or the one around it, with whoever serves them."""
    codes = [one.code for one in _areas(work, cover.level, area)]
    holders: dict[str, list[Holder]] = defaultdict(list)
    turns: dict[str, list[Turn]] = defaultdict(list)
    for holder, own in found:
        if holder.role == cover.role:
            for code in posts_of(holder, cover, codes):
                holders[code].append(holder)
                turns[code].extend(own)
    return [(code, holders[code], turns[code]) for code in codes]


def _areas(work: "Work", level: Level, area: str) -> list[Area]:
    length = next(size for size, one in CODE_LENGTHS.items() if one is level)
    return [work.areas.get(area[:length])] if len(area) >= length else work.areas.of_level(level, area)


def _counts(posts: Sequence[Post]) -> dict[str, Counter[Held]]:
    found: dict[str, Counter[Held]] = defaultdict(Counter)
    for one in posts:
        found[one.role][one.held] += 1
    return found


def _order(one: Post) -> tuple[int, int, str]:
    return GRADE.index(one.held), ROLES.index(one.role), one.area
