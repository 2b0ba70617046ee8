"""Endpoints that are given the number of a draft of the rule of risk, or of a case whose history is read."""

from typing import Any

from cockpit.screening import risk
from tests.access.objects import CASE, OF_INVESTIGATOR, Ground, Prepare, Row, called, falls_ill
from tests.people import CHANGQING, WULIN

ABOUT = "screening-risk-about.data"
WHY = "同住者隔离及时,家庭权重过高"


def drafted(account: str) -> Prepare:
    """A draft of that investigator's, in the place of one that waits."""

    def keep(ground: Ground) -> int:
        waiting = ground.do(account, risk.drafts).waiting
        if waiting:
            ground.do(account, risk.withdraw_draft, waiting.draft.id)
        return int(ground.do(account, risk.keep_draft, {"settings.meal": 0.2}, None, WHY).id)

    return keep


def acted(output: str, button: str, by: str, again: int, **typed: Any) -> Row:
    ask = called(f"screening-risk-{output}.data", ABOUT, f"screening-risk-{button}.n_clicks", **typed)
    return Row(ask, drafted(by), again, **OF_INVESTIGATOR)


DRAFTS = {
    "screening-risk-foreseen.children": Row(
        called("screening-risk-foreseen.children", ABOUT), drafted("investigator2"), 200, **OF_INVESTIGATOR
    ),
    "screening-risk-done.data publish": acted("done", "publish", "investigator2", 409),
    "screening-risk-done.data back": acted("done", "back", "investigator2", 409, answer=WHY),
    "screening-risk-own.data withdraw": acted("own", "withdraw", "investigator", 409),
    "screening-risk-own.data renew": acted("own", "renew", "investigator", 409),
    "screening-history-steps.children": Row(
        called("screening-history-steps.children", CASE), falls_ill(CHANGQING), 200, there=falls_ill(WULIN), reader="leader"
    ),
}  # fmt: skip
