"""What the cells of an xlsx refer to: its sheets, its texts, and which of its styles are dates."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from cockpit.importing.refused import BROKEN, INFLATES, TOO_LARGE_PART, TooBig, Unreadable
from data_access.importing.files.archive import blocks, whole
from data_access.importing.files.cells import is_date_format
from data_access.importing.files.elements import Attributes, Listener, listen, local
from data_access.importing.own import plain

MOST_PART = 32 << 20  # bytes of the list of sheets, or of the styles
MOST_TEXT = 400 << 20  # bytes of all texts
MOST_TEXTS = 8_000_000
MOST_RUNS = 5_000  # of one text, each of at most 8 KB
WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a character that XML does not hold
WORKBOOK, ROOT = "xl/workbook.xml", "_rels/.rels"
HIDDEN = ("hidden", "veryHidden")


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str


@dataclass
class Parts:
    """`texts` are what cells name by number; `dates` the styles whose numbers are dates."""

    sheets: list[Sheet] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: frozenset[str] = frozenset()
    since_1904: bool = False


def parts_of(found: ZipFile) -> Parts:
    there = {name.lower(): name for name in found.namelist()}
    at = next((target for kind, target in _targets(found, there, ROOT, "") if kind == "officeDocument"), WORKBOOK)
    named, parts = _related(found, there, at), Parts()
    sheets: list[Attributes] = []
    for tag, facts in _elements(found, _there(there, at)):
        if tag == "sheet":
            sheets.append(facts)
        elif tag == "workbookPr":
            parts.since_1904 = facts.get("date1904", "0") in ("1", "true")
    seen = [one for one in sheets if one.get("state") not in HIDDEN] or sheets
    found_at = {kind: part for kind, part in named.values()}
    parts.sheets = [
        Sheet(one.get("name", ""), named[id_of(one)][1])
        for one in seen
        if named.get(id_of(one), ("", ""))[0] == "worksheet"
    ]
    parts.dates = _dates(found, found_at.get("styles"))
    parts.texts = list(_texts(found, found_at.get("sharedStrings")))
    return parts


def id_of(sheet: Attributes) -> str:
    """Its relation, under whatever prefix."""
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _related(found: ZipFile, there: dict[str, str], at: str) -> dict[str, tuple[str, str]]:
    """Kind and part by the number under which the workbook names it."""
    folder, name = posixpath.split(at)
    related = f"{folder}/_rels/{name}.rels".lstrip("/")
    return {
        facts.get("Id", ""): (facts.get("Type", "").rpartition("/")[2], there[part])
        for tag, facts in _elements(found, _there(there, related))
        if tag == "Relationship" and (part := _part(folder, facts)) in there
    }


def _targets(found: ZipFile, there: dict[str, str], at: str, folder: str) -> Iterator[tuple[str, str]]:
    if at in there:
        for tag, facts in _elements(found, there[at]):
            if tag == "Relationship":
                yield facts.get("Type", "").rpartition("/")[2], _part(folder, facts)


def _part(folder: str, facts: Attributes) -> str:
    target = facts.get("Target", "")
    return (
        posixpath.normpath(target if target.startswith("/") else posixpath.join("/", folder, target))
        .lower()
        .lstrip("/")
    )


def _there(there: dict[str, str], name: str) -> str:
    if name.lower() not in there:
        raise Unreadable(BROKEN)
    return there[name.lower()]


def _elements(found: ZipFile, part: str) -> list[tuple[str, Attributes]]:
    heard = Tags()
    for _ in listen(heard, [whole(found, part, MOST_PART)]):
        pass
    return heard.told


class Tags(Listener):
    """All tags of a small document, in their order."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Attributes]] = []

    def begins(self, name: str, facts: Attributes) -> None:
        super().begins(name, facts)
        self.told.append((local(name), facts))


def _dates(found: ZipFile, part: str | None) -> frozenset[str]:
    """Numbers of the cell styles that show a date."""
    codes: dict[str, str] = {}
    dates, within, at = set(), False, 0
    for tag, facts in _elements(found, part) if part else ():
        if tag == "numFmt":
            codes[facts.get("numFmtId", "")] = facts.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles"):
            within = tag == "cellXfs"
        elif tag == "xf" and within:
            number = facts.get("numFmtId", "0")
            if number.isdecimal() and is_date_format(int(number[:6]), codes.get(number, "")):
                dates.add(str(at))
            at += 1
    return frozenset(dates)


def unwritten(text: str) -> str:
    return WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Texts(Listener):
    """Gathers one text from its runs; how it is pronounced (rPh) is none of it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.runs: list[str] = []
        self.reads = self.aside = False

    def begins(self, name: str, _: Attributes) -> None:
        self.depth += 1
        tag = local(name)
        self.reads = tag == "t" and not self.aside
        self.aside = self.aside or tag == "rPh"

    def ends(self, name: str) -> None:
        self.depth -= 1
        tag = local(name)
        self.reads = False
        if tag == "rPh":
            self.aside = False
        elif tag == "si":
            self.done.append(plain(unwritten("".join(self.runs))))
            self.runs.clear()

    def says(self, text: str) -> None:
        if self.reads:
            self.runs.append(text)
            if len(self.runs) > MOST_RUNS:
                raise TooBig(TOO_LARGE_PART)


def _texts(found: ZipFile, part: str | None) -> Iterator[str]:
    if part is None:
        return
    if found.getinfo(part).file_size > MOST_TEXT:
        raise TooBig(INFLATES)
    texts, count = Texts(), 0
    with found.open(part) as stream:
        for _ in listen(texts, blocks(stream)):
            yield from texts.done
            count += len(texts.done)
            texts.done.clear()
            if count > MOST_TEXTS:
                raise TooBig(INFLATES)
