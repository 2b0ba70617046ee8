"""GET /field: the page; GET /field/jobs: its changing part alone."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from cockpit.dispatch import DECLINE_REASONS
from cockpit.incidents import RESOLUTIONS, Kind
from entrypoints.at_hand import actor, open_work
from entrypoints.field import blueprint
from entrypoints.field.jobs import phone_of
from entrypoints.field.seal import for_phone
from entrypoints.field.words import SCRIPT, STEPS, VERBS
from pages.parts import KINDS, clock_time, span

# In the order they are read: field.js is the page, the others what it is made of.
PARTS = ("vault", "clock", "queue", "signs", "report", "unsent", "map", "leave")
SCRIPTS = (*(f"field_{part}.js" for part in PARTS), "field.js")


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
        phone = phone_of(work, here())
    return rendered(
        template, phone=phone, by=actor(), seal=for_phone(), error=error, form=form or {}, about=about, **more
    )


def shell() -> str:
    """The page of nobody: what a phone without network shows around what it keeps itself."""
    return rendered("field/shell.html", by=None, form={}, about=0)


def rendered(template: str, **facts: Any) -> str:
    return render_template(
        template, scripts=SCRIPTS, verbs=VERBS, steps=STEPS, reasons=DECLINE_REASONS, outcomes=RESOLUTIONS, new_key=new_key,
        kinds={kind: KINDS[kind] for kind in Kind}, clock_time=clock_time, span=span,
        words={name: gettext(text) for name, text in SCRIPT.items()}, **facts,
    )  # fmt: skip


def new_key() -> str:
    """Each form carries its own key: sent twice, it is done once."""
    return secrets.token_urlsafe(16)
