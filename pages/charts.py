"""Small charts as SVG pictures drawn in Python: no script, no plotting library, sharp at any size."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from math import cos, radians
from urllib.parse import quote

from cockpit.warnings import Evidence, Reading

INK = {"line": "#ff5a52", "band": "#3a4650", "limit": "#ffb020", "axis": "#2a333c", "text": "#9aa7b3"}


def picture(body: str, width: float, height: float) -> str:
    """The SVG as a data address for an `img`."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="sans-serif">{body}</svg>'
    return "data:image/svg+xml;utf8," + quote(svg)


def spark(values: Sequence[float], width: float = 60, height: float = 16, colour: str = INK["text"]) -> str:
    """A line without axes; what did not move draws nothing."""
    if len(set(values)) < 2:
        return picture("", width, height)
    low, high = min(values), max(values)
    step, scale = width / (len(values) - 1), (height - 3) / ((high - low) or 1)
    points = " ".join(f"{n * step:.1f},{height - 1.5 - (value - low) * scale:.1f}" for n, value in enumerate(values))
    return picture(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>', width, height)


def evidence(shown: Evidence, limit_words: str, band_words: str, width: float = 372, height: float = 84) -> str:
    """The counts, the usual band of those quarter hours, the threshold as a dashed line."""
    if not shown.series:
        return picture("", width, height)
    first, last = shown.series[0].at, shown.series[-1].at
    top = max(shown.rule.threshold * 1.25, *(one.count for one in shown.series), 1) * 1.12
    plot = _Plot(first, last, top, width, height)
    limit = plot.y(shown.rule.threshold)
    return picture(
        _band(shown, plot, band_words)
        + f'<path d="M0 {limit:.1f}H{width:g}" stroke="{INK["limit"]}" stroke-dasharray="4 3"/>'
        + f'<text x="4" y="{limit - 4:.1f}" font-size="10.5" fill="{INK["limit"]}">{escape(limit_words)}</text>'
        + "".join(_line(run, plot) for run in unbroken(shown.series, shown.rule.gap))
        + f'<text x="{width - 4:g}" y="{max(12, min(plot.y(one.count) for one in shown.series[-6:]) - 4):.1f}"'
        ' font-size="13" font-weight="700"'
        f' text-anchor="end" fill="{INK["line"]}">{shown.series[-1].count}</text>',
        width,
        height,
    )


def unbroken(series: Sequence[Reading], gap: timedelta) -> list[list[Reading]]:
    """The runs of counts without a silence of more than `gap`: nobody knows what was in between."""
    runs: list[list[Reading]] = []
    for one in series:
        if not runs or one.at - runs[-1][-1].at > gap:
            runs.append([])
        runs[-1].append(one)
    return runs


def _line(run: Sequence[Reading], plot: "_Plot") -> str:
    points = " ".join(f"{plot.x(one.at):.1f},{plot.y(one.count):.1f}" for one in run)
    return f'<polyline points="{points}" fill="none" stroke="{INK["line"]}" stroke-width="2" stroke-linecap="round"/>'


class _Plot:
    def __init__(self, first: datetime, last: datetime, top: float, width: float, height: float) -> None:
        self.first, self.width, self.height, self.top = first, width, height, top
        self.seconds = max(1.0, (last - first).total_seconds())

    def x(self, at: datetime) -> float:
        return min(self.width, max(0.0, (at - self.first).total_seconds() / self.seconds * self.width))

    def y(self, count: float) -> float:
        return self.height - 4 - count / self.top * (self.height - 8)


def _band(shown: Evidence, plot: _Plot, words: str) -> str:
    if not shown.bands:
        return ""
    ends = [band.starts for band in shown.bands[1:]] + [shown.series[-1].at]
    steps = list(zip(shown.bands, ends, strict=True))
    upper = [f"{plot.x(at):.1f},{plot.y(band.high):.1f}" for band, end in steps for at in (band.starts, end)]
    lower = [f"{plot.x(at):.1f},{plot.y(band.low):.1f}" for band, end in reversed(steps) for at in (end, band.starts)]
    label = f'<text x="4" y="{plot.y(shown.bands[0].high) - 4:.1f}" font-size="10.5" fill="{INK["text"]}">{escape(words)}</text>'
    return f'<polygon points="{" ".join(upper + lower)}" fill="{INK["band"]}"/>{label}'


def spot(
    grids: Sequence[Sequence[tuple[float, float]]], own: Sequence[tuple[float, float]], point: tuple[float, float],
    width: float = 372, height: float = 150,
) -> str:  # fmt: skip
    """A community's grids in outline, one of them filled, and a point; north is up, degrees are WGS-84."""
    corners = [corner for ring in grids for corner in ring] or [point]
    frame = _Frame([*corners, point], width, height)
    rings = "".join(f'<polygon points="{frame.ring(ring)}" fill="none" stroke="{INK["band"]}"/>' for ring in grids)
    filled = f'<polygon points="{frame.ring(own)}" fill="{INK["axis"]}" stroke="{INK["text"]}"/>' if own else ""
    x, y = frame.at(*point)
    pin = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#4da3ff" stroke="#0f1317" stroke-width="1.5"/>'
    return picture(rings + filled + pin, width, height)


class _Frame:
    """Turns degrees into points of the picture; a degree of longitude is as much shorter as it is there."""

    def __init__(self, corners: Sequence[tuple[float, float]], width: float, height: float, edge: float = 8) -> None:
        lons, lats = zip(*corners, strict=True)
        self.west, self.north = min(lons), max(lats)
        self.narrow = cos(radians((min(lats) + max(lats)) / 2))
        wide, high = (max(lons) - min(lons)) * self.narrow, max(lats) - min(lats)
        self.scale = min((width - 2 * edge) / (wide or 1e-9), (height - 2 * edge) / (high or 1e-9))
        self.left, self.top = (width - wide * self.scale) / 2, (height - high * self.scale) / 2

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = self.left + (lon - self.west) * self.narrow * self.scale
        return x, self.top + (self.north - lat) * self.scale

    def ring(self, ring: Sequence[tuple[float, float]]) -> str:
        return " ".join("{:.1f},{:.1f}".format(*self.at(*corner)) for corner in ring)
