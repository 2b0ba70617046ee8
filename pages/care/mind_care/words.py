"""Words of psychological care that several drawings share."""

from cockpit.mind_care.scale import Band, Change, Scored
from cockpit.texts import N_

BANDS = {
    Band.MINIMAL: N_("minimal"),
    Band.MILD: N_("mild"),
    Band.MODERATE: N_("moderate"),
    Band.MODERATELY_SEVERE: N_("moderately severe"),
    Band.SEVERE: N_("severe"),
}
CHANGES = {
    Change.BETTER: N_("reliably better"),
    Change.SAME: N_("no reliable change"),
    Change.WORSE: N_("reliably worse"),
}


def total(one: Scored, translated: object = None) -> str:
    """The total, with a mark where it is prorated."""
    if one.total is None:
        return "–"
    return f"≈{one.total}" if one.prorated else str(one.total)
