"""Chains of transmission 传播链: who most likely infected whom, by who met whom and how many days lie between their onsets.

A guess that says what it rests on: of all cases that a case met before it fell ill, the one whose days fit best.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from math import exp
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.policy import Policy
from cockpit.screening.case import Case
from cockpit.screening.contact import Closeness, Exposure
from cockpit.screening.meeting import Setting

if TYPE_CHECKING:
    from data_access.work import Work

NEARNESS = {Closeness.CLOSE: 1.0, Closeness.TO_ASK: 0.7, Closeness.GENERAL: 0.3}
LEAST = 1e-3  # what fits less is no link


@dataclass(frozen=True)
class ChainRule:
    """`mean` and `spread` (standard deviation) of the days from onset to onset; who infected `many` is marked."""

    policy: int
    mean: float
    spread: float
    many: int


@dataclass(frozen=True)
class Link:
    """`fits`: how well, 0 to 1; `likely`: the best of all that lead to this case. `met` is when they last met before it."""

    source: int
    target: int
    setting: Setting
    where: str
    met: datetime
    fits: float
    likely: bool = False


@dataclass(frozen=True)
class Node:
    """`generation` counts from the first case of its chain, which is 0; `infected`: cases it most likely leads to."""

    case: Case
    day: date
    generation: int
    infected: int
    many: bool


@dataclass(frozen=True)
class Cluster:
    """Cases that met in one place, by its number."""

    place: int
    cases: tuple[int, ...]


@dataclass(frozen=True)
class Transmission:
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    clusters: tuple[Cluster, ...]
    places: Mapping[int, str]
    rule: Policy


@allowed_to("see_screening")
def transmission(work: "Work") -> Transmission:
    """Of the cases in one's scope that are not ruled out; codes alone, nobody's name."""
    version = work.policy.get("transmission", "any", work.by.area)
    body = version.body
    rule = ChainRule(version.id, body["mean"], body["spread"], body["many"])
    cases = [one for one in work.cases.exposing() if one.onset or one.sampled]
    exposures = work.exposures.of_persons([one.person for one in cases], work.at)
    links = links_of(cases, exposures, rule, work.zone)
    clusters = clusters_of(cases, exposures)
    places = {one.place for one in clusters} | {int(one.where) for one in links if one.setting is Setting.PLACE}
    return Transmission(nodes_of(cases, links, rule), links, clusters, work.places.names(places), version)


def links_of(cases: Sequence[Case], exposures: Iterable[Exposure], rule: ChainRule, zone: tzinfo) -> tuple[Link, ...]:
    """Each pair once, by the meeting that fits best; of a case that met several, one link is the likely one."""
    known, whose = {one.id: one for one in cases}, {one.person: one for one in cases}
    best: dict[tuple[int, int], Link] = {}
    for one in exposures:
        source, target = known.get(one.case), whose.get(one.person)
        if source is None or target is None or one.began.astimezone(zone).date() > target.day:
            continue
        link = Link(source.id, target.id, one.setting, one.where, one.began, _fits(source, target, one, rule))
        pair = (source.id, target.id)
        if link.fits >= LEAST and (pair not in best or (link.fits, link.met) > (best[pair].fits, best[pair].met)):
            best[pair] = link
    return _likely(best.values())


def _likely(links: Iterable[Link]) -> tuple[Link, ...]:
    """No two are each other's source: who fell ill first leads, and of one day the smaller number."""
    into: dict[int, list[Link]] = defaultdict(list)
    for one in links:
        into[one.target].append(one)
    chosen = {
        target: max(those, key=lambda one: (one.fits, one.met, -one.source)) for target, those in sorted(into.items())
    }
    for target in list(chosen):
        if _leads_back(target, chosen):
            del chosen[target]
    every = sorted((one for those in into.values() for one in those), key=lambda one: (one.target, one.source))
    return tuple(replace(one, likely=chosen.get(one.target) == one) for one in every)


def _leads_back(target: int, chosen: Mapping[int, Link]) -> bool:
    seen, at = {target}, chosen[target].source
    while at in chosen and at not in seen:
        seen.add(at)
        at = chosen[at].source
    return at == target


def _fits(source: Case, target: Case, one: Exposure, rule: ChainRule) -> float:
    days = (target.day - source.day).days
    away = (days - rule.mean) / rule.spread
    return NEARNESS[one.closeness] * exp(-away * away / 2)


def nodes_of(cases: Sequence[Case], links: Iterable[Link], rule: ChainRule) -> tuple[Node, ...]:
    source = {one.target: one.source for one in links if one.likely}
    infected = Counter(source.values())
    return tuple(
        Node(one, one.day, _generation(one.id, source), infected[one.id], infected[one.id] >= rule.many)
        for one in sorted(cases, key=lambda one: (one.day, one.id))
    )


def _generation(case: int, source: Mapping[int, int]) -> int:
    count = 0
    while case in source:
        case, count = source[case], count + 1
    return count


def clusters_of(cases: Sequence[Case], exposures: Iterable[Exposure]) -> tuple[Cluster, ...]:
    """The places at which at least two cases met, those with most first."""
    whose = {one.person: one.id for one in cases}
    known = {one.id for one in cases}
    found: dict[int, set[int]] = defaultdict(set)
    for one in exposures:
        if one.setting is Setting.PLACE and one.case in known and one.person in whose:
            found[int(one.where)] |= {one.case, whose[one.person]}
    clusters = [Cluster(place, tuple(sorted(those))) for place, those in found.items()]
    return tuple(sorted(clusters, key=lambda one: (-len(one.cases), one.place)))
