"""What a round is asked with, as small tables: the cases with their days, what each rule says of a vehicle, and the bonds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from cockpit.lake import MeansLeftOut
from cockpit.screening import Bond, Case, ContactRule, Means
from data_access.lake.checks import microseconds
from data_access.lake.expression import ASKED, TOLD

if TYPE_CHECKING:
    import pyarrow as pa

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Looked:
    """A case, its person named by the pseudonym, and the version of the rule by which it is looked at."""

    case: Case
    rule: ContactRule


@dataclass(frozen=True)
class Asked:
    """Of all cases those that expose anybody, with the days that count (microseconds, `[began, ended)`, never empty: who was
    isolated before them exposed nobody); rules are numbered as they come."""

    looked: tuple[Looked, ...]
    windows: tuple[tuple[int, int], ...]
    rules: tuple[ContactRule, ...]

    @staticmethod
    def of(looked: Iterable[Looked], zone: tzinfo, at: datetime) -> "Asked":
        """Raises NoDay for a case of which nobody knows one, and MeansLeftOut."""
        exposing = [one for one in looked if one.case.exposes]
        rules: list[ContactRule] = []
        for one in exposing:
            if one.rule not in rules:
                rules.append(whole(one.rule))
        windows = (one.case.window(one.rule, zone, at) for one in exposing)
        both = [(one, (microseconds(began), microseconds(ended))) for one, (began, ended) in zip(exposing, windows, strict=True)
                if began < ended]  # fmt: skip
        return _asked(both, tuple(rules))

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last moment that counts of any of them; no time where there is no case."""
        if not self.windows:
            return 0, 0
        return min(began for began, _ in self.windows), max(ended for _, ended in self.windows)

    def parted(self, numbers: frozenset[int]) -> "tuple[Asked, Asked]":
        """Those cases alone, and all others."""
        both = list(zip(self.looked, self.windows, strict=True))
        those = [one for one in both if one[0].case.id in numbers]
        return _asked(those, self.rules), _asked([one for one in both if one[0].case.id not in numbers], self.rules)

    def cases(self) -> "pa.Table":
        rows = [
            (one.case.id, one.case.person, *window, one.rule.minutes * timedelta(minutes=1) // MICROSECOND,
             one.case.severe, self.rules.index(one.rule))
            for one, window in zip(self.looked, self.windows, strict=True)
        ]  # fmt: skip
        return _table("cases", rows)

    def means(self) -> "pa.Table":
        rows = [
            (number, means, within.unit.value, within.rows, within.others)
            for number, rule in enumerate(self.rules)
            for means, within in rule.means.items()
        ]
        return _table("means", rows)

    def together(self) -> "pa.Table":
        rows = [
            (number, setting, each.close, each.others)
            for number, rule in enumerate(self.rules)
            for setting, each in rule.together.items()
        ]
        return _table("together", rows)


def _asked(both: Sequence[tuple[Looked, tuple[int, int]]], rules: tuple[ContactRule, ...]) -> Asked:
    return Asked(tuple(one for one, _ in both), tuple(window for _, window in both), rules)


def bond_table(bonds: Iterable[Bond]) -> "pa.Table":
    rows = [(one.one, one.other, one.setting.value, microseconds(one.since), microseconds(one.until)) for one in bonds]
    return _table("bonds", rows)


def exposure_schema() -> "pa.Schema":
    import pyarrow as pa

    kinds = (pa.int64(), pa.int64(), pa.string(), pa.int8(), pa.int64(), pa.int64(), pa.string())
    return pa.schema(list(zip(TOLD, kinds, strict=True)))


def whole(rule: ContactRule) -> ContactRule:
    """Raises MeansLeftOut: a ride that no rule speaks of would be passed over in silence."""
    left_out = [one for one in Means if one not in rule.means]
    if left_out:
        raise MeansLeftOut(rule.policy, left_out[0])
    return rule


def _table(name: str, rows: Sequence[Sequence[object]]) -> "pa.Table":
    import pyarrow as pa

    kinds = {"int64": pa.int64(), "int32": pa.int32(), "string": pa.string(), "bool": pa.bool_()}
    columns = list(zip(*rows, strict=True)) or [()] * len(ASKED[name])
    arrays = [pa.array(column, kinds[kind]) for column, kind in zip(columns, ASKED[name].values(), strict=True)]
    return pa.table(arrays, names=list(ASKED[name]))
