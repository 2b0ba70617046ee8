"""Residents of the demo: a district holds how many live behind each door; who they are is drawn on writing.

So half a million residents cost a megabyte, and the same seed gives the same people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cockpit.people import Household, Tenure
from cockpit.places import Place, PlaceKind
from data_access.demo import facts
from data_access.demo.draws import dice, shares
from data_access.demo.identity import identity_number, phone_of
from data_access.demo.names import full_name, new_surname

DRAWN_ON = date(2020, 1, 24)
SIZES, SIZE_WEIGHTS = (1, 2, 3, 4, 5, 6), (20, 32, 26, 14, 6, 2)  # 2.6 on average
RENTED_ELSEWHERE = 0.21
OLDEST = 96


@dataclass(frozen=True)
class Home:
    """The households of one compound: the size of each, and 1 for each that rents. Ids count on from the first ones."""

    place: Place
    sizes: bytes
    rented: bytes
    first_household: int
    first_person: int


class Resident(NamedTuple):
    id: int
    household_id: int
    name: str
    born: date
    since: date
    number: str
    phone: str


def residents_by_street(scale: float) -> dict[str, int]:
    total, changqing = round(facts.RESIDENTS * scale), round(facts.STREETS[0].residents * scale)
    others = [street for street in facts.STREETS if street.code != facts.CHANGQING]
    counts = shares(total - changqing, [street.residents for street in others])
    return {facts.CHANGQING: changqing} | {street.code: n for street, n in zip(others, counts, strict=True)}


def make_homes(places: Sequence[Place], scale: float, seed: int) -> tuple[Home, ...]:
    """One for each compound, by street."""
    chance = dice(seed, "homes")
    homes: list[Home] = []
    household, person = 1, 1
    for street, residents in residents_by_street(scale).items():
        compounds = [place for place in places if place.kind is PlaceKind.COMPOUND and place.spot.street == street]
        sizes = _sizes(residents, chance)
        rented = _rented(street, len(sizes), scale, chance)
        dealt = shares(len(sizes), [chance.uniform(0.4, 1.6) for _ in compounds])
        for place, count in zip(compounds, dealt, strict=True):
            homes.append(Home(place, sizes[:count], rented[:count], household, person))
            household, person = household + count, person + sum(sizes[:count])
            sizes, rented = sizes[count:], rented[count:]
    return tuple(homes)


def _sizes(residents: int, chance: Random) -> bytes:
    """Household sizes of a street, which add up to `residents`."""
    sizes = bytearray()
    while residents > 0:
        sizes.append(min(residents, chance.choices(SIZES, SIZE_WEIGHTS)[0]))
        residents -= sizes[-1]
    return bytes(sizes)


def _rented(street: str, households: int, scale: float, chance: Random) -> bytes:
    """A 1 for each rented household of a street, in random places."""
    known = street == facts.CHANGQING
    wanted = round(facts.CHANGQING_RENTED * scale) if known else round(RENTED_ELSEWHERE * households)
    flags = bytearray(households)
    for position in chance.sample(range(households), min(wanted, households)):
        flags[position] = 1
    return bytes(flags)


def households(home: Home, seed: int) -> Iterator[tuple[Household, list[Resident]]]:
    """The households of a compound with the people in them, ids ascending; the same for the same seed."""
    chance = dice(seed, f"home/{home.place.id}")
    person = home.first_person
    for number, (size, rented) in enumerate(zip(home.sizes, home.rented, strict=True)):
        tenure = Tenure.RENTED if rented else Tenure.OWNED
        household_id = home.first_household + number
        yield (
            Household(household_id, tenure, home.place.id, _door(number, chance), home.place.spot),
            list(_residents(person, household_id, size, tenure, chance)),
        )
        person += size


def _door(number: int, chance: Random) -> str:
    """An invented door; doors of a compound differ (44 to a building)."""
    building, flat = divmod(number, 44)
    floor, side = divmod(flat, 4)
    return f"{building + 1}幢{chance.randint(1, 4)}单元{floor + 1}{side + 1:02}室"


def _residents(first: int, household_id: int, size: int, tenure: Tenure, chance: Random) -> Iterator[Resident]:
    surname = new_surname(chance)
    eldest = _adult_age(tenure, chance)
    woman = chance.random() < 0.5
    moved_in = DRAWN_ON - timedelta(days=_days_lived(tenure, chance))
    for place in range(size):
        own = surname if place != 1 else new_surname(chance)
        born = DRAWN_ON - timedelta(days=int(365.25 * _age(place, eldest, chance)) + int(chance.random() * 365))
        person, name = first + place, full_name(chance, own, woman)
        number, phone = identity_number(person, born, woman), phone_of(person, born)
        yield Resident(person, household_id, name, born, max(moved_in, born), number, phone)
        woman = not woman if place == 0 else chance.random() < 0.5


def _adult_age(tenure: Tenure, chance: Random) -> float:
    if tenure is Tenure.RENTED:
        return chance.triangular(20, 55, 27)
    return chance.triangular(25, 92, 48)


def _age(place: int, eldest: float, chance: Random) -> float:
    """The first two are a couple; then children, or the parents of a young couple."""
    if place == 0:
        return eldest
    if place == 1:
        return max(19.0, eldest + chance.uniform(-5, 4))
    if place >= 3 and eldest < 60:
        return min(OLDEST, eldest + chance.uniform(22, 32))
    return max(0.0, eldest - chance.uniform(23, 34))


def _days_lived(tenure: Tenure, chance: Random) -> int:
    return int(chance.triangular(20, 1200, 200) if tenure is Tenure.RENTED else chance.triangular(300, 12_000, 4_000))
