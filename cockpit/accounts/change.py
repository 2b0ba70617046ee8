"""What is done to an account once it is allowed; only the acts of this subject come here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import matrix, may
from cockpit.accounts.account import ADMIN, BY_TWO, Account, LastAdmin, NoPasswordYet, OwnAccount, staff_roles
from cockpit.areas import CODE_LENGTHS
from cockpit.refusals import Invalid
from cockpit.texts import N_
from cockpit.two_people.words import agreed

if TYPE_CHECKING:
    from data_access.work import Work

Said = Mapping[str, int]


def link(work: "Work", account_id: int) -> str:
    hours = work.policy.get("account", "link", work.by.area).body["hours"]
    return work.accounts.make_link(account_id, work.machine_at + timedelta(hours=hours))


def of_somebody_else(work: "Work", account_id: int) -> Account:
    """Held until the end of the work; all administrators too, so that two of them cannot end each other."""
    admins = work.accounts.take_enabled(ADMIN)
    one = work.accounts.take(account_id)
    if one.id == work.by.id:
        raise OwnAccount()
    if admins == [one.id]:
        raise LastAdmin()
    return one


def area_of(work: "Work", role: str, area: str, team: int | None) -> str:
    """The code of the scope; refuses one that is not of the role's level, or outside the administrator's own."""
    if role not in staff_roles():
        raise Invalid("role", N_("there is no such role"))
    level = matrix()["roles"][role]["scope"]
    if level == "team":
        return _area_of_team(work, role, team)
    if team is not None:
        raise Invalid("team", N_("this role belongs to no team"))
    where = area or work.by.area
    if CODE_LENGTHS.get(len(where)) != level or where not in work.areas.known or not work.by.sees(where):
        raise Invalid("area", N_("this role needs an area of its own level, inside the district"))
    return where


def _area_of_team(work: "Work", role: str, team: int | None) -> str:
    found = work.teams.find(team) if team is not None else None
    if found is None or found.role != role or not work.by.sees(found.area):
        raise Invalid("team", N_("this role needs a team of its own kind"))
    return found.area


# `said` is what the audit is told besides: who gave the first word, where there were two.


def forget_password(work: "Work", one: Account, said: Said) -> str:
    work.accounts.forget_password(one.id)
    work.note_act("account_reset", "account", str(one.id), {**said})
    return link(work, one.id)


def set_role(work: "Work", one: Account, role: str, area: str, team: int | None, said: Said) -> Account:
    must_be_ones_own(one, role)
    work.accounts.set_role(one.id, role, area, team)
    facts = {"role": role, "area": area, "role_before": one.role, "area_before": one.area}
    work.note_act("account_reassigned", "account", str(one.id), facts | {**said})
    return work.accounts.get(one.id)


def must_be_ones_own(one: Account, role: str) -> None:
    """Whoever holds a link that nobody has used yet must not come to watch over others by it."""
    if role in BY_TWO and not one.has_password:
        raise NoPasswordYet(name=one.name)


def forgotten(work: "Work", one: Account, said: Said) -> None:
    work.second_steps.forget(one.id)
    work.accounts.end_sessions([each.id for each in work.accounts.sessions(one.id)])
    work.note_act("second_step_reset", "account", str(one.id), {**said})


def enabled(work: "Work", one: Account, said: Said) -> Account:
    work.accounts.set_disabled(one.id, False)
    work.note_act("account_enabled", "account", str(one.id), {**said})
    return work.accounts.get(one.id)


def by_two(work: "Work", kind: str, one: Account, **facts: str | int | None) -> Said | None:
    """What is said of it once a second one agreed; None while it waits. The first administrator of a new district has
    nobody to ask; a disabled one counts: nobody makes themselves the only one by disabling the others."""
    if work.accounts.count_others([role for role in BY_TWO if may(role, "second_accounts")], work.by.id) == 0:
        return {}
    first = agreed(work, kind, "account", one.id, **facts)
    return {"asked_by": first.by} if first else None
