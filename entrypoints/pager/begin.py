"""The ways out as the worker begins them: the district's own channels, and persons' beside them."""

import re
import threading
from dataclasses import dataclass

from cockpit.paging import Kind
from data_access.database import Database
from entrypoints.notify import Out, Way
from entrypoints.pager.gateways import Gateways
from entrypoints.pager.out import Pager
from entrypoints.pager.post import Inside
from entrypoints.pager.vapid import vapid_of
from entrypoints.settings import BadSetting, Settings

GATEWAY = re.compile(r"(mail|sms)=(\S+)")


@dataclass(frozen=True)
class WaysOut(Out):
    pager: Pager | None = None

    def start(self, stop: threading.Event) -> list[threading.Thread]:
        beside = [self.pager.start(stop)] if self.pager else []
        return [*super().start(stop), *beside]


def ways_out(database: Database, found: list[Way], settings: Settings) -> WaysOut:
    pager = Pager(database, gateways_of(settings), settings.locale, settings.public_url)
    return WaysOut(database, found, settings.locale, settings.public_url, pager)


def gateways_of(settings: Settings) -> Gateways:
    """BadSetting names the setting and never an address."""
    try:
        inside = Inside.of(settings.inside_gateways)
    except ValueError as error:
        raise BadSetting(f"COCKPIT_INSIDE_GATEWAYS cannot be used: {error}.") from None
    return Gateways(inside, persons_of(settings.person_gateways), vapid_of(settings))


def persons_of(setting: str) -> dict[str, str]:
    """`mail=mailtos://...to={to} sms=...{to}`: kind -> address with the place for whom it is."""
    found = {}
    for place, part in enumerate(setting.split(), 1):
        pair = GATEWAY.fullmatch(part)
        if pair is None or "{to}" not in pair[2]:
            raise BadSetting(
                f"COCKPIT_PERSON_GATEWAYS cannot be used: its part {place} is no mail= or sms= with {{to}}."
            )
        found[Kind(pair[1]).value] = pair[2]
    return found
