"""`make audit`, part of `make lint`: are the lists of requirements exact and whole, and is nothing of it known to be unsafe.

It needs no network. What it looks things up in is what can be installed: the database of the package safety-db, which ends
in 2021, and the advisories that `bin/advisories.toml` keeps by hand; it says so each time. An audit of no package or by
no advisory fails, as does one that does not find what is known to be unsafe.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-install.txt")
KEPT = ROOT / "bin" / "advisories.toml"
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9.!+_-]+)$")
CANARY = ("jinja2", "2.4.1")  # known to be unsafe since 2014: whoever does not find it has not looked


@dataclass(frozen=True)
class Advisory:
    """Any of `specs` names versions that are concerned."""

    package: str
    id: str
    specs: tuple[str, ...]

    def concerns(self, package: str, version: str) -> bool:
        return package == self.package and any(_contains(spec, version) for spec in self.specs)


@dataclass(frozen=True)
class Source:
    """A collection of advisories; `newest` is the day of the last one it may know."""

    name: str
    newest: date
    advisories: tuple[Advisory, ...]

    def about(self, package: str, version: str) -> list[Advisory]:
        return [one for one in self.advisories if one.concerns(package, version)]

    def __str__(self) -> str:
        return f"{len(self.advisories)} advisories of {self.name} (newest of {self.newest})"


@dataclass(frozen=True)
class Excused:
    """Pinned although unsafe, for a reason and no longer than `until`."""

    package: str
    id: str
    reason: str
    until: date


def main() -> int:
    pins, sources = pinned(ROOT), [of_safety_db(), kept_by_hand(KEPT)]
    faults = [
        *inexact(ROOT),
        *incomplete(ROOT, pins),
        *blind(pins, sources),
        *unsafe(pins, sources, excused(KEPT), _today()),
    ]
    for fault in faults:
        print(f"audit: {fault}", file=sys.stderr)
    known = sum(any(one.package == name for source in sources for one in source.advisories) for name in pins)
    print(f"audit: {len(pins)} packages against {' and '.join(map(str, sources))};")
    print(
        f"audit: {known} of the packages are known to one of them. Neither is a feed: with internet, ask one before a bundle."
    )
    return 1 if faults else 0


def _today() -> date:
    return datetime.now(UTC).date()


def lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if (words := line.split("#")[0].strip()) and not words.startswith("-r "):
            yield words


def pinned(root: Path) -> dict[str, str]:
    """Name and version of every exact line of the lists."""
    found = [PIN.match(line) for name in LISTS for line in lines(root / name)]
    return {canonicalize_name(one[1]): one[2] for one in found if one}


def inexact(root: Path) -> Iterator[str]:
    """A line that names no single version, or a package twice, lets two machines install two things."""
    for name in LISTS:
        seen: set[str] = set()
        for line in lines(root / name):
            match = PIN.match(line)
            if match is None:
                yield f"{name}: {line!r} is not pinned to one version (name==version)."
            elif (package := canonicalize_name(match[1])) in seen:
                yield f"{name}: {package} stands there twice."
            else:
                seen.add(package)


def incomplete(root: Path, pins: dict[str, str]) -> Iterator[str]:
    """Whatever the packages need stands in the lists, is installed as pinned, and is allowed by who needs it."""
    wanted = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    asked = [("pyproject.toml", Requirement(words)) for words in wanted]
    for name in pins:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            if name != "pip":  # of the bundle alone
                yield f"{name} is pinned and not installed: run `make dev`."
            continue
        if found.version != pins[name] and name != "pip":
            yield f"{name} is pinned to {pins[name]} and installed as {found.version}: run `make dev`."
        asked += [(name, Requirement(words)) for words in found.requires or ()]
    yield from sorted(set(_unmet(asked, pins)))


def _unmet(asked: Iterable[tuple[str, Requirement]], pins: dict[str, str]) -> Iterator[str]:
    for who, wants in asked:
        if wants.marker and not wants.marker.evaluate({"extra": ""}):
            continue
        version = pins.get(canonicalize_name(wants.name))
        if version is None:
            yield f"{who} needs {wants.name}, which is in no list of requirements."
        elif not wants.specifier.contains(version, prereleases=True):
            yield f"{who} needs {wants.name}{wants.specifier}, and {version} is pinned."


def blind(pins: dict[str, str], sources: list[Source]) -> Iterator[str]:
    """An audit that audits nothing must not pass for one that found nothing."""
    if not pins:
        yield "no package was audited."
    for source in sources:
        if not source.advisories:
            yield f"{source.name} holds no advisory: nothing was audited by it."
        elif not source.about(*CANARY):
            yield f"{source.name} does not know that {'=='.join(CANARY)} is unsafe: it is not looked at as it should be."


def unsafe(pins: dict[str, str], sources: list[Source], excuses: list[Excused], today: date) -> Iterator[str]:
    by_id = {(one.package, one.id): one for one in excuses}
    for source in sources:
        for name, version in pins.items():
            for advisory in source.about(name, version):
                excuse = by_id.get((name, advisory.id))
                if excuse is None or not excuse.reason.strip():
                    yield f"{name}=={version} is concerned by {advisory.id} ({source.name}); no reason is given for it."
                elif excuse.until < today:
                    yield f"{name}=={version} is concerned by {advisory.id}; it was excused until {excuse.until}."


def of_safety_db() -> Source:
    """Its files are read as they lie: the package itself cannot be imported."""
    spec = find_spec("safety_db")
    if spec is None or not spec.submodule_search_locations:
        return Source("safety-db", date.min, ())
    folder = Path(spec.submodule_search_locations[0])
    facts = json.loads((folder / "insecure_full.json").read_text(encoding="utf-8"))
    newest = datetime.fromtimestamp(facts["$meta"]["timestamp"], UTC).date()
    return Source("safety-db", newest, tuple(_of_safety_db(facts)))


def _of_safety_db(facts: dict[str, Any]) -> Iterator[Advisory]:
    for package, found in facts.items():
        if not package.startswith("$"):
            for one in found:
                yield Advisory(canonicalize_name(package), one.get("cve") or one["id"], tuple(one["specs"]))


def kept_by_hand(path: Path) -> Source:
    found = tomllib.loads(path.read_text(encoding="utf-8")).get("advisory", [])
    advisories = tuple(Advisory(canonicalize_name(one["package"]), one["id"], tuple(one["specs"])) for one in found)
    return Source(path.name, max((one["published"] for one in found), default=date.min), advisories)


def excused(path: Path) -> list[Excused]:
    return [Excused(**one) for one in tomllib.loads(path.read_text(encoding="utf-8")).get("exception", [])]


def _contains(spec: str, version: str) -> bool:
    try:
        return SpecifierSet(spec).contains(version, prereleases=True)
    except InvalidSpecifier:
        return False


if __name__ == "__main__":
    sys.exit(main())
