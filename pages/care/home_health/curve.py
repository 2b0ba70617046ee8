"""Temperatures of one person as a small picture: a line over the days, the limit dashed, the last value beside it."""

from collections.abc import Sequence
from datetime import datetime

from dash import html
from flask_babel import gettext as _

from pages.charts import INK, picture
from pages.parts import day_time

COLDEST, HOTTEST = 35.5, 40.0  # degrees Celsius; what is beyond lies on the edge


def curve(
    heat: Sequence[tuple[datetime, float]], fever: float, width: float = 148, height: float = 44
) -> html.Img | html.Small:  # fmt: skip
    if not heat:
        return html.Small(says(heat), className="empty-curve")
    return html.Img(src=drawn(heat, fever, width, height), alt=says(heat), className="care-curve")


def says(heat: Sequence[tuple[datetime, float]]) -> str:
    if not heat:
        return _("No temperature yet")
    at, last = heat[-1]
    return _(
        "%(count)s temperatures, the last %(last)s at %(at)s", count=len(heat), last=f"{last:.1f}", at=day_time(at)
    )


def drawn(heat: Sequence[tuple[datetime, float]], fever: float, width: float, height: float) -> str:
    if not heat:
        return picture("", width, height)
    room = width - 38  # beside which the last value stands
    limit = _y(fever, height)
    points = [(_x(at, heat, room), _y(value, height)) for at, value in heat]
    hot = heat[-1][1] >= fever
    ink = INK["line"] if hot else "#4da3ff"
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.4 if value >= fever else 1.4}" fill="{INK["line"] if value >= fever else ink}"/>'
        for (x, y), (_at, value) in zip(points, heat, strict=True)
    )
    y = points[-1][1]
    return picture(
        f'<path d="M0 {limit:.1f}H{room:g}" stroke="{INK["limit"]}" stroke-dasharray="3 3"/>'
        f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="1.5"/>{dots}'
        f'<text x="{room + 6:g}" y="{min(height - 3, max(12, y + 4)):.1f}" font-size="13" font-weight="700" fill="{ink}">{heat[-1][1]:.1f}</text>',
        width,
        height,
    )


def _x(at: datetime, heat: Sequence[tuple[datetime, float]], room: float) -> float:
    first, last = heat[0][0], heat[-1][0]
    whole = (last - first).total_seconds()
    return 4 + (room - 8) * ((at - first).total_seconds() / whole if whole else 1)


def _y(value: float, height: float) -> float:
    inside = min(max(value, COLDEST), HOTTEST)
    return 3 + (height - 6) * (HOTTEST - inside) / (HOTTEST - COLDEST)
