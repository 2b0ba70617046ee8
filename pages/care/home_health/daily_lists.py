"""What is out of the ordinary and who is due for release, as it is drawn beside the numbers of the day."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.access import Actor
from cockpit.home_health import Anomalies, Anomaly, Due, Home, Oddity, Releases, Verdict
from pages.care.home_health.daily import TODAY, TOMORROW, href
from pages.care.home_health.daily_words import CHECKS, ODDITIES, anomaly_says, desk, fact
from pages.care.home_health.words import day_of, name_of, where
from pages.parts import empty, shape, words

GRAVE = (Oddity.FEVERS, Oddity.RISING, Oddity.LATE)


def anomalies(found: Anomalies, names: Mapping[str, str], area: str) -> list[Any]:
    """What has to be looked at first stands first; the chosen one with those whom it is about."""
    title = html.H2([_("Out of the ordinary"), f" {len(found.found):,}"])
    if not found.found:
        return [title, empty(_("Nothing is out of the ordinary today."))]
    return [title, html.Ul([anomaly(one, found, names, area) for one in found.found], className="care-oddities")]


def anomaly(one: Anomaly, found: Anomalies, names: Mapping[str, str], area: str) -> html.Li:
    chosen = found.chosen is not None and found.chosen.key == one.key
    says = [shape("act" if one.kind in GRAVE else "watch"), html.Span([html.B(words(ODDITIES, one.kind)), html.Small(anomaly_says(one, names.get(one.area, one.area), found.rule))])]  # fmt: skip
    link = dcc.Link(says, href=leads_to(one, area, chosen), className="item")
    people = [html.Ul([person(home, names) for home in found.homes], className="care-whom")] if chosen else []
    return html.Li([link, *people], **{"data-oddity": one.kind.value, "data-area": one.area})


def leads_to(one: Anomaly, area: str, chosen: bool) -> str:
    """A fall is about a community, whose silent doors stand on the list of homes."""
    if one.kind is Oddity.FALL:
        return f"/care?show=homes&area={one.area}&only=silent"
    return href(area=area, anomaly="" if chosen else one.key)


def person(home: Home, names: Mapping[str, str]) -> html.Li:
    says = f"{name_of(home.person)} · {day_of(home.day, home.episode.days)}"
    to = f"/care?show=homes&area={home.lives.community}&home={home.episode.id}"
    return html.Li([dcc.Link(says, href=to), html.Small(where(home.person, dict(names)))])


def releases(found: Releases, names: Mapping[str, str], area: str, by: Actor) -> list[Any]:
    """Whoever is not cleared comes first, with why not and who sees to it."""
    blocked = len(found.dues) - found.passed
    count = ngettext("%(num)d person", "%(num)d people", len(found.dues))
    parts = [html.Span(count), html.Span(_("%(count)s cleared", count=found.passed))]
    parts += (
        [html.B([shape("act"), " ", _("%(count)s not cleared", count=blocked)], className="late")] if blocked else []
    )
    head = [piece for part in parts for piece in (part, " · ")][:-1]
    rows = [due(one, names) for one in found.dues] or [empty(_("Nobody is due for release."))]
    return [
        html.H2(_("Release")),
        _chips(found, area),
        html.P(head, className="care-release-head"),
        *_slips(found, area, by),
        *rows,
    ]


def _chips(found: Releases, area: str) -> html.Nav:
    links = [
        dcc.Link(_("Due tomorrow"), href=href(area=area), className="" if found.over else "here"),
        dcc.Link(_("Free from today"), href=href(area=area, due=TODAY), className="here" if found.over else ""),
    ]
    return html.Nav(links, className="chips", **{"aria-label": _("Release")})


def _slips(found: Releases, area: str, by: Actor) -> list[Any]:
    if not (found.over and found.passed and by.may("print_release")):
        return []
    label = ngettext("Print %(num)d slip of release", "Print %(num)d slips of release", found.passed)
    asked = f"?area={area}" if area else ""
    return [
        html.A(label, href=f"/reports/releases{asked}", target="_blank", className="primary", id="care-daily-slips")
    ]


def due(one: Due, names: Mapping[str, str]) -> html.Article:
    home = one.home
    to = f"/care?show=homes&area={home.lives.community}&home={home.episode.id}"
    title = [shape("done" if one.passed else "act"), " ", dcc.Link(name_of(home.person), href=to)]
    place = html.Small(f"{day_of(home.day, home.episode.days)} · {where(home.person, dict(names))}")
    checks = html.Ul([check(answer) for answer in one.answers], className="care-checks")
    state = "yes" if one.passed else "no"
    return html.Article([html.H3(title), place, checks], className="care-due", **{"data-cleared": state})


def check(one: Verdict) -> html.Li:
    says = [shape("done" if one.passed else "act"), " ", words(CHECKS, one.check), html.Small(f" {fact(one)}")]
    if not one.passed:
        says.append(html.Small(f" → {desk(one)}"))
    return html.Li(says, className="" if one.passed else "late", **{"data-check": one.check.value})


__all__ = ["TOMORROW", "anomalies", "releases"]
