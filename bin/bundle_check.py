"""`make bundle-check`: installs the bundle where there is no network, and takes the first steps with what it installed.

Without the right to shut off the network (`unshare -n`) it says so; pip looks nowhere but in the bundle all the same.
"""

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from time import monotonic

from bin.bundle import ROOT, sha256

NOWHERE = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "http_proxy": "http://127.0.0.1:9/",
    "https_proxy": "http://127.0.0.1:9/",
}
DISTRICT = ["--district=330103", "--name=下城区", "--centre=120.18,30.29", "--admin=first", "--admin-name=First"]
WAYS = (["unshare", "--net"], ["unshare", "--net", "--map-root-user"])


class Failed(SystemExit):
    """What did not work; its text is one clear line and what the program said."""


def main(archive: Path) -> None:
    must_be_as_sent(archive)
    alone = without_network()
    print(f"Without network: {' '.join(alone) or 'not allowed here, an address that leads nowhere instead'}")
    with TemporaryDirectory(prefix="cockpit-check-") as folder:
        top = unpacked(archive, Path(folder))
        step("install", [*alone, str(top / "install"), f"{folder}/opt", sys.executable])
        (installed,) = Path(folder, "opt").iterdir()
        app = [*alone, str(installed / ".venv/bin/python"), str(installed / "app.py")]
        data = ["--data", f"{folder}/data"]
        embedded = {"COCKPIT_EMBEDDED": "yes"}
        step("app.py --help", [*app, "--help"])
        step("init", [*app, "init", *data, *DISTRICT], embedded, typed=f"{token_urlsafe()}\n")
        step("init again", [*app, "init", *data, *DISTRICT], embedded)
        step("migrate --check", [*app, "migrate", "--check", *data], embedded)
        step("seed", [*app, "seed", "--scale", "0.002", "--data", f"{folder}/demo"])
        step("install again", [*alone, str(top / "install"), f"{folder}/opt", sys.executable], wanted=1)


def must_be_as_sent(archive: Path) -> None:
    noted = archive.with_name(archive.name + ".sha256").read_text().split()[0]
    if sha256(archive) != noted:
        raise Failed(f"{archive} does not have the checksum that is noted beside it.")


def without_network() -> Sequence[str]:
    """The words before a command that take the network from it; none where that is not allowed."""
    for way in WAYS:
        if subprocess.run([*way, "true"], capture_output=True).returncode == 0:
            return way
    return []


def unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    return top


def step(
    name: str, command: Sequence[str], more: Mapping[str, str] | None = None, wanted: int = 0, typed: str = ""
) -> None:
    """Run it as a person without settings would; a step that does not end as wanted fails the whole check."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COCKPIT_", "PIP_", "PYTHON"))}
    began = monotonic()
    env = own | NOWHERE | dict(more or {})
    run = subprocess.run(command, env=env, capture_output=True, text=True, cwd="/", input=typed)
    if run.returncode != wanted:
        raise Failed(f"{name} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    said = (run.stdout + run.stderr).strip().splitlines()
    print(f"{name}: {monotonic() - began:.1f} s; {said[-1] if said else 'said nothing'}")


def newest() -> Path:
    found = sorted((ROOT / "dist").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise Failed("There is no bundle in dist/; make one with `make bundle`.")
    return found[-1]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else newest())
