"""The model of risk on our own outbreaks, the quick run: it finds at least what counting meetings does. No word about times."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bench import calibration, outbreaks
from bench.calibration import COUNT, MODEL, OWN, SET_ON, TOLD
from cockpit.screening.risk import Level


@pytest.fixture(scope="module")
def found() -> calibration.Found:
    return calibration.measure(calibration.SIZES["quick"])


def test_the_model_finds_at_least_what_the_simple_rules_find(found: calibration.Found) -> None:
    """Taken over all k: of a single one a handful of people decide, and where it is below, the results say so."""
    told = calibration.outcome(found)
    assert len(found.tried[OWN]) + found.left_out[OWN] == 100 and found.infected(OWN) > 1_000
    for way in (MODEL, TOLD):
        ours, simple = calibration.together(found, OWN, way)
        assert ours >= simple
    assert len(told.rows) == 4 and any("without Covasim" in one for one in told.remarks)


def test_more_of_the_contacts_are_infected_the_higher_their_level(found: calibration.Found) -> None:
    sums = {level: [sum(one.levels[level][at] for one in found.tried[OWN]) for at in (0, 1)] for level in Level}
    shares = [ill / people for people, ill in (sums[level] for level in sorted(Level, reverse=True))]
    assert all(above > below for above, below in pairwise(shares))


def test_what_people_report_helps(found: calibration.Found) -> None:
    assert found.of_all(OWN, TOLD, "1x") > found.of_all(OWN, MODEL, "1x")


def test_a_model_that_finds_less_misses_the_goal(found: calibration.Found) -> None:
    worse = [
        replace(one, recall=one.recall | {MODEL: dict.fromkeys(one.recall[COUNT], 0.0)}) for one in found.tried[OWN]
    ]
    missed = [goal for goal in calibration.goals(replace(found, tried={OWN: worse})) if not goal.reached]
    assert len(missed) == len(calibration.names()) + 1


def test_the_same_seed_makes_the_same_outbreak_and_none_is_reported_that_weights_were_tried_on() -> None:
    one, other = (list(outbreaks.by_own([7], 1_000, 20)) for _ in range(2))
    assert one == other and one[0].infected
    assert not any(set(size.seeds) & set(SET_ON) for size in calibration.SIZES.values())


def test_whoever_was_found_is_no_contact_and_whom_nobody_met_neither() -> None:
    (one,) = outbreaks.by_own([7], 1_000, 20)
    contacts = calibration.contacts_of(one)
    assert contacts and not contacts.keys() & one.found.keys()
    assert all(each.exposure.person == person for person, facts in contacts.items() for each in facts.met)
