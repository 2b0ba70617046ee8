"""What the cells of a workplace say together: whether somebody works, studies or is cared for there."""

from cockpit.importing.draft import Draft
from cockpit.screening import Setting
from cockpit.texts import N_


def belongs(draft: Draft) -> None:
    """In a firm one works; of a school or a hospital somebody has to say it."""
    values = draft.values
    if "setting" in values or draft.is_refused("setting"):
        return
    if "firm" in values or "credit_code" in values:
        values["setting"] = Setting.WORKPLACE
    elif "place" in values:
        draft.refuse("setting", N_("say what it is there: work, class or care"))
