"""Rules of the house for pages and callbacks: one table, ids that exist once, and an act for every callback."""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import callbacks
import pages
from cockpit.access import matrix
from pages import PAGES

ROOT = Path(__file__).parents[2]
NO_PAGE = {
    "charts": "drawings shared by pages",
    "map": "the map of several pages",
    "parts": "pieces shared by pages",
    "sentences": "events in words",
    "shell": "the frame around every page",
    "texts": "catalogs",
}


def modules(room: ModuleType) -> dict[str, ModuleType]:
    found = pkgutil.iter_modules(room.__path__)
    return {one.name: importlib.import_module(f"{room.__name__}.{one.name}") for one in found}


def test_every_page_module_is_in_the_table_or_said_to_be_none() -> None:
    assert {page.name for page in PAGES} | NO_PAGE.keys() == modules(pages).keys()


@pytest.mark.parametrize("field", ["name", "path", "layout"])
def test_no_two_pages_share_a_name_a_path_or_a_layout(field: str) -> None:
    values = [getattr(page, field) for page in PAGES]

    assert len(set(values)) == len(values)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_an_act_and_a_layout_of_its_own_module_that_takes_anything(page: Any) -> None:
    assert page.act in matrix()["acts"]
    assert page.layout.__module__ == f"pages.{page.name}"
    assert page.layout.__code__.co_flags & 0x08, "layout(**_): an unknown query argument must not break it"


# Ids


def constants(module: ModuleType) -> dict[str, str]:
    """Ids are constants in capitals that hold the module's name and a dash."""
    prefix = module.__name__.rpartition(".")[2] + "-"
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.startswith(prefix)
    }


def used_ids() -> Iterator[tuple[str, str]]:
    """(callbacks module, id) for each id that a callback names."""
    modules(callbacks)
    for name, one in callback_map().items():
        for part in [*one["inputs"], *one["state"]]:
            yield name, part["id"]
        for output in name.strip(".").split("..."):
            yield name, output.rsplit(".", 1)[0]


def callback_map() -> dict[str, Any]:
    from dash._callback import GLOBAL_CALLBACK_MAP

    modules(callbacks)
    return dict(GLOBAL_CALLBACK_MAP)


def all_constants() -> list[str]:
    return [value for module in modules(pages).values() for value in set(constants(module).values())]


def test_no_two_pages_use_the_same_id() -> None:
    assert [value for value, times in Counter(all_constants()).items() if times > 1] == []


def test_every_id_in_a_layout_is_a_constant_of_its_page() -> None:
    """An id written out in place is one that a callback can miss by a letter."""
    for name, module in modules(pages).items():
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.keyword) and node.arg == "id":
                assert not isinstance(node.value, ast.Constant), f"pages/{name}.py line {node.value.lineno}"


@pytest.mark.parametrize("used", sorted({used for _, used in used_ids()}))
def test_every_id_that_a_callback_names_exists(used: str) -> None:
    assert used in all_constants()


# Callbacks


def test_every_callback_has_an_act() -> None:
    clientside = "clientside_function"
    served = {name for name, one in callback_map().items() if not one.get(clientside) and clientside not in str(one)}

    assert served == callbacks.ACTS.keys() & served
    assert set(callbacks.ACTS.values()) <= {*matrix()["acts"], callbacks.SIGNED_IN}


def test_every_act_belongs_to_a_callback_that_exists() -> None:
    assert callbacks.ACTS.keys() <= callback_map().keys()


def test_every_callbacks_module_is_imported_by_the_front_door() -> None:
    wanted = {one.name for one in pkgutil.iter_modules(callbacks.__path__)}
    names = set()
    for path in [ROOT / "app.py", *(ROOT / "entrypoints").rglob("*.py"), *(ROOT / "callbacks").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "callbacks":
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.Import):
                names |= {alias.name.removeprefix("callbacks.") for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("callbacks."):
                names.add((node.module or "").removeprefix("callbacks."))

    assert wanted <= names


def test_callbacks_are_short() -> None:
    for path in (ROOT / "callbacks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 16, f"{path.name}: {node.name}"
