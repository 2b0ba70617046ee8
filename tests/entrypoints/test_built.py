"""A build is known by what is in it."""

from pathlib import Path

import pytest

from entrypoints.api.health import version_of_code
from entrypoints.built import build_of_code, mark_of
from pages import texts


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for room, name in (("assets", "field.js"), ("pages", "wall.py"), ("docs", "deploy.md")):
        (tmp_path / room).mkdir()
        (tmp_path / room / name).write_text("as it was")
    return tmp_path


def test_the_build_is_the_version_and_a_mark_of_its_files() -> None:
    version, mark = build_of_code().rsplit("-", 1)
    assert version == version_of_code() and len(mark) == 12


@pytest.mark.parametrize("name", ["assets/field.js", "pages/wall.py"])
def test_one_letter_in_a_file_that_is_served_or_run_is_another_build(house: Path, name: str) -> None:
    before = mark_of(house)
    assert mark_of(house) == before
    (house / name).write_text("as it is")
    assert mark_of(house) != before


def test_a_file_of_another_name_is_another_build(house: Path) -> None:
    before = mark_of(house)
    (house / "assets" / "field.js").rename(house / "assets" / "phone.js")
    assert mark_of(house) != before


def test_what_is_only_made_or_read_by_people_changes_nothing(house: Path) -> None:
    before = mark_of(house)
    made = house / "pages" / "__pycache__"
    made.mkdir()
    for name in ("wall.cpython-311.pyc", "wall.cpython-311.pyc.140234"):  # the second while it is written
        (made / name).write_text("compiled")
    (house / "docs" / "deploy.md").write_text("as it is")
    assert mark_of(house) == before


def test_what_another_process_is_just_making_changes_nothing(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Web processes and the worker start at once, and the first of them writes the catalogs of texts."""
    catalogs = house / "pages" / "translations"
    (catalogs / "zh_CN" / "LC_MESSAGES").mkdir(parents=True)
    (catalogs / "zh_CN" / "LC_MESSAGES" / "messages.po").write_text('msgid "Help"\nmsgstr "帮助"\n', encoding="utf-8")
    before, marks = mark_of(house), []
    monkeypatch.setattr(texts, "CATALOGS", catalogs)
    monkeypatch.setattr(texts, "write_mo", lambda binary, _: marks.append(mark_of(house)) or binary.write(b"half"))
    texts.compile_catalogs()
    assert [*marks, mark_of(house)] == [before, before]
