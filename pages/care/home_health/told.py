"""What is told of health at home, in words."""

from typing import Any

from cockpit.home_health import CHANNELS, OUTCOMES, SLOTS
from cockpit.texts import N_

HOME_HEALTH = {
    "health_reported": N_("Somebody at home reported ({window}, {came_by}): {calls_for}"),
    "report_code_given": N_("{who} printed a code with which somebody at home reports"),
}
NAMED: dict[str, tuple[dict[Any, str], str]] = {
    "window": (SLOTS, "slot"),
    "came_by": (CHANNELS, "channel"),
    "calls_for": (OUTCOMES, "outcome"),
}
