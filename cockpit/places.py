"""A place is a thing with a door that somebody can be sent to; an enterprise is a firm that works in one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.areas import Spot


class PlaceKind(StrEnum):
    COMPOUND = "compound"  # 小区
    BUILDING = "building"  # 楼宇
    PARK = "park"  # 园区
    COMPLEX = "complex"  # 商业综合体
    PHARMACY = "pharmacy"  # 药店
    HOSPITAL = "hospital"  # 医院
    HEALTH_CENTRE = "health_centre"  # 社区卫生服务中心
    SCHOOL = "school"  # 学校
    PARKING_LOT = "parking_lot"  # 停车场
    SITE = "site"  # 工地
    STATION = "station"  # 地铁站


class FirmSize(StrEnum):
    """The four sizes of the statistics office, by trade, staff and turnover."""

    LARGE = "large"  # 大型
    MEDIUM = "medium"  # 中型
    SMALL = "small"  # 小型
    MICRO = "micro"  # 微型


@dataclass(frozen=True)
class Place:
    """`code` is the district's own number for it (P-00012); sensors and imports know it by that.

    `flagged`: somebody has to look where it lies: its point is not in its street, or an area's centre stands for it.
    `closed_at`: since when it is no more.
    """

    id: int
    code: str
    kind: PlaceKind
    name: str
    address: str
    spot: Spot
    flagged: bool = False
    closed_at: datetime | None = None

    @property
    def subject(self) -> str:
        return "place"


@dataclass(frozen=True)
class Enterprise:
    """`trade` is a section letter of GB/T 4754, `credit_code` follows GB 32100; `size` is empty where nobody said it."""

    id: int
    credit_code: str
    name: str
    trade: str
    staff: int
    spot: Spot
    place_id: int | None = None
    size: str = ""
    address: str = ""
    flagged: bool = False
    closed_at: datetime | None = None

    @property
    def code(self) -> str:
        return self.credit_code

    @property
    def subject(self) -> str:
        return "enterprise"
