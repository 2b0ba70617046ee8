"""The inventory of the demo: compounds, buildings, pharmacies and whatever else has a door."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from cockpit.areas import Spot
from cockpit.places import Place, PlaceKind
from data_access.demo import facts
from data_access.demo.draws import dice
from data_access.demo.ground import Ground
from data_access.demo.names import new_names, road_number
from data_access.demo.shapes import Areas


@dataclass(frozen=True)
class Sort:
    """One kind of place that is spread over the streets: how many in each, and how such a one is called."""

    kind: PlaceKind
    counts: tuple[int, ...]
    endings: tuple[str, ...]


COMPOUND_ENDINGS = ("苑", "花园", "公寓", "新村", "家园", "名邸", "小区", "北苑", "东苑")
SORTS = (
    Sort(
        PlaceKind.BUILDING,
        (38, 52, 48, 34, 40, 36, 30, 18),
        ("大厦", "商务中心", "国际大厦", "商务楼", "财富中心", "写字楼"),
    ),
    Sort(PlaceKind.PARK, (3, 2, 3, 3, 6, 6, 9, 8), ("创意园", "科技园", "产业园", "文创园", "电商园")),
    Sort(PlaceKind.PHARMACY, (27, 16, 16, 16, 22, 17, 20, 13), ("药店", "药房", "大药房", "堂药店")),
    Sort(PlaceKind.HOSPITAL, (2, 2, 2, 1, 2, 2, 2, 1), ("医院", "门诊部", "口腔医院", "中医院")),
    Sort(PlaceKind.SCHOOL, (8, 7, 8, 8, 12, 9, 12, 8), ("小学", "中学", "幼儿园", "实验学校")),
    Sort(PlaceKind.PARKING_LOT, (16, 20, 24, 16, 20, 16, 16, 12), ("停车场", "地下停车库", "公共停车场")),
    Sort(
        PlaceKind.SITE,
        (0, 0, 0, 0, 0, 18, 0, 0),
        ("府项目", "综合楼工程", "安置房项目", "商业中心工程", "学校扩建工程"),
    ),
)
Found = tuple[PlaceKind, str, Spot]


def make_places(areas: Areas, ground: Ground, seed: int) -> tuple[Place, ...]:
    """All places; codes and ids count from 1. The four watched pharmacies have the first pharmacy codes."""
    chance = dice(seed, "places")
    stems = {name[:2] for name in facts.WATCHED}
    names = (name for name in new_names(chance) if name not in stems)
    found = [*_compounds(areas, ground, names, chance), *_known(ground), *_watched(ground)]
    for sort in SORTS:
        found += _spread(sort, areas, ground, names, chance)
    found += _health_centres(areas, ground)
    return tuple(
        Place(number, f"P-{number:05}", kind, name, road_number(chance), spot)
        for number, (kind, name, spot) in enumerate(found, 1)
    )


def watched_places(places: Sequence[Place]) -> tuple[Place, ...]:
    """The four pharmacies of the morning of 1 February, in four grids of 长庆."""
    return pharmacies(places)[: len(facts.WATCHED)]


def pharmacies(places: Sequence[Place], street: str = facts.CHANGQING) -> tuple[Place, ...]:
    """Those of a street, by code."""
    return tuple(place for place in places if place.kind is PlaceKind.PHARMACY and place.spot.street == street)


def _compounds(areas: Areas, ground: Ground, names: Iterator[str], chance: Random) -> Iterator[Found]:
    """One to three in each grid; one is 京都苑, in the community of that name."""
    kyoto = next(area.code for area in areas.communities if area.name == "京都苑社区")
    yield PlaceKind.COMPOUND, "京都苑", ground.take(kyoto)
    for grid in areas.grids:
        for _ in range(chance.choice((1, 2, 2, 3))):
            name = next(names) + chance.choice(COMPOUND_ENDINGS)
            yield PlaceKind.COMPOUND, name, ground.take_in(grid.code)


def _known(ground: Ground) -> Iterator[Found]:
    for name, lon, lat in facts.COMPLEXES:
        yield PlaceKind.COMPLEX, name, ground.at(lon, lat)
    for name, lon, lat in facts.STATIONS:
        yield PlaceKind.STATION, name, ground.at(lon, lat)
    name, lon, lat = facts.CITY_SITE
    yield PlaceKind.SITE, name, ground.at(lon, lat)


def _watched(ground: Ground) -> Iterator[Found]:
    for name, grid in zip(facts.WATCHED, ground.rounds(facts.CHANGQING), strict=False):
        yield PlaceKind.PHARMACY, name, ground.take_in(grid)


def _spread(sort: Sort, areas: Areas, ground: Ground, names: Iterator[str], chance: Random) -> Iterator[Found]:
    for street, count in zip(areas.streets, sort.counts, strict=True):
        for _, grid in zip(range(count), ground.rounds(street.code), strict=False):
            yield sort.kind, next(names) + chance.choice(sort.endings), ground.take_in(grid)


def _health_centres(areas: Areas, ground: Ground) -> Iterator[Found]:
    for street in areas.streets:
        yield PlaceKind.HEALTH_CENTRE, f"{street.name}社区卫生服务中心", ground.take(street.code)
