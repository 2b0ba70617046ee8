"""Who most likely infected whom: days between onsets, meetings before the onset, and nobody in a ring."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cockpit.screening import Case, CaseStatus, Closeness, Exposure, Setting
from cockpit.screening.chain import ChainRule, clusters_of, links_of, nodes_of

ZONE = ZoneInfo("Asia/Shanghai")
RULE = ChainRule(1, mean=7.5, spread=3.4, many=2)
DAY0 = date(2020, 1, 20)
HE, SU, TAO, YU = 1, 2, 3, 4


def case(number: int, day: int) -> Case:
    return Case(number, 100 + number, CaseStatus.CONFIRMED, onset=DAY0 + timedelta(days=day))


def met(source: int, target: int, day: int, setting: Setting = Setting.MEAL, where: str = "") -> Exposure:
    began = datetime.combine(DAY0 + timedelta(days=day), datetime.min.time(), ZONE) + timedelta(hours=12)
    return Exposure(source, 100 + target, setting, Closeness.CLOSE, began, began + timedelta(hours=1), where)


def pairs(cases: list[Case], *meetings: Exposure) -> dict[tuple[int, int], bool]:
    return {(one.source, one.target): one.likely for one in links_of(cases, meetings, RULE, ZONE)}


def test_of_two_whom_one_met_the_one_whose_days_fit_leads() -> None:
    cases = [case(HE, 0), case(SU, 6), case(TAO, 8)]

    assert pairs(cases, met(HE, TAO, 2), met(SU, TAO, 7)) == {(HE, TAO): True, (SU, TAO): False}


def test_a_meeting_after_the_onset_infected_nobody() -> None:
    assert pairs([case(HE, 0), case(SU, 6)], met(HE, SU, 7)) == {}
    assert pairs([case(HE, 0), case(SU, 6)], met(HE, SU, 6)) == {(HE, SU): True}


def test_two_who_met_each_other_are_no_ring() -> None:
    found = pairs([case(HE, 0), case(SU, 0)], met(HE, SU, 0), met(SU, HE, 0))

    assert sorted(found) == [(HE, SU), (SU, HE)] and sum(found.values()) == 1


def test_generations_count_from_the_first_and_who_infected_many_is_marked() -> None:
    cases = [case(HE, 0), case(SU, 7), case(TAO, 8), case(YU, 15)]
    links = links_of(cases, [met(HE, SU, 1), met(HE, TAO, 1), met(SU, YU, 9)], RULE, ZONE)
    nodes = {one.case.id: one for one in nodes_of(cases, links, RULE)}

    assert {number: one.generation for number, one in nodes.items()} == {HE: 0, SU: 1, TAO: 1, YU: 2}
    assert nodes[HE].infected == 2 and nodes[HE].many and not nodes[SU].many


def test_a_place_at_which_cases_met_is_a_cluster() -> None:
    cases = [case(HE, 0), case(SU, 7), case(TAO, 8)]
    meetings = [met(HE, SU, 1, Setting.PLACE, "10"), met(HE, TAO, 1, Setting.PLACE, "10"), met(SU, TAO, 7)]

    (one,) = clusters_of(cases, meetings)

    assert (one.place, one.cases) == (10, (HE, SU, TAO))


@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 20)), max_size=40),
)
def test_every_case_has_one_likely_source_at_most_and_no_chain_bites_its_tail(
    days: list[int], meetings: list[tuple[int, int, int]]
) -> None:
    cases = [case(number, day) for number, day in enumerate(days, 1)]
    met_at = [
        met(1 + a % len(days), 1 + b % len(days), day) for a, b, day in meetings if a % len(days) != b % len(days)
    ]
    links = links_of(cases, met_at, RULE, ZONE)
    likely = [one.target for one in links if one.likely]

    assert len(likely) == len(set(likely))
    assert all(one.generation < len(cases) for one in nodes_of(cases, links, RULE))
    assert {one.target for one in links} >= set(likely)
