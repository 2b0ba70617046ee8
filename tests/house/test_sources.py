"""Rules of the house for every source: short functions, short modules, and no clock in the database."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints import logs

ROOT = Path(__file__).parents[2]
ROOMS = ("cockpit", "data_access", "pages", "callbacks", "entrypoints")
LONGEST_MODULE, LONGEST_FUNCTION = 300, 30
ASKS_THE_DATABASE = {"data_access/readiness.py": "compares the two clocks, and stamps nothing with it"}
SQL_CLOCK = re.compile(r"\b(now\(\)|current_(timestamp|date|time)\b|(clock|statement)_timestamp|localtimestamp)", re.I)


def sources() -> list[Path]:
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
    return [*found, *ROOT.glob("*.py")]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function of the file; the lines of its docstring do not count."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[0] if ast.get_docstring(node) else None
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, lines - ((words.end_lineno or 0) - words.lineno + 1 if words else 0)


@pytest.mark.parametrize("path", sources(), ids=named)
def test_no_module_is_over_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", sources(), ids=named)
def test_no_function_is_over_30_lines(path: Path) -> None:
    assert [(name, lines) for name, lines in functions(path) if lines > LONGEST_FUNCTION] == []


def test_no_page_writes_the_day_of_an_instant_as_it_is_in_greenwich() -> None:
    """What holds from midnight on holds from the day before in UTC: pages write `local_day`, templates `district_time`."""
    pages = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "entrypoints" / "templates").rglob("*.html")]
    found = [
        named(path)
        for path in pages
        if re.search(
            r"_(at|from|to)[.]date[(]|since[.]date[(]|[.]date[(][)][.]isoformat", path.read_text(encoding="utf-8")
        )
    ]
    assert found == []


@pytest.mark.parametrize("path", sources(), ids=named)
def test_no_statement_asks_the_database_for_the_time(path: Path) -> None:
    """District time comes from the work; a fact stamped by the database would be of another clock."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    words = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    assert named(path) in ASKS_THE_DATABASE or [text for text in words if SQL_CLOCK.search(text)] == []
    assert "func.now" not in {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", sources(), ids=named)
def test_no_module_is_a_drawer_for_anything(path: Path) -> None:
    assert not {"utils", "util", "helpers", "helper", "manager", "common", "misc"} & set(path.with_suffix("").parts)


@pytest.mark.parametrize("path", [one for one in sources() if named(one).startswith(("callbacks", "pages"))], ids=named)
def test_pages_and_callbacks_hold_no_sql(path: Path) -> None:
    assert "sqlalchemy" not in path.read_text(encoding="utf-8")


def test_the_rooms_import_each_other_in_one_direction_only() -> None:
    run = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def logged() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a logger in the entrypoints."""
    for path in sorted((ROOT / "entrypoints").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(
                r"log\.(debug|info|warning|error|critical)", ast.unparse(node.func)
            ):
                yield f"{named(path)}:{node.lineno}", node


@pytest.mark.parametrize(("place", "call"), logged(), ids=[place for place, _ in logged()])
def test_what_is_logged_is_a_constant_sentence_and_known_fields(place: str, call: ast.Call) -> None:
    """A value that was put into the sentence, or into a field of its own, could be a person's."""
    assert [type(one) for one in call.args] == [ast.Constant]
    names = {one.arg for one in call.keywords if one.arg}
    assert names <= logs.NUMBERS | logs.WORDS | logs.SAID | {"exc_info", "fault"}


def test_there_is_something_logged_and_by_nobody_elses_logger() -> None:
    assert len(list(logged())) >= 10
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
