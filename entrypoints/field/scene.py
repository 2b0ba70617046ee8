"""What a phone posts beside answers and reports: all well, help me, where it is, the end of duty."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from flask import jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit import hours, scene
from cockpit.dispatch.late import Tap, Typed, tapped_at, tell_late, tell_team_late
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.work import Work
from entrypoints import late
from entrypoints.at_hand import LARGEST_ID, open_work, typed
from entrypoints.field import blueprint, posted

NO_FORM = -1  # none of these is filled in, so none has to come back filled
Answer = AnyResponse | tuple[str, int]


@blueprint.post(f"/field/<int(max={LARGEST_ID}):incident_id>/well")
def all_well(incident_id: int) -> Answer:
    """A tap that waited is a sign of when it was tapped, not of when it came."""

    def give(work: Work, key: str) -> None:
        told = scene.all_well(work, incident_id, key=key, at=tapped_at(work, late.ago()))
        late.tell(work, told, Tap.WELL, key)

    typed_in = Typed(Tap.WELL, late.ago())
    return _done(give, "well", lambda key: late.or_told(incident_id, typed_in, key))


@blueprint.post("/field/help")
def call_help() -> Answer:
    """A place that cannot be read is no reason to send nobody."""

    def call(work: Work, key: str) -> None:
        told = scene.call_help(work, key=key, lon=_number("lon"), lat=_number("lat"))
        if told:
            tell_late(work, told, Tap.HELP, late.ago())

    return _done(call, "help")


@blueprint.post("/field/position/allow")
def allow_position() -> Answer:
    return _done(lambda work, key: scene.allow_position(work, _version(), key=key), "allowed")


@blueprint.post("/field/position/stop")
def stop_position() -> Answer:
    return _done(lambda work, key: scene.stop_position(work, key=key), "stopped")


@blueprint.post("/field/duty/end")
def end_duty() -> Answer:
    return _of_team(hours.end_duty, Tap.DUTY_ENDED, "ended")


@blueprint.post("/field/duty/back")
def take_up_duty() -> Answer:
    return _of_team(hours.take_up_duty, Tap.DUTY_BACK, "back")


@blueprint.post("/field/position")
def position() -> AnyResponse:
    """By the script alone, and never kept on the phone: where it was is of no use later."""
    lon, lat, accuracy = (posted.degrees(name) for name in ("lon", "lat", "accuracy"))
    if lon is None or lat is None:
        raise Invalid("place", N_("the position of the phone cannot be read"))
    with open_work() as work:
        kept = scene.take_position(work, lon, lat, accuracy or 0.0)
    return jsonify(kept=kept)


def _of_team(use_case: Callable[..., None], tap: Tap, state: str) -> Answer:
    def do(work: Work, key: str) -> None:
        use_case(work, key=key)
        if not work.once(f"{key}/late", "tell_late", {}):
            tell_team_late(work, tap, late.ago())

    return _done(do, state, lambda key: late.or_told_of_team(tap, key))


def _done(
    use_case: Callable[[Work, str], Any], state: str, told: Callable[[str], AbstractContextManager[Any]] = nullcontext
) -> Answer:
    """Do it; to a script it is told as done, a person is led back to the page. `told`: who hears when it is refused."""
    again = posted.or_the_form_again(NO_FORM, lambda: _do(use_case, told))
    if again:
        return again
    return jsonify(state=state, code="") if posted.by_script() else redirect("/field", code=303)


def _do(use_case: Callable[[Work, str], Any], told: Callable[[str], AbstractContextManager[Any]]) -> None:
    key = posted.key()
    with told(key), open_work() as work:
        use_case(work, key)


def _number(name: str) -> float | None:
    try:
        return posted.degrees(name)
    except Invalid:
        return None


def _version() -> int:
    found = typed("notice")
    if not (found.isascii() and found.isdecimal() and len(found) <= posted.LONGEST_NUMBER):
        raise Invalid("notice", N_("it has changed; please read it once more"))
    return int(found)
