"""Early warnings: what was raised today, what is watched now, and why."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.warnings import EarlyWarning, Evidence
from pages import charts
from pages.parts import clock_time, empty, facts, loading


def layout(**_args: Any) -> html.Div:
    return html.Div(
        [
            dcc.Store(id="warnings-data"),
            dcc.Store(id="warnings-chosen"),
            dcc.Store(id="warnings-tick"),
            html.Section(
                [
                    html.H1(_("Warnings")),
                    html.Div(loading(), id="warnings-list", className="list", role="listbox", tabIndex=0),
                ],
                className="column",
            ),
            html.Section(
                [empty(_("Choose a warning: it shows the counts, what is usual, and the rule."))],
                id="warnings-evidence",
                className="column panel pad",
            ),
        ],
        id="warnings",
        className="page two",
    )


def row_of(warning: EarlyWarning) -> dict[str, Any]:
    """What the browser keeps of a warning: the same shape as a change brings."""
    spot = warning.spot
    return warning.shown() | {"id": warning.id, "area": [spot.street, spot.community, spot.grid]}


def browser_words() -> dict[str, str]:
    return {
        "on": _("On since {time}"),
        "recovered": _("Back to normal at {time}"),
        "counted": _("{count} people, at most {peak}"),
        "pending": _("Holding since {time}"),
        "none": _("No warning today, and none is near."),
    }


def evidence(shown: Evidence) -> list[Any]:
    """The count series, the usual band, the rule that fired and since when it holds."""
    rule = shown.rule
    limit = _("threshold %(count)s people for %(minutes)s min", count=rule.threshold, minutes=minutes(rule.hold))
    figures = [
        (
            _("Last count"),
            _("%(count)s people at %(time)s", count=shown.series[-1].count, time=clock_time(shown.series[-1].at))
            if shown.series
            else "–",
        ),
        (_("Over the threshold since"), clock_time(shown.since) if shown.since else _("below the threshold now")),
        (
            _("Alerts"),
            _("at %(count)s people or more for %(minutes)s min", count=rule.threshold, minutes=minutes(rule.hold)),
        ),
        (
            _("Recovers"),
            _(
                "below %(count)s people for %(minutes)s min",
                count=rule.recover_below,
                minutes=minutes(rule.recover_hold),
            ),
        ),
        (_("The same again"), _("within %(minutes)s min joins the first", minutes=minutes(rule.dedupe))),
        (_("No data"), _("after %(minutes)s min without a count", minutes=minutes(rule.no_data_after))),
        (
            _("Rule"),
            _(
                "version %(id)s, in force since %(day)s",
                id=shown.policy.id,
                day=shown.policy.holds_from.date().isoformat(),
            ),
        ),
        (_("Source of the rule"), shown.policy.source),
    ]
    return [
        html.H2(shown.place.name),
        html.P(shown.place.address, className="hint"),
        html.Img(
            src=charts.evidence(shown, limit, _("usual at this time")),
            alt=_("People counted at the door"),
            className="evidence",
        ),
        facts(figures),
    ]


def minutes(span: Any) -> str:
    return f"{span.total_seconds() / 60:g}"


def not_watched() -> list[Any]:
    return [empty(_("No rule watches this place now."))]
