"""`import` and `export` at the terminal: what is said on which stream, and which exit code a file has."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from data_access.database import Database
from entrypoints.cli import main
from tests.data_access.importing.brought import shapes

pytestmark = pytest.mark.many  # the command has connections of its own

HEADER = "场所名称,类型,地址,所属街道,经度,纬度,负责人,联系电话"
PHARMACY = "新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650,王小明,10012345678"
AT_SEA = "海上药店,药店,松涛路9号,长庆街道,0,0,,"


def environment(database: Database) -> dict[str, str]:
    return {
        "COCKPIT_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "COCKPIT_SECRET_KEY": "a secret of the tests, long enough to be one",
        "COCKPIT_FIELD_KEYS": f"k001:{(b'x' * 32).hex()}",
        "COCKPIT_INDEX_KEY": (b"i" * 32).hex(),
        "COCKPIT_AUDIT_KEY": (b"a" * 32).hex(),
    }


def run(database: Database, *words: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env=environment(database))


def file(folder: Path, *rows: str, name: str = "places.csv", encoding: str = "gb18030") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding=encoding)
    return path


def there(database: Database, name: str = "新安药店") -> int:
    with database.connection() as connection:
        return int(
            connection.execute(text("select count(*) from place where name = :name"), {"name": name}).scalar_one()
        )


def last(done: Result) -> Any:
    return json.loads(done.stdout.splitlines()[-1])


def test_good_rows_are_written_bad_ones_told_by_line_and_column(database: Database, tmp_path: Path) -> None:
    done = run(database, "import", file(tmp_path, PHARMACY, AT_SEA), "--json")

    assert done.exit_code == 0, done.output
    told = last(done)
    assert {name: told[name] for name in ("added", "changed", "unchanged", "refused")} == {
        "added": 1, "changed": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    (error,) = told["errors"]
    assert (error["row"], error["column"], error["value"]) == (3, "经度", "0") and "0,0" in error["reason"]
    assert "1 added, 0 changed, 0 unchanged, 1 refused; written" in done.stderr
    assert there(database) == 1


def test_the_same_file_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = file(tmp_path, PHARMACY)
    run(database, "import", path)
    told = last(run(database, "import", path, "--json"))
    assert (told["added"], told["changed"], told["unchanged"]) == (0, 0, 1)


def test_a_dry_run_writes_nothing(database: Database, tmp_path: Path) -> None:
    done = run(database, "import", file(tmp_path, PHARMACY), "--dry-run", "--json")
    assert done.exit_code == 0 and last(done)["added"] == 1
    assert there(database) == 0


def test_several_files_are_counted_together(database: Database, tmp_path: Path) -> None:
    other = file(tmp_path, PHARMACY.replace("新安", "旧安"), name="more.csv", encoding="utf-8")
    told = last(run(database, "import", file(tmp_path, PHARMACY), other, "--json"))
    assert told["added"] == 2


# What cannot be read: one clear line, an exit code, and nothing written


def bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b" " * (600 << 20))
    return path


def protected(folder: Path) -> Path:
    path = folder / "secret.xlsx"
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(mark + bytes(4096) + "EncryptedPackage".encode("utf-16-le") + bytes(4096))
    return path


def bytes_of(name: str, body: bytes) -> Any:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(body)
        return path

    return make


UNREADABLE = {
    "empty": (bytes_of("empty.csv", b""), "it is empty"),
    "a picture": (
        bytes_of("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99)),
        "it is a document or a picture and no table",
    ),
    "a password": (protected, "it is protected by a password"),
    "a zip bomb": (bomb, "unpacked it would be too large"),
    "broken": (bytes_of("broken.xlsx", b"PK\x03\x04" + bytes(60)), "it is broken, or was cut short"),
    "of no kind": (bytes_of("what.csv", b"colour,taste\nred,sweet\n"), "Its headers fit no kind of import."),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_in_one_line(database: Database, tmp_path: Path, name: str) -> None:
    make, why = UNREADABLE[name]
    done = run(database, "import", make(tmp_path), "--json")
    assert done.exit_code == 1
    assert why in done.stderr.splitlines()[-1] and "Traceback" not in done.output


def test_who_stays_apart_comes_by_the_terminal_and_nobody_unknown_does(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "quarantine.csv"
    path.write_text("身份证号,姓名,隔离类型,开始日期\n999103198005170012,张三,居家,2020-01-24\n")
    done = run(database, "import", path, "--json")
    assert done.exit_code == 0, done.output
    assert last(done)["refused"] == 1 and last(done)["added"] == 0


def test_a_map_that_says_no_coordinates_is_read_as_it_is_told(database: Database, tmp_path: Path) -> None:
    path = shapes(tmp_path / "药店.zip", [((120.1695, 30.2650), "新安药店")], prj="")
    done = run(database, "import", path, "--kind", "places")
    assert done.exit_code == 1
    assert "says which coordinate system its points are in" in done.stderr and "(--system NAME)" in done.stderr
    done = run(database, "import", path, "--kind", "places", "--system", "gcj02", "--json")
    assert done.exit_code == 0 and last(done)["errors"][0]["reason"] == "what is new needs a name and a kind"


def two_sheets(folder: Path) -> Path:
    import xlsxwriter

    path = folder / "two.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, row in (("长庆", PHARMACY), ("武林", PHARMACY.replace("新安", "旧安"))):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, row.split(","))
    book.close()
    return path


def test_of_two_sheets_one_has_to_be_chosen(database: Database, tmp_path: Path) -> None:
    path = two_sheets(tmp_path)
    done = run(database, "import", path)
    assert (
        done.exit_code == 1 and "This file has several tables: 长庆、武林." in done.stderr and "--sheet" in done.stderr
    )
    assert there(database) == 0
    assert run(database, "import", path, "--sheet", "武林").exit_code == 0
    assert (there(database), there(database, "旧安药店")) == (0, 1)


def test_what_a_header_means_is_not_guessed_at_the_terminal(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(f"{HEADER},房屋负责人手机\n{PHARMACY},10087654321\n")
    done = run(database, "import", path)
    assert done.exit_code == 0
    assert "is not taken: what it means is only a guess" in done.stderr or "房屋负责人手机" not in done.stderr


def test_ten_thousand_rows_of_which_two_hundred_are_bad(database: Database, tmp_path: Path) -> None:
    rows = [
        f"第{n}号药店,药店,松涛路{n}号,长庆街道,{'999' if n % 50 == 0 else '120.1695'},30.2650,," for n in range(10_000)
    ]
    told = last(run(database, "import", file(tmp_path, *rows), "--json"))
    assert (told["added"], told["refused"], len(told["errors"])) == (9_800, 200, 200)


# Out


@pytest.mark.parametrize(("kind", "form"), [("places", "csv"), ("places", "xlsx"), ("policies", "csv")])
def test_an_export_is_a_file_that_nobody_else_reads_and_that_comes_back_unchanged(
    database: Database, tmp_path: Path, kind: str, form: str
) -> None:
    path = tmp_path / f"{kind}.{form}"
    done = run(database, "export", kind, "--form", form, "--to", path)
    assert done.exit_code == 0 and path.stat().st_mode & 0o777 == 0o600
    told = last(run(database, "import", path, "--json"))
    assert told["unchanged"] > 10 and (told["added"], told["changed"], told["refused"]) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["persons", "households"])
def test_nobody_alone_takes_out_who_lives_where(database: Database, kind: str) -> None:
    done = run(database, "export", kind)
    assert done.exit_code == 2 and not done.stdout_bytes


def test_without_a_file_it_goes_to_stdout(database: Database) -> None:
    done = run(database, "export", "enterprises")
    lines = io.StringIO(done.stdout_bytes.decode("utf-8-sig")).readlines()
    assert "统一社会信用代码" in lines[0] and len(lines) > 10
