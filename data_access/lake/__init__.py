"""The lake of screening: records as Parquet by day under random pseudonyms, and the rounds that find contacts in them.

DuckDB, Ibis and pyarrow are loaded with the first call that needs them: by the worker and by commands, by no web process.
"""

from data_access.lake.asked import Looked
from data_access.lake.engines import Spark
from data_access.lake.lake import Lake
from data_access.lake.notes import Spots
from data_access.lake.rounds import Found, Mark, Rounds

__all__ = ["Found", "Lake", "Looked", "Mark", "Rounds", "Spark", "Spots"]
