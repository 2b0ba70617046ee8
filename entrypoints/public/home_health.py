"""/p/report: by the code on the paper somebody at home says how they are, twice a day; light, and without a script."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from cockpit.home_health import (
    LONGEST,
    MOODS,
    SLOTS,
    Code,
    Form,
    NothingToReport,
    Own,
    Section,
    Unfit,
    Window,
    Written,
    as_written,
    knock,
    own_page,
    report_home,
)
from cockpit.needs import NEEDS
from cockpit.notices import notice
from cockpit.receipts import same_code
from cockpit.refusals import Invalid, Refusal
from cockpit.screening import SYMPTOMS
from data_access.work import Work
from entrypoints.at_hand import database, typed
from entrypoints.public import anybody, blueprint
from entrypoints.public.needs_shown import needs_shown
from entrypoints.public.receipts import CODE_WRONG, origin
from entrypoints.public.receipts import LONGEST as LONGEST_CODE
from entrypoints.refused import in_full, said

LONGER = LONGEST + 1  # than anything that is taken: what is cut here is refused
LONGEST_KEY, LONGEST_TEMPERATURE = 64, 20
KEEPS_THE_FORM = (409, 422)
DRAFT = 16  # hex digits under which a phone keeps what is not sent yet: of the code, and no way back to it


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
    """`?correct=2020-02-01 morning&who=MARK`: the form with what was said of that person in that window of today."""
    return _page(token, correct=(request.args.get("correct", ""), request.args.get("who", "")))


@blueprint.post("/p/report/<token>")
def report_it(token: str) -> AnyResponse | tuple[str, int]:
    """Refused, the form comes back with the reason at its place and all that was typed."""
    form = _form()
    try:
        with opened(token) as (work, code):
            report_home(work, code, form)
    except NothingToReport as refusal:
        return _page(token, refusal), refusal.status
    except Refusal as refusal:
        if refusal.status not in KEEPS_THE_FORM:
            raise
        return _page(token, refusal, form), refusal.status
    return redirect(f"/p/report/{same_code(token)}?sent={form.key}#sent", code=303)


@contextmanager
def opened(token: str) -> Iterator[tuple[Work, Code]]:
    """A unit of work with the person of that code. Whoever is not let in is counted, then refused outside of it."""
    with database().work(anybody()) as work:
        found = knock(work, token, origin())
        if isinstance(found, Code):
            yield work, found
    if isinstance(found, Refusal):
        raise found


def _page(
    token: str, refusal: Refusal | None = None, form: Form | None = None, correct: tuple[str, str] = ("", "")
) -> str:
    with opened(token) as (work, code):
        own, told = own_page(work, code), notice(work, "report")
        needs_told = needs_shown(work, code.person, code.episode)
        draft = work.signature({"draft": same_code(token)})[:DRAFT]
        seconds = int((own.now.closes - work.at).total_seconds())
    window = next((one for one in own.begun if one.name == (form.window if form else correct[0])), own.now)
    form = form or _fresh(own, window, correct)
    mine = own.section.mark
    filled = {one.mark or mine: one for one in form.sections}
    return render_template(
        "public/report.html", own=own, told=told, code=same_code(token), draft=draft, seconds=seconds, window=window,
        form=replace(form, window=window.name), filled=filled, sections=_drawn(own, window, form, filled),
        wrong={mark or mine: one for mark, one in _sentences(refusal).items()}, error=in_full(refusal) if refusal else "", sent=request.args.get("sent", "")[:LONGEST_KEY],
        symptoms=SYMPTOMS, moods=MOODS, needs=NEEDS, slots=SLOTS, nobody=Written(""), **needs_told,
    )  # fmt: skip


def _fresh(own: Own, window: Window, correct: tuple[str, str]) -> Form:
    """Empty, or with what was said of the one who is to be corrected, if this page may tell it."""
    found = [(one.mark, one.of(window)) for one in own.sections if correct == (window.name, one.mark)]
    before = tuple(as_written(mark, there[1]) for mark, there in found if there)
    return Form(uuid4().hex, window.name, before, again=bool(before))


def _drawn(own: Own, window: Window, form: Form, filled: Mapping[str, Written]) -> list[Section]:
    """The one who is corrected; else who has not reported yet: an empty section beside a report would take its place."""
    if form.again:
        return [one for one in own.sections if one.mark in filled]
    typed = {mark for mark, one in filled.items() if not one.empty}
    return [one for one in own.sections if one.mark in typed or not one.of(window)]


def _sentences(refusal: Refusal | None) -> Mapping[str, tuple[str, str]]:
    """Mark of a section -> which of its fields, and the sentence that stands there."""
    if not isinstance(refusal, Unfit):
        return {}
    return {mark: _at_field(one) for mark, one in refusal.wrong.items()}


def _at_field(refusal: Refusal) -> tuple[str, str]:
    return (refusal.field, gettext(refusal.why)) if isinstance(refusal, Invalid) else ("temperature", in_full(refusal))


def _form() -> Form:
    """`mark` names each section that the form had; fields without one are of the paper's own person."""
    marks = [one[:LONGEST_KEY] for one in request.form.getlist("mark")] or [""]
    sections = tuple(_section(one) for one in dict.fromkeys(marks))
    return Form(
        typed("key")[:LONGEST_KEY] or uuid4().hex, typed("window")[:LONGEST_KEY], sections, typed("again") == "yes"
    )


def _section(mark: str) -> Written:
    def of(name: str) -> Any:
        return typed(named(name))

    def named(name: str) -> str:
        return f"{name}-{mark}" if mark else name

    lists = {
        name: tuple(request.form.getlist(named(name))[: len(SYMPTOMS) + len(NEEDS)]) for name in ("symptoms", "needs")
    }  # fmt: skip
    return Written(
        mark, of("temperature")[:LONGEST_TEMPERATURE], lists["symptoms"], lists["needs"], of("mood"), of("call_me") == "yes",
        of("words")[:LONGER], of("agreed") == "yes",
    )  # fmt: skip
