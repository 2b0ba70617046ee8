"""POST /api/imports: a file streamed in, to be checked by the worker."""

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext

from cockpit.importing import acts
from cockpit.importing.batch import Batch
from cockpit.importing.kinds import Kind
from cockpit.refusals import Invalid, Malformed, TooLarge
from cockpit.texts import N_
from data_access.importing.store import Store
from entrypoints.api import blueprint
from entrypoints.at_hand import data_dir, database, open_work
from entrypoints.gate import LIMITS

LONGEST_NAME = 200
LARGEST = LIMITS["/api/imports"]


@blueprint.post("/api/imports")
def bring_file() -> tuple[Response, int]:
    """The body is the file itself; `name` as it is called, `kind` where it is known, `source` who has these records."""
    name, kind = request.args.get("name", "").strip(), request.args.get("kind", "")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("name", N_("say what the file is called, in 200 characters at most"))
    if kind and kind not in set(Kind):
        raise Invalid("kind", N_("no such kind of import"))
    with open_work() as work:
        batch = acts.receive(work, kind, name, {}, source=request.args.get("source", ""))
    try:
        must_be_a_file(store().take(batch.id, request.stream))
    except Exception:
        forget(batch.id)
        raise
    with open_work() as work:
        acts.check(work, batch.id)
    return jsonify(told(batch)), 202


def must_be_a_file(size: int) -> None:
    """A body whose length was not announced is cut off at the limit."""
    if not size:
        raise Malformed(why=N_("the file is empty"))
    if size >= LARGEST and request.content_length is None:
        raise TooLarge(limit_kib=LARGEST // 1024)


def forget(number: int) -> None:
    """What came in part is kept by nobody."""
    store().forget(number)
    with open_work() as work:
        acts.lost(work, number)


def told(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id, "kind": batch.kind, "state": batch.state.value, "why": batch.told_why(gettext),
        "columns": batch.columns, **asdict(batch.counts),
    }  # fmt: skip


def store() -> Store:
    return Store(data_dir(), database().keys.field)
