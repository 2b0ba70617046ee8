"""The day as somebody sees it who sees people as numbers alone: small ones are hidden, and so is what they could be reckoned from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cockpit.home_health.daily_figures import AreaDay, DayFigure
from cockpit.small_cells import Cell, shown_cells

NEAR = 5  # percent
WIDE = 100  # windows asked for, of which so many percent are several people
LEAST = 5
# What is left when these are taken from their whole is somebody; so they are shown as a share, and the knocks alone as done.
LEFT_OUT = ("asked", "reported", "due", "knocks", "answered", "p50", "p90")


@dataclass(frozen=True)
class Cells:
    """Area -> figure -> what is shown of it; `shares` in percent, in steps where exactness would tell of few."""

    cells: Mapping[str, Mapping[str, Cell]]
    shares: Mapping[str, str]
    spans: Mapping[str, Mapping[str, int]]


def cells_of(areas: Mapping[str, AreaDay], communities: Collection[str], area: str) -> Cells:
    """A community without a row has nobody."""
    found: dict[str, dict[str, Cell]] = {}
    for figure in DayFigure:
        if figure.value not in LEFT_OUT:
            for code, cell in _shown(areas, communities, figure).items():
                found.setdefault(code, {})[figure.value] = cell
    within = {code: own for code, own in found.items() if code.startswith(area) and code in areas}
    shares = {code: share_of(areas[code], own["missed"]) for code, own in within.items()}
    answered = [code for code in within if areas[code].of(DayFigure.ANSWERED) >= LEAST]
    spans = {code: {one: areas[code].of(DayFigure(one)) for one in ("p50", "p90")} for code in answered}
    return Cells(within, shares, spans)


def _shown(areas: Mapping[str, AreaDay], communities: Collection[str], figure: DayFigure) -> dict[str, Cell]:
    return shown_cells({code: areas[code].of(figure) if code in areas else 0 for code in communities})


def share_of(one: AreaDay, missed: Cell) -> str:
    """Whole percents where all that is missing may be known; else in fives, of areas where that is several; else nothing."""
    share = one.share
    if share is None:
        return "–"
    if missed.exact and one.of(DayFigure.ASKED) - one.of(DayFigure.REPORTED) >= LEAST:
        return f"{share:.0f}%"
    return f"≈{NEAR * round(share / NEAR)}%" if one.of(DayFigure.ASKED) >= WIDE else "–"
