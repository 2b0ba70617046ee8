"""Records compared by Splink, in DuckDB's memory: which pairs look alike, how far each field agrees, and what it weighs.

Splink is the extra `link`; it is imported when a run begins, and by no web process. Its figures are those of the policy
alone: nothing is trained, so that the same records give the same weights. DuckDB may not write to the disk: what does
not fit into its memory ends the run.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cockpit.linking.pair import LEVELS, Field, Level
from cockpit.linking.run import LinkMissing
from data_access.linking.reading import Records

MEMORY = "700MB"
TYPES = {
    "unique_id": "bigint", "person": "bigint", "name": "varchar", "sound": "varchar", "first": "varchar",
    "latin": "boolean", "born": "varchar", "home": "bigint", "former": "bigint[]", "place": "bigint",
    "street": "varchar", "phone": "bigint", "number": "bigint",
}  # fmt: skip

# One character or figure is otherwise, is missing, or two changed places.
ALIKE = "damerau_levenshtein({0}_l, {0}_r) = 1"
TURNED = "born_l = concat(substr(born_r, 1, 4), substr(born_r, 7, 2), substr(born_r, 5, 2))"  # month and day
SAYS = {
    Field.NAME: {
        Level.SAME: "name_l = name_r",
        Level.SPELT: "sound_l = sound_r and latin_l <> latin_r",
        Level.SOUND: "sound_l = sound_r",
        Level.CLOSE: f"least(length(name_l), length(name_r)) > 2 and {ALIKE.format('name')}",
    },
    Field.BORN: {
        Level.SAME: "born_l = born_r",
        Level.CLOSE: f"{ALIKE.format('born')} or {TURNED}",
        Level.YEAR: "substr(born_l, 1, 4) = substr(born_r, 1, 4)",
    },
    Field.HOME: {
        Level.SAME: "home_l = home_r",
        Level.FORMER: "list_contains(former_l, home_r) or list_contains(former_r, home_l)",
        Level.COMPOUND: "place_l = place_r",
        Level.STREET: "street_l = street_r",
    },
    Field.PHONE: {Level.SAME: "phone_l = phone_r"},
    Field.NUMBER: {Level.SAME: "number_l = number_r"},
}
MAY_BE_LACKING = (Field.HOME, Field.PHONE, Field.NUMBER)

# Pairs are drawn where one of these holds, and never of two who have different numbers.
NOT_TWO = "l.person <> r.person and (l.number is null or r.number is null or l.number = r.number)"
DRAWN = (
    "l.born = r.born and l.first = r.first",
    "l.home = r.home and l.first = r.first",
    "l.sound = r.sound and substr(l.born, 1, 4) = substr(r.born, 1, 4)",
    "l.phone = r.phone and l.first = r.first",
    "l.number = r.number",
)
FOLLOWS = (  # a merged record has no home of its own: that of the person it leads to is meant
    "update record a set person = s.person from record s where a.person = s.unique_id and s.person <> s.unique_id",
    "update record a set home = s.home, former = s.former, place = s.place from record s"
    " where a.person = s.unique_id and a.unique_id <> a.person",
)


@dataclass(frozen=True)
class Alike:
    """Two records, and the persons they stand for, the lower number of the persons first."""

    records: tuple[int, int]
    persons: tuple[int, int]
    weight: float
    levels: dict[Field, Level]


class Comparison:
    """Records are added as they are read; the memory is given back with `close`."""

    def __init__(self) -> None:
        duckdb = _extra()
        self.connection = duckdb.connect(":memory:")
        for setting in ("temp_directory = ''", f"memory_limit = '{MEMORY}'", "threads = 1"):
            self.connection.execute(f"set {setting}")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
        self.connection.execute(f"create table record ({columns})")

    def add(self, records: Records) -> None:
        import pyarrow

        kinds = {"bigint": pyarrow.int64(), "varchar": pyarrow.string(), "boolean": pyarrow.bool_(),
                 "bigint[]": pyarrow.list_(pyarrow.int64())}  # fmt: skip
        schema = pyarrow.schema([(name, kinds[kind]) for name, kind in TYPES.items()])
        self.connection.register("chunk", pyarrow.table(asdict(records), schema=schema))
        self.connection.execute("insert into record select * from chunk")
        self.connection.unregister("chunk")

    def alike(self, body: Mapping[str, Any]) -> Iterator[Alike]:
        """Pairs from the threshold of the queue on, the heaviest first; `body` is that of the policy `link/person`."""
        for statement in FOLLOWS:
            self.connection.execute(statement)
        found = self._predicted(body)
        levels = ", ".join(f"gamma_{field}" for field in Field)
        rows = self.connection.execute(
            f"select unique_id_l, unique_id_r, person_l, person_r, match_weight, {levels} from {found}"
            " order by match_weight desc, unique_id_l, unique_id_r"
        )
        while row := rows.fetchone():
            yield _alike(row)

    def close(self) -> None:
        self.connection.close()

    def _predicted(self, body: Mapping[str, Any]) -> str:
        """The name of the table in which Splink leaves what it found."""
        from splink import DuckDBAPI, Linker

        logging.getLogger("splink").setLevel(logging.ERROR)  # its counts and warnings are of a model that was trained
        records = DuckDBAPI(connection=self.connection).register("record", dataset_display_name="record")
        linker = Linker(records, settings(body), log_level=logging.ERROR)
        predicted = linker.inference.predict(threshold_match_weight=body["queue"], warning_mode="always")
        return str(predicted.physical_name)


def settings(body: Mapping[str, Any]) -> Any:
    """The model in Splink's terms."""
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(field, body["levels"][field]) for field in Field],
        blocking_rules_to_generate_predictions=[CustomRule(f"{rule} and {NOT_TWO}") for rule in DRAWN],
        probability_two_random_records_match=body["prior"],
        additional_columns_to_retain=["person"],
        retain_matching_columns=True,  # else Splink keeps no levels; what is retained is in memory, as all of it
    )


def _comparison(field: Field, figures: Mapping[str, Any]) -> Any:
    from splink import comparison_level_library as library
    from splink.comparison_library import CustomComparison

    levels: list[Any] = []
    if field in MAY_BE_LACKING:
        lacking = library.CustomLevel(f"{field}_l is null or {field}_r is null", Level.UNKNOWN)
        levels.append(lacking.configure(is_null_level=True))
    for level, says in SAYS[field].items():
        m, u = figures[level]
        levels.append(library.CustomLevel(says, level).configure(m_probability=m, u_probability=u))
    m, u = figures[Level.OTHER]
    levels.append(library.ElseLevel().configure(m_probability=m, u_probability=u))
    return CustomComparison(levels, output_column_name=field)


def _alike(row: tuple[Any, ...]) -> Alike:
    one, other, of_one, of_other, weight, *gammas = row
    levels = {field: _level(field, gamma) for field, gamma in zip(Field, gammas, strict=True)}
    persons = (of_one, of_other) if of_one < of_other else (of_other, of_one)
    return Alike((one, other), persons, float(weight), levels)


def _level(field: Field, gamma: int) -> Level:
    """Splink counts levels from the weakest, and calls -1 what is lacking."""
    known = [level for level in LEVELS[field] if level is not Level.UNKNOWN]
    return Level.UNKNOWN if gamma < 0 else known[len(known) - 1 - gamma]


def _extra() -> Any:
    try:
        import duckdb
        import pyarrow
        import splink
    except ImportError:
        raise LinkMissing() from None
    assert splink and pyarrow
    return duckdb
