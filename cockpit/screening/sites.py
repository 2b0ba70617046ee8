"""Where exposures were: the places, firms and institutions that they name by a number."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cockpit.screening.contact import Exposure
from cockpit.screening.meeting import BELONG, Room, Setting

if TYPE_CHECKING:
    from data_access.work import Work


def places_of(work: "Work", exposures: Iterable[Exposure]) -> Mapping[int, str]:
    """What the places are called at which people met, and the firms and institutions in which they belong together."""
    sites = {site for one in exposures if (site := site_of(one))}
    firms = work.places.firm_names({-one for one in sites if one < 0})
    return {**work.places.names({one for one in sites if one > 0}), **{-one: name for one, name in firms.items()}}


def site_of(one: Exposure) -> int:
    """The number of a place, below zero of a firm; 0 where there is none."""
    if one.setting is Setting.PLACE:
        return int(one.where)
    room = Room.of(one.where) if one.setting in BELONG else None
    return room.site if room else 0
