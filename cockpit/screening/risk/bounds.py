"""What may be drafted of the rule of risk, each weight by its way through the body, with its name and how far it may go."""

from dataclasses import dataclass
from math import isfinite

from cockpit.refusals import Refusal
from cockpit.texts import N_

GROUPS: tuple[tuple[str, dict[str, str]], ...] = (
    (N_("Where they met: a day at its worst"), {
        "settings.household": N_("Living together"), "settings.care": N_("Care"), "settings.meal": N_("A meal"),
        "settings.lift": N_("A lift"), "settings.class": N_("One class"), "settings.workplace": N_("One office"),
        "vehicles.sealed": N_("A sealed train"), "vehicles.other": N_("Another vehicle"),
        "places.hospital": N_("A hospital"), "places.any": N_("Another place"),
    }),
    (N_("How long and how near"), {
        "minutes": N_("Minutes that make two thirds of a day"), "closeness.to_ask": N_("Seat not known: part of close"),
        "closeness.general": N_("General: part of close"), "lasts": N_("Days after which nothing counts"),
    }),
    (N_("Around the onset"), {
        "course.before": N_("Days before that count"), "course.peak": N_("Worst so many days before"),
        "course.rise": N_("Days earlier, half of it"), "course.fall": N_("Days later, half of it"),
        "course.after": N_("Days after that count"), "course.unknown": N_("Onset not known: part of the worst"),
    }),
    (N_("What adds to it"), {
        "additions.stay.high": N_("Key region, high"), "additions.stay.any": N_("Another key region"),
        "additions.symptom.any": N_("Symptoms reported"), "additions.visit.any": N_("Fever clinic"),
        "additions.purchase.any": N_("Watched drug"), "vulnerable.age": N_("Age from which"),
        "vulnerable.more": N_("meetings count so much more"),
    }),
    (N_("Levels, and visits a day"), {
        "levels.high": N_("High from"), "levels.medium": N_("Medium from"), "levels.low": N_("Low from"),
        "visits.high": N_("Visits, high"), "visits.medium": N_("Visits, medium"), "visits.low": N_("Visits, low"),
    }),
)  # fmt: skip
NAMES = {way: name for _, ways in GROUPS for way, name in ways.items()}
WHOLE_DAYS = ("lasts",)

# A hazard of 5 makes an infection all but certain; what is divided by is no nought.
HAZARD, SHARE = (0.0, 5.0), (0.0, 1.0)
BOUNDS = {
    "settings": HAZARD, "vehicles": HAZARD, "places": HAZARD, "additions": HAZARD, "closeness": SHARE,
    "course.unknown": SHARE, "levels": (0.001, 1.0), "visits": (0.0, 10.0), "minutes": (1.0, 1440.0), "lasts": (1.0, 60.0),
    "course.before": (0.0, 60.0), "course.after": (0.0, 60.0), "course.peak": (0.0, 60.0), "course.rise": (0.1, 60.0),
    "course.fall": (0.1, 60.0), "vulnerable.age": (0.0, 130.0), "vulnerable.more": (0.0, 10.0),
}  # fmt: skip


@dataclass(eq=False)
class OutOfBounds(Refusal):
    """`weight` is a marked name."""

    status = 422
    says = N_("“{weight}” is a number from {least} to {most}.")
    way_out = N_("Change it, and look at the preview again.")
    weight: str
    least: str
    most: str


def bounds_of(way: str) -> tuple[float, float]:
    return BOUNDS.get(way) or BOUNDS[way.partition(".")[0]]


def must_be_within(way: str, value: float) -> float:
    """The value as the rule keeps it; refuses what would be no weight, by its name."""
    least, most = bounds_of(way)
    if not isfinite(value) or not least <= value <= most:
        raise OutOfBounds(NAMES[way], f"{least:g}", f"{most:g}")
    return int(value) if way in WHOLE_DAYS else value
