"""Outbreaks of which everything is known: who met whom on which day for how long, who infected whom, and who knows of it.

Two makers. One is Covasim, in an environment of its own. The other is our own, some lines of SEIR on a network of households,
offices, classes and chance meetings: for the quick run, and for wherever Covasim cannot be had. Neither knows the weights that are measured by them: their infectiousness,
their dose and their settings have other shapes and figures.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HOME, OFFICE, CLASS, CHANCE = "household", "workplace", "class", "place"
MINUTES = {HOME: 24 * 60, OFFICE: 8 * 60, CLASS: 6 * 60}


@dataclass(frozen=True)
class Outbreak:
    """`ages` by person. `infected`: person -> day. `onset`: of those who had symptoms. `found`: case -> the day on which it
    was known and isolated. `meetings`: (day, case, other, setting, minutes), whatever came of it."""

    seed: int
    today: int
    ages: Sequence[int]
    infected: dict[int, int]
    onset: dict[int, int]
    found: dict[int, int]
    meetings: list[tuple[int, int, int, str, int]]


def by_covasim(python: Path, seeds: Sequence[int], people: int, days: int) -> Iterator[Outbreak]:
    """In its own process, by the Python that has it: one line of JSON an outbreak."""
    command = [
        str(python),
        str(Path(__file__).with_name("covasim_outbreaks.py")),
        str(people),
        str(days),
        *map(str, seeds),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            if line.startswith("{"):
                yield _read(json.loads(line))
        if running.wait():
            raise RuntimeError(f"Covasim ended with {running.returncode}")


def _read(told: dict[str, Any]) -> Outbreak:
    by_person = {
        name: {int(person): day for person, day in told[name].items()} for name in ("infected", "onset", "found")
    }
    return Outbreak(
        told["seed"], told["today"], told["ages"], **by_person, meetings=[tuple(one) for one in told["meetings"]]
    )


# Our own


def by_own(seeds: Sequence[int], people: int, days: int) -> Iterator[Outbreak]:
    for seed in seeds:
        yield Town(seed, people).outbreak(days)


CURVE = np.array([0.25, 0.6, 0.95, 1.0, 0.85, 0.62, 0.42, 0.27, 0.17, 0.1, 0.06])  # from three days before the onset on
FIRST = -3
HAZARD = {HOME: 0.055, OFFICE: 0.016, CLASS: 0.016, CHANCE: 0.03}
OF_A_QUARTER, CHANCES, FRIENDS = 25.0, 9, 24
SPREAD = 0.45  # of how infectious people are: few infect many
SILENT, LESS = 0.3, 0.5  # the part without symptoms, and how much less they infect
DETECTED = 0.8


class Town:
    """Homes of one to six; two of three grown people in an office, children in a class; friends, and chance."""

    def __init__(self, seed: int, people: int) -> None:
        self.seed, self.people = seed, people
        self.lot = np.random.default_rng(seed)
        self.ages = self.lot.choice(np.arange(90), people, p=_ages())
        sizes = self.lot.choice([1, 2, 3, 4, 5, 6], people, p=[0.15, 0.27, 0.3, 0.16, 0.09, 0.03])
        self.home = np.repeat(np.arange(people), sizes)[:people][self.lot.permutation(people)]
        grown, young = (
            (self.ages >= 20) & (self.ages < 62) & (self.lot.random(people) < 0.67),
            (self.ages >= 4) & (self.ages < 20),
        )
        self.group = {HOME: self.home, OFFICE: self._grouped(grown, 12), CLASS: self._grouped(young, 35)}
        self.friends = self.lot.integers(0, people, (people, FRIENDS))
        self.strength = self.lot.gamma(SPREAD, 1 / SPREAD, people)
        self.susceptible = np.where(self.ages < 15, 0.5, np.where(self.ages >= 65, 1.35, 1.0))

    def _grouped(self, who: Any, size: int) -> Any:
        """A group for each of them, none for the others."""
        groups = np.full(self.people, -1)
        groups[who] = self.lot.integers(0, max(1, int(who.sum()) // size), int(who.sum()))
        return groups

    def outbreak(self, days: int) -> Outbreak:
        infected = dict.fromkeys(self.lot.choice(self.people, 8, replace=False).tolist(), 0)
        onset: dict[int, int] = {}
        silent: set[int] = set()
        found: dict[int, int] = {}
        meetings: list[tuple[int, int, int, str, int]] = []
        for person in list(infected):
            self._falls_ill(person, 0, onset, silent, found)
        for day in range(days):
            for one in list(infected):
                if found.get(one, days) > day and infected[one] < day and day <= onset[one] + 8:
                    for other, setting, minutes in self._meets(one, day):
                        meetings.append((day, one, other, setting, minutes))
                        if other not in infected and self.lot.random() < self._chance(
                            one, other, day - onset[one], setting, minutes, silent
                        ):
                            infected[other] = day
                            self._falls_ill(other, day, onset, silent, found)
        shown = {one: day for one, day in onset.items() if one not in silent and day < days}
        return Outbreak(
            self.seed,
            days,
            self.ages.tolist(),
            infected,
            shown,
            {one: day for one, day in found.items() if day < days},
            meetings,
        )

    def _falls_ill(self, one: int, day: int, onset: dict[int, int], silent: set[int], found: dict[int, int]) -> None:
        onset[one] = day + max(1, round(float(self.lot.lognormal(1.58, 0.42))))
        if self.lot.random() < SILENT:
            silent.add(one)
        elif self.lot.random() < DETECTED:
            found[one] = onset[one] + int(self.lot.integers(1, 6))

    def _chance(self, one: int, other: int, since: int, setting: str, minutes: int, silent: set[int]) -> float:
        if not 0 <= since - FIRST < len(CURVE):
            return 0.0
        dose = 1 - np.exp(-minutes / OF_A_QUARTER) if setting == CHANCE else 1.0
        hazard = HAZARD[setting] * dose * CURVE[since - FIRST] * self.strength[one] * self.susceptible[other]
        return float(1 - np.exp(-hazard * (LESS if one in silent else 1.0)))

    def _meets(self, one: int, day: int) -> Iterator[tuple[int, str, int]]:
        for setting, groups in self.group.items():
            if groups[one] >= 0 and (setting == HOME or day % 7 < 5):
                for other in np.flatnonzero(groups == groups[one]):
                    if other != one:
                        yield int(other), setting, MINUTES[setting]
        for _ in range(int(self.lot.poisson(CHANCES))):
            friend = self.lot.random() < 0.5
            other = self.friends[one, self.lot.integers(FRIENDS)] if friend else self.lot.integers(self.people)
            if other != one:
                yield int(other), CHANCE, int(np.clip(self.lot.lognormal(2.7, 1.1), 1, 300))


def _ages() -> Any:
    weights = np.interp(np.arange(90), [0, 20, 30, 50, 65, 80, 89], [0.9, 1.0, 1.5, 1.4, 1.1, 0.5, 0.2])
    return weights / weights.sum()
