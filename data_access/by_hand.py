"""What somebody corrects by hand is written as an import writes it: the whole row, and what changed into the history."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from cockpit.inventory.correct import ImportUnderWay, Thing
from cockpit.inventory.finding import What
from cockpit.refusals import NotFound
from data_access.importing.enterprises import Enterprises
from data_access.importing.places import Places, spot_of
from data_access.importing.target import Target, Verdict
from data_access.pinyin import initials, sort_key
from data_access.tables import in_area

if TYPE_CHECKING:
    from data_access.work import Work

TARGETS: dict[What, type[Target]] = {What.PLACES: Places, What.ENTERPRISES: Enterprises}
# Of an import, which holds it alone, hands that correct hold it together.
NO_IMPORT = text("select pg_try_advisory_xact_lock_shared(hashtext('cockpit.import'))")


class Hand:
    """Corrects places or enterprises within one unit of work; of a `batch` where many are corrected at once."""

    def __init__(self, work: "Work", what: What, batch: int | None = None) -> None:
        self.work = work
        self.what = what
        self.target = TARGETS[what](work, batch, hold=True)

    def hold(self, code: str) -> Thing:
        """One of one's own area, which nobody else changes until the commit; refuses while a file is being written."""
        self.must_be_free()
        shelf, table = self.work.inventory, self.target.shape.table
        thing = shelf.one(self.what, code)
        self.work.connection.execute(select(table.c.id).where(table.c.id == thing.id).with_for_update())
        return shelf.one(self.what, code)  # as it stands now that nobody moves it

    def must_be_free(self) -> None:
        if not self.work.connection.execute(NO_IMPORT).scalar_one():
            raise ImportUnderWay()

    def keep(self, thing: Thing, values: Mapping[str, Any]) -> tuple[list[str], str]:
        """Returns the fields of the history that changed, and the community where the thing lies now."""
        now = self._now(thing)
        then = {**now, **self._columns(thing, values)}
        was = self.target.shape.differences(now, then)
        if was:
            self.target.keep([Verdict(0, then, was, thing.id)])
        return list(was), then["community"]

    def _columns(self, thing: Thing, values: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in values.items() if name not in ("spot", "contact", "place_id")}
        if "name" in values:
            found |= {"sort_key": sort_key(values["name"]), "initials": initials(values["name"])}
        if "spot" in values:
            found |= spot_of(values["spot"])
        if "place_id" in values and "place_id" in self.target.shape.types:
            found["place_id"] = values["place_id"]
        if "contact" in values:
            found["contact"] = self._sealed(thing, values["contact"])
        return found

    def _sealed(self, thing: Thing, told: Mapping[str, str]) -> bytes | None:
        """What says the same as before stays as it is sealed."""
        if told == self.work.inventory.contact(thing):
            sealed: bytes | None = self._now(thing)["contact"]
            return sealed
        words = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return self.target.seal("contact", thing.id, words) if told else None

    def _now(self, thing: Thing) -> dict[str, Any]:
        shape = self.target.shape
        columns = [shape.table.c[name] for name in shape.types]
        mine = (shape.table.c.id == thing.id, in_area(shape.table, self.work.by.area))
        row = self.work.connection.execute(select(*columns).where(*mine)).one_or_none()
        if row is None:
            raise NotFound()
        return dict(row._mapping)
