"""A trade 行业 is a section 门类 of GB/T 4754-2017, A to T; its divisions 大类 have two figures, 01 to 97.

Files bring codes of any depth (F, 52, F5111, 5111) or a name; the section is what we keep.
"""

import re
from dataclasses import dataclass
from functools import cache

from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

CODE = re.compile(r"([A-T])?(\d{2,4})?(?=\D|$)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """`first` to `last` are its divisions; `chinese` its name as files write it; `words` further names, of divisions too."""

    letter: str
    name: str
    chinese: str
    first: int
    last: int
    words: tuple[str, ...] = ()


SECTIONS = (
    Section("A", N_("Agriculture, forestry and fishery"), "农、林、牧、渔业", 1, 5, ("农业", "林业", "畜牧业", "渔业")),
    Section("B", N_("Mining"), "采矿业", 6, 12),
    Section("C", N_("Manufacturing"), "制造业", 13, 43, ("工业", "食品制造业", "医药制造业", "纺织业")),
    Section("D", N_("Electricity, heat, gas and water"), "电力、热力、燃气及水生产和供应业", 44, 46, ("电力", "燃气")),
    Section("E", N_("Construction"), "建筑业", 47, 50, ("房屋建筑业", "建筑安装业", "建筑装饰业", "装修")),
    Section(
        "F", N_("Wholesale and retail trade"), "批发和零售业", 51, 52, ("批发业", "零售业", "批发", "零售", "商贸")
    ),
    Section(
        "G", N_("Transport, storage and post"), "交通运输、仓储和邮政业", 53, 60, ("物流", "快递", "邮政业", "仓储业")
    ),
    Section(
        "H", N_("Accommodation and catering"), "住宿和餐饮业", 61, 62, ("住宿业", "餐饮业", "住宿", "餐饮", "酒店")
    ),
    Section(
        "I", N_("Information technology"), "信息传输、软件和信息技术服务业", 63, 65, ("信息技术", "软件业", "互联网")
    ),
    Section("J", N_("Finance"), "金融业", 66, 69, ("金融", "保险业", "银行")),
    Section("K", N_("Real estate"), "房地产业", 70, 70, ("房地产", "物业管理", "物业服务")),
    Section("L", N_("Leasing and business services"), "租赁和商务服务业", 71, 72, ("租赁业", "商务服务业", "广告业")),
    Section("M", N_("Research and technical services"), "科学研究和技术服务业", 73, 75, ("专业技术服务业",)),
    Section("N", N_("Water, environment and public facilities"), "水利、环境和公共设施管理业", 76, 79, ("环保",)),
    Section(
        "O", N_("Services to households, repair"), "居民服务、修理和其他服务业", 80, 82, ("居民服务业", "家政", "理发")
    ),
    Section("P", N_("Education"), "教育", 83, 83, ("教育业", "培训")),
    Section("Q", N_("Health and social work"), "卫生和社会工作", 84, 85, ("卫生", "社会工作", "医疗")),
    Section("R", N_("Culture, sports and entertainment"), "文化、体育和娱乐业", 86, 90, ("文化", "体育", "娱乐业")),
    Section("S", N_("Public administration and organisations"), "公共管理、社会保障和社会组织", 91, 96, ("社会组织",)),
    Section("T", N_("International organisations"), "国际组织", 97, 97),
)
BY_LETTER = {section.letter: section for section in SECTIONS}


def read_trade(text: str) -> str:
    """The letter of the section that a code or a name says; refuses what says none, or two that do not agree."""
    written = half_width(text).strip()
    named = _names().get(_plain(written))
    if named:
        return named
    found = CODE.match(written.upper())
    letter, figures, rest = found.groups() if found else (None, None, "")
    if not (letter or figures) or (letter and not figures and rest[:1].isalpha() and rest[:1].isascii()):
        raise Invalid("trade", N_("no such trade: a code of GB/T 4754-2017 like F5111, or the name of its section"))
    section = _of_division(int(figures[:2])) if figures else letter
    if section is None or (letter and letter != section):
        raise Invalid("trade", N_("the letter and the figures of this trade do not belong together"))
    return section


def trade_within(text: str) -> str:
    """The one section that is named somewhere in the text; empty for none, and for several."""
    written = _plain(text)
    found = {letter for name, letter in _names().items() if len(name) > 1 and name in written}
    return found.pop() if len(found) == 1 else ""


def _of_division(division: int) -> str | None:
    return next((one.letter for one in SECTIONS if one.first <= division <= one.last), None)


@cache
def _names() -> dict[str, str]:
    """Section letters by every name."""
    return {
        _plain(name): one.letter
        for one in SECTIONS
        for name in (one.letter, one.name, one.chinese, one.chinese.removesuffix("业"), *one.words)
    }


def _plain(text: str) -> str:
    """A name without its marks: lists write 农、林、牧、渔业 and 农林牧渔业."""
    return re.sub(r"[\W_]+", "", half_width(text)).casefold()
