"""A pair is two records of the inventory that look alike, with how far each field agrees and what that weighs.

The weight is that of Fellegi and Sunter (1969) in bits: for each field, log2 of how often records of one person agree
so (m) over how often those of two strangers do (u), and the odds that two records drawn at random are of one person.
Ten bits more say: a thousand times as likely. Both figures are dated policy, so that a score can be said again later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import log2
from typing import Any, ClassVar


class Field(StrEnum):
    NAME = "name"
    BORN = "born"
    HOME = "home"
    PHONE = "phone"
    NUMBER = "number"


class Level(StrEnum):
    """How far a field agrees."""

    SAME = "same"  # 相同
    SPELT = "spelt"  # 拼写不同: it sounds the same, and one of the two is in Latin letters
    SOUND = "sound"  # 同音: it sounds the same in other characters
    CLOSE = "close"  # 相近: one character or figure is otherwise, or two changed places
    YEAR = "year"  # 同年
    FORMER = "former"  # 曾住: one lives where the other lived before
    COMPOUND = "compound"  # 同小区
    STREET = "street"  # 同街道
    OTHER = "other"  # 不同
    UNKNOWN = "unknown"  # 缺: one of the two does not have it, which speaks for nothing


LEVELS = {
    Field.NAME: (Level.SAME, Level.SPELT, Level.SOUND, Level.CLOSE, Level.OTHER),
    Field.BORN: (Level.SAME, Level.CLOSE, Level.YEAR, Level.OTHER),
    Field.HOME: (Level.SAME, Level.FORMER, Level.COMPOUND, Level.STREET, Level.OTHER, Level.UNKNOWN),
    Field.PHONE: (Level.SAME, Level.OTHER, Level.UNKNOWN),
    Field.NUMBER: (Level.SAME, Level.OTHER, Level.UNKNOWN),
}
BY_ITSELF = (Level.SAME, Level.SPELT)  # names with which a merge asks nobody: twins may well sound the same

Levels = Mapping[Field, Level]


class State(StrEnum):
    WAITING = "waiting"  # 待判断
    MERGED = "merged"  # 同一人
    APART = "apart"  # 两个人


class Verdict(StrEnum):
    MERGE = "merge"
    QUEUE = "queue"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Pair:
    """`one` is the record with the lower number; `rule` the version of the weights by which it was found."""

    one: int
    other: int
    weight: float
    levels: Levels
    rule: int
    found_at: datetime
    state: State = State.WAITING
    decided_by: int | None = None
    decided_at: datetime | None = None
    id: int = 0
    subject: ClassVar[str] = "person_pair"

    @property
    def waits(self) -> bool:
        return self.state is State.WAITING

    def decided(self, state: State, by: int | None, at: datetime) -> "Pair":
        """Said once: what is apart is never proposed again, and a merge that was undone is apart."""
        return replace(self, state=state, decided_by=by, decided_at=at)


def parts(levels: Levels, body: Mapping[str, Any]) -> dict[Field, float]:
    """What each field adds to the weight; `body` is that of the policy `link/person`."""
    return {field: _bits(body["levels"][field], level) for field, level in levels.items()}


def weight(levels: Levels, body: Mapping[str, Any]) -> float:
    return log2(body["prior"] / (1 - body["prior"])) + sum(parts(levels, body).values())


def _bits(figures: Mapping[str, tuple[float, float]], level: Level) -> float:
    if level is Level.UNKNOWN:
        return 0.0
    m, u = figures[level]
    return log2(m / u)


def verdict(score: float, levels: Levels, body: Mapping[str, Any]) -> Verdict:
    """What becomes of a pair; weights alone never merge twins, nor a father and a son of one name.

    Those behind one door share it, and often a phone: with another name or another birthday nothing of that counts.
    """
    name, born = levels[Field.NAME], levels[Field.BORN]
    if levels[Field.NUMBER] is Level.OTHER or score < body["queue"]:
        return Verdict.NOTHING
    if Level.OTHER in (name, born) and levels[Field.NUMBER] is not Level.SAME:
        return Verdict.NOTHING
    sure = score >= body["merge"] and name in BY_ITSELF and born is Level.SAME
    return Verdict.MERGE if sure else Verdict.QUEUE
