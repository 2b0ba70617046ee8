"""What the phones' forms post, read strictly; and how a refusal comes back with the form still filled."""

from collections.abc import Callable

from flask import request

from cockpit.incidents import Answer
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_
from entrypoints.at_hand import typed
from entrypoints.field.page import drawn
from entrypoints.refused import in_full

ANSWERS = {Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE, Answer.RESOLVED, Answer.DECLINED}
LONGEST_KEY = 100
LONGEST_NUMBER = 9
KEEPS_THE_FORM = (409, 422)


def by_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def key() -> str:
    found = typed("key")
    if not 1 <= len(found) <= LONGEST_KEY:
        raise Invalid("key", N_("must have 1 to 100 characters; reload the page and do it again"))
    return found


def state() -> Answer:
    found = typed("state")
    if found not in ANSWERS:
        raise Invalid("state", N_("is no step that a team can take"))
    return Answer(found)


def count() -> int | None:
    """People seen, None when left empty; digits of any script are read."""
    words = typed("count")
    if not words:
        return None
    if not words.isdecimal() or len(words) > LONGEST_NUMBER:
        raise Invalid("count", N_("write it as a number, such as 12"))
    return int(words)


def minutes() -> int:
    """In how many minutes the team means to set out."""
    words = typed("depart")
    if not words.isdecimal() or len(words) > LONGEST_NUMBER:
        raise Invalid("depart", N_("choose one of the list"))
    return int(words)


def degrees(name: str) -> float | None:
    """A longitude or latitude, None when the phone gave none."""
    words = typed(name)
    if not words:
        return None
    try:
        return float(words[:30])
    except ValueError:
        raise Invalid("place", N_("the position of the phone cannot be read")) from None


def or_the_form_again(about: int, act: Callable[[], object]) -> tuple[str, int] | None:
    """Do it. Refused, a person gets the page back with the reason and all that was typed; a script the bare reason."""
    try:
        act()
    except Refusal as refusal:
        if by_script() or refusal.status not in KEEPS_THE_FORM:
            raise
        return drawn("field/page.html", in_full(refusal), request.form.to_dict(), about, reported=""), refusal.status
    return None
