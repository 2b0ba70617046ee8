"""The bundle without its wheels: its checksums, its bytes, and what its installer refuses before it does anything."""

import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bin.bundle import INSTALLER, Target, hashed, pack, sums

HERE = Target("{}.{}".format(*sys.version_info), platform.machine())


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """As it lies unpacked on a district's server; the wheels are none."""
    top = tmp_path / "district-cockpit-1.0"
    for path, text in {"source/app.py": "print()", "wheels/colour-1.0-py3-none-any.whl": "wheel"}.items():
        (top / path).parent.mkdir(parents=True)
        (top / path).write_text(text)
    shutil.copy(INSTALLER, top / "install")
    say(top, HERE, glibc=17)
    return top


def say(top: Path, target: Target, glibc: int) -> None:
    facts = f"version=1.0\npython_wanted={target.python}\nmachine={target.machine}\nglibc_wanted={glibc}\n"
    (top / "ABOUT").write_text(facts)
    (top / "SHA256SUMS").unlink(missing_ok=True)
    (top / "SHA256SUMS").write_text("".join(sums(top)))


def install(top: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([top / "install", *words], capture_output=True, text=True, check=False)


def refused(top: Path, *words: str) -> str:
    """What it says; nothing may be there afterwards."""
    run = install(top, *words)
    assert run.returncode == 1
    assert run.stdout == ""
    assert not list(top.parent.glob("opt/*"))
    return run.stderr


def test_without_a_place_it_says_how_to_ask(bundle: Path) -> None:
    assert refused(bundle) == "Say where to: ./install /opt/cockpit [python3.11]\n"


@pytest.mark.parametrize("path", ["source/app.py", "wheels/colour-1.0-py3-none-any.whl", "install", "ABOUT"])
def test_a_changed_file_is_found_before_anything_is_installed(bundle: Path, path: str) -> None:
    with (bundle / path).open("a") as file:
        file.write("# more\n")
    said = refused(bundle, str(bundle.parent / "opt"), sys.executable)
    assert f"{path}: FAILED" in said
    assert "damaged or was changed: nothing was installed" in said


def test_a_lost_file_is_found_too(bundle: Path) -> None:
    (bundle / "source/app.py").unlink()
    assert "nothing was installed" in refused(bundle, str(bundle.parent / "opt"), sys.executable)


def test_another_python_or_processor_is_refused_by_name(bundle: Path) -> None:
    for target in (Target("3.99", HERE.machine), Target(HERE.python, "vax")):
        say(bundle, target, glibc=17)
        said = refused(bundle, str(bundle.parent / "opt"), sys.executable)
        assert f"for Python {target.python} on {target.machine}" in said
        assert f"is Python {HERE.python} on {HERE.machine}" in said


def test_a_python_that_is_not_there_is_named(bundle: Path) -> None:
    said = refused(bundle, str(bundle.parent / "opt"), "python9")
    assert said == f"There is no python9 here; Python {HERE.python} is needed.\n"


def test_an_older_system_is_refused(bundle: Path) -> None:
    say(bundle, HERE, glibc=999)
    assert "glibc 2.999 or later is needed" in refused(bundle, str(bundle.parent / "opt"), sys.executable)


def test_a_version_that_is_there_is_not_installed_over(bundle: Path) -> None:
    there = bundle.parent / "opt" / "1.0" / "kept"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    run = install(bundle, str(bundle.parent / "opt"), sys.executable)
    assert (run.returncode, there.read_text()) == (1, "mine")
    assert "is there already: this version is installed" in run.stderr


def test_an_installation_that_fails_half_way_leaves_nothing(bundle: Path) -> None:
    """There is no pip among these wheels."""
    run = install(bundle, str(bundle.parent / "opt"), sys.executable)
    assert run.returncode != 0
    assert list((bundle.parent / "opt").iterdir()) == []


def test_each_wheel_is_wanted_with_its_hash_and_pip_is_not_installed(tmp_path: Path) -> None:
    for name in ("colour-1.0-py3-none-any.whl", "pip-26.3-py3-none-any.whl", "a_b-2-cp311-cp311-linux_x86_64.whl"):
        (tmp_path / name).write_bytes(b"")
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert list(hashed(tmp_path)) == [f"a_b==2 --hash=sha256:{nothing}\n", f"colour==1.0 --hash=sha256:{nothing}\n"]


def test_the_same_contents_give_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / bundle.name
    shutil.copytree(bundle, copy, copy_function=shutil.copyfile)
    (copy / "install").chmod(0o700)
    for top, name in ((bundle, "one.tar.gz"), (copy, "other.tar.gz")):
        pack(top, tmp_path / name, 1_600_000_000)
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "other.tar.gz").read_bytes()
    with tarfile.open(tmp_path / "one.tar.gz") as tar:
        assert {(one.uname, one.uid, one.mtime) for one in tar} == {("root", 0, 1_600_000_000)}
        assert [one.name for one in tar if one.mode == 0o755] == [f"{bundle.name}/install"]


def test_wheels_are_chosen_for_the_other_machine_and_not_for_this_one() -> None:
    choice = Target("3.12", "aarch64").choice
    platforms = [choice[n + 1] for n, word in enumerate(choice) if word == "--platform"]
    assert choice[choice.index("--python-version") + 1] == "3.12"
    assert platforms
    assert all(one.endswith("aarch64") for one in platforms)
    assert "manylinux_2_28_aarch64" in platforms
    assert "manylinux_2_34_aarch64" not in platforms
