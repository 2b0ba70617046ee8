"""What reckons: DuckDB inside this process, or Spark for a city. Both are asked by the same expressions.

Loaded with the first who needs them, which no web process does.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Protocol

from cockpit.lake import CityMissing, Kind
from data_access.lake.columns import schema_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from ibis.expr.types import Table

SPILL = ".spill-"
LOOPBACK = "127.0.0.1"  # nobody else has any business with it
NUMBERS = count()  # of the views that Spark is told of
ROW = ("batch", "int64")  # what every row bears besides its own columns


@dataclass(frozen=True)
class Bounds:
    """`memory` as DuckDB writes it; what does not fit into it is put into a folder within `folder` meanwhile."""

    folder: Path
    threads: int = 2
    memory: str = "1GB"


class Engine(Protocol):
    def rows(self, kind: Kind, files: Sequence[Path]) -> "Table":
        """All rows of these files."""

    def table(self, rows: "pa.Table") -> "Table": ...

    def answer(self, expression: "Table") -> "pa.Table": ...


@contextmanager
def connected(bounds: Bounds) -> "Iterator[duckdb.DuckDBPyConnection]":
    """DuckDB in memory; it asks nothing of any network and loads no extension."""
    import duckdb

    with spilling(bounds) as spill, duckdb.connect(":memory:", config=_settings(bounds, spill)) as connection:
        yield connection


@contextmanager
def spilling(bounds: Bounds) -> Iterator[str]:
    """A folder for each connection: two in one would take each other's files for their own."""
    with tempfile.TemporaryDirectory(prefix=SPILL, dir=bounds.folder) as spill:
        yield spill


def _settings(bounds: Bounds, spill: str) -> dict[str, Any]:
    return {
        "threads": bounds.threads,
        "memory_limit": bounds.memory,
        "temp_directory": spill,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def listed(files: Iterable[Path]) -> str:
    """As a list within SQL; the folder of a day is no column."""
    names = ", ".join("'" + str(one).replace("'", "''") + "'" for one in files)
    return f"read_parquet([{names}], hive_partitioning = false)"


class DuckDB:
    def __init__(self, bounds: Bounds, spill: str) -> None:
        import ibis

        self.connection: Any = ibis.duckdb.connect(**_settings(bounds, spill))

    def rows(self, kind: Kind, files: Sequence[Path]) -> "Table":
        if not files:
            return self.table(schema_of(kind, ROW).empty_table())
        read: Table = self.connection.read_parquet([str(one) for one in files], hive_partitioning=False)
        return read

    def table(self, rows: "pa.Table") -> "Table":
        import ibis

        return ibis.memtable(rows)

    def answer(self, expression: "Table") -> "pa.Table":
        return self.connection.to_pyarrow(expression)


@contextmanager
def duckdb_of(bounds: Bounds) -> Iterator[DuckDB]:
    with spilling(bounds) as spill:
        engine = DuckDB(bounds, spill)
        try:
            yield engine
        finally:
            engine.connection.disconnect()


class Spark:
    """In local mode unless a session of a cluster is handed in."""

    def __init__(self, session: Any = None) -> None:
        if find_spec("pyspark") is None or which("java") is None:
            raise CityMissing()
        import ibis

        self.session = session or _local()
        self.connection: Any = ibis.pyspark.connect(self.session)

    def rows(self, kind: Kind, files: Sequence[Path]) -> "Table":
        if not files:
            return self.table(schema_of(kind, ROW).empty_table())
        name = f"lake_{kind}_{next(NUMBERS)}"
        self.session.read.parquet(*map(str, files)).select(*schema_of(kind, ROW).names).createOrReplaceTempView(name)
        found: Table = self.connection.table(name)
        return found

    def table(self, rows: "pa.Table") -> "Table":
        import ibis

        return ibis.memtable(rows)

    def answer(self, expression: "Table") -> "pa.Table":
        return self.connection.to_pyarrow(expression)


def _local() -> Any:
    from pyspark.sql import SparkSession

    asked = {
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.host": LOOPBACK,
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
    }
    building = SparkSession.builder.master("local[2]").appName("screening")
    for name, value in asked.items():
        building = building.config(name, value)
    return building.getOrCreate()
