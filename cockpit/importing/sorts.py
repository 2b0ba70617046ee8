"""Sorts of cells: how the text of one becomes a clean value, and what a refused one could say instead."""

from collections.abc import Callable
from dataclasses import dataclass

from cockpit.importing import addresses, cells, dates, fixes, outlines, points, regions, rooms, travel, words
from cockpit.importing.row import Context
from cockpit.texts import N_

Clean = Callable[[str, Context], object]
Propose = Callable[[str, Context], str]


@dataclass(frozen=True)
class Sort:
    """How cells of a sort are read: `clean` raises Invalid, `propose` says what a refused one could say instead.

    `repeats`: few different texts stand in many rows, so that each is worth remembering.
    """

    clean: Clean
    propose: Propose = fixes.nothing
    repeats: bool = False


TEXT, TITLE, LONG_TEXT = Sort(cells.a_text), Sort(cells.a_title), Sort(cells.a_long_text)
AREA = Sort(cells.a_title, repeats=True)
AREA_CODE, BODY = Sort(cells.any_area_code), Sort(cells.a_body)
CREDIT_CODE = Sort(cells.a_credit_code, fixes.propose_credit_code)
TRADE = Sort(cells.a_trade, cells.propose_trade, repeats=True)
CODE, KEY = Sort(cells.a_code), Sort(cells.a_key)
NAME, NAMES = Sort(cells.a_name), Sort(cells.names)
PHONE, NUMBER = Sort(cells.a_phone, fixes.propose_phone), Sort(cells.a_number, fixes.propose_number)
WHOLE = Sort(cells.whole, fixes.propose_whole, repeats=True)
DAY = Sort(dates.a_day, dates.propose_day, repeats=True)
BIRTHDAY = Sort(dates.a_birthday, dates.propose_day, repeats=True)
MOMENT = Sort(dates.a_moment, dates.propose_day, repeats=True)
TIME = Sort(dates.a_moment_or_time, dates.propose_day, repeats=True)
ADDRESS = Sort(addresses.an_address, addresses.propose_address, repeats=True)
SITE = Sort(addresses.a_site, repeats=True)
DOOR, PART = Sort(addresses.a_door, addresses.propose_address, repeats=True), Sort(addresses.a_part, repeats=True)
LON, LAT, POINT = Sort(points.a_longitude), Sort(points.a_latitude), Sort(points.a_point)
OUTLINE, DATUM = Sort(outlines.an_outline), Sort(words.a_datum, repeats=True)
RUN, SEAT = Sort(travel.a_run, repeats=True), Sort(travel.a_seat, repeats=True)
CARRIAGE, SYMPTOMS = Sort(travel.a_carriage, repeats=True), Sort(travel.symptoms, repeats=True)
YES, COUNTRY = Sort(words.yes_or_no, repeats=True), Sort(words.a_country, repeats=True)


def _words(known: words.Words, why: str) -> Sort:
    return Sort(words.one_of(known, why), words.one_within(known), repeats=True)


PLACE_KIND = _words(words.PLACES, N_("no such kind of place, like 小区 compound, 楼宇 building, 药店 pharmacy"))
TENURE = _words(words.TENURES, N_("say whether it is owned or rented: 自有 or 租赁"))
ROLE = _words(words.ROLES, N_("no such kind of team: 民警 police, 综合执法 enforcement, 志愿者 volunteer"))
PAPER = _words(words.PAPERS, N_("no such paper, like 居民身份证 identity card, 护照 passport"))
QUARANTINE_KIND = _words(
    words.QUARANTINES, N_("no such quarantine: 居家 home, 集中 institutional, 医院 hospital, 其他 other")
)
ROOM = Sort(rooms.a_room, repeats=True)
BOND = _words(words.BONDS, N_("no such bond: 工作 work, 同班 class, 护理 care"))
MEANS = _words(words.MEANS, N_("no such vehicle: 飞机 plane, 高铁 sealed_train, 火车 train, 客车 coach, 轮船 ship"))
CASE = _words(
    words.CASES,
    N_("no such status: 疑似 suspected, 确诊 confirmed, 无症状 asymptomatic, 排除 no_case, 临床诊断 probable"),
)
REGION_CODE, REGION = Sort(regions.a_region_code, repeats=True), Sort(regions.a_region, repeats=True)
REGION_LEVEL = _words(words.REGION_LEVELS, N_("no such level: 高 high, 中 medium"))
RETURN_SOURCE = _words(
    words.RETURN_SOURCES,
    N_("no such source: 社区 community, 枢纽 hub, 工地 site, 房东 landlord, 本人 declared_self"),
)
SIZE = _words(words.SIZES, N_("no such size: 大型 large, 中型 medium, 小型 small, 微型 micro"))
SPELT = (LONG_TEXT, TEXT, TITLE, AREA, NAME, NAMES, ADDRESS, SITE, DOOR, PART, CODE, KEY)  # any words would do
