"""Random districts: few people, who therefore meet often, in two places and on two runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from cockpit.screening import (
    BELONG,
    GOES_ON,
    Belonging,
    Bond,
    Case,
    CaseStatus,
    Means,
    Presence,
    Ride,
    Setting,
    Together,
)
from cockpit.screening.contact import Exposure
from data_access.lake import Lake, Looked
from tests.data_access.lake.brought import (
    HE,
    MA,
    MARKET,
    MEANS,
    MINUTE,
    PHARMACY,
    RULE,
    at,
    bring,
    here,
    lake_at,
    naive,
)

RULES = (RULE, replace(RULE, policy=4, look_back=0, minutes=60, together={"care": Together(True, False)}),
         replace(RULE, policy=9, look_back=4, means={**MEANS, "sealed_train": replace(MEANS["sealed_train"], others=True)}))  # fmt: skip

people = st.integers(HE, MA)
instants = st.integers(0, 6 * 24 * 12).map(lambda fives: at(7, 0) + fives * 5 * MINUTE)
presences = st.builds(here, people, instants, st.integers(1, 600), st.sampled_from([PHARMACY, MARKET]))
rides = st.builds(
    lambda person, run, means, boarded, minutes, **seat: Ride(person, run, means, boarded, boarded + minutes * MINUTE, **seat),
    people,
    st.sampled_from(["G7512 2020-02-09", "G7512 2020-02-10"]),
    st.sampled_from(Means),
    instants,
    st.integers(30, 1500),
    carriage=st.sampled_from(["", "1", "2"]),
    row=st.none() | st.integers(1, 9),
    compartment=st.sampled_from(["", "a", "b"]),
    crew=st.booleans(),
)  # fmt: skip
bonds = st.builds(
    lambda one, other, setting, since, days: Bond(one, other, setting, since, since + timedelta(days=days)),
    people,
    people,
    st.sampled_from([Setting.HOUSEHOLD, Setting.MEAL]),
    instants,
    st.integers(1, 30),
)
belongings = st.builds(
    lambda person, setting, site, room, since, days: Belonging(
        person, setting, site, room, since, since + timedelta(days=days) if days else GOES_ON
    ),
    people,
    st.sampled_from(BELONG),
    st.sampled_from([PHARMACY, -PHARMACY]),
    st.sampled_from(["", "3-204", "3-205"]),
    instants,
    st.integers(0, 9),
)
facts = st.builds(
    Case,
    st.just(0),
    people,
    st.sampled_from(CaseStatus),
    onset=st.integers(7, 13).map(lambda day: date(2020, 2, day)),
    isolated_at=st.none() | instants,
    severe=st.booleans(),
)


def numbered(cases: Sequence[tuple[Case, int]]) -> list[Looked]:
    return [Looked(replace(case, id=number), RULES[rule]) for number, (case, rule) in enumerate(cases, 1)]


looked = st.lists(st.tuples(facts, st.integers(0, 2)), min_size=1, max_size=5).map(numbered)


@dataclass(frozen=True)
class District:
    looked: list[Looked]
    met: list[Presence]
    rode: list[Ride]
    bonds: list[Bond]
    belong: list[Belonging]

    def by_hand(self) -> set[Exposure]:
        return naive(self.looked, self.met, self.rode, self.bonds, belong=holding([self.belong]))

    def lake(self, folder: Path) -> Lake:
        lake = lake_at(folder)
        bring(lake, 1, *self.met)
        bring(lake, 2, *self.rode)
        if self.belong:
            bring(lake, 9, *self.belong)
        return lake

    def later(self, days: int) -> "District":
        by = timedelta(days=days)
        cases = [replace(one.case, onset=one.case.onset + by, isolated_at=one.case.isolated_at and one.case.isolated_at + by)
                 for one in self.looked if one.case.onset]  # fmt: skip
        return District(
            [Looked(case, one.rule) for case, one in zip(cases, self.looked, strict=True)],
            [replace(one, came=one.came + by, left=one.left + by) for one in self.met],
            [replace(one, boarded=one.boarded + by, left=one.left + by) for one in self.rode],
            [replace(one, since=one.since + by, until=one.until + by) for one in self.bonds],
            [
                replace(one, since=one.since + by, until=one.until if one.until == GOES_ON else one.until + by)
                for one in self.belong
            ],
        )


def holding(batches: Sequence[Sequence[Belonging]]) -> list[Belonging]:
    """Whoever spoke last of where somebody belongs from a day on is right about how long."""
    known: dict[tuple[object, ...], set[Belonging]] = {}
    for batch in batches:
        anew: dict[tuple[object, ...], set[Belonging]] = {}
        for one in batch:
            anew.setdefault((one.person, one.setting, one.site, one.room, one.since), set()).add(one)
        for key, those in anew.items():
            if new := those - known.get(key, set()):
                known[key] = new
    return [one for those in known.values() for one in those]


districts = st.builds(
    District,
    looked,
    st.lists(presences, min_size=1, max_size=30),
    st.lists(rides, min_size=1, max_size=15),
    st.lists(bonds, max_size=4),
    st.lists(belongings, max_size=10),
)
