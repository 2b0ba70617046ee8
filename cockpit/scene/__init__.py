"""A team on the scene 现场: its clock, its call for help, where its phone is, and when its duty ends."""

from cockpit.scene.clock import Clock, Colour
from cockpit.scene.help import call_help
from cockpit.scene.position import allow_position, consent_to, stop_position, take_position
from cockpit.scene.signs import all_well, clocks_of, heard, lapse, lapsed

__all__ = [
    "Clock",
    "Colour",
    "all_well",
    "allow_position",
    "call_help",
    "clocks_of",
    "consent_to",
    "heard",
    "lapse",
    "lapsed",
    "stop_position",
    "take_position",
]
