"""Notices that go out: by which channels, whether they took them, and a test."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.notifications import TEXTS, Channel, Retry, Told
from pages.parts import day_time, empty, shape, standing_words


def section() -> list[Any]:
    test = html.Button(
        _("Send a test through every channel"), id="settings-notify-test", type="button", className="button"
    )
    said = html.Div(id="settings-notify-said", className="hint", role="status")
    ways = [html.H2(_("Channels")), html.Div(id="settings-channels"), test, said]
    return [
        dcc.Interval(id="settings-notify-beat", interval=5000),
        html.Div(html.Div(ways, className="panel form"), className="column"),
        html.Div(
            html.Div([html.H2(_("The latest notices")), html.Div(id="settings-notices")], className="panel form"),
            className="column",
        ),
    ]


def channels(found: Sequence[Channel]) -> Any:
    if not found:
        return empty(
            _("No channel: nothing leaves the house. COCKPIT_NOTIFY_URLS names some to the worker; see the README.")
        )
    return html.Ul([html.Li([shape("act" if one.failing else "done"), " ", channel_words(one)]) for one in found],
                   className="plain")  # fmt: skip


def channel_words(one: Channel) -> str:
    parts = [f"{one.kind} ({one.id})"]
    if one.failing:
        parts.append(_("did not take it, {count} tries").format(count=one.fails))
    parts.append(
        _("last taken {at}").format(at=day_time(one.handed_at)) if one.handed_at else _("has taken nothing yet")
    )
    return " · ".join(parts)


def notices(found: Sequence[Told], names: Mapping[str, str], machine: datetime, retry: Retry) -> Any:
    if not found:
        return empty(_("Nothing was told yet."))
    return html.Ul([html.Li(notice(one, names, machine, retry)) for one in found], className="plain")


def notice(one: Told, names: Mapping[str, str], machine: datetime, retry: Retry) -> list[Any]:
    told = one.notification
    facts = {"code": "", **told.facts, "street": names.get(told.area, "")}
    text = gettext(TEXTS[told.event]).format(**facts) if told.event in TEXTS else told.event
    return [*standing_words(one, one.standing(machine, retry)), f" · {day_time(told.at)} · {text} #{told.id}"]
