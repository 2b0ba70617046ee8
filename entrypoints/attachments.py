"""Photos and voice notes: brought by forms with their files, opened one by one; by the desk and by the assigned team.

The files are looked into between two units of work: drawing a photo anew takes its time, and no transaction waits.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from cockpit import attachments
from cockpit.attachments import Attachment, Form, Limits, Ready, TooManyAttached
from cockpit.dispatch.late import Tap, Typed
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access import pictures, voices
from entrypoints import late, patience
from entrypoints.at_hand import LARGEST_ID, open_work, typed

blueprint = Blueprint("attachments", __name__)
NUMBER = f"<int(max={LARGEST_ID}):number>"
INCIDENT = f"<int(max={LARGEST_ID}):incident_id>"

STAFF = {"attachments.bring": "see_notes", "attachments.opened": "see_notes"}
FIELD = {"attachments.bring_of_team": "answer", "attachments.opened_of_team": "answer"}
ENDS = {"image/jpeg": "jpg", "audio/mp4": "m4a", "audio/webm": "webm", "audio/ogg": "ogg"}


def files() -> dict[Form, list[FileStorage]]:
    """What was chosen; an input that was left empty sends a file without a name."""
    return {form: [one for one in request.files.getlist(form.value) if one.filename] for form in Form}


def looked_into(limits: Limits) -> list[Ready]:
    """Each as it can be kept; refused as a whole when one of them cannot, or when they are too many."""
    found = files()
    if any(len(found[form]) > limits.most(form) for form in Form):
        raise TooManyAttached(limits.photos, limits.voices)
    photos = [pictures.looked_into(one.read(), limits) for one in found[Form.PHOTO]]
    return photos + [voices.looked_into(one.read(), limits) for one in found[Form.VOICE]]


def of_form() -> list[Ready]:
    """What came with a report or an answer, in the same form."""
    if not any(files().values()):
        return []
    with open_work() as work:
        limits = attachments.limits(work)
    ready = looked_into(limits)
    patience.again()
    return ready


def brought(incident_id: int) -> list[Attachment]:
    """What the form held, kept with the incident; whoever may not see that learns nothing before anything is read."""
    with open_work() as work:
        limits = attachments.limits(work, incident_id)
    ready = looked_into(limits)
    if not ready:
        raise Invalid("photo", N_("choose a photo or a voice note"))
    patience.again()
    with open_work() as work:
        return attachments.attach(work, incident_id, ready, key=typed("key"))


@blueprint.post(f"/incidents/{INCIDENT}/attachments")
def bring(incident_id: int) -> Response:
    return _listed(brought(incident_id))


@blueprint.post(f"/field/{INCIDENT}/attachments")
def bring_of_team(incident_id: int) -> AnyResponse:
    key = typed("key")
    with late.or_told(incident_id, Typed(Tap.FILES, late.ago()), key):
        kept = brought(incident_id)
    with open_work() as work:
        late.tell(work, work.incidents.get_of_team(incident_id, work.by.team), Tap.FILES, key)
    return _listed(kept) if request.headers.get("X-Requested-With") == "fetch" else redirect("/field", code=303)


def _listed(kept: Sequence[Attachment]) -> Response:
    return jsonify(attachments=[{"id": one.id, "form": one.form.value} for one in kept])


@blueprint.get(f"/incidents/{INCIDENT}/attachments/{NUMBER}")
def opened(incident_id: int, number: int) -> AnyResponse:
    return _streamed(incident_id, number)


@blueprint.get(f"/field/{INCIDENT}/attachments/{NUMBER}")
def opened_of_team(incident_id: int, number: int) -> AnyResponse:
    return _streamed(incident_id, number)


def _streamed(incident_id: int, number: int) -> AnyResponse:
    """Never kept by a browser, and never taken for anything but what it is; a player asks for a part of it."""
    with open_work() as work:
        small = request.args.get("size") == "small"
        one, content = attachments.open_attachment(work, incident_id, number, small=small)
    answer = Response(content, mimetype=one.media)
    answer.headers["Content-Disposition"] = f'inline; filename="{one.form}-{one.id}.{ENDS[one.media]}"'
    return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
