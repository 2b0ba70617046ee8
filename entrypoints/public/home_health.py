"""/p/report: by the code on the paper somebody at home says how they are, twice a day; light, and without a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.home_health import LONGEST, MOODS, SLOTS, Code, Mood, Said, knock, own_reports
from cockpit.home_health import report as send
from cockpit.notices import notice
from cockpit.receipts import same_code
from cockpit.refusals import Invalid, Refusal
from cockpit.screening import SYMPTOMS, Symptom
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.at_hand import database, typed
from entrypoints.public import anybody, blueprint
from entrypoints.public.needs_shown import needs_shown
from entrypoints.public.receipts import CODE_WRONG, origin
from entrypoints.public.receipts import LONGEST as LONGEST_CODE
from entrypoints.refused import in_full, said

LONGER = LONGEST + 1  # than anything that is taken: what is cut here is refused
KEEPS_THE_FORM = (409, 422, 429)


@blueprint.get("/p/report")
def report_code() -> str:
    return render_template("public/report_code.html", error="", code="")


@blueprint.post("/p/report")
def go_to_report() -> AnyResponse | tuple[str, int]:
    """What was typed off the paper leads to its own address; what cannot be a code comes back as it was typed."""
    written = request.form.get("code", "")[:LONGEST_CODE]
    code = same_code(written)
    if not code:
        refusal = Invalid("code", CODE_WRONG)
        return render_template("public/report_code.html", error=said(refusal), code=written), refusal.status
    return redirect(f"/p/report/{code}", code=303)


@blueprint.get("/p/report/<token>")
def report(token: str) -> str:
    return _page(token)


@blueprint.post("/p/report/<token>")
def report_it(token: str) -> AnyResponse | tuple[str, int]:
    """Refused, the form comes back with the reason and all that was typed."""
    try:
        with opened(token) as (work, code):
            send(work, code, _said(), typed("key")[:64])
    except Refusal as refusal:
        if refusal.status not in KEEPS_THE_FORM:
            raise
        return _page(token, in_full(refusal)), refusal.status
    return redirect(f"/p/report/{same_code(token)}#said", code=303)


@contextmanager
def opened(token: str) -> Iterator[tuple[Work, Code]]:
    """A unit of work with the person of that code. Whoever is not let in is counted, then refused outside of it."""
    with database().work(anybody()) as work:
        found = knock(work, token, origin())
        if isinstance(found, Code):
            yield work, found
    if isinstance(found, Refusal):
        raise found


def _page(token: str, error: str = "") -> str:
    with opened(token) as (work, code):
        own, told = own_reports(work, code), notice(work, "report")
        needs = needs_shown(work, code.person, code.episode)
    return render_template(
        "public/report.html", own=own, told=told, code=same_code(token), error=error, form=request.form, key=uuid4().hex,
        symptoms=SYMPTOMS, moods=MOODS, slots=SLOTS, **needs,
    )  # fmt: skip


def _said() -> Said:
    mood = request.form.get("mood", "")
    return Said(
        _temperature(), tuple(_symptom(one) for one in request.form.getlist("symptom")),
        Mood(mood) if mood in set(Mood) else None, request.form.get("call") == "yes", typed("words")[:LONGER],
    )  # fmt: skip


def _temperature() -> float | None:
    """As people write it: 37.2 or 37,2."""
    written = typed("temperature").replace(",", ".").strip()
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        raise Invalid("temperature", N_("write it in figures, for example 36.8")) from None


def _symptom(word: str) -> Symptom:
    if word not in set(Symptom):
        raise Invalid("symptom", N_("choose one of the list"))
    return Symptom(word)
