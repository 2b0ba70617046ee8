"""The model of risk on outbreaks of which everything is known: of the contacts who are infected in truth, how many stand among
the first k, beside the rules that need no model.

At the last day of each outbreak the cases that are known are those that were found; a contact is whoever met one of them from
two days before its onset until it was isolated, as far as records show (chance meetings are recorded six times in ten), is no
known case, and is still under observation, for every way alike. The truth is who of them is infected by then. Whom no record
shows is counted, and found by no rule.

The model is asked twice: by meetings and age alone, and with what people report of themselves. That is our own assumption, since
no outbreak says who tells: of those with symptoms who are not found yet three in ten, of all others one in a hundred.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import ceil
from statistics import mean, stdev
from zoneinfo import ZoneInfo

from bench import outbreaks
from bench.beside import NoPeer, covasim
from bench.measure import Goal, Outcome
from bench.outbreaks import CHANCE, HOME, Outbreak
from cockpit.policy import Policy, defaults
from cockpit.screening import Case, CaseStatus, Closeness, Exposure, Setting
from cockpit.screening.risk import Facts, Level, Met, Symptom, Weights, assess, weights_of

ZONE = ZoneInfo("Asia/Shanghai")
DAY_0 = date(2020, 1, 10)
LOOK_BACK, QUARTER, RECORDED, OBSERVED = 2, 15, 0.6, 14
TELLS, TELLS_WRONGLY = 0.3, 0.01
MODEL, TOLD, COUNT, LAST = (
    "the model",
    "the model, with symptoms reported",
    "close contacts, most meetings first, then the last",
    "close contacts, the last first",
)
OWN, COVASIM = "own SEIR", "Covasim"
SET_ON = range(1001, 1121)  # outbreaks on which weights were looked at; none of these is reported
TIMES, PARTS = (1, 2, 5), (0.05, 0.10)


@dataclass(frozen=True)
class Size:
    seeds: range
    people: int
    days: int
    makers: tuple[str, ...]


SIZES = {
    "quick": Size(range(1, 101), 3_000, 28, (OWN,)),
    "full": Size(range(1, 101), 5_000, 30, (OWN, COVASIM)),
}  # fmt: skip

Ranked = list[int]


@dataclass
class Tried:
    """One outbreak: how many contacts, how many of them infected, how many infected no record shows; way -> k -> recall."""

    contacts: int
    infected: int
    unlisted: int
    recall: dict[str, dict[str, float]] = field(default_factory=dict)
    levels: dict[Level, tuple[int, int]] = field(default_factory=dict)  # people, infected


@dataclass
class Found:
    size: Size
    tried: dict[str, list[Tried]]
    left_out: dict[str, int]
    missing: str = ""  # why Covasim could not be had

    def recalls(self, maker: str, way: str, at: str) -> list[float]:
        return [one.recall[way][at] for one in self.tried[maker]]

    def of_all(self, maker: str, way: str, at: str) -> float:
        """Of all infected contacts of all outbreaks: each person counts the same, however small the outbreak."""
        return sum(one.recall[way][at] * one.infected for one in self.tried[maker]) / max(1, self.infected(maker))

    def infected(self, maker: str) -> int:
        return sum(one.infected for one in self.tried[maker])


def measure(size: Size) -> Found:
    asked = (list(size.seeds), size.people, size.days)
    tried, weights, missing = {}, rule(), ""
    tried[OWN] = [try_out(one, weights) for one in outbreaks.by_own(*asked)]
    if COVASIM in size.makers:
        try:
            with covasim() as python:
                tried[COVASIM] = [try_out(one, weights) for one in outbreaks.by_covasim(python, *asked)]
        except NoPeer as error:
            missing = str(error)
    whole = {maker: [one for one in all_of if one.infected] for maker, all_of in tried.items()}
    return Found(size, whole, {maker: len(tried[maker]) - len(whole[maker]) for maker in tried}, missing)


def rule() -> Weights:
    """As a new district starts with it."""
    body = next(one["body"] for one in defaults() if one["kind"] == "risk")
    then = datetime(2020, 1, 1, tzinfo=ZONE)
    return weights_of(Policy(0, "risk", "any", "330103", then, None, then, "", body))


def try_out(outbreak: Outbreak, weights: Weights) -> Tried:
    now = midnight(outbreak.today)
    facts = contacts_of(outbreak)
    truth = {one for one in facts if one in outbreak.infected}
    hidden = outbreak.infected.keys() - outbreak.found.keys()
    stands = {one: assess(each, weights, now, ZONE) for one, each in facts.items()}
    told = {one: assess(each, weights, now, ZONE) for one, each in reported(facts, outbreak).items()}
    ways: dict[str, Callable[[int], tuple[float, ...]]] = {
        MODEL: lambda one: (-stands[one].score,),
        TOLD: lambda one: (-told[one].score,),
        COUNT: lambda one: (-close(facts[one]), -last(facts[one])),
        LAST: lambda one: (-min(1, close(facts[one])), -last(facts[one])),
    }
    tried = Tried(len(facts), len(truth), len(hidden) - len(truth))
    for way, key in ways.items():
        ranked = sorted(shuffled(facts, outbreak.seed), key=key)
        tried.recall[way] = {name: recall(ranked, truth, k) for name, k in tops(len(facts), len(truth)).items()}
    for level in Level:
        theirs = {one for one, each in stands.items() if each.level is level}
        tried.levels[level] = (len(theirs), len(theirs & truth))
    return tried


def contacts_of(outbreak: Outbreak) -> dict[int, Facts]:
    lot = random.Random(outbreak.seed)
    cases = {one: case_of(outbreak, one) for one in outbreak.found if one in outbreak.onset}
    met: dict[int, list[Met]] = defaultdict(list)
    for day, one, other, setting, minutes in outbreak.meetings:
        recorded = setting != CHANCE or lot.random() < RECORDED
        if (
            recorded
            and one in cases
            and other not in cases
            and outbreak.onset[one] - LOOK_BACK <= day < outbreak.found[one]
        ):
            met[other].append(Met(exposure(day, one, other, setting, minutes), cases[one]))
    born = {one: DAY_0 - timedelta(days=365 * outbreak.ages[one] + 200) for one in met}
    facts = {one: Facts(tuple(all_of), born[one]) for one, all_of in met.items()}
    over = midnight(outbreak.today - OBSERVED).timestamp()
    return {one: each for one, each in facts.items() if last(each) >= over}


def reported(facts: dict[int, Facts], outbreak: Outbreak) -> dict[int, Facts]:
    lot, yesterday = random.Random(outbreak.seed), DAY_0 + timedelta(days=outbreak.today - 1)
    ill = {one for one, day in outbreak.onset.items() if day < outbreak.today}
    tells = {one for one in sorted(facts) if lot.random() < (TELLS if one in ill else TELLS_WRONGLY)}
    return {one: replace(each, symptoms=(Symptom(yesterday),)) if one in tells else each for one, each in facts.items()}


def case_of(outbreak: Outbreak, one: int) -> Case:
    onset = DAY_0 + timedelta(days=outbreak.onset[one])
    return Case(one, one, CaseStatus.CONFIRMED, onset=onset, isolated_at=midnight(outbreak.found[one]))


def exposure(day: int, one: int, other: int, setting: str, minutes: int) -> Exposure:
    began = midnight(day) + timedelta(hours=0 if setting == HOME else 9)
    near = setting != CHANCE or minutes >= QUARTER
    closeness = Closeness.CLOSE if near else Closeness.GENERAL
    where = "1" if setting == CHANCE else ""
    return Exposure(one, other, Setting(setting), closeness, began, began + timedelta(minutes=minutes), where)


def midnight(day: int) -> datetime:
    return datetime.combine(DAY_0 + timedelta(days=day), datetime.min.time(), ZONE)


def close(facts: Facts) -> int:
    return sum(one.exposure.closeness is Closeness.CLOSE for one in facts.met)


def last(facts: Facts) -> float:
    return max(one.exposure.ended.timestamp() for one in facts.met)


def shuffled(persons: Sequence[int] | dict[int, Facts], seed: int) -> Ranked:
    """Whoever stands equal is drawn by lot, the same for every way."""
    order = sorted(persons)
    random.Random(seed).shuffle(order)
    return order


def tops(contacts: int, infected: int) -> dict[str, int]:
    return {f"{times}x": times * infected for times in TIMES} | {
        f"{100 * part:.0f} %": ceil(part * contacts) for part in PARTS
    }


def recall(ranked: Ranked, truth: set[int], k: int) -> float:
    return len(truth & set(ranked[:k])) / len(truth) if truth else 0.0


# As it is told


def names() -> list[str]:
    return list(tops(100, 1))


def outcome(found: Found) -> Outcome:
    columns = ["outbreaks by", "way", *(f"recall in the first {name}" for name in names())]
    rows = [
        [maker, way, *(told(found, maker, way, at) for at in names())]
        for maker in found.tried
        for way in (MODEL, TOLD, COUNT, LAST)
    ]
    return Outcome("calibration", columns, rows, remarks(found), goals(found))


def told(found: Found, maker: str, way: str, at: str) -> str:
    recalls = found.recalls(maker, way, at)
    return f"{found.of_all(maker, way, at):.3f} ({mean(recalls):.2f} ± {stdev(recalls):.2f})"


def remarks(found: Found) -> list[str]:
    said = [
        f"{found.size.people} residents, {found.size.days} days, seeds {found.size.seeds.start} to {found.size.seeds.stop - 1}; recall of "
        "all infected contacts taken together, in brackets mean and standard deviation over outbreaks, of which the small ones "
        f"(one to five infected) swing between none and all; the weights were "
        f"set by hand, tried out on seeds {SET_ON.start} to {SET_ON.stop - 1} alone, and left as they were",
        "1x, 2x, 5x: as many as are infected among the contacts, twice, five times; 5 %, 10 %: of the contacts",
    ]
    for maker, tried in found.tried.items():
        said += of_maker(maker, tried, found)
    if COVASIM not in found.tried:
        why = f"it could not be had: {found.missing}" if found.missing else "`--full` makes an environment for it"
        said.append(f"without Covasim: {why}")
    return said


def of_maker(maker: str, tried: Sequence[Tried], found: Found) -> list[str]:
    contacts, infected, unlisted = (
        sum(getattr(one, name) for one in tried) for name in ("contacts", "infected", "unlisted")
    )
    levels = {level: tuple(sum(one.levels[level][at] for one in tried) for at in (0, 1)) for level in Level}
    told = ", ".join(
        f"{level.name.lower()} {people} people, {ill / people if people else 0:.1%} infected"
        for level, (people, ill) in sorted(levels.items(), reverse=True)
    )
    return [
        f"{maker}: {len(tried)} outbreaks ({found.left_out[maker]} without an infected contact left out), {contacts} contacts, {infected} of them "
        f"infected; {unlisted} more infected whom no record shows, whom no rule can find",
        f"{maker}: {told}",
        f"{maker}: outbreaks in which the model finds more, as many, fewer than by most meetings: "
        + "; ".join(f"{at}: {'/'.join(map(str, against(found, maker, at)))}" for at in names()),
    ]


def against(found: Found, maker: str, at: str) -> tuple[int, int, int]:
    pairs = list(zip(found.recalls(maker, MODEL, at), found.recalls(maker, COUNT, at), strict=True))
    return sum(a > b for a, b in pairs), sum(a == b for a, b in pairs), sum(a < b for a, b in pairs)


def goals(found: Found) -> list[Goal]:
    whole = [
        Goal(f"{maker}: {way}: recall over all of these not below the better of the simple rules", f"{ours:.3f} and {simple:.3f}", ours >= simple)
        for maker in found.tried
        for way in (MODEL, TOLD)
        for ours, simple in (together(found, maker, way),)
    ]  # fmt: skip
    return whole + [
        Goal(
            f"{maker}: recall in the first {at} not below the better of the simple rules",
            f"{ours:.3f} and {simple:.3f}",
            ours >= simple,
        )
        for maker in found.tried
        for at in names()
        for ours, simple in (compared(found, maker, at),)
    ]


def compared(found: Found, maker: str, at: str) -> tuple[float, float]:
    return found.of_all(maker, MODEL, at), max(found.of_all(maker, way, at) for way in (COUNT, LAST))


def together(found: Found, maker: str, way: str) -> tuple[float, float]:
    """The mean over all k, which a few people more or less in one of them do not turn round."""
    ours, *simple = (mean(found.of_all(maker, one, at) for at in names()) for one in (way, COUNT, LAST))
    return ours, max(simple)
