"""An address as Chinese offices write it, taken apart: road and number, compound, building 幢, unit 单元, room 室.

体育场路123号京都苑3幢2单元501室 · 京都苑3栋2单元501 · 京都苑3-2-501 · 3号楼501室 · A座1203 · 五幢一单元201室.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from cockpit.importing.row import Context
from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

FIGURES = {character: value for value, character in enumerate("零一二三四五六七八九")}
DASHES = re.compile(r"[‐‑‒–—―－ー~～]")
REMARK = re.compile(r"\([^()]*\)")
HAN = r"[\u4e00-\u9fff]"
DISTRICT = rf"{HAN}{{1,3}}(?<![小社园校东西南北中新一二三四五六七八九十])[区县](?=.)"
REGION = re.compile(
    rf"(?:中国)?(?:浙江(?=杭州))?(?:(?:{HAN}{{2,3}}省|{HAN}{{2,6}}自治区)(?:{HAN}{{2,3}}市)?|杭州市|(?:杭州|{HAN}{{2,3}}市)(?={DISTRICT}))?"
    rf"(?:{DISTRICT})?"
)
STREET = re.compile(rf"({HAN}{{2,4}}街道)(?!办事处$)(?:办事处)?(?=.)")
COMMUNITY = re.compile(rf"({HAN}{{2,6}}社区)(?={HAN}.*[0-9])(?!卫生|居委|服务|党群)")
ROAD = re.compile(
    rf"({HAN}{{1,10}}?(?:路|街|巷|弄|道|胡同|里弄))([0-9]+弄)?([0-9]+(?:-[0-9]+)?)(?:号(?!楼)|#(?!楼))(?:之([一二三四五六七八九]))?"
)
TOKEN = r"[A-Z]?[0-9]{1,3}[A-Z]?|[A-Z]|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊东西南北中]"
BEGINS = r"(?:(?<![0-9])(?=[0-9])|(?<![A-Z])(?=[A-Z])|(?![0-9A-Z]))"  # not inside a number or a word
BUILDING_WORD = re.compile(rf"({BEGINS}(?:{TOKEN}))(?:号楼|幢楼|楼栋|栋|座|#楼|#|号院|号(?=[0-9A-Z#]|$))-?")
UNIT_WORD = re.compile(rf"({BEGINS}(?:{TOKEN}))(?:门洞|门|梯|单元)-?(?=[0-9A-Z]|$)")
PART_OF_ROOM = re.compile(r"[室房]-?([A-Z]|[0-9]{1,2})(?:间|号房|房|号床|床|号)?$")
ROOM = r"[0-9]{1,5}[A-Z]?(?:-[0-9A-Z]{1,2})?|[A-Z][0-9]{1,4}"
LONG_ROOM = r"[0-9]{3,5}[A-Z]?(?:-[0-9A-Z]{1,2})?|[A-Z][0-9]{2,4}"
# What may stand at the end of an address, the most telling first.
DOORS = tuple(
    re.compile(rf"(?P<before>.*?){BEGINS}(?:{pattern})")
    for pattern in (
        rf"(?P<building>{TOKEN})(?:幢-?|-)(?P<unit>[0-9]{{1,2}}|[A-Z])-(?P<room>{LONG_ROOM})室?",
        rf"(?P<building>{TOKEN})-(?P<room>{LONG_ROOM})室?",
        rf"(?P<building>{TOKEN})(?:幢|-(?=(?:{TOKEN})单元))(?:(?P<unit>{TOKEN})单元)?(?:(?P<floor>[0-9]+|[一二三四五六七八九十]+)[楼层])?(?:(?P<room>{ROOM})[室房户]?)?",
        rf"(?P<unit>{TOKEN})单元(?:(?P<floor>[0-9]+|[一二三四五六七八九十]+)[楼层])?(?:(?P<room>{ROOM})[室房户]?)?",
        rf"(?:(?P<floor>[0-9]+|[一二三四五六七八九十]+)[楼层])?(?P<room>{ROOM})[室房户]",
        rf"(?P<room>{LONG_ROOM})",
    )
)
# The commonest ways to write one, at a tenth of the time; what names an area above the road goes the long way.
PLAINLY = re.compile(
    rf"(?![^路街巷]*[省市区县社弄道])(?:({HAN}{{1,8}}?[路街巷])([1-9][0-9]*)号)?((?:(?![省市区县社弄道路街巷]){HAN}){{2,10}})"
    r"([1-9][0-9]{0,2})(?:幢|栋|号楼|座|-)(?:([1-9][0-9]?)(?:单元|-))?([1-9][0-9]{2,3})室?",
    re.ASCII,
)
NOT_UNDERSTOOD = re.compile(r"[0-9](?:幢|单元|室|-$)|室.")
LONGEST = 200


@dataclass(frozen=True)
class Address:
    """What an address says; empty where it says nothing. `road` with its number; `building`, `unit`, `room` bare: 3, 2, 501."""

    road: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    street: str = ""
    community: str = ""

    @cached_property
    def parts(self) -> dict[str, str]:
        """What is said, by field."""
        return {name: part for name, part in vars(self).items() if part}

    @property
    def door(self) -> str:
        """What lies below the road or compound, one way to write it for all: 3幢2单元501室."""
        return same_address("", "", self.building, self.unit, self.room)


def same_address(road: str, compound: str, building: str, unit: str, room: str) -> str:
    """One text for all ways to write an address; of a compound's home the road makes no difference. All parts empty: empty."""
    words = ((building, "座" if building.isascii() and building.isalpha() else "幢"), (unit, "单元"), (room, "室"))
    parts = ((bare_part(one), word) for one, word in words)
    below = (one if one.endswith("楼") else f"{one}{word}" for one, word in parts if one)
    return (compact(compound) or compact(road)) + "".join(below)


def an_address(text: str, context: Context) -> Address:
    """A whole address; refuses one whose door cannot be read, rather than keep half of it."""
    if found := _plainly(text):
        return found
    written = REMARK.sub("", _written(text))
    street, rest = _taken(STREET, REGION.sub("", written, count=1))
    community, rest = _taken(COMMUNITY, rest)
    if found := _plainly(rest):
        return replace(found, street=street, community=community)
    road, rest = _road(rest)
    read = _below(Address(road=road, street=street, community=community), rest)
    if not (read.road or read.compound or read.door):
        raise Invalid("cell", N_("this address names neither a road nor a compound"))
    return read


def _written(text: str) -> str:
    written = compact(text)
    if not written or len(written) > LONGEST or not written.isprintable():
        raise Invalid("cell", N_("an address has 1 to 200 characters, all of which can be shown"))
    return written


def _plainly(text: str) -> Address | None:
    found = PLAINLY.fullmatch(text)
    if not found:
        return None
    road, number, compound, building, unit, room = found.groups("")
    return Address(f"{road}{number}号" if road else "", compound, building, unit, room)


def a_site(text: str, context: Context) -> str:
    """Where a place or a firm is, as one text: without the district and what lies above it, the rest as it is written."""
    written = _written(text)
    _street, rest = _taken(STREET, REGION.sub("", written, count=1))
    _community, rest = _taken(COMMUNITY, rest)
    road, below = _road(rest)
    return f"{road}{below}" or written


def a_door(text: str, context: Context) -> Address:
    """A door alone, below the compound: 3幢2单元501室 or 3-2-501."""
    found = _below(Address(), REMARK.sub("", compact(text)))
    if found.compound or not found.door:
        raise Invalid("cell", N_("this door cannot be read: write it like 3幢2单元501室"))
    return found


def door_as_kept(text: str) -> str:
    """A door that lies in the inventory already, as a file that names it would write it; as it stands, where none could."""
    try:
        found = a_door(text, Context(date.min))
    except Invalid:
        return text
    return same_address("", "", found.building, found.unit, found.room)


def door_parts(text: str) -> Address:
    """Building, unit and room of a door that lies in the inventory; nothing where it cannot be taken apart."""
    try:
        return a_door(text, Context(date.min))
    except Invalid:
        return Address()


def a_part(text: str, context: Context) -> str:
    """One column of a door: 3, 3幢, 03号楼 are one building; 501 and 501室 one room."""
    part = bare_part(text)
    if not part or len(part) > 20 or not part.isprintable():
        raise Invalid("cell", N_("a building, unit or room is a number or a letter"))
    return part


def propose_address(text: str, context: Context) -> str:
    """Without what follows the room."""
    return re.sub(r"(?<=室).*$", "", compact(text))


def compact(text: str) -> str:
    """Half-width, without blanks, all strokes alike, letters as capitals."""
    return DASHES.sub("-", half_width(text)).replace(" ", "").replace(",", "").upper()


def bare_part(text: str) -> str:
    """A number without its word and leading noughts, Chinese figures as figures; a name as it stands."""
    if text.isascii() and text.isdigit() and text[0] != "0":
        return text
    part = re.sub(r"(?:号楼|幢楼|楼栋|幢|栋|座|单元|门洞|室|号房|房|户|号|#楼?)$", "", compact(text).removesuffix(".0"))
    if part and all(one in FIGURES or one == "十" for one in part):
        return str(_number(part))
    return re.sub(r"^0+(?=[0-9])", "", part)


def _number(words: str) -> int:
    """十一 11, 二十 20, 一〇二 is left to those who write figures."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int("".join(str(FIGURES[one]) for one in words))
    return (FIGURES.get(tens, 0) if tens else 1) * 10 + (FIGURES.get(ones, 0) if ones else 0)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _road(text: str) -> tuple[str, str]:
    found = ROAD.match(text)
    if not found:
        return "", text
    name, lane, number, part = found.groups()
    return f"{name}{lane or ''}{number}号{f'之{part}' if part else ''}", text[found.end() :]


def _below(above: Address, rest: str) -> Address:
    """With what stands after the road: the compound's name, and the door."""
    rest = PART_OF_ROOM.sub(r"-\1室", UNIT_WORD.sub(r"\1单元", BUILDING_WORD.sub(r"\1幢", rest)))
    compound, parts = _door(rest)
    if NOT_UNDERSTOOD.search(compound):
        raise Invalid("cell", N_("the door of this address cannot be read: write it like 京都苑3幢2单元501室"))
    room = parts.get("room") or (f"{parts['floor']}楼" if parts.get("floor") else "")
    building, unit = parts.get("building") or "", parts.get("unit") or ""
    made = partial(Address, above.road, street=above.street, community=above.community)
    return made(compound=compound, building=bare_part(building), unit=bare_part(unit), room=bare_part(room))


def _door(text: str) -> tuple[str, dict[str, str | None]]:
    """(what stands before it, its parts); of all ways to read it, the one that leaves least before it."""
    found = [match for match in (pattern.fullmatch(text) for pattern in DOORS) if match]
    if not found:
        return text, {}
    best = min(found, key=lambda match: len(match["before"]))
    return best["before"], {name: part for name, part in best.groupdict().items() if name != "before"}
