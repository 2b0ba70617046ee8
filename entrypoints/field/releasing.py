"""GET /field/sealed, POST /field/sealed/<account>: the shift lead releases what phones handed over.

Each answer goes the way it would have gone from its phone: the same route, as its person, under the same key.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask import current_app, g, render_template
from flask.globals import request_ctx
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder

from cockpit.access import Actor
from cockpit.handed_over import HandedOver, released, waiting
from cockpit.refusals import NotAllowed, NotFound, Refusal
from entrypoints import attachments
from entrypoints.at_hand import LARGEST_ID, open_work
from entrypoints.field import POLICY, blueprint
from entrypoints.field.seal import Parcel, parcel_of
from entrypoints.refused import in_full
from pages.parts import clock_time

TAKEN = 200
MAY = {endpoint: act for endpoint, act in (POLICY | attachments.FIELD).items() if endpoint != "field.take_sealed"}


@dataclass(frozen=True)
class Shown:
    """One that waits, or was released just now: what it is, and `said` what came of it."""

    account: int
    who: str
    what: str
    tapped_at: datetime
    said: str = ""
    bad: bool = False


@blueprint.get("/field/sealed")
def sealed() -> str:
    return _page([])


@blueprint.post(f"/field/sealed/<int(max={LARGEST_ID}):account>")
def release(account: int) -> str:
    with open_work() as work:
        rows = waiting(work, account)
        if not rows:
            raise NotFound()
        by = work.accounts.acting(account)
    return _page([_release(one, by) for one in rows])


def _release(one: HandedOver, by: Actor | None) -> Shown:
    parcel = parcel_of(one.content)
    refusal = _sent(parcel, one, by)
    if refusal and refusal.status >= 500:
        raise refusal  # it waits on
    with open_work() as work:
        released(work, one, refusal.status if refusal else TAKEN)
        return _shown(one, work.accounts.name_of(one.account), in_full(refusal) if refusal else "", bool(refusal))


def _page(done: list[Shown]) -> str:
    with open_work() as work:
        rows = waiting(work)
        names = work.accounts.names(sorted({one.account for one in rows}))
    groups: dict[int, list[Shown]] = {}
    for one in rows:
        groups.setdefault(one.account, []).append(_shown(one, names[one.account]))
    return render_template("field/sealed.html", groups=groups, done=done, clock_time=clock_time)


def _shown(one: HandedOver, who: str, said: str = "", bad: bool = False) -> Shown:
    parcel = parcel_of(one.content)
    return Shown(
        one.account, who, " ".join(part for part in (parcel.code, parcel.says) if part), one.tapped_at, said, bad
    )


def _sent(parcel: Parcel, one: HandedOver, by: Actor | None) -> Refusal | None:
    """The route's refusal; None where it was taken."""
    if by is None:
        return NotAllowed(role="", act="answer")
    ago = int((datetime.now(UTC) - one.machine_tapped_at).total_seconds())
    asked = EnvironBuilder(
        path=parcel.action, method="POST", data=_form(parcel), headers={"X-Requested-With": "fetch", "X-Tapped-Ago": str(max(0, ago))}
    )  # fmt: skip
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context(), app.request_context(asked.get_environ()):  # the first, so that `g` is another one too
        g.actor = by
        try:
            _through(app)
        except Refusal as refusal:
            return refusal
    return None


def _through(app: Any) -> None:
    """As the gate would: a route of the phones alone, and one that the person may ask."""
    adapter = request_ctx.url_adapter
    assert adapter is not None, "every request has one"
    try:
        endpoint, arguments = adapter.match()
    except HTTPException as error:
        raise NotFound() from error
    act = MAY.get(endpoint, "")
    if not act or not g.actor:
        raise NotFound()
    g.actor.must(act)
    app.view_functions[endpoint](**arguments)


def _form(parcel: Parcel) -> MultiDict[str, Any]:
    form: MultiDict[str, Any] = MultiDict()
    for name, value in parcel.entries:
        form.add(name, value)
    for name, filename, mimetype, body in parcel.files:
        form.add(name, (BytesIO(body), filename, mimetype))
    return form
