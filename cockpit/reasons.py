"""Why somebody looks at what is not shown to them: a code of a closed list, and words of their own, which are kept sealed."""

from enum import StrEnum

from cockpit.refusals import Invalid
from cockpit.texts import N_

LONGEST = 500


class Reason(StrEnum):
    CALL_BACK = "call_back"  # 回电
    VISIT = "visit"  # 上门
    IDENTITY = "identity"  # 核对身份
    DANGER = "danger"  # 人身危险
    ASKED = "asked"  # 本人请求
    OTHER = "other"


REASONS = {
    Reason.CALL_BACK: N_("To call back"),
    Reason.VISIT: N_("For a visit"),
    Reason.IDENTITY: N_("To make sure who it is"),
    Reason.DANGER: N_("Somebody is in danger"),
    Reason.ASKED: N_("The person asked for it"),
    Reason.OTHER: N_("Another reason"),
}


def must_say_why(reason: str, least: int) -> str:
    """The reason as it is kept; refuses one that is shorter than `least` characters, blanks at its ends not counted."""
    words = " ".join(reason.split())
    if len(words) < least:
        raise Invalid("reason", N_("say in ten characters or more what you need it for"))
    if len(words) > LONGEST:
        raise Invalid("reason", N_("a reason has at most 500 characters"))
    return words


def must_name_code(code: str | None) -> Reason:
    """The chosen code; refuses where none was chosen."""
    if code not in set(Reason):
        raise Invalid("code", N_("choose why you need it"))
    return Reason(code)
