"""Attachments 附件: photos and a voice note that go with a report, a team's feedback or the desk's own file.

What is kept was looked into by its content, never by its name: photos are drawn anew, so that nothing of the camera's
own (where, when, whose) is left in them. They are sealed like notes, and each look is one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.events import Event
from cockpit.incidents.incident import OUT, Incident
from cockpit.refusals import AlreadyOver, NotFound, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class Form(StrEnum):
    PHOTO = "photo"  # 照片
    VOICE = "voice"  # 语音


@dataclass(frozen=True)
class Limits:
    """Of the policies `attachment`/photo and voice: how many, how large (bytes), how many pixels, how long (seconds).

    `side` and `small` are the longest side of a photo as it is kept and as it is shown in a list, in pixels.
    """

    photos: int
    photo_bytes: int
    pixels: int
    side: int
    small: int
    voices: int
    voice_bytes: int
    seconds: int

    def most(self, form: Form) -> int:
        return self.photos if form is Form.PHOTO else self.voices


@dataclass(frozen=True)
class Ready:
    """Looked into and, if a photo, drawn anew: what can be kept. `small` is the photo for a list."""

    form: Form
    media: str
    content: bytes
    small: bytes | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Attachment:
    """One as it stands in a list; `team` where it came from a phone. Its bytes are opened one by one."""

    id: int
    incident: int
    form: Form
    media: str
    account: int | None
    team: int | None
    round: int
    at: datetime
    size: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Attached(Event):
    attachment: int
    form: Form


@dataclass(eq=False)
class NoPicture(Refusal):
    status = 422
    says = N_("This is no photo that can be read: JPEG, PNG and WebP are taken, whatever the file is called.")
    way_out = N_("Take the photo anew, or choose another.")


@dataclass(eq=False)
class TooManyPixels(Refusal):
    status = 422
    says = N_("The photo has {megapixels} megapixels; at most {most} are taken.")
    way_out = N_("Set the camera to a smaller size, or take a picture of the screen.")
    megapixels: int
    most: int


@dataclass(eq=False)
class NoSound(Refusal):
    status = 422
    says = N_("This is no voice note that can be read: WebM, Ogg and MP4 with sound alone are taken.")
    way_out = N_("Record it anew, or write it down.")


@dataclass(eq=False)
class TooLong(Refusal):
    status = 422
    says = N_("The voice note lasts {seconds} seconds; at most {most} are taken.")
    way_out = N_("Say it in fewer words.")
    seconds: int
    most: int


@dataclass(eq=False)
class TooHeavy(Refusal):
    status = 413
    says = N_("A file has {size} KiB; at most {most} are taken.")
    way_out = N_("Choose a smaller one.")
    size: int
    most: int


@dataclass(eq=False)
class TooManyAttached(Refusal):
    status = 422
    says = N_("At most {photos} photos and {voices} voice note go with one report or feedback.")
    way_out = N_("Choose the ones that show most.")
    photos: int
    voices: int


@allowed_to("attach")
def limits(work: "Work", incident_id: int | None = None) -> Limits:
    """What may be brought to this incident, that one may see; or with a report that is still to be made."""
    area = _seen(work, incident_id).spot.grid if incident_id is not None else work.by.area
    photo, voice = (work.policy.get("attachment", form, area).body for form in Form)
    return Limits(
        photo["most"], photo["bytes"], photo["megapixels"] * 1_000_000, photo["side"], photo["small"],
        voice["most"], voice["bytes"], voice["seconds"],
    )  # fmt: skip


@allowed_to("attach")
def attach(work: "Work", incident_id: int, ready: Sequence[Ready], *, key: str) -> list[Attachment]:
    """Keep them with the incident, and return all that are there; what came under this key before is kept once."""
    digests = [hashlib.sha256(one.content).hexdigest() for one in ready]
    if work.once(key, "attach", {"incident": incident_id, "content": digests}):
        return of_incident(work, incident_id)
    incident = _seen(work, incident_id, take=True)
    if incident.over and work.by.team:
        raise AlreadyOver(code=incident.code, state=incident.state)
    attach_to_report(work, incident, ready)
    return of_incident(work, incident_id)


@allowed_to("attach")
def attach_to_report(work: "Work", incident: Incident, ready: Sequence[Ready]) -> Incident:
    """As part of the transaction in which it was reported, or answered for."""
    _must_be_few(work, incident, ready)
    kept = [work.attachments.add(incident, one, work.by, work.at) for one in ready]
    return work.save(incident, *(Attached(number, one.form) for number, one in zip(kept, ready, strict=True)))


def _must_be_few(work: "Work", incident: Incident, ready: Sequence[Ready]) -> None:
    """A feedback is what one team brings in one round; the desk's own file is counted by whoever brings it."""
    allowed = limits(work)
    mine = [one for one in work.attachments.of_incident(incident.id) if _is_of(one, work, incident)]
    for form in Form:
        count = sum(one.form is form for one in ready)
        if count and count + sum(one.form is form for one in mine) > allowed.most(form):
            raise TooManyAttached(allowed.photos, allowed.voices)


def _is_of(one: Attachment, work: "Work", incident: Incident) -> bool:
    by = work.by
    return one.round == incident.round and (one.team == by.team if by.team else one.account == by.id)


@allowed_to("see_attachments")
def of_incident(work: "Work", incident_id: int) -> list[Attachment]:
    _seen(work, incident_id)
    return work.attachments.of_incident(incident_id)


@allowed_to("see_attachments")
def open_attachment(work: "Work", incident_id: int, number: int, *, small: bool = False) -> tuple[Attachment, bytes]:
    """The bytes of one, small where it is a photo and that is asked; a look, written before they are given out."""
    _seen(work, incident_id)
    one, content = work.attachments.opened(incident_id, number, small=small)
    field = "attachment.small" if small and one.form is Form.PHOTO else "attachment.content"
    work.looked("incident", incident_id, [field], attachment=number)
    return one, content


def _seen(work: "Work", incident_id: int, *, take: bool = False) -> Incident:
    """One of the own area for who may read notes; for a team one that it is on, or was until it was done."""
    by, shelf = work.by, work.incidents
    if by.team is None:
        by.must("see_notes")
        return (shelf.take if take else shelf.get)(incident_id)
    found = (shelf.take_of_team if take else shelf.get_of_team)(incident_id, by.team)
    if not any(one.team_id == by.team and one.state not in OUT for one in found.assignments):
        raise NotFound()
    return found
