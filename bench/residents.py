"""Files of a district that nobody lives in: places, households and persons as its offices would send them.

Every number has the region 999, every phone begins with 100: no living person has either.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cockpit.people import Tenure
from cockpit.places import Place, PlaceKind
from data_access.demo.district import make
from data_access.demo.households import Home, Resident, households
from data_access.demo.names import FIRST, SECOND

NAMES = ("places", "households", "persons", "bad")
PLACES = ("场所名称", "类型", "地址", "经度", "纬度")
HOUSEHOLDS = ("地址", "居住方式", "入住日期", "房东", "房东电话")
PERSONS = ("姓名", "公民身份号码", "联系电话", "现住址", "居住方式", "入住日期")
WORDS = {Tenure.OWNED: "自有", Tenure.RENTED: "租赁"}
OTHERS = 1_000_000  # their numbers begin where those of the demo have long ended
HIGHER = 900  # and so do their buildings
EVERY = 50  # rows, of which one is bad
WRONG = ("1001234567", "999000", "无此小区9幢9单元901室", "不知")


@dataclass(frozen=True)
class Files:
    """`known` are some of the persons, with the street that each lives in; `names` are of places."""

    places: Path
    households: Path
    persons: Path
    bad: Path
    known: list[tuple[Resident, str]]
    names: list[str]


def write(folder: Path, persons: int, homes: int, places: int, bad: int, seed: int = 1) -> Files:
    """`bad` rows of persons, of which one in fifty is refused."""
    places_file, households_file, persons_file, bad_file = (folder / f"{name}.csv" for name in NAMES)
    found = Files(places_file, households_file, persons_file, bad_file, [], [])
    district = make(0.0, seed)
    names = list(_more_places(district.places, places))
    _write(found.places, PLACES, names)
    found.names.extend(row[0] for row in names[:: max(1, len(names) // 200)])
    compounds = [place for place in district.places if place.kind is PlaceKind.COMPOUND]
    _write_people(found, list(_homes(compounds, persons, homes)), seed, max(1, persons // 200))
    _write_bad(found, bad)
    return found


def _homes(compounds: list[Place], persons: int, homes: int) -> Iterator[Home]:
    each, more = divmod(homes, len(compounds))
    size, house, person = persons // homes, OTHERS, OTHERS
    for at, place in enumerate(compounds):
        count = each + (at < more)
        yield Home(place, bytes([size]) * count, bytes(one % 4 == 0 for one in range(count)), house, person)
        house, person = house + count, person + count * size


def _write_people(files: Files, homes: list[Home], seed: int, every: int) -> None:
    with files.households.open("w", encoding="utf-8") as first, files.persons.open("w", encoding="utf-8") as second:
        doors, people = csv.writer(first), csv.writer(second)
        doors.writerow(HOUSEHOLDS)
        people.writerow(PERSONS)
        for home in homes:
            for one, living in households(home, seed):
                lives = (f"{home.place.address}{home.place.name}{_higher(one.door)}", WORDS[one.tenure])
                doors.writerow((*lives, living[0].since, *_landlord(one.tenure, one.id)))
                people.writerows((it.name, it.number, it.phone, *lives, it.since) for it in living)
                files.known.extend((it, home.place.spot.street) for it in living if it.id % every == 0)


def _higher(door: str) -> str:
    building, rest = door.split("幢")
    return f"{int(building) + HIGHER}幢{rest}"


def _landlord(tenure: Tenure, number: int) -> tuple[str, str]:
    return ("王房东", f"100{number:08}") if tenure is Tenure.RENTED else ("", "")


def _more_places(known: tuple[Place, ...], count: int) -> Iterator[tuple[Any, ...]]:
    """Each lies a few metres beside one that there is."""
    for at in range(count):
        beside, aside = known[at % len(known)], 1e-5 * (at // len(known) % 7)
        name = f"{FIRST[at % len(FIRST)]}{SECOND[at // len(FIRST) % len(SECOND)]}大厦{at}座"
        yield name, "楼宇", f"新开路{at + 1}号", beside.spot.lon + aside, beside.spot.lat


def _write_bad(files: Files, count: int) -> None:
    """The first persons, one in fifty with a phone, a number, a door or a day that is none."""
    with files.persons.open(encoding="utf-8") as whole:
        rows = [row for row, _ in zip(csv.reader(whole), range(count + 1), strict=False)][1:]
    places = (2, 1, 3, 5)  # of what is wrong in turn
    for turn, row in enumerate(rows[::EVERY]):
        row[places[turn % 4]] = WRONG[turn % 4]
    _write(files.bad, PERSONS, rows)


def _write(path: Path, header: tuple[str, ...], rows: Any) -> None:
    with path.open("w", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header, *rows])
