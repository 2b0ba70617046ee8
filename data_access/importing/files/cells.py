"""Numbers and dates of a spreadsheet as the text that a person reads in the cell."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

FIGURES = 15  # that a spreadsheet keeps of a number; what was longer lost its end
OUT_OF_SIGHT = 10**30
MIDNIGHT, LAST_DAY = 1.0, 2_958_466  # of serial days; the last is 9999-12-31
LEAP = 61  # from this serial day on, the 29 February 1900 that never was is counted
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # formats of dates, Chinese ones included
QUIET = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')  # of a format: quoted, in brackets, escaped, filling
OF_A_DATE = re.compile(r"[ymdhs]", re.I)


def number_text(written: str) -> str:
    """13812345678.0 is 13812345678; a number whose last figures were lost shows its E+17, so that it is refused."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number) >= OUT_OF_SIGHT:
        return written
    if number == number.to_integral_value():
        return _whole(int(number), exact=not set(written) & set(".eE"))
    return format(float(number), f".{FIGURES}g")


def _whole(number: int, *, exact: bool) -> str:
    text = str(number)
    figures = text.lstrip("-")
    if len(figures) > FIGURES and (not exact or not figures[FIGURES:].strip("0")):
        mantissa, _, power = format(Decimal(number), f".{FIGURES - 1}E").partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{power}"
    return text


def float_text(number: float) -> str:
    return number_text(repr(number))


def date_text(written: str, since_1904: bool) -> str:
    """A serial day as 2020-02-01, with a time as 2020-02-01T08:30:00, below one day as 08:30:00."""
    try:
        serial = float(written)
    except ValueError:
        return written
    if not 0 <= serial < LAST_DAY or (not since_1904 and 60 <= serial < LEAP):
        return number_text(written)
    moment = _moment(serial, since_1904)
    if serial < MIDNIGHT:
        return moment.time().isoformat()
    return moment.isoformat() if moment.time().isoformat() != "00:00:00" else moment.date().isoformat()


def _moment(serial: float, since_1904: bool) -> datetime:
    days = serial if since_1904 or serial >= LEAP else serial + 1
    return (EPOCH_1904 if since_1904 else EPOCH) + timedelta(seconds=round(days * 86_400))


def is_date_format(number: int, code: str) -> bool:
    """`code` is the sheet's own format, empty for one of those that every spreadsheet knows by number."""
    return number in BUILT_IN if not code else bool(OF_A_DATE.search(QUIET.sub("", code.split(";")[0])))
