"""A key region 重点地区: who comes from there stays apart; the list is dated, and each of its lines has its own days.

Regions are told by their code (GB/T 2260: 2 digits a province, 4 a city, 6 a county), and codes nest; where only a name is
known, the names of provinces, and of the cities of those provinces that the first lists named, lead to a code.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

LONGEST = 60
SEPARATORS = re.compile(r"[\s/>·,，、.\-]+")
ENDINGS = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "省", "市", "区", "县")
PROVINCES = {
    **{
        "11": "北京",
        "12": "天津",
        "13": "河北",
        "14": "山西",
        "15": "内蒙古",
        "21": "辽宁",
        "22": "吉林",
        "23": "黑龙江",
    },
    **{"31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南"},
    **{"42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州"},
    **{"53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾"},
    **{"81": "香港", "82": "澳门"},
}
CITIES = {
    **{"4201": "武汉", "4202": "黄石", "4203": "十堰", "4205": "宜昌", "4206": "襄阳", "4207": "鄂州", "4208": "荆门"},
    **{"4209": "孝感", "4210": "荆州", "4211": "黄冈", "4212": "咸宁", "4213": "随州", "4228": "恩施"},
    **{"429004": "仙桃", "429005": "潜江", "429006": "天门", "429021": "神农架"},
    **{"3301": "杭州", "3302": "宁波", "3303": "温州", "3304": "嘉兴", "3305": "湖州", "3306": "绍兴", "3307": "金华"},
    **{"3308": "衢州", "3309": "舟山", "3310": "台州", "3311": "丽水"},
}


class RegionLevel(StrEnum):
    """How much must be reckoned with; of two lines that hold a region the higher one counts."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True)
class Origin:
    """Where somebody comes from, as far as it is known: `code` without the noughts at its end."""

    code: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.name)

    def agrees(self, other: "Origin") -> bool:
        """Whether both may be true at once: one lies in the other."""
        if self.code and other.code:
            return self.code.startswith(other.code) or other.code.startswith(self.code)
        return stem(self.name) in stem(other.name) or stem(other.name) in stem(self.name)


NOT_SAID = Origin()


@dataclass(frozen=True)
class KeyRegion:
    """One line of the list: from the day `since` to the end of the day `until`; None while nobody says until when.

    `source`: who put it there, as far as the file says it.
    """

    id: int
    code: str
    name: str
    level: RegionLevel
    since: date
    until: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def same_region(self, other: "KeyRegion") -> bool:
        return self.code == other.code if self.code and other.code else stem(self.name) == stem(other.name)

    def overlaps(self, other: "KeyRegion") -> bool:
        """The same region on the same day, said twice."""
        mine_first = self.until is None or other.since <= self.until
        return self.same_region(other) and mine_first and (other.until is None or self.since <= other.until)

    def contains(self, origin: Origin) -> bool:
        """A region inside of a listed one is listed."""
        if self.code and origin.code:
            return origin.code.startswith(self.code)
        return bool(self.name) and stem(self.name) in parts(called(origin))

    def lies_in(self, origin: Origin) -> bool:
        """Whether it is a part of what is said: whoever says no more may be from there."""
        return (
            bool(self.code and origin.code) and len(self.code) > len(origin.code) and self.code.startswith(origin.code)
        )


def listed(regions: Iterable[KeyRegion], origin: Origin, day: date) -> KeyRegion | None:
    """The line by which the origin is a key region on that day: the highest level first, then the narrowest region."""
    found = [one for one in regions if one.holds_on(day) and one.contains(origin)]
    return min(found, key=lambda one: (one.level is RegionLevel.MEDIUM, -len(one.code), one.id), default=None)


def in_doubt(regions: Iterable[KeyRegion], origin: Origin, day: date) -> bool:
    """Of an origin that is not listed, whether somebody has to be asked: it has no code, or a part of it is listed."""
    return not origin.code or any(one.holds_on(day) and one.lies_in(origin) for one in regions)


def read_origin(text: str) -> Origin:
    """As somebody wrote it: 420100 · 湖北省武汉市 · 武汉; refuses what is no code."""
    written = half_width(text).strip()
    if written.isascii() and written.replace(" ", "").isdigit():
        return Origin(read_code(written))
    if len(written) > LONGEST or not written.isprintable():
        raise Invalid("origin", N_("a region has 1 to 60 characters"))
    return Origin(code_of(written), written)


def read_code(text: str) -> str:
    """2, 4 or 6 digits of a province that there is; 420000 is 42."""
    code = half_width(text).replace(" ", "")
    if len(code) not in (2, 4, 6) or not (code.isascii() and code.isdigit()) or code[:2] not in PROVINCES:
        raise Invalid("code", N_("the code of a region has 2, 4 or 6 digits and begins with that of a province"))
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def code_of(name: str) -> str:
    """The code of the province or city that the name begins with; empty where it is none that is known here."""
    text = SEPARATORS.sub("", half_width(name))
    province = next((code for code, known in PROVINCES.items() if text.startswith(known)), "")
    rest = _after(text, PROVINCES.get(province, ""))
    city = next((code for code, known in CITIES.items() if rest.startswith(known) and code.startswith(province)), "")
    return city or province


def exact_code(name: str) -> str:
    """The same, where the name is that of the whole province or city and of no part of it."""
    text, code = SEPARATORS.sub("", half_width(name)), code_of(name)
    rest = _after(text, PROVINCES.get(code[:2], "")) if text.startswith(PROVINCES.get(code[:2], "-")) else text
    return code if not rest or stem(rest) == CITIES.get(code) else ""


def called(origin: Origin) -> str:
    """By its name, else by that of its code."""
    names = [PROVINCES.get(origin.code[:2], ""), CITIES.get(origin.code[:4], ""), CITIES.get(origin.code, "")]
    return origin.name or "".join(dict.fromkeys(names)) or origin.code


def stem(name: str) -> str:
    """湖北 for 湖北省: both are written."""
    text = SEPARATORS.sub("", half_width(name))
    return next((text.removesuffix(end) for end in ENDINGS if text.endswith(end) and len(text) > len(end) + 1), text)


def parts(name: str) -> set[str]:
    """The stems of what a name is put together from: 湖北省武汉市 is in 湖北 and in 武汉."""
    return {stem(one) for one in _pieces(name)} | {stem(name)}


def _pieces(name: str) -> Iterator[str]:
    for piece in SEPARATORS.split(half_width(name)):
        yield from re.findall(r".+?(?:特别行政区|自治区|自治州|省|市|区|县)|.+$", piece)


def _after(text: str, known: str) -> str:
    rest = text.removeprefix(known) if known else text
    return next((rest.removeprefix(end) for end in ENDINGS if rest.startswith(end)), rest) if known else rest
