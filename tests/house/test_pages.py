"""Rules of the house for pages and callbacks: one table, ids that exist once, and an act for every callback."""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import Babel

import callbacks
import pages
from cockpit.access import Actor, matrix
from pages import PAGES, duty, inventory, screening, settings, shell
from pages.screening.layout import SECTIONS as OF_SCREENING
from pages.settings import SECTIONS

ROOT = Path(__file__).parents[2]
NO_PAGE = {
    "chains": "steps of a chain in words, for the detail and the sentences",
    "paging": "the bell of the frame, and who was told of an incident",
    "charts": "drawings shared by pages",
    "late": "answers in words that came late",
    "map": "the map of several pages",
    "parts": "pieces shared by pages",
    "sentences": "events in words",
    "shell": "the frame around every page",
    "texts": "catalogs",
}
ID = re.compile(r"[a-z]+(-[a-z0-9_]+)+")
ROSA = Actor(1, "officer", "Rosa", "officer", "330103", session="1")


def modules(room: ModuleType) -> dict[str, ModuleType]:
    """Every module of the room, with those inside its packages, by dotted name below the room."""
    found = pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    return {one.name.partition(".")[2]: importlib.import_module(one.name) for one in found}


def nodes(module: ModuleType) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")))


# The table


def test_every_page_module_is_in_the_table_or_said_to_be_none() -> None:
    top = {name for name in modules(pages) if "." not in name}

    assert top == {page.name for page in PAGES} | NO_PAGE.keys()


@pytest.mark.parametrize("field", ["name", "path", "layout"])
def test_no_two_pages_share_a_name_a_path_or_a_layout(field: str) -> None:
    values = [getattr(page, field) for page in PAGES]

    assert len(set(values)) == len(values)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: str(entry.name))
def test_a_page_has_an_act_and_a_layout_of_its_own_that_takes_anything(entry: Any) -> None:
    assert entry.act in matrix()["acts"]
    assert f"{entry.layout.__module__}.".startswith(f"pages.{entry.name}.")
    assert entry.layout.__code__.co_flags & 0x08, "layout(**_): an unknown query argument must not break it"


# Ids


def frame(**_: Any) -> Any:
    """What is around every page."""
    return shell.layout(ROSA, PAGES)


def drawn(layout: Any, by: Actor = ROSA) -> list[str]:
    """The ids of a layout as Rosa, or whoever asks, gets it; in the order they are drawn."""
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        g.actor = by
        tree = layout(by=by, unknown="argument")
        return [str(part.id) for part in [tree, *tree._traverse()] if getattr(part, "id", None)]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: str(entry.name))
def test_ids_are_there_once_in_the_page_with_its_frame_and_bear_the_pages_name(entry: Any) -> None:
    own, around = drawn(entry.layout), drawn(frame)

    assert [one for one in own + around if (own + around).count(one) > 1] == []
    assert [one for one in own if one != entry.name and not one.startswith(f"{entry.name}-")] == []
    assert [one for one in around if one != "shell" and not one.startswith("shell-")] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: str(one.name))
def test_each_section_of_the_settings_is_drawn_for_whoever_has_its_act(section: Any) -> None:
    who = replace(ROSA, role=matrix()["acts"][section.act]["roles"][0])
    ids = drawn(partial(settings.layout, show=section.name), who)

    assert len(ids) >= 3 and len(set(ids)) == len(ids)
    assert [one for one in ids if one != "settings" and not one.startswith("settings-")] == []


@pytest.mark.parametrize("section", OF_SCREENING, ids=lambda one: str(one.name))
def test_each_section_of_screening_is_drawn_for_whoever_has_its_act(section: Any) -> None:
    who = replace(ROSA, role="investigator")
    assert who.may(section.act)
    ids = drawn(partial(screening.layout, show=section.name), who)

    assert len(ids) >= 3 and len(set(ids)) == len(ids)
    assert [one for one in ids if one != "screening" and not one.startswith("screening-")] == []


@pytest.mark.parametrize("section", inventory.SECTIONS, ids=lambda one: str(one.name))
def test_each_section_of_the_inventory_is_drawn_for_whoever_has_its_act(section: Any) -> None:
    who = replace(ROSA, role="data_officer")
    assert who.may(section.act)
    ids = drawn(partial(inventory.layout, show=section.name), who)

    assert len(ids) >= 3 and len(set(ids)) == len(ids)
    assert [one for one in ids if one != "inventory" and not one.startswith("inventory-")] == []


@pytest.mark.parametrize("section", duty.SECTIONS, ids=lambda one: str(one.name))
def test_each_section_of_duty_is_drawn_for_whoever_has_its_act(section: Any) -> None:
    who = replace(ROSA, role="shift_lead")
    assert who.may(section.act)
    ids = drawn(partial(duty.layout, show=section.name), who)

    assert len(ids) > 2 and len(set(ids)) == len(ids)
    assert [one for one in ids if one != "duty" and not one.startswith("duty-")] == []


def written() -> Iterator[str]:
    """Ids written anywhere in pages, as patterns: what a drawing puts in (a prefix, a number) may be any word."""
    for module in modules(pages).values():
        for node in nodes(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(one.value)) if isinstance(one, ast.Constant) else "[a-z0-9_]+" for one in node.values
                ]
                if re.search(
                    "[a-z]{2}", "".join(str(one.value) for one in node.values if isinstance(one, ast.Constant))
                ):
                    yield "".join(parts)


LIST_CALLBACKS = """
import json, app
app.front()
from dash._callback import GLOBAL_CALLBACK_LIST as found
names = ("output", "inputs", "state", "clientside_function")
print(json.dumps([{name: one[name] for name in names} for one in found]))
"""


@cache
def callback_list() -> list[dict[str, Any]]:
    """As a fresh process registers them: Dash hands its list to the first application that is made."""
    told = subprocess.run([sys.executable, "-c", LIST_CALLBACKS], cwd=ROOT, capture_output=True, text=True, check=True)
    return list(json.loads(told.stdout))


def outputs(one: dict[str, Any]) -> list[str]:
    return [output.rsplit(".", 1)[0] for output in one["output"].strip(".").split("...")]


def named_ids() -> set[str]:
    return {
        name
        for one in callback_list()
        for name in [*outputs(one), *(part["id"] for part in one["inputs"] + one["state"])]
    }


def test_every_id_that_a_callback_names_exists() -> None:
    there = {one for layout in [frame, *(page.layout for page in PAGES)] for one in drawn(layout)}
    keeper = replace(ROSA, role="data_officer")
    there |= {
        one for section in inventory.SECTIONS for one in drawn(partial(inventory.layout, show=section.name), keeper)
    }
    lead = replace(ROSA, role="shift_lead")
    there |= {one for section in duty.SECTIONS for one in drawn(partial(duty.layout, show=section.name), lead)}
    dong = replace(ROSA, role="investigator")
    there |= {one for section in OF_SCREENING for one in drawn(partial(screening.layout, show=section.name), dong)}
    patterns = [re.compile(pattern) for pattern in written()]

    missing = {one for one in named_ids() - there if not any(pattern.fullmatch(one) for pattern in patterns)}
    assert missing == set()


@pytest.mark.parametrize("name", [name for name in modules(callbacks)])
def test_a_callbacks_module_has_the_name_of_its_page(name: str) -> None:
    assert name.partition(".")[0] in {"shell", *(page.name for page in PAGES)}


# Callbacks


def test_every_callback_that_the_server_runs_has_an_act() -> None:
    served = {one["output"] for one in callback_list() if not one["clientside_function"]}

    assert served == callbacks.ACTS.keys()
    assert set(callbacks.ACTS.values()) <= {*matrix()["acts"], callbacks.SIGNED_IN}


def test_no_output_has_two_callbacks() -> None:
    names = [output for one in callback_list() for output in one["output"].strip(".").split("...")]

    assert [one for one in names if names.count(one) > 1 or "@" in one] == []


def test_every_callbacks_module_is_imported_by_the_front_door() -> None:
    """A module that nobody imports registers nothing, and its buttons are dead."""
    wanted = {name for name in modules(callbacks) if "." not in name}
    imported = {
        alias.name
        for node in ast.walk(ast.parse((ROOT / "app.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "callbacks"
        for alias in node.names
    }

    assert wanted <= imported


def test_no_callback_is_registered_behind_the_gates_back() -> None:
    for name, module in modules(callbacks).items():
        names = {ast.unparse(node.func) for node in nodes(module) if isinstance(node, ast.Call)}
        assert not names & {"callback", "dash.callback", "app.callback"}, name
