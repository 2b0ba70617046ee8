"""Early warning 预警: counts at the door become an alarm, an alarm a warning, a warning an incident."""

from cockpit.warnings.acts import Evidence, Watch, evidence, near, rule_for
from cockpit.warnings.alarm import Alarm, AlarmState, Reading, WarningRule, judge, step
from cockpit.warnings.readings import Receipt, Rejected, take_readings
from cockpit.warnings.warning import Band, EarlyWarning, slot_of, usual

__all__ = [
    "Alarm",
    "AlarmState",
    "Band",
    "EarlyWarning",
    "Evidence",
    "Reading",
    "Receipt",
    "Rejected",
    "WarningRule",
    "Watch",
    "evidence",
    "judge",
    "near",
    "rule_for",
    "slot_of",
    "step",
    "take_readings",
    "usual",
]
