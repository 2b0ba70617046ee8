"""Outbreaks by Covasim, run by its own Python: `covasim_outbreaks.py PEOPLE DAYS SEED...`, one line of JSON each.

Its network, its course of the illness and its infectiousness are left as they are. Added is what a district would know: how
long people were together (which makes a chance meeting more or less dangerous), and when a case is found and isolated.
"""

import json
import sys
from typing import Any

import covasim as cv
import numpy as np

SETTINGS = {"h": "household", "w": "workplace", "s": "class", "c": "place"}
MINUTES = {"h": 24 * 60, "w": 8 * 60, "s": 6 * 60}
OF_A_QUARTER, DETECTED = 25.0, 0.8


class Watch:
    """Called on each day after the network was drawn and before anybody infects anybody."""

    def __init__(self, seed: int, people: int) -> None:
        self.people = people
        self.lot = np.random.default_rng(seed)
        self.meetings: list[tuple[int, int, int, str, int]] = []
        self.found: dict[int, int] = {}
        self.asked: set[int] = set()

    def __call__(self, sim: Any) -> None:
        day, covid = int(sim.ti), sim.people.covid
        ill = np.zeros(self.people, bool)
        ill[np.asarray(covid.infected.uids)] = True
        for layer, net in sim.people.contacts.items():
            self._watch(day, layer, net, ill)
        for one in np.asarray(covid.symptomatic.uids).tolist():
            if one not in self.asked:
                self.asked.add(one)
                if self.lot.random() < DETECTED:
                    self.found[one] = int(covid.ti_symptomatic.raw[one]) + int(self.lot.integers(1, 6))
        isolated = [one for one, when in self.found.items() if when <= day]
        if isolated:
            covid.rel_trans_base[cv.ss.uids(isolated) if hasattr(cv, "ss") else np.array(isolated)] = 0.0

    def _watch(self, day: int, layer: str, net: Any, ill: Any) -> None:
        one, other = np.asarray(net.p1), np.asarray(net.p2)
        if layer == "c":
            minutes = np.clip(self.lot.lognormal(2.7, 1.1, len(one)), 1, 300).astype(int)
            dose = 1 - np.exp(-minutes / OF_A_QUARTER)
            net.edges.beta[:] = dose / dose.mean()
        else:
            minutes = np.full(len(one), MINUTES[layer])
        for first, second in ((one, other), (other, one)):
            for at in np.flatnonzero(ill[first]):
                self.meetings.append((day, int(first[at]), int(second[at]), SETTINGS[layer], int(minutes[at])))


def outbreak(seed: int, people: int, days: int) -> dict[str, Any]:
    watch = Watch(seed, people)

    def each_day(sim: Any) -> None:
        watch(sim)

    sim = cv.Sim(
        pop_size=people, pop_type="hybrid", pop_infected=8, n_days=days, rand_seed=seed, verbose=0,
        dynam_layer={"c": 1}, interventions=[each_day],
    )  # fmt: skip
    sim.run()
    covid, log = sim.people.covid, sim.people.infection_log
    infected = {int(one["target"]): int(one["date"]) for one in log if one["date"] < days}
    onsets = {one: covid.ti_symptomatic.raw[one] for one in infected}
    onset = {one: int(when) for one, when in onsets.items() if np.isfinite(when) and when < days}
    found = {one: when for one, when in watch.found.items() if when < days}
    ages = [int(age) for age in np.asarray(sim.people.age.raw[:people])]
    seen = [one for one in watch.meetings if one[1] in found]
    return {
        "seed": seed,
        "today": days,
        "ages": ages,
        "infected": infected,
        "onset": onset,
        "found": found,
        "meetings": seen,
    }


if __name__ == "__main__":
    for seed in sys.argv[3:]:
        print(json.dumps(outbreak(int(seed), int(sys.argv[1]), int(sys.argv[2]))), flush=True)
