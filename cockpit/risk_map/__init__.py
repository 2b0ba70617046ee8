"""Risk map 疫情风险图: five colours by grid, community and street, each explained; which areas are risky, which are little known."""

from cockpit.risk_map.colour import (
    HAPPENED,
    SHARES,
    Colour,
    Facts,
    Level,
    Reason,
    RiskMapRule,
    What,
    colour_of,
    coloured,
    rule_of,
    summed,
)
from cockpit.risk_map.keep import keep_risk_map
from cockpit.risk_map.look import DAYS, RiskMap, risk_map, risk_map_file, risk_on_wall
from cockpit.risk_map.seen import RESIDENTS, AreaRisk, Seen
from cockpit.risk_map.told import RiskMapMoved

__all__ = [
    "DAYS", "HAPPENED", "RESIDENTS", "SHARES", "AreaRisk", "Colour", "Facts", "Level", "Reason", "RiskMap", "RiskMapMoved",
    "RiskMapRule", "Seen", "What", "colour_of", "coloured", "keep_risk_map", "risk_map", "risk_map_file", "risk_on_wall",
    "rule_of", "summed",
]  # fmt: skip
