"""The round of visits that goes on when the demo begins: opened in 长庆 the morning before, some of its doors knocked at since."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from cockpit import canvass
from cockpit.access import Actor
from cockpit.canvass import Answer, Criteria, NoHomes, Result, Visit
from cockpit.people import Tenure
from cockpit.quarantine import QuarantineKind
from data_access.demo import facts

if TYPE_CHECKING:
    from data_access.demo.history import Past

NAME = "租户排查"
OPENED = timedelta(hours=22)  # before the demo's first minute
ORDERED, LAST = timedelta(hours=12), timedelta(hours=1)
DAYS = 3
MOST = 40  # doors of one walker
EVERY = timedelta(minutes=10)
MET = (Result.SEEN_OK, Result.SEEN_OK, Result.NOT_HOME, Result.SEEN_OK, Result.SEEN_OK, Result.MOVED)
FOUND_EACH = 9  # of the doors of the street officer, who came back from Hubei


def plan_round(past: "Past", start: datetime) -> None:
    """Lin knocks in her own community, the street's officer in all others; two thirds of the doors are left for the demo."""
    past.plan(start - OPENED, partial(_open, past, start))


def _open(past: "Past", start: datetime, at: datetime) -> None:
    with past.work(past.staff["officer"], at) as work:
        due = (start + timedelta(days=DAYS)).astimezone(work.zone).date()
        try:
            with work.by_itself():
                one = canvass.open_round(work, NAME, Criteria(facts.CHANGQING, Tenure.RENTED), due)
        except NoHomes:
            return  # a district too small for it
        doors = work.visits.of_grid(one.id, facts.CHANGQING)
    lin, shen = past.staff["community"], past.staff["street_officer"]
    own = [visit for visit in doors if visit.community == lin.area]
    others = [visit for visit in doors if visit.community != lin.area]
    _plan_walk(past, lin, own, at)
    _plan_walk(past, shen, others, at)
    past.plan(start - ORDERED, partial(_order, past, one.id))


def _plan_walk(past: "Past", who: Actor, doors: list[Visit], at: datetime) -> None:
    """Every third door; at the last of them only in the demo's own hour before it begins."""
    walked = doors[::3][:MOST]
    for n, visit in enumerate(walked):
        finds = who.role == "street_officer" and n % FOUND_EACH == 2
        late = n == len(walked) - 1
        when = at + OPENED - LAST if late else at + EVERY * (n + 1)
        past.plan(when, partial(_knock, past, who, visit, n, finds or (late and who.role == "street_officer")))


def _knock(past: "Past", who: Actor, visit: Visit, n: int, finds: bool, at: datetime) -> None:
    with past.work(who, at) as work:
        here = work.visits.residents(visit.household)
        answer = Answer(MET[n % len(MET)])
        if finds and here:
            since: date = (at - timedelta(days=6)).astimezone(work.zone).date()
            answer = Answer(
                Result.FOUND, len(here), returned=len(here), came_from="420000", found=tuple(here), since=since
            )
        canvass.knock(work, visit.id, None, answer)


def _order(past: "Past", round_id: int, at: datetime) -> None:
    with past.work(past.staff["investigator"], at) as work:
        canvass.order_found(work, round_id, QuarantineKind.HOME)
