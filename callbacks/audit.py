"""The audit: one page of lines, and the older ones by a click."""

from typing import Any

from dash import Input, Output, State, ctx

from callbacks import answers, open_work
from cockpit.audit import Chain, read_log
from pages import audit


@answers(
    "see_audit",
    Output("audit-lines", "children"),
    Output("audit-last", "data"),
    Input("audit-action", "value"),
    Input("audit-subject", "value"),
    Input("audit-chain", "value"),
    Input("audit-older", "n_clicks"),
    State("audit-last", "data"),
)
def show_lines(
    action: str | None, subject: str | None, chain: Chain | None, _older: int | None, last: int | None
) -> tuple[Any, int | None]:
    before = last if ctx.triggered_id == "audit-older" else None
    with open_work() as work:
        entries = read_log(
            work, before, (action or "").strip(), (subject or "").strip(), audit.PAGE_SIZE, Chain(chain or Chain.ACTS)
        )
    return audit.lines(entries), entries[-1].id if entries else None
