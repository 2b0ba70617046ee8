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
from entrypoints.field.standing import scene_of
from entrypoints.field.words import FILES, SCRIPT, STEPS, VERBS
from pages.paging import browser_words
from pages.parts import KINDS, clock_time, span

TO_REPORT = [kind for kind in Kind if kind is not Kind.HELP]  # help has a button of its own


@blueprint.get("/field")
def show() -> str:
    return drawn("field/page.html", reported=request.args.get("reported", "")[:20])


@blueprint.get("/field/jobs")
def jobs() -> str:
    return drawn("field/jobs.html")


def drawn(template: str, error: str = "", form: Mapping[str, str] | None = None, about: int = 0, **more: Any) -> str:
    """The template with the team's jobs; `form` holds what was typed into the form of incident `about` (0: report)."""
    with open_work() as work:
        phone, scene, allowed, minutes = phone_of(work), scene_of(work), limits(work), departures(work, work.by.area)
    return render_template(
        template, phone=phone, scene=scene, by=actor(), error=error, form=form or {}, about=about, verbs=VERBS, steps=STEPS,
        reasons=DECLINE_REASONS, outcomes=RESOLUTIONS, kinds={kind: KINDS[kind] for kind in TO_REPORT}, new_key=new_key,
        clock_time=clock_time, span=span, departures=minutes, words={name: gettext(text) for name, text in SCRIPT.items()},
        files_say={name: gettext(text) for name, text in FILES.items()}, limits=allowed, told_words=browser_words(),
        **ASKED, **more,
    )  # fmt: skip


def new_key() -> str:
    """Each form carries its own key: sent twice, it is done once."""
    return secrets.token_urlsafe(16)
