"""GET /field: the page; GET /field/jobs: its changing part alone."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from cockpit.attachments import limits
from cockpit.dispatch import DECLINE_REASONS
from cockpit.dispatch.acts import departures
from cockpit.incidents import RESOLUTIONS, Kind
from entrypoints.at_hand import actor, open_work
from entrypoints.field import blueprint
from entrypoints.field.asked import ASKED
from entrypoints.field.jobs import phone_of
from entrypoints.field.needed import NEEDED
from entrypoints.field.seal import for_phone
from entrypoints.field.standing import scene_of
from entrypoints.field.words import CAREFUL, FILES, FOUND, SCRIPT, STEPS, USUAL, VERBS
from pages.paging import browser_words
from pages.parts import KINDS, clock_time, span

TO_REPORT = [kind for kind in Kind if kind is not Kind.HELP]  # help has a button of its own

# In the order they are read: field.js is the page, those before it what it is made of, those after it hang on it.
PARTS = ("vault", "clock", "queue", "drafts", "signs", "report", "unsent", "map", "stream", "leave", "files")
SCRIPTS = ("pictures.js", *(f"field_{part}.js" for part in PARTS), "field.js", "field_scene.js", "paging.js", "push.js")
STYLES = ("field.css", "field_scene.css", "field_paging.css", "field_visits.css", "field_errands.css")


@blueprint.get("/field")
def show() -> str:
    return drawn("field/page.html", reported=request.args.get("reported", "")[:20])


@blueprint.get("/field/jobs")
def jobs() -> str:
    """`?lon=&lat=`: the walk begins where the phone is, which nobody keeps."""
    return drawn("field/jobs.html")


def here() -> tuple[float, float] | None:
    """Where the phone says it is; None where it says nothing, or nothing of this earth."""
    try:
        lon, lat = (float(request.args.get(name, "")[:20]) for name in ("lon", "lat"))
    except ValueError:
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def drawn(template: str, error: str = "", form: Mapping[str, str] | None = None, about: int = 0, **more: Any) -> str:
    """The template with the team's jobs; `form` holds what was typed into the form of incident `about` (0: report)."""
    with open_work() as work:
        phone, scene, allowed, minutes = (
            phone_of(work, here()),
            scene_of(work),
            limits(work),
            departures(work, work.by.area),
        )
    return rendered(
        template, phone=phone, scene=scene, by=actor(), seal=for_phone(), limits=allowed, departures=minutes, error=error,
        form=form or {}, about=about, **more,
    )  # fmt: skip


def shell() -> str:
    """The page of nobody: what a phone without network shows around what it keeps itself."""
    return rendered("field/shell.html", by=None, limits=None, form={}, about=0)


def rendered(template: str, **facts: Any) -> str:
    return render_template(
        template, scripts=SCRIPTS, styles=STYLES, verbs=VERBS, steps=STEPS, reasons=DECLINE_REASONS, outcomes=RESOLUTIONS,
        new_key=new_key, kinds={kind: KINDS[kind] for kind in TO_REPORT}, clock_time=clock_time, span=span,
        words={name: gettext(text) for name, text in SCRIPT.items()}, told_words=browser_words(),
        found=FOUND, careful=CAREFUL, usual=USUAL,
        files_say={name: gettext(text) for name, text in FILES.items()}, **ASKED, **NEEDED, **facts,
    )  # fmt: skip


def new_key() -> str:
    """Each form carries its own key: sent twice, it is done once."""
    return secrets.token_urlsafe(16)
