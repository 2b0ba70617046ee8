"""Enterprises of the demo: invented names, credit codes of nowhere, trades of GB/T 4754, staff; each behind a door."""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from cockpit.places import Enterprise, Place, PlaceKind
from data_access.demo.credit_codes import FIRM, TRADER, credit_code
from data_access.demo.draws import dice, shares, stream
from data_access.demo.names import CLEAR_SYLLABLES

ENTERPRISES = 9_806
STAFF = 138_000
WEIGHT_OF_DOOR = {PlaceKind.COMPLEX: 110.0, PlaceKind.PARK: 60.0, PlaceKind.BUILDING: 24.0}

# Section letter: share of all firms, words of companies, words of shops.
TRADES = {
    "C": (4, "服饰 食品 印务 仪器 工艺品", ""),
    "E": (5, "建筑 装饰工程 建设工程 安装工程", ""),
    "F": (32, "商贸 贸易 服装 百货 进出口 电器", "便利店 服装店 水果店 五金店 文具店"),
    "G": (3, "物流 货运代理 仓储 快递服务", ""),
    "H": (11, "餐饮管理 酒店管理 宾馆", "面馆 小吃店 餐厅 咖啡馆"),
    "I": (10, "网络科技 信息技术 软件 数字科技", ""),
    "J": (2, "投资咨询 保险代理 资产管理", ""),
    "K": (4, "房地产代理 物业服务 置业", ""),
    "L": (12, "企业管理 广告 人力资源 商务服务 会展", ""),
    "M": (6, "工程设计 检测技术 建筑设计 生物技术", ""),
    "N": (1, "环境工程 园林绿化", ""),
    "O": (5, "家政服务 美容 摄影 汽车维修", "理发店 洗衣店 美容店"),
    "P": (2, "教育咨询 职业培训", ""),
    "Q": (1, "健康管理 口腔门诊", ""),
    "R": (2, "文化传媒 影城 健身 文化艺术 娱乐", ""),
}
VISITED_BY_GUESTS = "FHOR"
SHOP_SHARE = 0.55  # of the firms whose trade knows shops


def make_enterprises(places: Sequence[Place], seed: int) -> tuple[Enterprise, ...]:
    chance = dice(seed, "enterprises")
    doors = _doors(places, chance)
    trades = [_trade(door, chance) for door in doors]
    names = _names(trades, chance)
    numbers = chance.sample(range(100_000, 1_000_000), ENTERPRISES)
    staff = _staff([name.endswith("公司") for name in names], seed)
    return tuple(
        Enterprise(
            id=number,
            credit_code=credit_code(FIRM if name.endswith("公司") else TRADER, own_number),
            name=name,
            trade=trade,
            staff=count,
            spot=door.spot,
            place_id=door.id,
        )
        for number, (name, own_number, trade, count, door) in enumerate(
            zip(names, numbers, trades, staff, doors, strict=True), 1
        )
    )


def _doors(places: Sequence[Place], chance: Random) -> list[Place]:
    """The place of each firm, place by place."""
    doors = [place for place in places if place.kind in WEIGHT_OF_DOOR]
    weights = [WEIGHT_OF_DOOR[door.kind] * chance.uniform(0.5, 1.5) for door in doors]
    counts = shares(ENTERPRISES, weights)
    return [door for door, count in zip(doors, counts, strict=True) for _ in range(count)]


def _trade(door: Place, chance: Random) -> str:
    letters = VISITED_BY_GUESTS if door.kind is PlaceKind.COMPLEX else "".join(TRADES)
    return chance.choices(letters, [TRADES[letter][0] for letter in letters])[0]


def _names(trades: Sequence[str], chance: Random) -> list[str]:
    names: dict[str, None] = {}  # a set that keeps its order
    for trade in trades:
        names[next(name for name in _candidates(trade, chance) if name not in names)] = None
    return list(names)


def _candidates(trade: str, chance: Random) -> Iterator[str]:
    _, company_words, shop_words = TRADES[trade]
    shop = bool(shop_words) and chance.random() < SHOP_SHARE
    words = (shop_words if shop else company_words).split()
    while True:
        brand = chance.choice(CLEAR_SYLLABLES) + chance.choice(CLEAR_SYLLABLES)
        yield f"下城区{brand}{chance.choice(words)}" if shop else f"杭州{brand}{chance.choice(words)}有限公司"


def _staff(companies: Sequence[bool], seed: int) -> list[int]:
    """Log-normal for companies, a handful for shops; at least one each, `STAFF` in all within a percent."""
    rng = stream(seed, "staff")
    is_company = np.array(companies)
    shops = rng.integers(1, 7, len(companies))
    sizes = rng.lognormal(0.0, 1.2, len(companies))
    scale = (STAFF - shops[~is_company].sum()) / sizes[is_company].sum()
    counts = np.where(is_company, np.maximum(1, np.rint(sizes * scale)), shops)
    return [int(count) for count in counts]
