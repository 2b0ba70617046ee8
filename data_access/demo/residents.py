"""Who lives in the synthetic district, on the way into the database: drawn and sealed in other processes, written in one.

Drawing and sealing is the work of a processor, COPY that of PostgreSQL: while it takes one batch, the next ones are made.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from data_access.demo.households import Home, households
from data_access.people.bulk import Bulk, Row
from data_access.people.tables import household, person, person_key, person_token, residence

BATCH = 4_000  # residents; so that a whole city's people are never held at once
MANY = 50_000  # residents; fewer are drawn sooner than another process has begun

Rows = dict[str, list[Row]]  # by table


def sealed_rows(homes: Sequence[Home], seed: int, bulk: Bulk) -> Iterator[Rows]:
    """The rows of all residents, batch by batch in the order of `homes`; columns are those of `bulk.TYPES`."""
    batches = list(in_batches(homes))
    if residents_of(homes) < MANY:
        return (rows_of(batch, seed, bulk) for batch in batches)
    return _elsewhere(batches, seed, bulk)


def residents_of(homes: Iterable[Home]) -> int:
    return sum(sum(home.sizes) for home in homes)


def in_batches(homes: Iterable[Home]) -> Iterator[list[Home]]:
    batch: list[Home] = []
    for home in homes:
        batch.append(home)
        if residents_of(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def rows_of(homes: Sequence[Home], seed: int, bulk: Bulk) -> Rows:
    rows: Rows = {table.name: [] for table in (household, person, person_key, person_token, residence)}
    for home in homes:
        for dwelling, residents in households(home, seed):
            rows[household.name].append(bulk.household(dwelling))
            for one in residents:
                known = {"name": one.name, "number": one.number, "phone": one.phone}
                sealed = bulk.person(one.id, one.born, dwelling.spot, known)
                rows[person.name].append(sealed.row)
                rows[person_key.name].append(sealed.key)
                rows[person_token.name] += sealed.tokens
                rows[residence.name].append(bulk.residence(one.id, one.id, dwelling, one.since))
    return rows


def _elsewhere(batches: Iterable[Sequence[Home]], seed: int, bulk: Bulk) -> Iterator[Rows]:
    """One process a core; so many batches are under way, and no more, as keep them at work."""
    cores = os.cpu_count() or 1
    waiting = iter(batches)
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:

        def begun(count: int) -> Iterator[Future[Rows]]:
            return (pool.submit(rows_of, batch, seed, bulk) for batch in islice(waiting, count))

        under_way = deque(begun(cores + 1))
        while under_way:
            yield under_way.popleft().result()
            under_way.extend(begun(1))
