"""Words that files have for what we call by one: kinds of places and papers, tenure, sizes, countries, yes and no."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from cockpit.coordinates import Datum, datum_named
from cockpit.importing.row import Context
from cockpit.papers import CHINA, PaperKind
from cockpit.people import Tenure, half_width
from cockpit.places import FirmSize, PlaceKind
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid
from cockpit.returns.region import RegionLevel
from cockpit.returns.word import Source
from cockpit.screening import CaseStatus, Means, Setting
from cockpit.teams import TeamRole
from cockpit.texts import N_

Words = Mapping[str, Any]

YES = frozenset(["是", "有", "对", "真", "已", "y", "yes", "true", "t", "1", "√", "✓", "✔", "v"])
NO = frozenset(["否", "无", "没有", "不是", "非", "未", "n", "no", "false", "f", "0", "×", "✗", "✘", "x"])


def plain(text: str) -> str:
    """A word without capitals, width and marks."""
    return re.sub(r"[\W_]+", "", half_width(text)).casefold()


def _table(words: Mapping[StrEnum, str]) -> Words:
    """Each word with what it means; what we call it ourselves is one of them."""
    return {plain(word): one for one, known in words.items() for word in (one.value, *known.split())}


PLACES = _table(
    {
        PlaceKind.COMPOUND: "小区 住宅小区 居民小区 住宅 住宅区 社区小区 居住小区 公寓 estate",
        PlaceKind.BUILDING: "楼宇 商务楼宇 商务楼 写字楼 办公楼 大厦 大楼 楼栋 office office_building tower",
        PlaceKind.PARK: "园区 产业园 产业园区 科技园 创意园 工业园 工业园区 文创园 industrial_park business_park",
        PlaceKind.COMPLEX: "商业综合体 综合体 商场 购物中心 百货 百货商场 商业体 mall shopping_mall shopping_centre",
        PlaceKind.PHARMACY: "药店 药房 零售药店 大药房 drugstore chemist",
        PlaceKind.HOSPITAL: "医院 综合医院 专科医院 医疗机构 门诊部 诊所 clinic",
        PlaceKind.HEALTH_CENTRE: "社区卫生服务中心 卫生服务中心 社区卫生服务站 卫生服务站 社区医院 卫生院 health_center",
        PlaceKind.SCHOOL: "学校 小学 中学 初中 高中 幼儿园 大学 学院 中小学 kindergarten university college",
        PlaceKind.PARKING_LOT: "停车场 停车库 公共停车场 地下停车场 地下车库 car_park parking",
        PlaceKind.SITE: "工地 建筑工地 在建工地 施工现场 在建项目 building_site construction_site",
        PlaceKind.STATION: "地铁站 地铁 轨道交通站 车站 metro metro_station subway_station",
    }
)
TENURES = _table(
    {
        Tenure.OWNED: "自有 自住 自有住房 自购 自有房 业主 房主 产权人 本人所有 自置 owner own owner_occupied",
        Tenure.RENTED: "租赁 出租 租住 租房 租客 承租 承租人 租户 租借 出租房 租用 tenant rent rental let lessee",
    }
)
ROLES = _table(
    {
        TeamRole.POLICE: "民警 网格民警 公安 警察 派出所 社区民警 grid_police",
        TeamRole.ENFORCEMENT: "综合执法 执法 执法队 执法中队 城管 综合行政执法 enforcement_squad",
        TeamRole.VOLUNTEER: "武林大妈 志愿者 志愿队 志愿服务 大妈 志愿服务队 volunteers",
    }
)
PAPERS = _table(
    {
        PaperKind.RESIDENT: "居民身份证 身份证 二代身份证 户口簿 户口本 identity_card id_card resident_identity_card",
        PaperKind.PASSPORT: "护照 外国护照 中国护照 因私护照",
        PaperKind.HONG_KONG_MACAU: "港澳居民来往内地通行证 港澳通行证 回乡证 港澳居民通行证 hong_kong_macau_pass",
        PaperKind.TAIWAN: "台湾居民来往大陆通行证 台胞证 台湾通行证 taiwan_pass",
        PaperKind.PERMIT: "居住证 永久居留身份证 外国人永久居留身份证 港澳台居民居住证 外国人居留许可 residence_permit",
        PaperKind.OTHER: "其他 其他证件 其它",
    }
)
QUARANTINES = _table(
    {
        QuarantineKind.HOME: "居家 居家隔离 居家观察 居家医学观察 居家健康观察 home_quarantine",
        QuarantineKind.INSTITUTIONAL: "集中 集中隔离 集中观察 集中医学观察 集中隔离点 隔离点 central centralised facility",
        QuarantineKind.HOSPITAL: "住院 住院隔离 医院 医院隔离 隔离治疗 定点医院 in_hospital",
        QuarantineKind.OTHER: "其他 其它 其他方式",
    }
)
REGION_LEVELS = _table(
    {
        RegionLevel.HIGH: "高 高风险 高风险地区 重点 重点地区 重点疫区 疫区 high_risk",
        RegionLevel.MEDIUM: "中 中风险 中风险地区 次重点 medium_risk",
    }
)
RETURN_SOURCES = _table(
    {
        Source.COMMUNITY: "社区 社区排查 网格员 社工 上门排查",
        Source.HUB: "枢纽 交通枢纽 火车站 高铁 机场 卡口 铁路 民航 高速 station airport transport_hub",
        Source.SITE: "工地 企业 单位 用工单位 企业申报 building_site employer",
        Source.LANDLORD: "房东 出租人 房东申报 二房东",
        Source.DECLARED_SELF: "本人 自己 自主申报 本人申报 个人申报 线上申报 self",
    }
)
SIZES = _table(
    {
        FirmSize.LARGE: "大型 大 大型企业 l",
        FirmSize.MEDIUM: "中型 中 中型企业 m mid",
        FirmSize.SMALL: "小型 小 小型企业 s",
        FirmSize.MICRO: "微型 微 微型企业 小微 小微企业 个体 个体户 xs",
    }
)
MEANS = _table(
    {
        Means.PLANE: "飞机 航班 民航 航空 flight air aeroplane airplane",
        Means.SEALED_TRAIN: "高铁 动车 动车组 城际 全封闭列车 空调列车 高速铁路 high_speed_train",
        Means.TRAIN: "火车 列车 铁路 普速 普快 绿皮车 普通列车 rail railway",
        Means.SEALED_COACH: "空调大巴 空调客车 全封闭客车 大巴 bus",
        Means.COACH: "客车 长途汽车 汽车 长途客车 中巴 通风客车",
        Means.SHIP: "船 轮船 客轮 渡轮 邮轮 ferry boat",
    }
)
CASES = _table(
    {
        CaseStatus.SUSPECTED: "疑似 疑似病例",
        CaseStatus.PROBABLE: "临床诊断 临床诊断病例 可能 clinical",
        CaseStatus.CONFIRMED: "确诊 确诊病例 阳性",
        CaseStatus.ASYMPTOMATIC: "无症状 无症状感染者 无症状感染 asymptomatic_carrier",
        CaseStatus.NO_CASE: "排除 已排除 非病例 ruled_out negative 阴性",
    }
)
BONDS = _table(
    {
        Setting.WORKPLACE: "工作 同办公室 上班 就业 在职 员工 职工 同事 work works office colleague employee staff",
        Setting.CLASS: "同班 班级 上课 就读 在读 学生 学习 pupil student school study studies",
        Setting.CARE: "护理 照护 诊疗 住院 陪护 看护 养老 病区 ward patient nursing cared_for",
    }
)
COUNTRIES = {
    plain(word): code
    for code, words in {
        CHINA: "中国 中华人民共和国 china prc cn",
        "HKG": "中国香港 香港 hong_kong hk",
        "MAC": "中国澳门 澳门 macau macao mo",
        "TWN": "中国台湾 台湾 taiwan tw",
        **{"USA": "美国 united_states us", "GBR": "英国 united_kingdom uk gb", "FRA": "法国 france fr"},
        **{"DEU": "德国 germany de", "ITA": "意大利 italy it", "ESP": "西班牙 spain es", "RUS": "俄罗斯 russia ru"},
        **{"JPN": "日本 japan jp", "KOR": "韩国 south_korea korea kr", "PRK": "朝鲜 north_korea kp"},
        **{"IND": "印度 india in", "PAK": "巴基斯坦 pakistan pk", "THA": "泰国 thailand th", "VNM": "越南 vietnam vn"},
        **{"SGP": "新加坡 singapore sg", "MYS": "马来西亚 malaysia my", "IDN": "印度尼西亚 印尼 indonesia id"},
        **{"PHL": "菲律宾 philippines ph", "AUS": "澳大利亚 australia au", "NZL": "新西兰 new_zealand nz"},
        **{
            "CAN": "加拿大 canada ca",
            "BRA": "巴西 brazil br",
            "MEX": "墨西哥 mexico mx",
            "ZAF": "南非 south_africa za",
        },
        **{"NGA": "尼日利亚 nigeria ng", "EGY": "埃及 egypt eg", "IRN": "伊朗 iran ir", "TUR": "土耳其 turkey tr"},
        **{"UKR": "乌克兰 ukraine ua", "NLD": "荷兰 netherlands nl", "MNG": "蒙古 mongolia mn"},
    }.items()
    for word in words.split()
}


def one_of(words: Words, why: str) -> Callable[[str, Context], Any]:
    """Cleans a cell that holds one of the words; `why` is the marked sentence for any other."""

    def clean(text: str, context: Context) -> Any:
        found = words.get(plain(text))
        if found is None:
            raise Invalid("cell", why)
        return found

    return clean


def one_within(words: Words) -> Callable[[str, Context], str]:
    """Proposes the longest word that stands in a longer text, where all that do mean the same."""

    def propose(text: str, context: Context) -> str:
        written = plain(text)
        found = sorted((word for word in words if len(word) > 1 and word in written), key=len)
        return found[-1] if len({words[word] for word in found}) == 1 else ""

    return propose


def a_country(text: str, context: Context) -> str:
    """Three letters (ISO 3166), or one of the names that are known."""
    word = plain(text)
    if found := COUNTRIES.get(word):
        return found
    if not (len(word) == 3 and word.isascii() and word.isalpha()):
        raise Invalid("cell", N_("a country has three letters, like CHN"))
    return word.upper()


def a_datum(text: str, context: Context) -> Datum:
    found = datum_named(half_width(text))
    if found is None:
        raise Invalid("cell", N_("no such coordinate system: WGS-84, GCJ-02 or BD-09"))
    return found


def yes_or_no(text: str, context: Context) -> bool:
    word = half_width(text).strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Invalid("cell", N_("say yes or no: 是 or 否"))
