"""The demo accounts of the contract: one a role, with invented names; all of them marked as demo."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from data_access.accounts import add_account, add_device


@dataclass(frozen=True)
class Member:
    account: str
    name: str
    role: str
    area: str = "330103"


CHANGQING = "330103001"
STAFF = (
    Member("officer", "罗莎", "officer"),
    Member("officer2", "何清", "officer"),
    Member("street_officer", "沈长青", "street_officer", CHANGQING),
    Member("duty_leader", "周值", "duty_leader", CHANGQING),
    Member("shift_lead", "顾班", "shift_lead"),
    Member("shift_lead2", "陆班", "shift_lead"),
    Member("leader", "区领导", "leader"),
    Member("wall", "大屏", "wall"),
    Member("investigator", "简疾控", "investigator"),
    Member("data_officer", "戴数", "data_officer"),
    Member("community", "林社工", "community", CHANGQING + "001"),
    Member("clinician", "易医生", "clinician"),
    Member("counsellor", "白心", "counsellor"),
    Member("approver", "陈复工", "approver", CHANGQING),
    Member("approver2", "程复工", "approver", CHANGQING),
    Member("foreman", "方工长", "foreman", "330103007"),
    Member("guard", "门岗", "guard", "330103007"),
    Member("admin", "甘管", "admin"),
    Member("admin2", "管理", "admin"),
    Member("security", "安全", "security"),
    Member("auditor", "审计", "auditor"),
    Member("investigator2", "季疾控", "investigator"),
)
FIELD = (
    Member("police", "吴警官", "police"),
    Member("enforcement", "郑队", "enforcement"),
    Member("volunteer", "梅阿姨", "volunteer"),
)

# The demo's phones belong to the teams that the first watched pharmacy calls for.
TEAM_FOR_PLACE = text(
    "select t.id, t.area from team t join place p on p.code = :place"
    " where t.role = :role and t.street = p.street"
    " order by (t.area = p.grid) desc, (t.area = p.community) desc,"
    " exists (select 1 from shift s where s.team_id = t.id and s.starts <= :at and s.ends > :at) desc,"
    " (t.lon - p.lon) ^ 2 + (t.lat - p.lat) ^ 2, t.id limit 1"
)


def add_staff(connection: Connection, password_hash: str, place: str, at: Any) -> None:
    """One hash serves all: the demo has one password. `place` is the code of the pharmacy the phones stand near."""
    for member in STAFF:
        add_account(connection, _values(member, password_hash))
    for member in FIELD:
        team = connection.execute(TEAM_FOR_PLACE, {"place": place, "role": member.role, "at": at}).one()
        add_account(connection, _values(member, password_hash) | {"team": team.id, "area": team.area})


def _values(member: Member, password_hash: str) -> dict[str, Any]:
    return vars(member) | {"password_hash": password_hash, "demo": True}


def add_sensor(connection: Connection, key: str) -> None:
    add_device(connection, "demo-counters", key, "330103")
