"""Teams of the demo and their duty: grid police, enforcement squads of four patrol groups, volunteers of 武林大妈."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cockpit.teams import Shift, Team, TeamRole
from data_access.demo.draws import dice
from data_access.demo.ground import Ground
from data_access.demo.names import any_name
from data_access.demo.shapes import Areas

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY, LAST_DAY = date(2020, 1, 25), date(2020, 3, 31)
GROUPS = "一二三四"
WATCHES = (time(7), time(15), time(23))
WATCH = timedelta(hours=8)
VOLUNTEERS_FROM, VOLUNTEERS_UNTIL = time(6), time(22)
MEMBERS = {TeamRole.POLICE: (2, 3), TeamRole.ENFORCEMENT: (4, 6), TeamRole.VOLUNTEER: (4, 8)}

Member = tuple[int, str]  # team id, name


def make_teams(areas: Areas, ground: Ground, seed: int) -> tuple[Team, ...]:
    """Ids count from 1; codes can be said aloud: M021 民警, Z05 执法, D33 大妈."""
    chance = dice(seed, "teams")
    plan = [*_police(areas), *_enforcement(areas), *_volunteers(areas)]
    return tuple(
        Team(number, code, name, role, area, ground.take(area), chance.randint(*MEMBERS[role]))
        for number, (code, name, role, area) in enumerate(plan, 1)
    )


_Planned = tuple[str, str, TeamRole, str]


def _police(areas: Areas) -> Iterator[_Planned]:
    for number, grid in enumerate(areas.grids, 1):
        yield f"M{number:03}", f"{grid.name} 网格民警", TeamRole.POLICE, grid.code


def _enforcement(areas: Areas) -> Iterator[_Planned]:
    for street_number, street in enumerate(areas.streets):
        for number, group in enumerate(GROUPS, 1):
            name = f"{street.name.removesuffix('街道')}中队{group}组"
            yield f"Z{street_number * len(GROUPS) + number:02}", name, TeamRole.ENFORCEMENT, street.code


def _volunteers(areas: Areas) -> Iterator[_Planned]:
    for number, community in enumerate(areas.communities, 1):
        name = f"武林大妈·{community.name.removesuffix('社区')}站"
        yield f"D{number:02}", name, TeamRole.VOLUNTEER, community.code


def make_members(teams: Sequence[Team], seed: int) -> tuple[Member, ...]:
    chance = dice(seed, "members")
    return tuple((team.id, name) for team in teams for name in _different_names(team.members, chance))


def _different_names(count: int, chance: Random) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        names[any_name(chance)] = None
    return list(names)


def make_shifts(teams: Sequence[Team], first: date = FIRST_DAY, last: date = LAST_DAY) -> tuple[Shift, ...]:
    """Duty on the local days first to last: police all day, volunteers 06-22, of each squad two groups at any time."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    stretches = {
        TeamRole.POLICE: [(_instant(day, time(0)), _instant(day + timedelta(days=1), time(0))) for day in days],
        TeamRole.VOLUNTEER: [(_instant(day, VOLUNTEERS_FROM), _instant(day, VOLUNTEERS_UNTIL)) for day in days],
    }
    watches = _watches(first, last)
    return tuple(
        Shift(team.id, starts, ends)
        for team in teams
        for starts, ends in stretches.get(team.role) or _watches_of(team, watches)
    )


Stretch = tuple[datetime, datetime]


def _watches(first: date, last: date) -> list[Stretch]:
    """From the night watch before the first day, which reaches into it, to that of the last day."""
    starts = [
        _instant(first + timedelta(days=n), clock) for n in range(-1, (last - first).days + 1) for clock in WATCHES
    ]
    return [(start, start + WATCH) for start in starts[len(WATCHES) - 1 :]]


def _watches_of(team: Team, watches: Sequence[Stretch]) -> Sequence[Stretch]:
    """Groups one and two, then three and four: three watches a day, so that nights change hands daily."""
    pair = GROUPS.index(team.name[-2]) // 2
    return watches[pair::2]


def _instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE).astimezone(UTC)
