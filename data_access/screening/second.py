"""Contacts of contacts by records: kept a case at a time, and read only where the contact between still is one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from cockpit.screening import Closeness, Exposure, Setting

CLOSE = int(Closeness.TO_ASK)
# Whoever was exposed last comes first: of more than a rule asks for, those are looked at.
CONTACTS = text(
    "select case_id, person_id, min(began) as first from exposure"
    f" where case_id = any(:cases) and gone_at is null and closeness >= {CLOSE}"
    " group by case_id, person_id order by case_id, max(began) desc, person_id"
)
# Of several contacts between, whom they met last; nobody who is a contact of any case, or is one.
OF_CASE = text(
    "select * from (select distinct on (s.person_id) s.* from second_contact s"
    " where s.case_id = :case and exists (select 1 from exposure e where e.case_id = s.case_id and e.person_id = s.through_id"
    f" and e.gone_at is null and e.closeness >= {CLOSE})"
    " and not exists (select 1 from exposure x where x.person_id = s.person_id and x.gone_at is null)"
    " and not exists (select 1 from case_record c where c.person_id = s.person_id and c.closed_at is null)"
    " order by s.person_id, s.ended desc, s.through_id) met order by ended desc, person_id limit :most"
)
LET_GO = text("delete from second_contact where case_id = :case and (:all or through_id = any(:anew))")
NEW = text(
    "insert into second_contact (case_id, person_id, through_id, setting, closeness, began, ended, place, emergency,"
    " street, community, grid)"
    " select :case, p.id, n.through, n.setting, n.closeness, n.began, n.ended, n.place,"
    " (select emergency from case_record where id = :case), p.street, p.community, p.grid"
    " from unnest(cast(:person as bigint[]), cast(:through as bigint[]), cast(:setting as text[]),"
    " cast(:closeness as smallint[]), cast(:began as timestamptz[]), cast(:ended as timestamptz[]), cast(:place as text[]))"
    " n (person, through, setting, closeness, began, ended, place) join person p on p.id = n.person"
    " and p.id <> (select person_id from case_record where id = :case)"
    " on conflict (case_id, person_id, through_id) do update set setting = excluded.setting, closeness = excluded.closeness,"
    " began = excluded.began, ended = excluded.ended, place = excluded.place where excluded.ended > second_contact.ended"
)
TRIM = text(
    "delete from second_contact where id in (select id from (select id, row_number() over (order by ended desc, person_id, through_id) as place"
    " from second_contact where case_id = :case) s where s.place > :most)"
)


class SecondShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def contacts(self, cases: Collection[int]) -> dict[int, list[tuple[int, datetime]]]:
        """Case -> its close contacts, each with when the case exposed them first."""
        found: dict[int, list[tuple[int, datetime]]] = {}
        for row in self.connection.execute(CONTACTS, {"cases": list(cases)}):
            found.setdefault(row.case_id, []).append((row.person_id, row.first))
        return found

    def cases(self) -> list[int]:
        return list(self.connection.execute(text("select distinct case_id from second_contact")).scalars())

    def count(self, case: int) -> int:
        """Those too who are not listed."""
        counted = text("select count(*) from second_contact where case_id = :case")
        return int(self.connection.execute(counted, {"case": case}).scalar_one())

    def of_case(self, case: int, most: int) -> dict[int, tuple[int, Exposure | None]]:
        """Person -> the contact between, and their last meeting; no more than `most`, the last ones."""
        return {
            row.person_id: (
                row.through_id,
                Exposure(
                    case, row.person_id, Setting(row.setting), Closeness(row.closeness), row.began, row.ended, row.place
                ),
            )
            for row in self.connection.execute(OF_CASE, {"case": case, "most": most})
        }

    def keep(self, case: int, anew: Collection[int] | None, found: Iterable[tuple[int, Exposure]], most: int) -> None:
        """Each pair once, by its last meeting; no more than `most`, the last ones."""
        self.connection.execute(LET_GO, {"case": case, "all": anew is None, "anew": list(anew or ())})
        last: dict[tuple[int, int], Exposure] = {}
        for through, one in sorted(found, key=lambda each: each[1].ended):
            last[through, one.person] = one
        if last:
            self.connection.execute(NEW, {"case": case} | _columns(last))
            self.connection.execute(TRIM, {"case": case, "most": most})


def _columns(last: dict[tuple[int, int], Exposure]) -> dict[str, list[Any]]:
    those = last.values()
    return {
        "through": [through for through, _ in last],
        "person": [one.person for one in those],
        "setting": [one.setting.value for one in those],
        "closeness": [int(one.closeness) for one in those],
        "began": [one.began for one in those],
        "ended": [one.ended for one in those],
        "place": [one.where for one in those],
    }
