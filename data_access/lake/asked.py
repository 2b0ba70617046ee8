"""What a round is asked with, as small tables: the cases with their days, what each rule says of a vehicle, and the bonds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from cockpit.lake import MeansLeftOut
from cockpit.screening import Bond, Case, ContactRule, Means
from data_access.lake.checks import microseconds

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
    """Of all cases those that expose anybody, with the days that count (microseconds); rules are numbered as they come."""

    looked: tuple[Looked, ...]
    windows: tuple[tuple[int, int], ...]
    rules: tuple[ContactRule, ...]

    @classmethod
    def of(cls, looked: Iterable[Looked], zone: tzinfo, at: datetime) -> "Asked":
        """Raises NoDay for a case of which nobody knows one, and MeansLeftOut."""
        exposing = tuple(one for one in looked if one.case.exposes)
        windows = (one.case.window(one.rule, zone, at) for one in exposing)
        rules: list[ContactRule] = []
        for one in exposing:
            if one.rule not in rules:
                rules.append(whole(one.rule))
        return cls(
            exposing, tuple((microseconds(began), microseconds(ended)) for began, ended in windows), tuple(rules)
        )

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last moment that counts of any of them; no time where there is no case."""
        if not self.windows:
            return 0, 0
        return min(began for began, _ in self.windows), max(ended for _, ended in self.windows)

    def cases(self) -> "pa.Table":
        import pyarrow as pa

        rows = [
            (one.case.id, one.case.person, *window, one.rule.minutes * timedelta(minutes=1) // MICROSECOND,
             one.case.severe, self.rules.index(one.rule))
            for one, window in zip(self.looked, self.windows, strict=True)
        ]  # fmt: skip
        kinds = (pa.int64(), pa.int64(), pa.int64(), pa.int64(), pa.int64(), pa.bool_(), pa.int32())
        return _table(("case", "person", "began", "ended", "minutes", "severe", "rule"), kinds, rows)

    def means(self) -> "pa.Table":
        import pyarrow as pa

        rows = [
            (number, means, within.unit.value, within.rows, within.others)
            for number, rule in enumerate(self.rules)
            for means, within in rule.means.items()
        ]
        kinds = (pa.int32(), pa.string(), pa.string(), pa.int32(), pa.bool_())
        return _table(("rule", "means", "unit", "rows", "others"), kinds, rows)


def bond_table(bonds: Iterable[Bond]) -> "pa.Table":
    import pyarrow as pa

    rows = [(one.one, one.other, one.setting.value, microseconds(one.since), microseconds(one.until)) for one in bonds]
    kinds = (pa.int64(), pa.int64(), pa.string(), pa.int64(), pa.int64())
    return _table(("one", "other", "setting", "since", "until"), kinds, rows)


def whole(rule: ContactRule) -> ContactRule:
    """Raises MeansLeftOut: a ride that no rule speaks of would be passed over in silence."""
    left_out = [one for one in Means if one not in rule.means]
    if left_out:
        raise MeansLeftOut(rule.policy, left_out[0])
    return rule


def _table(names: Sequence[str], kinds: Sequence["pa.DataType"], rows: Sequence[Sequence[object]]) -> "pa.Table":
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)], names=list(names))
