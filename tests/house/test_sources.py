"""Rules of the house for every source: short functions, short modules, and no clock in the database."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from entrypoints import logs
from tests.none_of import none_of

ROOT = Path(__file__).parents[2]
ROOMS = ("cockpit", "data_access", "pages", "callbacks", "entrypoints")
LONGEST_MODULE, LONGEST_FUNCTION = 300, 30
ASKS_THE_DATABASE = {"data_access/readiness.py": "compares the two clocks, and stamps nothing with it"}
SQL_CLOCK = re.compile(r"\b(now\(\)|current_(timestamp|date|time)\b|(clock|statement)_timestamp|localtimestamp)", re.I)


@cache
def sources() -> tuple[Path, ...]:
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
    return (*found, *ROOT.glob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function of the file; the lines of its docstring do not count."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[0] if ast.get_docstring(node) else None
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, lines - ((words.end_lineno or 0) - words.lineno + 1 if words else 0)


# Each of these looks at every source and names all that break the rule: as tests of their own they would cost seconds.


def test_no_module_is_over_300_lines() -> None:
    found = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert len(found) > 400
    none_of({name: lines for name, lines in found.items() if lines > LONGEST_MODULE})


DAY_OF_INSTANT = re.compile(r"_(at|from|to)[.]date[(]|since[.]date[(]|[.]date[(][)][.]isoformat")


def test_no_page_writes_the_day_of_an_instant_as_it_is_in_greenwich() -> None:
    """What holds from midnight on holds from the day before in UTC: pages write `local_day`, templates `district_time`."""
    drawn = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "entrypoints" / "templates").rglob("*.html")]
    assert len(drawn) > 80
    none_of([named(path) for path in drawn if DAY_OF_INSTANT.search(path.read_text(encoding="utf-8"))])


def test_no_function_is_over_30_lines() -> None:
    found = [(named(path), *one) for path in sources() for one in functions(path)]
    assert len(found) > 2000
    none_of([one for one in found if one[2] > LONGEST_FUNCTION])


def test_no_statement_asks_the_database_for_the_time() -> None:
    """District time comes from the work; a fact stamped by the database would be of another clock."""
    asked = []
    for path in sources():
        words = [one.value for one in nodes(path) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if named(path) not in ASKS_THE_DATABASE:
            asked += [(named(path), text) for text in words if SQL_CLOCK.search(text)]
        called = {ast.unparse(one) for one in nodes(path) if isinstance(one, ast.Attribute) and one.attr == "now"}
        asked += [(named(path), "func.now")] if "func.now" in called else []
    none_of(asked)


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    none_of([named(path) for path in sources() if drawers & set(path.with_suffix("").parts)])


def test_pages_and_callbacks_hold_no_sql() -> None:
    drawn = [path for path in sources() if named(path).startswith(("callbacks", "pages"))]
    assert len(drawn) > 50
    none_of([named(path) for path in drawn if "sqlalchemy" in path.read_text(encoding="utf-8")])


def test_the_rooms_import_each_other_in_one_direction_only() -> None:
    run = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@cache
def logged() -> tuple[tuple[str, ast.Call], ...]:
    """Every call of a logger in the entrypoints."""
    call = re.compile(r"log\.(debug|info|warning|error|critical)")
    return tuple(
        (f"{named(path)}:{node.lineno}", node)
        for path in sorted((ROOT / "entrypoints").rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.Call) and call.fullmatch(ast.unparse(node.func))
    )


def test_what_is_logged_is_a_constant_sentence_and_known_fields() -> None:
    """A value that was put into the sentence, or into a field of its own, could be a person's."""
    known = logs.NUMBERS | logs.WORDS | logs.SAID | {"exc_info", "fault"}
    told = {
        place: ([type(one) for one in call.args], {one.arg for one in call.keywords if one.arg} - known)
        for place, call in logged()
    }
    none_of({place: said for place, said in told.items() if said != ([ast.Constant], set())})


def test_there_is_something_logged_and_by_nobody_elses_logger() -> None:
    assert len(logged()) >= 10
    for path in (ROOT / "entrypoints").rglob("*.py"):
        assert "logging.getLogger(__name__)" not in path.read_text(encoding="utf-8"), named(path)


def test_no_test_outside_the_journeys_takes_a_fixture_of_the_browsers() -> None:
    """By its name alone it would start a browser, draw all journeys forward, and leave an event loop to what follows."""
    browsers = {"page", "browser", "context", "playwright", "browser_name", "browser_type"}
    taken = [
        f"{path.name}: {one.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        if "journeys" not in path.parts
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef)
        and one.name.startswith("test_")
        and browsers & {each.arg for each in one.args.args}
    ]
    assert taken == []


SHORTEST_PROOF = 4  # bytes; two of them stand somewhere in one of a hundred sealed values by chance


def test_no_test_looks_into_what_is_sealed_for_a_word_of_three_bytes() -> None:
    """It would fail once in a while, on a day when nothing is wrong."""
    looked = [
        (named(path), one.left.value)
        for path in (ROOT / "tests").rglob("test_*.py")
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.Compare)
        and any(isinstance(each, ast.NotIn) for each in one.ops)
        and isinstance(one.left, ast.Constant)
        and isinstance(one.left.value, bytes)
    ]
    assert len(looked) > 10
    none_of([(name, word) for name, word in looked if len(word) < SHORTEST_PROOF])
