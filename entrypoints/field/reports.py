"""POST /field/report: a team tells what it sees, where it stands or at its stand-by point."""

import hashlib

from flask import Response, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit.areas import Spot
from cockpit.attachments import attach_to_report
from cockpit.dispatch.late import tell_late
from cockpit.incidents import Kind, Source
from cockpit.incidents import report as give_report
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_
from data_access.work import Work
from entrypoints import attachments, late, patience
from entrypoints.at_hand import open_work, typed
from entrypoints.field import blueprint, posted


@blueprint.post("/field/report")
def report() -> AnyResponse | tuple[str, int]:
    patience.again()
    codes: list[str] = []
    again = posted.or_the_form_again(0, lambda: codes.append(_report()))
    if again:
        return again
    if posted.by_script():
        return _told(codes[0])
    return redirect(f"/field?reported={codes[0]}", code=303)


def _told(code: str) -> Response:
    return jsonify(state="reported", code=code)


def _report() -> str:
    """The new incident's code, empty when this very report came before."""
    kind, key, words, ready = _kind(), posted.key(), _words(), attachments.of_form()
    with open_work() as work:
        digest = hashlib.sha256(words.encode()).hexdigest()  # free text is kept sealed only, so not beside the key
        spot = _spot(work)
        if work.once(key, "report", {"kind": kind, "words": digest, "lon": spot.lon, "lat": spot.lat}):
            return ""
        told = give_report(work, kind, Source.PATROL, spot, note=words)
        tell_late(work, told, None, late.ago())
        return (attach_to_report(work, told, ready) if ready else told).code


def _kind() -> Kind:
    found = typed("kind")
    if found not in set(Kind):
        raise Invalid("kind", N_("choose what it is"))
    return Kind(found)


def _words() -> str:
    """Where it is, in words, and what was seen."""
    return "\n".join(part for part in (typed("place"), typed("note")) if part)


def _spot(work: Work) -> Spot:
    """Where the phone is; without a position the team's own stand-by point, or the middle of the own community."""
    lon, lat = posted.degrees("lon"), posted.degrees("lat")
    if lon is None or lat is None:
        if work.by.may("send_own"):
            middle = work.areas.get(work.by.area)
            return work.areas.spot(middle.lon, middle.lat)
        if work.by.team is None:
            raise Invalid("place", N_("your account belongs to no team; let the phone find its position"))
        return work.teams.get(work.by.team).spot
    try:
        return work.areas.spot(lon, lat)
    except NotFound:
        raise Invalid("place", N_("this point lies outside the district")) from None
