"""What the cells of an xlsx refer to: its sheets, its texts, and which of its styles are dates."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from cockpit.importing.refused import BROKEN, INFLATES, TOO_LARGE_PART, TOO_MANY_PARTS, TooBig, Unreadable
from data_access.importing.files.archive import blocks
from data_access.importing.files.cells import is_date_format, zeros_of
from data_access.importing.files.elements import Attributes, Listener, listen, local
from data_access.importing.own import plain

MOST_PART = 32 << 20  # bytes of the list of sheets, or of the styles
MOST_SHEETS = 300
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
    """`texts` are what cells name by number; `dates` the styles whose numbers are dates, `zeros` those that begin with zeros."""

    sheets: list[Sheet] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)
    zeros: dict[str, int] = field(default_factory=dict)
    since_1904: bool = False


def parts_of(found: ZipFile) -> Parts:
    there = {name.lower(): name for name in found.namelist()}
    at = next((target for kind, target in _targets(found, there, ROOT, "") if kind == "officeDocument"), WORKBOOK)
    named, parts = _related(found, there, at), Parts()
    sheets: list[Attributes] = []
    for tag, facts in _elements(found, _there(there, at)):
        if tag == "sheet":
            sheets.append(facts)
            if len(sheets) > MOST_SHEETS:
                raise TooBig(TOO_MANY_PARTS)
        elif tag == "workbookPr":
            parts.since_1904 = facts.get("date1904", "0") in ("1", "true")
    seen = [one for one in sheets if one.get("state") not in HIDDEN] or sheets
    found_at = {kind: part for kind, part in named.values()}
    shown = {named[id_of(one)]: one.get("name", "") for one in seen if id_of(one) in named}
    parts.sheets = [Sheet(name, part) for (kind, part), name in shown.items() if kind == "worksheet"]
    if styles := found_at.get("styles"):
        _read_styles(found, styles, parts)
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


def _elements(found: ZipFile, part: str) -> Iterator[tuple[str, Attributes]]:
    """All tags of a part, in their order."""
    if found.getinfo(part).file_size > MOST_PART:
        raise TooBig(INFLATES)
    heard = Tags()
    with found.open(part) as stream:
        for _ in listen(heard, blocks(stream)):
            yield from heard.told
            heard.told.clear()


class Tags(Listener):
    def __init__(self) -> None:
        self.told: list[tuple[str, Attributes]] = []

    def begins(self, name: str, facts: Attributes) -> None:
        self.depth += 1
        self.told.append((local(name), facts))


def _read_styles(found: ZipFile, part: str, parts: Parts) -> None:
    """Cells name their style by its place in the list `cellXfs`."""
    codes: dict[str, str] = {}
    within, at = False, 0
    for tag, facts in _elements(found, part):
        if tag == "numFmt":
            codes[facts.get("numFmtId", "")] = facts.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles"):
            within = tag == "cellXfs"
        elif tag == "xf" and within:
            number = facts.get("numFmtId", "0")
            code = codes.get(number, "")
            if number.isdecimal() and is_date_format(int(number[:6]), code):
                parts.dates.add(str(at))
            elif zeros := zeros_of(code):
                parts.zeros[str(at)] = zeros
            at += 1


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
