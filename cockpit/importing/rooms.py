"""Rooms as firms, schools and hospitals write them: 3-204, 3-204室, 3－204 办公室 are one, and so are 三(2)班 and 三（2）班."""

import re

from cockpit.importing.addresses import compact
from cockpit.importing.row import Context
from cockpit.refusals import Invalid
from cockpit.screening.meeting import OF_SITE
from cockpit.texts import N_

LONGEST = 30
AFTER = re.compile(r"(?<=[0-9A-Z])(号?办公室|室|号房间|房间|号)$")


def a_room(text: str, context: Context) -> str:
    """Office, class or ward, as whoever shares it writes it too."""
    room = AFTER.sub("", compact(text))
    if not room or len(room) > LONGEST or not room.isprintable() or OF_SITE in room:
        raise Invalid("cell", N_("a room or class has 1 to 30 letters and figures, like 3-204"))
    return room
