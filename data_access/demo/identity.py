"""Identity numbers and phones that belong to nobody: region 999 with a right check character, phones that begin with 100."""

from datetime import date

from cockpit.papers import DEMO_PHONE, NOWHERE, check_character

SERIALS = 500  # of three figures, odd for men and even for women
OWN_PHONE_UNTIL = date(2010, 1, 1)  # whoever is younger has none
EVERY_NUMBER_ONCE = 73_856_093  # has no factor in common with 10 ** 8, so that different people never share a phone


def identity_number(person_id: int, born: date, woman: bool) -> str:
    """18 characters; different people have different ones, up to half a million of one day of birth."""
    region, serial = divmod(person_id, SERIALS)
    body = f"{NOWHERE}{region % 1000:03}{born:%Y%m%d}{2 * serial + (not woman):03}"
    return body + check_character(body)


def phone_of(person_id: int, born: date) -> str:
    """A mobile of 11 figures; empty for a child."""
    if born >= OWN_PHONE_UNTIL:
        return ""
    return f"{DEMO_PHONE}{person_id * EVERY_NUMBER_ONCE % 10**8:08}"
