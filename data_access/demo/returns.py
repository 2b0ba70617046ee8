"""Who comes back to 东新 in the demo, and two lines of a list of key regions: examples, and nobody's real journey.

The lines follow what was published then (Hubei was cut off on 23 January 2020; Wenzhou stood out in Zhejiang): they are there
to show how a list works, and a district that is served brings its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.returns import Source, Visit, Word, read_origin
from cockpit.returns.hear import hear
from cockpit.texts import N_
from data_access.returns import key_region

if TYPE_CHECKING:
    from data_access.work import Work

DONGXIN = "330103008"
EXAMPLE = N_("An example of the demo, after what was published in January 2020")
REGIONS = (("42", "湖北省", "high", date(2020, 1, 23)), ("3303", "温州市", "high", date(2020, 1, 29)))
APART = 3  # every so manieth person of the street, so that not one household alone comes home
SOME = text("select id from person where street = :street and merged_into is null order by id limit :most")


@dataclass(frozen=True)
class Comes:
    """Days are counted from today; `sources` all say the same but for the last one, which says `other` of the origin."""

    origin: str
    expected: int
    arrived: int | None = None
    met: bool = False
    sources: tuple[Source, ...] = (Source.LANDLORD,)
    other: str = ""


HUB, SITE, LANDLORD, SELF = Source.HUB, Source.SITE, Source.LANDLORD, Source.DECLARED_SELF
PLAN = (
    Comes("湖北省武汉市", -2), Comes("湖北省黄冈市", -1, sources=(SELF,)), Comes("浙江省温州市", -1, sources=(SITE, SELF)),
    Comes("湖北省孝感市", 0), Comes("浙江省温州市", 0, sources=(SELF,)), Comes("河南省信阳市", 0, sources=(SITE,)),
    Comes("湖北省荆州市", 0, sources=(LANDLORD, SITE)), Comes("安徽省合肥市", 1, sources=(SELF,)), Comes("湖北省宜昌市", 2, sources=(SITE,)),
    Comes("湖北省武汉市", 4, sources=(SELF,)),
    Comes("湖北省武汉市", 0, 0, sources=(LANDLORD, HUB)), Comes("浙江省温州市", -1, -1, sources=(HUB,)),
    Comes("湖北省襄阳市", -1, -1, sources=(SELF, LANDLORD), other="湖北省随州市"), Comes("江西省九江市", 0, 0, sources=(SITE,)),
    Comes("湖北省黄石市", -1, 0, sources=(HUB,)), Comes("湖北省武汉市", -4, -4, sources=(LANDLORD, HUB)),
    Comes("湖北省武汉市", -2, -2, met=True, sources=(HUB,)), Comes("浙江省温州市", -1, -1, met=True),
    Comes("湖北省咸宁市", -3, -3, met=True, sources=(LANDLORD, HUB)), Comes("浙江省", -1, -1, met=True, sources=(SELF,)),
)  # fmt: skip


def plant_returns(work: "Work") -> None:
    """Of those who live in the street, as far as it has enough; each word is heard as if it came in one after the other."""
    names = ("code", "name", "level", "since", "source")
    work.connection.execute(insert(key_region), [dict(zip(names, (*row, EXAMPLE), strict=True)) for row in REGIONS])
    today = local_day_start(work.at, work.zone).date()
    for person, one in zip(_some(work), PLAN, strict=False):
        for word in _words(one, today):
            entry = hear(work, word, person, tell=False).entry
        if one.met:
            work.returns.keep(replace(entry, visit=Visit.MET, visited_at=work.at))


def _some(work: "Work") -> list[Person]:
    found = work.connection.execute(SOME, {"street": DONGXIN, "most": len(PLAN) * APART}).scalars().all()
    return work.people.of_ids(found[::APART])


def _words(one: Comes, today: date) -> Iterator[Word]:
    for source in one.sources:
        origin = one.other if one.other and source is one.sources[-1] else one.origin
        arrived = (
            None if one.arrived is None or (source is SELF and len(one.sources) > 1) else today + timedelta(one.arrived)
        )
        yield Word(source, read_origin(origin), expected=today + timedelta(one.expected), arrived=arrived)
