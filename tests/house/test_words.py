"""Rules of the house for what people read: settings in the README, sentences in both languages."""

import ast
import importlib
import pkgutil
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import cockpit
from cockpit import refusals
from cockpit.events import Event
from entrypoints import settings
from pages.sentences import SENTENCES

ROOT = Path(__file__).parents[2]
SETTING = re.compile(r"COCKPIT_[A-Z_]+")


def settings_of_the_code() -> set[str]:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    return set(SETTING.findall(source)) | set(settings.make_keys())


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(settings_of_the_code()))
def test_every_setting_is_in_the_readmes_table(name: str) -> None:
    rows = [line for line in readme().splitlines() if line.startswith("|")]

    assert any(f"`{name}`" in row for row in rows), f"{name} is in the code and not in the README"


def test_the_readme_names_no_setting_that_nobody_reads() -> None:
    used = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ("entrypoints", "data_access", ".")
        for path in ((ROOT / room).rglob("*.py") if room != "." else ROOT.glob("*.py"))
    )

    assert set(SETTING.findall(readme())) <= set(SETTING.findall(used))


@cache
def chinese() -> dict[str, str]:
    from babel.messages.pofile import read_po

    path = ROOT / "pages/translations/zh_CN/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return {text: said for one in read_po(file) if one.id for text, said in forms_of(one)}


def forms_of(message: Any) -> list[tuple[str, str]]:
    """Of a count, one and many are told apart in English alone."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    return [(text, message.string[0]) for text in message.id]


MARKS = {"N_", "_", "gettext", "ngettext"}


def marked(room: str, marks: set[str] = MARKS) -> set[str]:
    """Every sentence that a room marks for translation."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / room).rglob("*.py"))
    calls = (one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args)
    named = ((one.func.id, one.args) for one in calls if isinstance(one.func, ast.Name))
    first = (arg for name, args in named if name in marks for arg in args[: 2 if name == "ngettext" else 1])
    return {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def marked_in_templates() -> set[str]:
    from jinja2.ext import babel_extract

    found: set[str] = set()
    for path in (ROOT / "entrypoints/templates").rglob("*.html"):
        with path.open("rb") as file:
            found |= {one for _, _, one, _ in babel_extract(file, MARKS, (), {}) if isinstance(one, str)}
    return found


@cache
def plurals() -> set[str]:
    from babel.messages.pofile import read_po

    with (ROOT / "pages/translations/zh_CN/LC_MESSAGES/messages.po").open("rb") as file:
        return {text for one in read_po(file) if one.pluralizable for text in one.id}


@pytest.mark.parametrize("room", ["cockpit", "pages", "callbacks", "entrypoints"])
def test_a_text_that_counts_is_asked_for_with_its_count(room: str) -> None:
    """Asked for as one alone, it is found by nobody and stays English."""
    alone = marked(room, MARKS - {"ngettext"})

    assert sorted(alone & plurals()) == []


@pytest.mark.parametrize("room", ["cockpit", "data_access", "pages", "callbacks", "entrypoints", "templates"])
def test_every_sentence_is_there_in_chinese(room: str) -> None:
    catalog, texts = chinese(), marked_in_templates() if room == "templates" else marked(room)

    assert texts
    assert sorted(text for text in texts if not catalog.get(text)) == []


def test_no_sentence_has_two_translations() -> None:
    """The last one would stand everywhere, also where the word means another thing: the hour somebody left, and what is left."""
    text = (ROOT / "pages/translations/zh_CN/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    told = Counter(re.findall(r'^msgid "(.+)"$', text, flags=re.M))

    assert len(told) > 3000
    assert [one for one, count in told.items() if count > 1] == []


@cache
def fields_refused() -> set[str]:
    """The names of fields that a refusal puts before its reason."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "cockpit").rglob("*.py"))
    calls = (one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args)
    first = (one.args[0] for one in calls if isinstance(one.func, ast.Name) and one.func.id == "Invalid")
    return {one.value for one in first if isinstance(one, ast.Constant)}


def test_a_refused_field_is_named_in_chinese_too() -> None:
    assert "role" in fields_refused()
    assert sorted(name for name in fields_refused() if not chinese().get(name)) == []


def of_rules() -> set[str]:
    """Where each rule comes from, and what the notices say: shown with the rule, in the reader's language."""
    rules = tomllib.loads((ROOT / "cockpit/policy.toml").read_text(encoding="utf-8"))["policy"]
    notices = {text for rule in rules if rule["kind"] == "notice" for text in rule["body"].values()}
    return {rule["source"] for rule in rules} | notices


def test_rules_and_notices_are_there_in_chinese() -> None:
    assert len(of_rules()) > 60
    assert sorted(one for one in of_rules() if not chinese().get(one)) == []


def test_translations_keep_the_facts_of_their_sentence() -> None:
    wrong = [
        text
        for text, translated in chinese().items()
        if translated and set(re.findall(r"{(\w+)}", text)) != set(re.findall(r"{(\w+)}", translated))
    ]

    assert wrong == []


def test_every_refusal_that_says_more_than_no_has_its_own_words() -> None:
    assert refusals.Refusal.says


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]")


def test_chinese_sentences_have_chinese_punctuation() -> None:
    assert [translated for translated in chinese().values() if HALF_WIDTH.search(translated)] == []


def acts_noted() -> set[str]:
    """The first word of every `note_act(...)`; where it is chosen between two, both are words of that module."""
    found = set()
    for room in ("cockpit", "data_access", "callbacks", "entrypoints"):
        for path in (ROOT / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and called(one) == "note_act"]
            chosen = {one.id for call in calls for one in call.args[:1] if isinstance(one, ast.Name)}
            told = [call.args[0] for call in calls] + [
                one.value for one in ast.walk(tree) if isinstance(one, ast.Assign) and names_of(one) & chosen
            ]
            found |= {word for one in told for word in words_in(one)}
    return found


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def names_of(assigned: ast.Assign) -> set[str]:
    return {one.id for one in assigned.targets if isinstance(one, ast.Name)}


def words_in(value: ast.expr) -> set[str]:
    choices = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    return {one.value for one in choices if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_the_audit_has_a_sentence_for_every_act_and_every_event() -> None:
    """A line without one would keep the auditor from the whole page."""
    for module in pkgutil.walk_packages(cockpit.__path__, "cockpit."):
        importlib.import_module(module.name)
    events = {kind.name() for kind in Event.__subclasses__() if kind.__module__.startswith("cockpit.")}
    noted = acts_noted()

    assert {"expired", "backed_up", "backup_failed", "signed_in"} <= noted and len(events) > 20
    assert sorted((events | noted | {"looked", "refused"}) - SENTENCES.keys()) == []
