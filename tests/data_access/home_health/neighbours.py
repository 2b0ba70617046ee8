"""More people at home beside those of the case, in the same grid as far as there are any, else in the same community."""

from datetime import date, timedelta

from sqlalchemy import text

from cockpit.quarantine import Cause, Episode, QuarantineKind
from tests.data_access.home_health.conftest import AtHome

OTHERS = text(
    "select id from person where community = left(:grid, 12) and id not in (select person_id from quarantine) order by grid <> :grid, id limit :count"
)


def stay_at_home(at_home: AtHome, count: int, until: date = date(2020, 2, 26)) -> AtHome:
    """So many more, told so at that time; they stand behind the others in `episodes`."""
    morning, policy = at_home.ground.morning, at_home.episodes[0].policy
    with morning.work(at_home.ground.actors["investigator"]) as work:
        grid = work.people.get(at_home.episodes[0].person).grid
        numbers = work.connection.execute(OTHERS, {"grid": grid, "count": count}).scalars().all()
        assert len(numbers) == count
        for person in map(work.people.get, numbers):
            since = until - timedelta(days=14)
            new = Episode(0, person.id, QuarantineKind.HOME, since, until, None, Cause.RETURN, work.at, policy)
            at_home.episodes.append(work.quarantine.add(new, person, work.emergencies.at(grid)))
    return at_home
