"""What the phones' page is given of errands: the words for them, and money as it is written."""

from typing import Any

from cockpit.needs import NEEDS, OF_ERRAND, SHOPS, STATES, WHYS, yuan_of

NEEDED: dict[str, Any] = {
    "needs": NEEDS,
    "shops": SHOPS,
    "need_states": STATES,
    "whys": WHYS,
    "not_done": {why: WHYS[why] for why in OF_ERRAND},
    "yuan_of": yuan_of,
}
