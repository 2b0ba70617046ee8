"""GET /paging: what was told to me; POST /paging/<id>/seen: I have opened it."""

from typing import Any

from flask import Response, jsonify
from flask_babel import gettext

from cockpit.paging import Paging, my_pagings, open_paging
from data_access.work import Work
from entrypoints.at_hand import LARGEST_ID, open_work
from entrypoints.paging import blueprint


@blueprint.get("/paging")
def mine() -> Response:
    with open_work() as work:
        news = my_pagings(work)
        return jsonify(unseen=news.unseen, latest=[shown(work, one) for one in news.latest])


@blueprint.post(f"/paging/<int(max={LARGEST_ID}):paging_id>/seen")
def open_one(paging_id: int) -> Response:
    with open_work() as work:
        return jsonify(shown(work, open_paging(work, paging_id)))


def shown(work: Work, one: Paging) -> dict[str, Any]:
    street = work.areas.known.get(one.area[:9])
    return {
        "id": one.id,
        "says": one.says(gettext, street.name if street else ""),
        "urgent": one.urgent,
        "at": one.district_at.isoformat(),
        "seen_at": one.seen_at.isoformat() if one.seen_at else None,
        "address": one.address(work.by.role),
    }
