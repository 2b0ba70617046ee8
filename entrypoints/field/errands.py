"""Errands on the volunteers' phones: POST /field/needs claims some, POST /field/need/<id> goes a step on; the queue carries both."""

from collections.abc import Callable

from flask import Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.attachments import Form, Ready
from cockpit.needs import (
    Need,
    Why,
    bought,
    claim,
    delivered,
    fen_of,
    give_back,
    not_executable,
    note_paid,
    own_photo,
    undo,
)
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_
from data_access.work import Work
from entrypoints import attachments, patience
from entrypoints.at_hand import LARGEST_ID, open_work, typed
from entrypoints.field import blueprint, posted

NUMBER = f"<int(max={LARGEST_ID}):number>"
MOST = 100  # numbers of one form, more than are taken
Act = Callable[[Work], Need | None]


@blueprint.post("/field/needs")
def claim_needs() -> AnyResponse | tuple[str, int]:
    patience.again()
    return _told(_claim)


@blueprint.post(f"/field/need/{NUMBER}")
def need(number: int) -> AnyResponse | tuple[str, int]:
    patience.again()
    return _told(lambda: _step(number))


@blueprint.get(f"/field/need/{NUMBER}/photo")
def need_photo(number: int) -> Response:
    """Of one's own team's delivery."""
    with open_work() as work:
        return picture(own_photo(work, number), number)


def picture(content: bytes, number: int) -> Response:
    """Never taken for anything but what it is."""
    answer = Response(content, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="need-{number}.jpg"'
    return answer


def _told(act: Callable[[], Response]) -> AnyResponse | tuple[str, int]:
    told: list[Response] = []
    again = posted.or_the_form_again(0, lambda: told.append(act()))
    if again:
        return again
    return told[0] if posted.by_script() else redirect("/field", code=303)


def _claim() -> Response:
    words, key = request.form.getlist("need"), posted.key()
    if len(words) > MOST or not all(one.isascii() and one.isdecimal() and len(one) < 16 for one in words):
        raise NotFound()  # the page never says such
    with open_work() as work:
        found = claim(work, [int(one) for one in words], key=key)
        return jsonify(claimed=[one.id for one in found.needs], lost=found.lost, who=found.who)


def _step(number: int) -> Response:
    key = posted.key()
    act = _act(typed("step"), number, key)
    with open_work() as work:
        kept = act(work)
        return jsonify(step=kept.state if kept else "")


def _act(step: str, number: int, key: str) -> Act:
    """What the button says, read before anything is opened: a photo takes its time."""
    if step == "bought":
        fen = fen_of(typed("spent")[:20])
        return lambda work: bought(work, number, fen, key=key)
    if step == "delivered":
        photo = _photo()
        return lambda work: delivered(work, number, photo, key=key)
    if step == "not_executable":
        why = _why()
        return lambda work: not_executable(work, number, why, key=key)
    plain: dict[str, Act] = {
        "give_back": lambda work: give_back(work, number, key=key),
        "paid": lambda work: note_paid(work, number, True, key=key),
        "unpaid": lambda work: note_paid(work, number, False, key=key),
        "undo": lambda work: undo(work, number, key=key),
    }
    if step not in plain:
        raise Invalid("step", N_("choose one of the list"))
    return plain[step]


def _why() -> Why:
    found = typed("why")
    if found not in set(Why):
        raise Invalid("why", N_("choose one of the list"))
    return Why(found)


def _photo() -> Ready | None:
    """One, of the door and what lies before it."""
    ready = attachments.of_form()
    if len(ready) > 1 or any(one.form is not Form.PHOTO for one in ready):
        raise Invalid("photo", N_("choose one photo"))
    return ready[0] if ready else None
