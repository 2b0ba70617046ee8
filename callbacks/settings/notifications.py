"""Notices that go out: how they stand, and a test of the channels."""

from typing import Any

from dash import Input, Output, no_update
from flask_babel import gettext as _

from callbacks import answers, open_work
from cockpit.notifications import channels, latest, retry_of, send_test
from pages.settings import notifications, own


@answers(
    "manage_channels",
    Output("settings-channels", "children"),
    Output("settings-notices", "children"),
    Input("settings-notify-beat", "n_intervals"),
    Input("settings-notify-said", "children"),
)
def shown(_beat: int | None, _said: list[Any] | None) -> tuple[Any, Any]:
    with open_work() as work:
        names = {code: area.name for code, area in work.areas.known.items()}
        told = notifications.notices(latest(work), names, work.machine_at, retry_of(work))
        return notifications.channels(channels(work)), told


@answers(
    "manage_channels",
    Output("settings-notify-said", "children"),
    Input("settings-notify-test", "n_clicks"),
    prevent_initial_call=True,
)
def tested(clicks: int | None) -> Any:
    if not clicks:
        return no_update
    with open_work() as work:
        send_test(work)
    return own.done(_("A test is on its way; what became of it is on the right within seconds."))
