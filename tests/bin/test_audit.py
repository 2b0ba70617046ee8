"""The audit of what we build with: it fails when lists are not exact or not whole, when something known to be unsafe is
pinned without a reason, and when it audited nothing."""

from datetime import date
from pathlib import Path

import pytest

from bin.audit import (
    KEPT,
    ROOT,
    Advisory,
    Excused,
    Source,
    blind,
    excused,
    incomplete,
    inexact,
    kept_by_hand,
    main,
    of_safety_db,
    pinned,
    unsafe,
)

TODAY = date(2026, 11, 26)
JINJA = Source("a list", date(2014, 1, 1), (Advisory("jinja2", "CVE-1", ("<2.7.2",)),))


def test_what_we_build_with_passes_and_says_by_how_many_advisories_of_which_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main() == 0
    said = capsys.readouterr().out
    assert f"{len(pinned(ROOT))} packages" in said and len(pinned(ROOT)) > 90
    assert "advisories of safety-db (newest of 2021-07-01)" in said
    assert "advisories of advisories.toml (newest of 20" in said


def test_an_audit_of_nothing_or_by_nothing_fails() -> None:
    nothing = Source("a list", date.min, ())
    assert [*blind({}, [JINJA])] == ["no package was audited."]
    assert [*blind({"jinja2": "3.1.6"}, [nothing])] == ["a list holds no advisory: nothing was audited by it."]
    elsewhere = Source("a list", TODAY, (Advisory("left-pad", "X", ("<9",)),))
    (said,) = blind({"jinja2": "3.1.6"}, [elsewhere])
    assert "does not know that jinja2==2.4.1 is unsafe" in said
    assert [*blind({"jinja2": "3.1.6"}, [JINJA])] == []


def test_a_database_that_is_not_installed_fails_the_audit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bin.audit.find_spec", lambda name: None)
    assert main() == 1
    assert "safety-db holds no advisory" in capsys.readouterr().err


def test_each_source_really_holds_something() -> None:
    assert len(of_safety_db().advisories) > 2000
    assert len(kept_by_hand(KEPT).advisories) >= 20
    assert excused(KEPT) == []


def test_something_unsafe_fails_unless_a_reason_is_given_and_still_holds() -> None:
    pins = {"jinja2": "2.4.1"}
    assert [*unsafe(pins, [JINJA], [], TODAY)] == [
        "jinja2==2.4.1 is concerned by CVE-1 (a list); no reason is given for it."
    ]
    assert [*unsafe(pins, [JINJA], [Excused("jinja2", "CVE-1", " ", TODAY)], TODAY)]
    assert [*unsafe(pins, [JINJA], [Excused("jinja2", "CVE-2", "Not that one.", TODAY)], TODAY)]
    excuse = Excused("jinja2", "CVE-1", "We render no template of a stranger.", TODAY)
    assert [*unsafe(pins, [JINJA], [excuse], TODAY)] == []
    (late,) = unsafe(pins, [JINJA], [excuse], date(2026, 11, 27))
    assert late.endswith("it was excused until 2026-11-26.")
    assert [*unsafe({"jinja2": "3.1.6"}, [JINJA], [], TODAY)] == []


@pytest.mark.parametrize(
    ("package", "version", "found"),
    [("werkzeug", "3.0.2", True), ("werkzeug", "3.1.9", False), ("flask", "3.1.0", True), ("flask", "3.1.1", False)],
)
def test_what_is_kept_by_hand_knows_versions(package: str, version: str, found: bool) -> None:
    assert bool(kept_by_hand(KEPT).about(package, version)) is found


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A project that needs Flask, whose own needs are all there."""
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["flask>=3"]\n')
    pins = pinned(ROOT)
    needed = ("flask", "werkzeug", "jinja2", "itsdangerous", "click", "blinker", "markupsafe")
    (tmp_path / "requirements.txt").write_text("".join(f"{name}=={pins[name]}\n" for name in needed))
    for name in ("requirements-dev.txt", "requirements-install.txt"):
        (tmp_path / name).write_text("# nothing\n-r requirements.txt\n")
    return tmp_path


def test_lists_that_are_whole_pass(lists: Path) -> None:
    assert [*inexact(lists), *incomplete(lists, pinned(lists))] == []


@pytest.mark.parametrize("line", ["flask", "flask>=3", "flask==3.*", "flask @ file:///tmp/x", "flask==3.1.3 ; x"])
def test_a_line_that_is_no_exact_pin_is_named(lists: Path, line: str) -> None:
    (lists / "requirements-dev.txt").write_text(f"{line}\n")
    (said,) = inexact(lists)
    assert said.startswith("requirements-dev.txt: ") and "not pinned to one version" in said


def test_a_package_that_stands_twice_is_named(lists: Path) -> None:
    with (lists / "requirements.txt").open("a") as file:
        file.write("Flask==3.0.0\n")
    assert [*inexact(lists)] == ["requirements.txt: flask stands there twice."]


def test_a_package_that_nobody_listed_is_named_with_who_needs_it(lists: Path) -> None:
    words = (lists / "requirements.txt").read_text().splitlines()
    (lists / "requirements.txt").write_text("".join(f"{line}\n" for line in words if not line.startswith("werkzeug")))
    (said,) = incomplete(lists, pinned(lists))
    assert said.lower() == "flask needs werkzeug, which is in no list of requirements."


def test_a_pin_that_is_not_what_is_installed_or_not_what_is_needed_is_named(lists: Path) -> None:
    old = {**pinned(lists), "werkzeug": "1.0.1"}
    said = [*incomplete(lists, old)]
    assert any(line.startswith("werkzeug is pinned to 1.0.1 and installed as ") for line in said)
    assert any("needs werkzeug" in line.lower() and line.endswith("and 1.0.1 is pinned.") for line in said)
