"""The progress of a round as rows of a file: areas and counts, nobody's home."""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.canvass.progress import GRID, Part, Progress, progress
from cockpit.refusals import NotFound

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("see_canvass")
def progress_file(work: "Work", round_id: int, area: str = "") -> tuple[Progress, tuple[Part, ...]]:
    """The area that is asked for, with all areas of the next level below it; that it was taken is told."""
    seen = progress(work, round_id, area)
    if len(seen.whole.area) >= GRID:
        raise NotFound()
    rows = (*seen.parts, seen.whole)
    work.note_act("canvass_taken", "canvass", str(seen.round.id), {"rows": len(rows)})
    return seen, rows
