"""Which kind of import a file is: the one whose fields its headers name best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.importing.columns import Columns, fold, propose
from cockpit.importing.kinds import Kind

GUESSED = 0.5  # what a guess counts beside a header that is known
BY_ITS_NAME = 0.2


@dataclass(frozen=True)
class Fit:
    kind: Kind
    fit: float


def fits(headers: Sequence[str], named: str = "", first: Sequence[str] = ()) -> list[Fit]:
    """How well the headers fit each kind (1: every one of them is a field of it), the best first.

    `named` is the name of the sheet or file, `first` the first row: streets, communities and grids have equal headers.
    """
    found = [Fit(kind, round(_fit(headers, kind, first) + _named_so(kind, named), 3)) for kind in Kind]
    return sorted((one for one in found if one.fit > 0), key=lambda one: -one.fit)


def kind_of(headers: Sequence[str], named: str = "", first: Sequence[str] = ()) -> list[Kind]:
    """The kinds for which the headers are enough, the best first."""
    return [one.kind for one in fits(headers, named, first) if not propose(headers, one.kind, {}).missing()]


def _fit(headers: Sequence[str], kind: Kind, first: Sequence[str]) -> float:
    """A kind of which something needed is missing, or whose codes are of another length, fits half as well."""
    columns = propose(headers, kind, {})
    written = [column for column in columns.columns if fold(column.header)]
    taken = {column.field: 1.0 if column.certain else GUESSED for column in written if column.field}
    share = sum(taken.values()) / max(1, len(written))
    return share / 2 if columns.missing() or _other_codes(columns, first) else share


def _other_codes(columns: Columns, first: Sequence[str]) -> bool:
    position = columns.position_of("code")
    if columns.kind not in LENGTHS or position is None or position >= len(first):
        return False
    digits = re.sub(r"\D", "", first[position].removesuffix(".0"))
    if columns.kind is Kind.STREETS and len(digits) == 12 and digits.endswith("000"):
        return False
    return len(digits) != LENGTHS[columns.kind]


LENGTHS = {Kind.STREETS: 9, Kind.COMMUNITIES: 12, Kind.GRIDS: 15}
NAMES = {
    Kind.STREETS: ("街道", "street"),
    Kind.COMMUNITIES: ("社区", "communit"),
    Kind.GRIDS: ("网格", "grid"),
    Kind.PLACES: ("场所", "地点", "楼宇", "小区", "place"),
    Kind.PERSONS: ("居民", "人员", "人口", "person", "resident"),
    Kind.HOUSEHOLDS: ("住户", "房屋", "户", "household"),
    Kind.ENTERPRISES: ("企业", "单位", "enterprise", "firm"),
    Kind.TEAMS: ("队伍", "小组", "team"),
    Kind.DUTY: ("值班", "排班", "duty"),
    Kind.QUARANTINE: ("隔离", "quarantine"),
    Kind.CASES: ("病例", "确诊", "case"),
    Kind.PRESENCE: ("停留", "场所码", "到访", "presence", "stay"),
    Kind.JOURNEYS: ("行程", "车次", "航班", "乘客", "旅客", "journey", "passenger"),
    Kind.CLINIC_VISITS: ("就诊", "门诊", "发热门诊", "clinic", "visit"),
    Kind.PURCHASES: ("购药", "药品", "退热", "purchase"),
    Kind.WORKPLACES: ("花名册", "在职", "班级", "名册", "workplace", "register"),
    Kind.KEY_REGIONS: ("重点地区", "重点疫区", "region"),
    Kind.RETURNS: ("返岗", "返家", "返杭", "return"),
    Kind.POLICIES: ("规则", "政策", "polic"),
}


def _named_so(kind: Kind, named: str) -> float:
    words = named.casefold()
    return BY_ITS_NAME if words and any(name in words for name in NAMES[kind]) else 0.0
