"""What somebody corrects by hand is written as an import writes it: the whole row, and what changed into the history."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, bindparam, func, select, text

from cockpit.importing.kinds import FIELD
from cockpit.inventory.correct import KIND_OF, ImportUnderWay, Thing
from cockpit.inventory.finding import What
from cockpit.inventory.past import Told
from cockpit.refusals import Invalid
from data_access.importing.enterprises import Enterprises
from data_access.importing.places import Places, spot_of
from data_access.importing.target import Given, Target, Verdict, Wrong
from data_access.pinyin import initials, sort_key
from data_access.tables import Code, in_area

if TYPE_CHECKING:
    from data_access.work import Work

TARGETS: dict[What, type[Target]] = {What.PLACES: Places, What.ENTERPRISES: Enterprises}
# Of an import, which holds it alone, hands that correct hold it together.
NO_IMPORT = text("select pg_try_advisory_xact_lock_shared(hashtext('cockpit.import'))")
ONE_ADDS = text("select pg_advisory_xact_lock(hashtext('cockpit.by_hand'))")
APART = ("spot", "contact")  # clean values that are more than a column, or another one


class Hand:
    """Corrects places or enterprises within one unit of work; `told` of what is held is who answers for it."""

    def __init__(self, work: "Work", what: What) -> None:
        self.work = work
        self.what = what
        self.target = TARGETS[what](work, None, hold=True)
        self._rows: dict[int, dict[str, Any]] = {}

    def hold(self, codes: Sequence[str]) -> dict[str, Thing]:
        """Those of one's own area, by code, which nobody else changes until the commit; refuses while a file is written."""
        self._must_be_free()
        table, code = self.target.shape.table, self.work.inventory.code_of(self.what)
        mine = (code == func.any(bindparam("codes", list(codes), ARRAY(Code))), in_area(table, self.work.by.area))
        query = select(table).where(*mine).order_by(table.c.id).with_for_update()  # by number: nobody waits in a ring
        found = {}
        for row in self.work.connection.execute(query):
            self._rows[row.id] = {name: getattr(row, name) for name in self.target.shape.types}
            thing = self.work.inventory.thing_of(self.what, row)
            found[thing.code] = thing
        return found

    @property
    def subject(self) -> str:
        return self.target.shape.subject

    def judge(self, values: Mapping[str, Any]) -> Verdict:
        """What clean values of a thing that may be new would do; one hand at a time, so that nothing is added twice."""
        self._must_be_free()
        self.work.connection.execute(ONE_ADDS)
        judged = next(iter(self.target.judge([Given(0, values)])))
        if isinstance(judged, Wrong):
            problem = judged.problems[0]
            raise Invalid(FIELD[KIND_OF[self.what]][problem.field].says, problem.why)
        return judged

    def _must_be_free(self) -> None:
        if not self.work.connection.execute(NO_IMPORT).scalar_one():
            raise ImportUnderWay()

    def told(self, thing: Thing) -> Told:
        return self.work.inventory.opened(self._rows[thing.id]["contact"], f"{thing.subject}.contact/{thing.id}")

    def change(self, thing: Thing, values: Mapping[str, Any]) -> Verdict:
        """What clean values would change of what is held; nothing is written."""
        now = self._rows[thing.id]
        then = {**now, **self._columns(thing, values)}
        return Verdict(0, then, self.target.shape.differences(now, then), thing.id)

    def keep(self, changes: Sequence[Verdict], batch: int | None = None) -> None:
        """Of a `batch` where many are corrected at once."""
        self.target.batch = batch
        self.target.keep(changes)
        self.target.move()

    def _columns(self, thing: Thing, values: Mapping[str, Any]) -> dict[str, Any]:
        known = self.target.shape.types
        found = {name: value for name, value in values.items() if name in known and name not in APART}
        if "name" in values:
            found |= {"sort_key": sort_key(values["name"]), "initials": initials(values["name"])}
        if "spot" in values:
            found |= spot_of(values["spot"])
        if "contact" in values:
            found["contact"] = self._sealed(thing, values["contact"])
        return found

    def _sealed(self, thing: Thing, told: Told) -> bytes | None:
        """What says the same as before stays as it is sealed."""
        if told == self.told(thing):
            sealed: bytes | None = self._rows[thing.id]["contact"]
            return sealed
        words = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return self.target.seal("contact", thing.id, words) if told else None
