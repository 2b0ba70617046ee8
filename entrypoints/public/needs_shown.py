"""What a person's own page is given of their needs, for `public/needs_own.html`."""

from typing import Any

from cockpit.needs import NEEDS, STATES, WHYS, own_needs
from data_access.work import Work


def needs_shown(work: Work, person: int, episode: int) -> dict[str, Any]:
    mine = own_needs(work, person, episode)
    return {"own_needs": mine, "need_names": NEEDS, "need_states": STATES, "need_whys": WHYS}
