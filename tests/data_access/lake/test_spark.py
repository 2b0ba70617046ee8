"""The same expression on Spark in local mode, where the extra `city` and Java are there."""

from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from cockpit.lake import CityMissing
from data_access.lake import Mark, Rounds, Spark
from tests.data_access.lake.brought import MA, NOW, TAO, YU, day_of_he, naive
from tests.data_access.lake.test_exposures import CONFIRMED

LACKS = [
    said
    for there, said in (
        (find_spec("pyspark"), "pyspark is not installed (the extra `city`: pip install 'district-cockpit[city]')"),
        (which("java"), "there is no Java on this machine, which Spark runs on"),
    )
    if not there
]


@pytest.mark.skipif(bool(LACKS), reason=f"Spark was not asked for the contacts: {' and '.join(LACKS)}")
def test_spark_finds_what_is_found_by_hand(tmp_path: Path) -> None:
    lake, met, rode, bonds = day_of_he(tmp_path)
    rounds = Rounds(lake, Spark())

    assert set(rounds.full([CONFIRMED], bonds, NOW)) == naive([CONFIRMED], met, rode, bonds)
    assert {one.person for one in rounds.since(Mark(1, 0), [CONFIRMED], bonds, NOW)} == {TAO, YU, MA}


@pytest.mark.skipif(not LACKS, reason="Spark and Java are both here")
def test_where_spark_is_not_there_that_is_said_in_a_sentence() -> None:
    with pytest.raises(CityMissing, match="the extra `city`"):
        Spark()
