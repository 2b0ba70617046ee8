"""`make bundle`: one archive that installs where there is no network.

It holds the wheels of requirements.txt, the source as committed, the installer, and a SHA-256 of every file. The same
commit and the same wheels give the same bytes.
"""

import gzip
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

ROOT = Path(__file__).parents[1]
GLIBC = 28  # wheels for glibc 2.28 run on every Linux server distribution since 2018
INSTALLER = ROOT / "bin" / "install"


class CannotBundle(SystemExit):
    """Why there is no bundle; its text is one clear line."""


@dataclass(frozen=True)
class Target:
    """The machine to install on: Python's minor version and the processor (x86_64, aarch64)."""

    python: str
    machine: str

    @property
    def choice(self) -> list[str]:
        """What tells pip to choose wheels for that machine, and not for this one."""
        tags = [f"manylinux_2_{minor}_{self.machine}" for minor in range(17, GLIBC + 1)]
        tags += [f"manylinux2014_{self.machine}", f"linux_{self.machine}"]
        platforms = [part for tag in tags for part in ("--platform", tag)]
        return ["--only-binary", ":all:", "--implementation", "cp", "--python-version", self.python, *platforms]

    @property
    def name(self) -> str:
        return f"py{self.python.replace('.', '')}-{self.machine}"


@click.command()
@click.option("--python", "python", default="{}.{}".format(*sys.version_info), help="of the machine to install on")
@click.option("--machine", default=platform.machine(), help="of the machine to install on: x86_64 or aarch64")
@click.option("--into", type=click.Path(path_type=Path), default=ROOT / "dist")
def main(python: str, machine: str, into: Path) -> None:
    """Write the archive and, beside it, its checksum."""
    target, commit = Target(python, machine), committed()
    with TemporaryDirectory(prefix="cockpit-bundle-") as folder:
        top = Path(folder) / f"district-cockpit-{version()}-{commit[:7]}"
        lay(top, target, commit)
        archive = into / f"{top.name}-{target.name}.tar.gz"
        into.mkdir(parents=True, exist_ok=True)
        pack(top, archive, int(git("show", "-s", "--format=%ct", commit)))
    digest = sha256(archive)
    archive.with_name(archive.name + ".sha256").write_text(f"{digest}  {archive.name}\n")
    click.echo(f"{archive}\n{archive.stat().st_size / 1e6:.0f} MB, SHA-256 {digest}")


def lay(top: Path, target: Target, commit: str) -> None:
    """Everything that the archive holds, in its folder."""
    lay_source(top / "source", commit)
    fetch(top / "wheels", target)
    must_be_whole(top / "wheels", target)
    (top / "requirements.txt").write_text("".join(hashed(top / "wheels")))
    shutil.copy(INSTALLER, top / "install")
    (top / "ABOUT").write_text(about(target, commit))
    (top / "SHA256SUMS").write_text("".join(sums(top)))


def version() -> str:
    from entrypoints.api.health import version_of_code

    return version_of_code()


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def committed() -> str:
    """The commit to ship; what is not committed is not shipped, and said."""
    try:
        commit, changed = git("rev-parse", "HEAD"), git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        raise CannotBundle("A bundle is made from a commit, and this folder is no git checkout.") from None
    if changed:
        click.echo("Changes that are not committed are left out of the bundle.", err=True)
    return commit


def lay_source(folder: Path, commit: str) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as source:
        source.extractall(folder, filter="data")


def fetch(folder: Path, target: Target) -> None:
    """The wheels of requirements.txt for that machine, and pip's own."""
    pip("download", "--no-deps", "--dest", str(folder), *target.choice, "-r", str(ROOT / "requirements.txt"))
    pip("download", "--no-deps", "--dest", str(folder), *target.choice, "-r", str(ROOT / "requirements-install.txt"))


def must_be_whole(folder: Path, target: Target) -> None:
    """Whatever the wheels need on that machine is among them: pip resolves the set from this folder alone."""
    alone = ["--no-index", "--find-links", str(folder), "--target", str(folder / "nowhere"), "--dry-run"]
    pip("install", "--isolated", *alone, *target.choice, "-r", str(ROOT / "requirements.txt"))


def pip(*words: str) -> None:
    run = subprocess.run([sys.executable, "-m", "pip", "--quiet", *words], capture_output=True, text=True)
    if run.returncode:
        errors = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
        raise CannotBundle("\n".join(errors) or run.stderr)


def hashed(folder: Path) -> Iterator[str]:
    """A requirement for each wheel, with its hash: pip installs these bytes and no others."""
    for wheel in sorted(folder.glob("*.whl")):
        name, number, *_ = wheel.name.split("-")
        if name != "pip":
            yield f"{name}=={number} --hash=sha256:{sha256(wheel)}\n"


def about(target: Target, commit: str) -> str:
    """What the installer compares the machine with, as lines of a shell."""
    facts = {
        "version": f"{version()}-{commit[:7]}",
        "python_wanted": target.python,
        "machine": target.machine,
        "glibc_wanted": GLIBC,
    }
    return "".join(f"{name}={value}\n" for name, value in facts.items())


def sums(top: Path) -> Iterator[str]:
    """As `sha256sum --check` reads them: of every file of the folder."""
    for path in files(top):
        yield f"{sha256(path)}  {path.relative_to(top)}\n"


def files(top: Path) -> Sequence[Path]:
    return sorted(path for path in top.rglob("*") if path.is_file())


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(top: Path, archive: Path, at: int) -> None:
    """Sorted, owned by nobody in particular and dated like the commit, so that the bytes follow from the contents."""
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, at) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for path in files(top):
            entry = tar.gettarinfo(path, str(path.relative_to(top.parent)))
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mtime, entry.mode = at, 0o755 if os.access(path, os.X_OK) else 0o644
            with path.open("rb") as content:
                tar.addfile(entry, content)


if __name__ == "__main__":
    main()
