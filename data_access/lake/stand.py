"""What is in the lake, counted from its ledger alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from cockpit.lake import Brought, DayCount, Kind, Note, SourceCount, Stand
from data_access.lake.ledger import File, Ledger


def stand_of(ledger: Ledger) -> Stand:
    return Stand(tuple(_days(ledger)), tuple(_sources(ledger)), tuple(one.brought for one in ledger.landed))


def _days(ledger: Ledger) -> Iterator[DayCount]:
    for kind, day in sorted({(one.kind, one.day) for one in ledger.files}):
        files = [one for one in ledger.files if (one.kind, one.day) == (kind, day)]
        yield DayCount(kind, day, sum(one.rows for one in files), len(files))


def _sources(ledger: Ledger) -> Iterator[SourceCount]:
    brought = [one.brought for one in ledger.landed]
    for source, kind in sorted({(one.source, one.kind) for one in brought}):
        yield _source(source, kind, [one for one in brought if (one.source, one.kind) == (source, kind)], ledger)


def _source(source: str, kind: Kind, batches: list[Brought], ledger: Ledger) -> SourceCount:
    numbers = {one.number for one in batches}
    files = [one for one in ledger.files if numbers & one.batches.keys()]
    by_day: Counter[date] = Counter()
    for one in files:
        by_day[one.day] += _rows(one, numbers)
    days = (min(by_day), max(by_day)) if by_day else None
    return SourceCount(
        source,
        kind,
        len(batches),
        sum(_rows(one, numbers) for one in files),
        sum(sum(one.refused.values()) for one in batches),
        max(one.at for one in batches),
        days,
        by_day,
        _noted(batches),
    )


def _noted(batches: list[Brought]) -> dict[Note, int]:
    found: Counter[Note] = Counter()
    for one in batches:
        found.update(one.notes)
    return dict(found)


def _rows(file: File, numbers: set[int]) -> int:
    return sum(rows for number, rows in file.batches.items() if number in numbers)
