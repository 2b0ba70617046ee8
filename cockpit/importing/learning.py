"""What past imports teach: a header that somebody mapped by hand is proposed again in other files, until it is forgotten.

A file without a header has people in its first row: what could be data teaches nothing, and neither does its file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.importing.columns import Column, Columns, Source, fold, is_known
from cockpit.importing.kinds import FIELD, Kind
from cockpit.importing.rights import may_bring
from cockpit.importing.row import Context
from cockpit.importing.sorts import NAME, NAMES, SPELT
from cockpit.people import half_width
from cockpit.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST = 30  # characters of a header
# Nine of ten people have one of these names; two to four characters that begin so may be somebody.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
SOMEBODY = range(2, 5)
A_PLACE = re.compile(r"\d{4}|\d\s*(号|幢|栋|单元|室|楼|弄)")


@dataclass(frozen=True)
class Learned:
    """`header` as it is compared; `field` is empty where such a column is not taken."""

    id: int
    kind: Kind
    header: str
    field: str


def taught(columns: Columns, context: Context) -> dict[str, str]:
    """Header, as it is compared, -> field, of those that a person mapped by hand and that say nothing by themselves."""
    if any(looks_like_data(one, columns.kind, context) for one in columns.columns):
        return {}
    said = [one for one in columns.columns if one.source is Source.HAND and not is_known(one.header, columns.kind)]
    return {fold(one.header): one.field for one in said if fold(one.header)}


def looks_like_data(column: Column, kind: Kind, context: Context) -> bool:
    """Whether the header would do as a value of its own column."""
    header = half_width(column.header).strip()
    if len(header) > LONGEST or A_PLACE.search(header):
        return True
    if not column.field or is_known(header, kind):
        return False
    field = FIELD[kind][column.field]
    if field.sort in (NAME, NAMES):
        return any(one[:1] in SURNAMES and len(one) in SOMEBODY for one in re.split(r"[,;、/\s]+", header))
    return field.sort not in SPELT and _is_clean(header, column, kind, context)


def _is_clean(header: str, column: Column, kind: Kind, context: Context) -> bool:
    try:
        FIELD[kind][column.field].clean(header, context)
    except Invalid:
        return False
    return True


@allowed_to("import")
def learned(work: "Work", kind: Kind) -> Sequence[Learned]:
    """The newest first, of a kind that one may bring oneself."""
    return work.headers.of(kind) if may_bring(work.by, kind) else []


@allowed_to("import")
def forget(work: "Work", number: int) -> None:
    """It is proposed in no other file; imports that were made with it stay."""
    kind = work.headers.forget(number)
    if not may_bring(work.by, kind):
        raise NotFound()
    work.note_act("header_forgotten", "learned_header", str(number), {"kind": kind})
