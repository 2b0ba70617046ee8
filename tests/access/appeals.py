"""Endpoints that are given the number of an appeal or an order, or the code of its paper: who may with which, who may not."""

from typing import Any

from cockpit import appeals, screening
from cockpit.access import Actor
from cockpit.appeals import Appeal, Code
from cockpit.appeals import Ground as Why
from cockpit.quarantine import QuarantineKind
from tests.access.objects import Ask, Ground, Prepare, Row, called, falls_ill, got, public
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN

NOBODY = Actor(None, "public", "", "public", "")
WORDS, WHY = "那天我在外婆家", "门岗登记可以证明当天外出"
CHOSEN = "screening-appeals-chosen.data"


def ordered(street: str) -> Prepare:
    """The order of somebody who lives with a case in that street."""

    def prepare(ground: Ground) -> int:
        case = falls_ill(street)(ground)
        return int(ground.do("investigator", screening.order_all, case, QuarantineKind.HOME)[0].id)

    return prepare


def code_of(ground: Ground, number: int) -> str:
    with ground.morning.work(ground.actors["investigator"]) as work:
        return appeals.give_code(work, work.quarantine.get(number))


def printed(ground: Ground) -> Any:
    return code_of(ground, ordered(CHANGQING)(ground))


def ended(ground: Ground) -> Any:
    """A code after which so many were printed that it holds no more."""
    number = ordered(CHANGQING)(ground)
    first = code_of(ground, number)
    for _ in range(3):
        code_of(ground, number)
    return first


def appealed(street: str) -> Prepare:
    def prepare(ground: Ground) -> int:
        return sent_by(ground, code_of(ground, ordered(street)(ground))).id

    return prepare


def sent_by(ground: Ground, code: str) -> Appeal:
    with ground.morning.work(NOBODY) as work:
        found = appeals.knock(work, code, "203.0.113.7")
        assert isinstance(found, Code)
        return appeals.appeal(work, found, Why.OTHER, WORDS)


def with_an_appeal(ground: Ground) -> Any:
    code = printed(ground)
    sent_by(ground, code)
    return code


def posted(path: str, **fields: str) -> Ask:
    def ask(visitor: Visitor, number: Any) -> Any:
        csrf = csrf_of(visitor.get("/p/appeal").text)
        return visitor.client.post(path.format(number), data=fields | {"csrf_token": csrf})

    return ask


OF_DECIDERS: dict[str, Any] = {"there": None, "by": "clinician", "elsewhere": None}
APPEALS = {
    "screening-appeals-one.children": Row(
        called("screening-appeals-one.children", CHOSEN), appealed(CHANGQING), 200, there=appealed(WULIN), reader="officer"
    ),
    "screening-appeals-done.data uphold": Row(
        called("screening-appeals-done.data", CHOSEN, "screening-appeals-uphold.n_clicks"), appealed(CHANGQING), 409,
        reader="community", **OF_DECIDERS,
    ),
    "screening-appeals-done.data refuse": Row(
        called("screening-appeals-done.data", CHOSEN, "screening-appeals-refuse.n_clicks", reason=WHY),
        appealed(CHANGQING), 409, reader="street_officer", **OF_DECIDERS,
    ),
    "screening-appeals-back.data": Row(
        called("screening-appeals-back.data", CHOSEN, "screening-appeals-withdraw.n_clicks"), appealed(CHANGQING), 409,
        there=appealed(WULIN), reader="clinician",
    ),
    "screening-appeals-entered.data": Row(
        called(
            "screening-appeals-entered.data", "screening-appeals-episode.value", "screening-appeals-enter.n_clicks",
            ground="dates", words=WORDS,
        ),
        ordered(CHANGQING), 409, there=ordered(WULIN), reader="investigator",
    ),
    "/p/appeal/<token> GET": public(got("/p/appeal/{}"), printed, 200, "DELETE", "/p/appeal/x", there=ended),
    "/p/appeal/<token> POST": public(
        posted("/p/appeal/{}", ground="dates", words=WORDS), printed, 409, "PUT", "/p/appeal/x", there=ended, works=303
    ),
    "/p/appeal/<token>/withdraw POST": public(
        posted("/p/appeal/{}/withdraw"), with_an_appeal, 404, "GET", "/p/appeal/x/withdraw", there=ended, works=303
    ),
}  # fmt: skip
