"""Early warnings: what was raised today, what is watched now, and why."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.warnings import EarlyWarning, Evidence, WarningRule
from pages import charts
from pages.parts import clock_time, empty, facts, loading, local_day, source_words


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
    limit = _(
        "threshold %(count)s people for %(minutes)s min", count=shown.rule.threshold, minutes=minutes(shown.rule.hold)
    )
    picture = charts.evidence(shown, limit, _("usual at this time"))
    return [
        html.H2(shown.place.name),
        html.P(shown.place.address, className="hint"),
        html.Img(src=picture, alt=_("People counted at the door"), className="evidence"),
        facts([*counted(shown), *ruled(shown.rule), *sources(shown)]),
    ]


def counted(shown: Evidence) -> list[tuple[str, str]]:
    last = shown.series[-1] if shown.series else None
    words = _("%(count)s people at %(time)s", count=last.count, time=clock_time(last.at)) if last else "–"
    since = clock_time(shown.since) if shown.since else _("below the threshold now")
    return [(_("Last count"), words), (_("Over the threshold since"), since)]


def ruled(rule: WarningRule) -> list[tuple[str, str]]:
    """The figures of the rule, each as a sentence."""
    up = _("at %(count)s people or more for %(minutes)s min", count=rule.threshold, minutes=minutes(rule.hold))
    down = _("below %(count)s people for %(minutes)s min", count=rule.recover_below, minutes=minutes(rule.recover_hold))
    return [
        (_("Alerts"), up),
        (_("Recovers"), down),
        (_("The same again"), _("within %(minutes)s min joins the first", minutes=minutes(rule.dedupe))),
        (_("No data"), _("after %(minutes)s min without a count", minutes=minutes(rule.no_data_after))),
    ]


def sources(shown: Evidence) -> list[tuple[str, str]]:
    policy = shown.policy
    version = _("version %(id)s, in force since %(day)s", id=policy.id, day=local_day(policy.holds_from))
    return [(_("Rule"), version), (_("Source of the rule"), source_words(policy))]


def minutes(span: Any) -> str:
    return f"{span.total_seconds() / 60:g}"


def not_watched() -> list[Any]:
    return [empty(_("No rule watches this place now."))]
