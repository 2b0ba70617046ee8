"""One sentence per event of needs."""

from typing import Any

from cockpit.needs import NEEDS, WHYS
from cockpit.texts import N_

NEEDS_TOLD = {
    "need_asked": N_("Somebody at home needs something: {need}"),
    "need_handed": N_("{who} handed an errand to a team: {need}"),
    "need_claimed": N_("A team of volunteers sees to an errand: {need}"),
    "need_taken_on": N_("{who} sees to it that the community brings it: {need}"),
    "need_given_back": N_("An errand is anybody's again: {need}"),
    "need_bought": N_("Bought for somebody at home: {need}"),
    "need_delivered": N_("Put down at the door: {need}"),
    "need_not_executable": N_("An errand could not be done: {need}, {need_why}"),
    "need_cancelled": N_("A need was cancelled: {need}, {need_why}"),
    "need_thanked": N_("Somebody at home said thank you: {need}"),
    "need_paid": N_("{who} noted whether the money for an errand came back: {need}"),
    "need_step_undone": N_("{who} took the last step of an errand back: {need}"),
    "needs_printed": N_("{who} printed the shopping list: {rows} needs"),
    "team_needs_changed": N_("The errands of a team changed"),
}
# What a sentence calls it, the words for it, and the fact they are the words of.
NAMED: dict[str, tuple[dict[Any, str], str]] = {"need": (NEEDS, "kind"), "need_why": (WHYS, "why")}
