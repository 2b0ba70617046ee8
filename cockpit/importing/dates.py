"""Dates and times as people and sheets write them; what could be two dates is none.

2020年1月24日 · 二〇二〇年一月二十四日 · 2020.1.24 · 20200124 · 2020-01-24 00:00:00 · 43854 (days of a sheet).
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from cockpit.importing.row import Context
from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

FIGURES = {character: str(value) for value, character in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○", "0")
TENS = {"十": 10, "廿": 20, "卅": 30}
IN_WORDS = re.compile(
    r"([〇○零一二三四五六七八九]{2,4})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十廿卅]{1,3})[日号])?"
)
WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
WRITTEN = re.compile(
    r"(\d{4})(?:\s?[-/.年]\s?|\s)(\d{1,2})(?:\s?[-/.月]\s?|\s)(\d{1,2})(?![\d.])\s?[日号]?\s*T?\s*(.*)", re.ASCII
)
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
SERIAL = re.compile(r"(\d{5})(\.\d+)?", re.ASCII)
YEAR_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
SHORT_YEAR = re.compile(r"'?\d{1,2}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?", re.ASCII)
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)
COMMON = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.ASCII)
CLOCK = re.compile(
    r"(凌晨|早上|上午|中午|下午|傍晚|晚上|晚|AM|PM)?"
    r"(\d{1,2})[:时点](?:(半|\d{1,2})(?:[:分](?:(\d{1,2})(?:\.\d+)?秒?)?)?)?(AM|PM)?",
    re.ASCII,
)
LATER = {"下午", "傍晚", "晚上", "晚", "PM"}
FIRST_YEAR, LAST_YEAR = 1850, 2200
LEAP_ERROR = 60  # sheets count a 29 February 1900, which there was not
DAY = timedelta(days=1)

NO_DAY = N_("this is no date: write it like 2020-01-24")
NO_TIME = N_("this is no time: write it like 08:30")


def a_day(text: str, context: Context) -> date:
    """A day; a time after it is left out, as sheets write one that nobody meant."""
    return _read(_plain(text))[0]


def a_birthday(text: str, context: Context) -> date:
    born = a_day(text, context)
    if born > context.today:
        raise Invalid("cell", N_("this day has not come yet"))
    return born


def a_moment(text: str, context: Context) -> datetime:
    """An instant (UTC); what is written without a zone is of the district's, and a day alone begins at midnight."""
    if found := _commonly(text, context):
        return found
    plain = _plain(text)
    if INSTANT.fullmatch(plain):
        return _instant(plain)
    day, after = _read(plain)
    return at_local(day, after, context)


def a_moment_or_time(text: str, context: Context) -> datetime | timedelta:
    """As `a_moment`; a time alone is how long after midnight it is, and the row knows the day."""
    if common := _commonly(text, context):
        return common
    found = read_time(_plain(text))
    return a_moment(text, context) if found is None else found


def _commonly(text: str, context: Context) -> datetime | None:
    """2020-01-24 08:30: as files of millions of rows have it, at a third of the time."""
    if not COMMON.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    known = FIRST_YEAR <= found.year <= LAST_YEAR
    return found.replace(tzinfo=context.zone).astimezone(UTC) if known else None


def at_local(day: date, after: timedelta, context: Context) -> datetime:
    """The instant that so long after midnight the district's clocks show."""
    return (datetime.combine(day, time()) + after).replace(tzinfo=context.zone).astimezone(UTC)


def read_time(plain: str) -> timedelta | None:
    """How long after midnight: 8:30 · 8时30分 · 下午2点半 · 24:00 · 0.375; None where it is no time."""
    if re.fullmatch(r"0?\.[0-9]+|0", plain):
        return timedelta(seconds=round(float(plain) * DAY.total_seconds()))
    found = CLOCK.fullmatch(plain.upper().replace(" ", ""))
    if not found:
        return None
    half, hours, minutes, seconds, english = found.groups()
    hour = int(hours) + (12 if {half, english} & LATER and int(hours) < 12 else 0)
    hour -= 12 if {half, english} & {"凌晨", "AM"} and hour == 12 else 0
    after = timedelta(hours=hour, minutes=30 if minutes == "半" else int(minutes or 0), seconds=int(seconds or 0))
    sixties = all(one in (None, "半") or int(one) < 60 for one in (minutes, seconds))
    return after if sixties and after <= DAY else None


def sheet_day(serial: int) -> date:
    """The day that a sheet of the 1900 system holds as so many days (1 is 1900-01-01)."""
    if serial == LEAP_ERROR or serial < 1:
        raise Invalid("cell", NO_DAY)
    return date(1899, 12, 31 if serial < LEAP_ERROR else 30) + timedelta(days=serial)


def propose_day(text: str, context: Context) -> str:
    """A date that was not taken, where it can mean one thing only, or most likely does."""
    plain = _plain(text)
    if found := YEAR_MONTH.fullmatch(plain):
        return _iso(int(found[1]), int(found[2]), 1)
    if found := YEAR_LAST.fullmatch(plain):
        one, two, year = map(int, found.groups())
        ways = {_iso(year, one, two), _iso(year, two, one)} - {""}
        return ways.pop() if len(ways) == 1 else ""
    return ""


def _plain(text: str) -> str:
    """Half-width, without a weekday, Chinese figures as figures."""
    plain = text if text.isascii() else WEEKDAY.sub("", half_width(text))
    plain = IN_WORDS.sub(_in_figures, plain) if "年" in plain else plain
    return plain.strip().lstrip("'")


def _in_figures(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    written = f"{''.join(FIGURES[one] for one in year)}年{_small(month)}月"
    return written + (f"{_small(day)}日" if day else "")


def _small(words: str) -> int:
    """十 10, 二十四 24, 廿四 24."""
    total = 0
    for one in words:
        total = total + TENS[one] if one in "廿卅" else max(total, 1) * 10 if one in TENS else total + int(FIGURES[one])
    return total


def _read(plain: str) -> tuple[date, timedelta]:
    if INSTANT.fullmatch(plain):
        return _day(*plain[:10].split("-")), timedelta(0)
    if found := WRITTEN.fullmatch(plain):
        return _day(*found.groups()[:3]), _after(found[4])
    if found := PACKED.fullmatch(plain):
        return _day(*found.groups()), timedelta(0)
    if found := SERIAL.fullmatch(plain):
        return sheet_day(int(found[1])), timedelta(seconds=round(float(found[2] or 0) * DAY.total_seconds()))
    raise Invalid("cell", _no_day(plain))


def _no_day(plain: str) -> str:
    if YEAR_MONTH.fullmatch(plain) or re.fullmatch(r"[0-9]{4}年?|[0-9]{6}", plain):
        return N_("the day is missing: write it like 2020-01-24")
    if SHORT_YEAR.fullmatch(plain):
        return N_("this is not clear: write the year with four figures, like 2020-01-24")
    if YEAR_LAST.fullmatch(plain):
        return N_("day and month may have changed places: write it like 2020-01-24")
    return NO_DAY


def _instant(plain: str) -> datetime:
    try:
        return datetime.fromisoformat(plain).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("cell", N_("there is no such day")) from None


def _day(year: str, month: str, day: str) -> date:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Invalid("cell", NO_DAY)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Invalid("cell", N_("there is no such day")) from None


def _after(text: str) -> timedelta:
    if not text:
        return timedelta(0)
    after = read_time(text)
    if after is None:
        raise Invalid("cell", NO_TIME)
    return after


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
