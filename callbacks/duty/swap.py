"""Shifts that change hands, and leave that ends: one click, one act."""

from typing import Any

from dash import Input, Output, no_update

from callbacks import answers, open_work
from cockpit import duty
from cockpit.refusals import NotFound
from pages.duty import swap

ACTS: dict[str, Any] = {
    "offer": duty.offer_shift,
    "take": duty.take_shift,
    "withdraw": duty.withdraw_swap,
    "agree": duty.agree_swap,
    "refuse": duty.refuse_swap,
    "back": duty.end_leave,
}


@answers(
    "swap_shift",
    Output("duty-swap", "children"),
    Input("duty-swap", "id"),
    Input("duty-swap-tick", "data"),
    Input("duty-swap-done", "data"),
)
def shown(_: str | None, _tick: int | None, _done: str | None) -> Any:
    with open_work() as work:
        away = duty.who_is_away(work) if work.by.may("lead_roster") else None
        return swap.drawn(duty.exchange(work), away, work.zone)


@answers("swap_shift", Output("duty-swap-done", "data"), Input("duty-swap-act", "data"), prevent_initial_call=True)
def acted(asked: str | None) -> Any:
    """take/5/n, where n makes each click another one."""
    if not asked:
        return no_update
    act, _, rest = asked.partition("/")
    number = rest.partition("/")[0]
    if act not in ACTS or not number.isdecimal() or len(number) > 15:
        raise NotFound()
    with open_work() as work:
        ACTS[act](work, int(number))
        return work.machine_at.isoformat()
