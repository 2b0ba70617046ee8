"""Where a case was, on a small map and along a line of time; what has to be asked stands out, and is answered in place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from math import cos, radians
from typing import Any

from dash import dcc, html
from flask_babel import format_datetime
from flask_babel import gettext as _

from cockpit.areas import Area, Level, Spot
from cockpit.screening import LACKS, Lack, Means, Stop, StopKind
from cockpit.texts import N_
from pages.charts import INK, picture
from pages.parts import clock_time, empty, field, shape, words
from pages.screening.words import short

MEANS = {
    Means.PLANE: N_("Plane"),
    Means.SEALED_TRAIN: N_("High-speed or air-conditioned train"),
    Means.TRAIN: N_("Train with windows that open"),
    Means.SEALED_COACH: N_("Air-conditioned coach"),
    Means.COACH: N_("Coach with windows that open"),
    Means.SHIP: N_("Ship"),
}
WIDTH, HEIGHT = 320, 300


def track(case: int, stops: Sequence[Stop], spots: Mapping[int, tuple[str, Spot]], areas: Sequence[Area]) -> list[Any]:
    """`spots` are name and point of the places among them."""
    asks = sum(not one.counts for one in stops)
    head = html.H2(
        [
            _("Itinerary"),
            html.Small(f" {len(stops)}"),
            html.Small(" · " + _("%(count)s to ask about", count=asks), className="late", hidden=not asks),
        ]
    )
    body = (
        [timeline(stops, spots), drawn(stops, spots, areas)]
        if stops
        else [empty(_("Nobody wrote down yet where this case was."))]
    )
    return [html.Div([head, *body], className="panel pad", **{"data-track-case": str(case)})]


def telling() -> html.Details:
    """In words as they were told: what can be read is read."""
    hint = _(
        "One sentence a stop: day, time from and to, place; or train, carriage and seat. What cannot be read is asked about."
    )
    text = dcc.Textarea(id="screening-track-text", maxLength=10_000, rows=4, value="")
    return html.Details(
        [
            html.Summary(_("Write down where the case was")),
            html.P(hint, className="hint"),
            field(_("As it was told"), text),
            html.Button(_("Read it"), id="screening-track-tell", type="button", className="button"),
        ],
        className="form fold",
    )


# Along the time


def timeline(stops: Sequence[Stop], spots: Mapping[int, tuple[str, Spot]]) -> html.Ol:
    numbers = {one.id: number for number, one in enumerate(located(stops, spots), 1)}
    days = groupby(stops, key=lambda one: one.day)
    return html.Ol(
        [
            html.Li(
                [html.B(short(day) if day else _("No day said")), html.Ol([stop(one, spots, numbers) for one in those])]
            )
            for day, those in days
        ],
        className="track",
    )


def stop(one: Stop, spots: Mapping[int, tuple[str, Spot]], numbers: Mapping[int, int]) -> html.Li:
    where = " · ".join(part for part in (times(one), named(one, spots)) if part)
    number = [html.Span(str(numbers[one.id]), className="number")] if one.id in numbers else []
    asks = _(", ").join(words(LACKS, lack) for lack in one.lacks)
    remove = html.Button(_("Was not so"), type="button", className="quiet", **{"data-stop-say": "remove"})
    return html.Li(
        [
            html.P([shape("hand" if one.counts else "watch"), *number, html.Span(where or _("not read"))]),
            html.P(one.words, className="hint"),
            *([html.P(_("to ask: %(what)s", what=asks), className="late"), answering(one, spots)] if one.lacks else []),
            html.P(remove, className="said-of"),
        ],
        **{"data-stop": str(one.id), "data-counts": "yes" if one.counts else "no"},
    )


def times(one: Stop) -> str:
    ends = [clock_time(at) if at else "?" for at in (one.began, one.ended)]
    return "–".join(ends) if one.began or one.ended else ""


def named(one: Stop, spots: Mapping[int, tuple[str, Spot]]) -> str:
    if one.kind is StopKind.STAY:
        return spots[one.place][0] if one.place in spots else ""
    seat = [_("carriage %(number)s", number=one.carriage)] if one.carriage else []
    seat += [_("row %(number)s", number=one.row)] if one.row else []
    return " ".join([one.run, *([words(MEANS, one.means)] if one.means else []), *seat])


def answering(one: Stop, spots: Mapping[int, tuple[str, Spot]]) -> html.Div:
    """Only what is lacking; the rest stays as it was read."""
    parts: list[Any] = []
    if Lack.PLACE in one.lacks:
        parts.append(said(_("Place"), "place", type="text", value=""))
    if Lack.RUN in one.lacks:
        parts.append(said(_("Number of the train or flight"), "run", type="text", value=one.run))
    for lack, label, known in ((Lack.BEGAN, _("From"), one.began), (Lack.ENDED, _("To"), one.ended)):
        if lack in one.lacks:
            start = known or one.began or one.ended
            parts.append(said(label, lack.value, type="datetime-local", value=written(start, one)))
    save = html.Button(_("Save"), type="button", className="button", **{"data-stop-say": "complete"})
    return html.Div([*parts, save], className="answering")


def said(label: str, name: str, **props: Any) -> html.Label:
    return html.Label([html.Span(label, className="label"), html.Div(**{"data-field": name, **_field(props)})])


def _field(props: Mapping[str, Any]) -> dict[str, str]:
    """Dash knows no plain input: `assets/screening_track.js` puts one in."""
    return {f"data-{name}": str(value) for name, value in props.items() if value is not None}


def written(at: datetime | None, one: Stop) -> str:
    if at:
        return format_datetime(at, "yyyy-MM-dd'T'HH:mm")
    return f"{one.day.isoformat()}T00:00" if one.day else ""


# On the map


def located(stops: Sequence[Stop], spots: Mapping[int, tuple[str, Spot]]) -> list[Stop]:
    return [one for one in stops if one.place in spots]


def drawn(stops: Sequence[Stop], spots: Mapping[int, tuple[str, Spot]], areas: Sequence[Area]) -> Any:
    """The streets, and the places in the order in which the case was there."""
    there = located(stops, spots)
    streets = [one for one in areas if one.level is Level.STREET]
    if not there or not streets:
        return None
    frame = Frame([point for one in streets for point in one.outline])
    lines = "".join(frame.ring(one.outline) for one in streets)
    points = [frame.at(spots[one.place or 0][1].lon, spots[one.place or 0][1].lat) for one in there]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    path = f'<polyline points="{way}" fill="none" stroke="{INK["line"]}" stroke-width="1.5" stroke-dasharray="4 3"/>'
    marks = "".join(_mark(number, *point) for number, point in enumerate(points, 1))
    says = _("Places of the itinerary on a map of the streets")
    return html.Img(src=picture(lines + path + marks, WIDTH, HEIGHT), alt=says, className="track-map")


class Frame:
    """Degrees onto the picture; in a district the earth is flat."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        lons, lats = zip(*points, strict=True)
        self.west, self.north = min(lons), max(lats)
        self.flat = cos(radians(self.north))
        wide, high = (max(lons) - self.west) * self.flat, self.north - min(lats)
        self.scale = min((WIDTH - 16) / (wide or 1), (HEIGHT - 16) / (high or 1))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return 8 + (lon - self.west) * self.flat * self.scale, 8 + (self.north - lat) * self.scale

    def ring(self, outline: Sequence[tuple[float, float]]) -> str:
        points = " ".join("{:.1f},{:.1f}".format(*self.at(*point)) for point in outline)
        return f'<polygon points="{points}" fill="none" stroke="{INK["band"]}"/>'


def _mark(number: int, x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{INK["line"]}"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="700" text-anchor="middle" fill="#0b0e11">{escape(str(number))}</text>'
    )
