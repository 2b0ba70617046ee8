"""What the desk of needs prints and looks at: the list to go shopping with, and the photo of what lies at a door."""

from itertools import groupby

from flask import Blueprint, Response, render_template

from cockpit.needs import NEEDS, SHOP_OF, SHOPS, STATES, ListedNeed, Shop, door_photo, shopping_list
from entrypoints.at_hand import LARGEST_ID, open_work
from entrypoints.field.errands import picture

POLICY = {"needs.shopping": "see_needs", "needs.photo": "see_needs"}
blueprint = Blueprint("needs", __name__)


@blueprint.get("/reports/needs")
def shopping() -> str:
    """By shop, then by building, as one walks; with names and doors, so that it is looked after like one's own purse."""
    with open_work() as work:
        found, area, at = shopping_list(work), work.areas.get(work.by.area).name, work.at
        work.note_act("needs_printed", "need", "list", {"rows": len(found)})
        by = work.by.name
    return render_template(
        "shopping_list.html", walks=walks(found), area=area, at=at, by=by, needs=NEEDS, shops=SHOPS, states=STATES
    )  # fmt: skip


def walks(found: tuple[ListedNeed, ...]) -> list[tuple[Shop, list[tuple[str, list[ListedNeed]]]]]:
    """(shop, (building, what goes there)), in the order of shops; whose building is not known comes last."""

    def where(one: ListedNeed) -> tuple[bool, str]:
        return (not one.place, one.place)

    told = []
    for shop in Shop:
        of_shop = sorted((one for one in found if SHOP_OF[one.need.kind] is shop), key=where)
        if of_shop:
            told.append((shop, [(place, list(some)) for (_, place), some in groupby(of_shop, key=where)]))
    return told


@blueprint.get(f"/reports/needs/<int(max={LARGEST_ID}):number>/photo")
def photo(number: int) -> Response:
    with open_work() as work:
        return picture(door_photo(work, number), number)
