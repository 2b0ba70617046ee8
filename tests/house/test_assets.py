"""Rules of the house for what runs in the browser: short files, as for every other source."""

import re
from pathlib import Path

import pytest

from tests.house.test_sources import LONGEST_MODULE, ROOT, named
from tests.none_of import none_of

SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))


def test_there_are_scripts_to_look_at() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_no_script_is_over_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


ALL_PAGES = {"cockpit.css", "map.css"}  # what they declare is shared
OTHER_DOCUMENTS = {"plain.css", "field.css", "field_paging.css", "field_scene.css", "sheet.css", "canvass_sheet.css"}
# Looked at: what two sections say of these does not meet on one page, or is the same.
LOOKED_AT = {"button", "days", "picked", "primary", "quiet", "rail", "said-of", "tabs", "typed-row"}
BARE = re.compile(r"\.([a-z-]+)(?::not\([^)]*\)|\[[^\]]*\]|::?[a-z-]+)*")


def test_no_section_styles_a_class_by_its_name_alone_that_another_one_has() -> None:
    """All of them are loaded with every page: what one hides would be gone on the other."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "assets").glob("*.css"):
        text = re.sub(r"/[*].*?[*]/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for selector in (one.strip() for part in re.findall(r"([^{}]+)[{]", text) for one in part.split(",")):
            if (bare := BARE.fullmatch(selector)) and path.name not in ALL_PAGES | OTHER_DOCUMENTS:
                found.setdefault(bare[1], set()).add(path.name)
    assert len(found) > 100
    none_of({name: sorted(files) for name, files in found.items() if len(files) > 1 and name not in LOOKED_AT})
