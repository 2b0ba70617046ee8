"""/p/mind: anybody answers the questions of two scales without a name, reads what they say in plain words, and is helped who wants it.

Light, and without a script. Where somebody is in danger the hotline comes first, and the page says honestly who has been told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from flask import redirect, render_template, request
from flask_babel import get_locale
from werkzeug.wrappers import Response as AnyResponse

from cockpit.mind_care.alarm import escalate
from cockpit.mind_care.case import MindCase
from cockpit.mind_care.own import Door, answer_again, ask_for_call, begin, knock, linked, own_answers, withdraw
from cockpit.mind_care.rules import care_rule, crisis_rule, hotlines
from cockpit.mind_care.said import LONGEST, LONGEST_NAME, Answered, Reach
from cockpit.mind_care.scale import Answers, Band, ScaleName, answer_words, asks, licence, scales
from cockpit.notices import notice
from cockpit.receipts import in_groups, same_code
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_
from data_access.upkeep import keeper
from data_access.work import Work
from entrypoints.at_hand import database, typed
from entrypoints.public import anybody, blueprint
from entrypoints.public.receipts import CODE_WRONG, origin
from entrypoints.public.receipts import LONGEST as LONGEST_CODE
from entrypoints.refused import in_full

LONGER = LONGEST + 1  # than anything that is taken: what is cut here is refused
KEEPS_THE_FORM = (409, 422, 429)
CHOICES = {"phq9": (ScaleName.PHQ9,), "gad7": (ScaleName.GAD7,), "both": (ScaleName.PHQ9, ScaleName.GAD7)}
# What a total says, in plain words: how one has been, never what one has.
BANDS = {
    Band.MINIMAL: N_("Hardly any burden in the last two weeks"),
    Band.MILD: N_("A light burden: many people feel so in these weeks"),
    Band.MODERATE: N_("A clear burden: a talk can help"),
    Band.MODERATELY_SEVERE: N_("A heavy burden: please let somebody help you carry it"),
    Band.SEVERE: N_("A very heavy burden: please talk to somebody today"),
}
ABOUT = {ScaleName.PHQ9: N_("Mood and strength"), ScaleName.GAD7: N_("Worry and tension")}
LEAFLETS = ("breathing", "stress")


@blueprint.get("/p/mind")
def mind() -> str:
    """`?show=` a leaflet, to read and to print: in our own words."""
    asked = request.args.get("show", "")
    return _leaflet(asked) if asked in LEAFLETS else _form()


def _leaflet(name: str) -> str:
    with database().work(anybody()) as work:
        lines = hotlines(work)
    return render_template("public/mind_leaflet.html", name=name, lines=lines)


@blueprint.post("/p/mind")
def mind_answers() -> AnyResponse | tuple[str, int]:
    """Refused, the form comes back with the reason and all that was typed. A code that was typed leads to its own address."""
    written = request.form.get("code", "")[:LONGEST_CODE]
    try:
        if written:
            return redirect(f"/p/mind/{_code(written)}", code=303)
        person = _linked()
        with database().work(anybody()) as work:
            one, code = begin(work, _said(), _reach(), typed("key")[:64], person)
    except Refusal as refusal:
        if refusal.status not in KEEPS_THE_FORM:
            raise
        return _form(in_full(refusal)), refusal.status
    _call_now(one)
    return redirect(f"/p/mind/{code}?new=1", code=303)


@blueprint.get("/p/mind/<token>")
def mind_own(token: str) -> str:
    return _page(token)


@blueprint.post("/p/mind/<token>")
def mind_again(token: str) -> AnyResponse | tuple[str, int]:
    """The questions once more, a number to be called at, or the wish that nobody calls any more: the button says which."""
    act = typed("act")
    try:
        with opened(token) as (work, door):
            one = _do(work, door, act)
    except Refusal as refusal:
        if refusal.status not in KEEPS_THE_FORM:
            raise
        return _page(token, in_full(refusal)), refusal.status
    _call_now(one)
    return redirect(f"/p/mind/{same_code(token)}?done={act}", code=303)


def _do(work: Work, door: Door, act: str) -> MindCase:
    if act == "answer":
        return answer_again(work, door, _said(), typed("key")[:64])
    if act == "call":
        return ask_for_call(work, door, _reach(), typed("key")[:64])
    if act == "withdraw":
        return withdraw(work, door)
    raise Invalid("act", N_("choose one of the list"))


def _call_now(one: MindCase) -> None:
    """The first step of a crisis needs no worker. If this process dies before it, the worker has the same step in its queue."""
    by = keeper(database()) if one.in_crisis and one.crisis_step < 0 else None
    if by and one.crisis_at:
        with database().work(by) as work:
            escalate(work, one.id, 0, one.crisis_at.isoformat())


@contextmanager
def opened(token: str) -> Iterator[tuple[Work, Door]]:
    """A unit of work with the case of that code. Whoever is not let in is counted, then refused outside of it."""
    with database().work(anybody()) as work:
        found = knock(work, token, origin())
        if isinstance(found, Door):
            yield work, found
    if isinstance(found, Refusal):
        raise found


def _linked() -> int | None:
    """Whose receipt was typed, if one was; who guesses is counted with the others."""
    written = typed("receipt")[:LONGEST_CODE]
    if not written:
        return None
    with database().work(anybody()) as work:
        found = linked(work, written, origin())
    if isinstance(found, Refusal):
        raise found if found.status == 429 else Invalid("receipt", CODE_WRONG)
    return found


def _code(written: str) -> str:
    code = same_code(written)
    if not code:
        raise Invalid("code", CODE_WRONG)
    return code


def _form(error: str = "") -> str:
    with database().work(anybody()) as work:
        told, lines = notice(work, "mind"), hotlines(work)
    return render_template("public/mind.html", told=told, lines=lines, error=error, **_questions())


def _page(token: str, error: str = "") -> str:
    with opened(token) as (work, door):
        mine, lines, offer, rule = own_answers(work, door), hotlines(work), care_rule(work).offer, crisis_rule(work)
        due, told = mine.case.retest_due(work.at), notice(work, "mind")
    code = same_code(token)
    return render_template(
        "public/mind_own.html", own=mine, lines=lines, offer=offer, code=code, shown_code=in_groups(code), due=due, told=told,
        to=rule.to(mine.case.crisis_step), bands=BANDS, about=ABOUT, error=error, new=request.args.get("new") == "1",
        done=request.args.get("done", ""), **_questions(),
    )  # fmt: skip


def _questions() -> dict[str, object]:
    language = str(get_locale() or "en")
    asked = request.values.get("scale", "both")
    chosen = CHOICES.get(asked, CHOICES["both"])
    return {
        "scales": {name: one for name, one in scales().items() if name in chosen}, "all_scales": scales(), "choice": asked,
        "choices": CHOICES, "answers": [one.said_in(language) for one in answer_words()], "asks": asks(language),
        "language": language, "licence": licence(), "form": request.form, "key": uuid4().hex, "limits": (LONGEST, LONGEST_NAME),
        "topics": ABOUT,
    }  # fmt: skip


def _said() -> Answered:
    given = {name: _answers(name) for name in ScaleName}
    answered = {name: one for name, one in given.items() if any(each is not None for each in one)}
    return Answered(answered, typed("words")[:LONGER])


def _answers(name: ScaleName) -> Answers:
    return tuple(_answer(request.form.get(f"{name}-{place}", "")) for place in range(1, len(scales()[name].items) + 1))


def _answer(written: str) -> int | None:
    if written not in ("", "0", "1", "2", "3"):
        raise Invalid("answers", N_("choose one of the list"))
    return int(written) if written else None


def _reach() -> Reach:
    return Reach(typed("name")[: LONGEST_NAME + 1], typed("phone")[:40])
