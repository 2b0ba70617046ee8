"""Words and shapes of needs, beside those of the heart."""

from cockpit.needs import State

SHAPES = {
    State.OPEN: "watch",
    State.CLAIMED: "hand",
    State.BOUGHT: "hand",
    State.DELIVERED: "done",
    State.THANKED: "done",
    State.CANCELLED: "plan",
    State.NOT_EXECUTABLE: "act",
}
