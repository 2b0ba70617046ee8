"""What the demo takes from the real district of February 2020: public names, counts and centres.

The borders of streets, communities and grids are not public: `shapes` makes its own.
"""

from dataclasses import dataclass

DISTRICT_CODE = "330103"
DISTRICT_NAME = "下城区"
RESIDENTS = 500_000
GRIDS = 282

CHANGQING = "330103001"
TIANSHUI = "330103003"
WENHUI = "330103007"
CHANGQING_GRIDS = 23
CHANGQING_RENTED = 4_231

OUTLINE = (
    "120.161,30.296 120.149,30.291 120.149,30.286 120.156,30.282 120.157,30.276 120.150,30.275 120.154,30.261 "
    "120.152,30.263 120.152,30.260 120.183,30.260 120.184,30.277 120.179,30.288 120.182,30.300 120.189,30.306 "
    "120.184,30.307 120.184,30.311 120.185,30.311 120.186,30.315 120.190,30.314 120.193,30.317 120.195,30.316 "
    "120.202,30.321 120.203,30.332 120.209,30.334 120.200,30.349 120.202,30.357 120.191,30.351 120.182,30.349 "
    "120.153,30.312 120.160,30.302 120.161,30.296"
)


@dataclass(frozen=True)
class StreetFacts:
    """`residents` at scale 1; `names` are those of its communities without 社区, in one line."""

    code: str
    name: str
    lon: float
    lat: float
    residents: int
    names: str

    @property
    def communities(self) -> list[str]:
        return self.names.split()


STREETS = (
    StreetFacts(CHANGQING, "长庆", 120.1695, 30.2650, 50_412, "新华坊 青石里 柳岸 凤栖里 永宁坊 银杏里"),
    StreetFacts(
        "330103002",
        "武林",
        120.1600,
        30.2655,
        42_000,
        "竹竿巷 安吉里 孩儿井 清远里 百井坊 桂香里 梧桐里 仙林里",
    ),
    StreetFacts(
        TIANSHUI,
        "天水",
        120.1575,
        30.2735,
        48_000,
        "灯芯巷 天水巷 环城里 文澜里 屏风里 碧桥 运河南岸 月桂里",
    ),
    StreetFacts(
        "330103005",
        "潮鸣",
        120.1775,
        30.2710,
        57_000,
        "潮声里 艮园 知足里 东河湾 小桥里 麦庄 刀茅里 红石桥 新园里",
    ),
    StreetFacts(
        "330103006",
        "朝晖",
        120.1570,
        30.2865,
        110_000,
        "黎园 玉公桥 华联 老房地 应家桥 大木桥 塘南 虹园 施家花园 大家苑 河东 稻香园",
    ),
    StreetFacts(
        WENHUI,
        "文晖",
        120.1745,
        30.2890,
        62_000,
        "流水西苑 流水东苑 京都苑 和平苑 打铁关 胜利 现代城 三里家园 文景苑",
    ),
    StreetFacts(
        "330103008",
        "东新",
        120.1700,
        30.3100,
        83_000,
        "三塘北苑 新颜苑 三塘苑 三塘 灯塔 西文 沈家 东新园 沁苑 中舟 杭氧 德胜东村 富春苑 长青苑",
    ),
    StreetFacts(
        "330103009",
        "石桥",
        120.1890,
        30.3320,
        47_588,
        "天堂园 永丰 石桥 华丰 杨家 半山桥 同兴里 北秀苑 明珠苑",
    ),
)

WATCHED = ("安和药店", "百草药房", "康宁药房", "春生药店")

# Points are public estimates, good to about a hundred metres.
COMPLEXES = (
    ("武林银泰", 120.1590, 30.2704),
    ("杭州大厦", 120.1567, 30.2742),
    ("国大城市广场", 120.1580, 30.2690),
    ("西湖文化广场", 120.1590, 30.2785),
)
CITY_SITE = ("杭州中心", 120.1560, 30.2735)  # still being built in February 2020
STATIONS = (
    ("凤起路站", 120.1583, 30.2628),
    ("武林广场站", 120.1596, 30.2716),
    ("西湖文化广场站", 120.1603, 30.2780),
    ("打铁关站", 120.1755, 30.2862),
    ("中河北路站", 120.1676, 30.2632),
    ("建国北路站", 120.1772, 30.2630),
)


def parse_outline() -> list[tuple[float, float]]:
    """The outline as a closed ring of (lon, lat), WGS-84, counter-clockwise."""
    pairs = (point.split(",") for point in OUTLINE.split())
    return [(float(lon), float(lat)) for lon, lat in pairs]
