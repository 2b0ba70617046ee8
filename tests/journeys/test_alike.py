"""Records that look alike, by a data officer: compared, judged by keyboard, merged, and undone."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import APP, Running

OpenAs = Callable[..., Page]
GO = "/inventory?show=alike"
HEADER = "姓名,出生日期,联系电话,现住址,居住方式"
LATER = 60_000  # a run reads, compares and merges in the worker


def compound(page: Page) -> str:
    """One whose name no other has."""
    found = page.request.get("/api/layers/places.geojson?kind=compound&limit=500").json()["features"]
    names = [one["properties"]["name"] for one in found]
    return next(name for name in names if names.count(name) == 1)


def bring(demo: Running, folder: Path, *rows: str) -> None:
    file = folder / "persons.csv"
    file.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    subprocess.run(
        [sys.executable, str(APP), "import", str(file), "--kind", "persons", "--data", str(demo.data)],
        check=True, timeout=120, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip


def test_pairs_are_compared_judged_by_keyboard_and_undone(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str, tmp_path: Path
) -> None:
    jia = open_as("data_officer", desk_size, path=GO, locale=locale)
    run, pairs, pair, merges = (jia.locator(f"#inventory-alike-{name}") for name in ("run", "list", "pair", "merges"))
    expect(run.locator("p")).to_be_visible()
    door = f"{compound(jia)}90幢2单元501室"
    bring(demo, tmp_path, f"王佳,1980-05-17,10088000111,{door},租赁", f"王嘉,1980-05-17,10088000111,{door},租赁",
          f"李伟,1979-02-03,10088000222,{door},租赁", f"LI WEI,1979-02-03,,{door},租赁")  # fmt: skip

    jia.click("#inventory-alike-start")
    expect(run.locator(".shape-done")).to_be_visible(timeout=LATER)
    expect(merges.locator("[data-undo]")).to_have_count(1)
    expect(pairs.locator("[data-pair]")).to_have_count(1)

    pairs.locator("[data-pair]").focus()
    jia.keyboard.press("Enter")
    expect(pair).to_contain_text("王佳")
    expect(pair).to_contain_text("王嘉")
    expect(pair.locator("tbody tr").first.locator(".shape-watch")).to_be_visible()
    jia.keyboard.press("1")
    expect(pairs.locator("[data-pair]")).to_have_count(0)
    expect(merges.locator("[data-undo]")).to_have_count(2)
    expect(pair.locator("table")).to_have_count(0)

    merges.locator("[data-undo]").first.click()
    expect(merges.locator("[data-undo]")).to_have_count(1)
    jia.click("#inventory-alike-start")
    expect(run.locator(".shape-hand")).to_have_count(0, timeout=LATER)
    expect(pairs.locator("[data-pair]")).to_have_count(0)
