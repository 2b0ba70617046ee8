"""What time does to the lake: what is past its rule goes, so does what an ended emergency collected, and whoever was erased."""

from dataclasses import dataclass
from datetime import date, timedelta

from cockpit.access import Actor
from cockpit.clock import local_day_start
from data_access.database import Database
from data_access.lake import Lake
from data_access.work import Work


@dataclass(frozen=True)
class Kept:
    """How many rows went because they were old, and because nobody is left whose they were; days made one file."""

    old: int
    erased: int
    tidied: int


def keep_lake(database: Database, lake: Lake, by: Actor) -> Kept:
    """One line in the audit where anything went."""
    if not lake.folder.exists():
        return Kept(0, 0, 0)
    with database.work(by) as work:
        before, brought = first_day(work), after_destroyed(work)
    old, erased = lake.drop_before(before, brought), _forget(database, lake, by)
    done = Kept(old, erased, lake.tidy())
    lake.sweep_waiting()
    if old or erased:
        with database.work(by) as work:
            work.note_act("expired", "lake", before.isoformat(), {"records": old, "erased": erased})
    return done


def first_day(work: Work) -> date:
    """Records of it and of later days are kept, by the rule, and unless all that was collected until then is destroyed."""
    days = work.policy.get("retention", "record", work.by.area).body["days"]
    return max(local_day_start(work.at, work.zone).date() - timedelta(days=days), after_destroyed(work))


def after_destroyed(work: Work) -> date:
    """What was brought before this day belongs to emergencies that ended, and was to be destroyed."""
    emergencies = work.emergencies.all()
    goes_on = [one.begun_at.astimezone(work.zone).date() for one in emergencies if not one.over]
    ended = [
        one.ended_at.astimezone(work.zone).date() + timedelta(days=1)
        for one in emergencies
        if one.destroyed_at and one.ended_at
    ]
    return max((min([after, *goes_on]) for after in ended), default=date.min)


def _forget(database: Database, lake: Lake, by: Actor) -> int:
    """A pseudonym that nobody has any more: with the key went whose it was, and the records go after it."""
    persons = lake.persons()
    with database.work(by) as work:
        known = work.pseudonyms.whose(persons)
    gone = persons - known.keys()
    return lake.forget(gone) if gone else 0
