"""One person at home, as it is drawn: the curve, what is to be done with its answers, every report with its reasons."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.greeting import HOWS
from cockpit.home_health import CHANNELS, CONDITIONS, MOODS, OUTCOMES, REASONS, SLOTS, SWABS, Channel, OpenedHome, Told
from cockpit.needs import NEEDS
from cockpit.quarantine import KINDS
from cockpit.screening import SYMPTOMS
from pages.care.home_health import task_panel
from pages.care.home_health.curve import curve
from pages.care.home_health.words import SHAPES, day_of, name_of, where
from pages.parts import day_time, empty, facts, shape, words


def place(by: Actor, asked: dict[str, str]) -> html.Section:
    """Who is open, beside each list; `home` of the address bar is who is open first."""
    chosen = asked.get("home", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    stores = [dcc.Store(id=f"care-one-{name}") for name in ("tick", "said", "done", "reported", "noted", "swabbed")]
    return html.Section(
        [
            dcc.Store(id="care-one-chosen", data=number),
            *stores,
            html.Div(nothing(), id="care-one-detail", **{"aria-live": "polite"}),
            html.Div(id="care-one-form"),
        ],
        id="care-one",
        className="column",
    )


def nothing() -> list[Any]:
    return [empty(_("Choose a person on the left: it shows the days, what was reported, and what is to be done."))]


def detail(found: OpenedHome, names: dict[str, str], by: Actor) -> list[Any]:
    day = found.episode.day(found.today)
    title = f"{name_of(found.person)} · {day_of(day, found.episode.days)}"
    over = [] if found.holds else [html.P([shape("done"), " ", _("This quarantine is over.")], className="hint")]
    return [
        html.Div(
            [
                html.H2(title),
                *over,
                html.Div(curve(found.heat, found.fever, 320, 72), className="care-picture"),
                facts(about(found, names)),
            ],
            className="panel pad",
            **{"data-shown-home": str(found.episode.id)},
        ),
        task_panel.panel(found, by),
        reports(found),
    ]


def about(found: OpenedHome, names: dict[str, str]) -> list[tuple[str, Any]]:
    phone = found.person.fields.get("phone")
    told = [(_("Lives in"), where(found.person, names))]
    told += [(_("Phone"), phone.text)] if phone and phone.text else []
    told.append((_("Quarantine"), words(KINDS, found.episode.kind)))
    if found.conditions:
        told.append((_("Weighs in"), _(", ").join(words(CONDITIONS, one) for one in found.conditions)))
    if found.swabs:
        told.append((_("Tests"), html.Ul([html.Li(f"{day:%m-%d} {words(SWABS, one)}") for day, one in found.swabs])))
    told.append((_("Greeted last"), greeted(found)))
    return told


def greeted(found: OpenedHome) -> Any:
    if not found.greetings:
        says = _("nobody has reached this person yet")
    else:
        last = found.greetings[0]
        says = " · ".join([day_time(last.at), words(HOWS, last.how), found.names.get(last.by or 0, "")]).rstrip(" ·")
    return html.Span([shape("act"), " ", says], className="late") if found.unseen else says


def reports(found: OpenedHome) -> html.Div:
    rows = [report(one) for one in found.reports] or [empty(_("No report yet."))]
    return html.Div([html.H3(_("Reports")), html.Ol(rows, className="care-reports")], className="panel pad")


def report(one: Told) -> html.Li:
    row = one.report
    when = f"{row.day:%m-%d} {words(SLOTS, row.slot)}"
    twin = f" · {words(CHANNELS, row.channel)}" if row.channel is not Channel.PAGE else ""
    reasons = _("; ").join(gettext(REASONS[why]) for why in one.reasons)
    return html.Li(
        [
            shape(SHAPES[row.outcome]),
            html.Span([html.B(when), html.Small(twin), html.Div(_(" · ").join(said(one)))]),
            html.Span([words(OUTCOMES, row.outcome), html.Small(reasons)], className="side"),
        ],
        **{"data-report": str(row.id), "data-outcome": row.outcome.value},
    )


def said(one: Told) -> list[str]:
    """What was said, where the reader may see it."""
    if one.said is None:
        return []
    what = one.said
    parts = [f"{what.temperature:.1f} °C"] if what.temperature else []
    parts += [words(SYMPTOMS, each) for each in what.symptoms] + [words(NEEDS, each) for each in what.needs]
    parts += [words(MOODS, what.mood)] if what.mood else []
    parts += [_("asks to be called")] if what.call_me else []
    return [*parts, *([_("“%(words)s”", words=what.words)] if what.words else [])]
