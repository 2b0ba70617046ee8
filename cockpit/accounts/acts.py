"""What an administrator does with accounts; what touches those who watch over others waits for a second person."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.accounts.account import (
    ACCOUNT_NAME,
    BY_TWO,
    LONGEST_NAME,
    Account,
    AccountTaken,
    NotAtOnce,
    Wanted,
)
from cockpit.accounts.change import (
    area_of,
    by_two,
    enabled,
    forget_password,
    forgotten,
    link,
    must_be_ones_own,
    of_somebody_else,
    set_role,
)
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_
from cockpit.two_people import Word, word
from cockpit.two_people.words import follow

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("manage_accounts")
def accounts(work: "Work") -> Sequence[Account]:
    """All accounts of the district, by name."""
    return work.accounts.all()


@allowed_to("manage_accounts")
def invite(work: "Work", wanted: Wanted) -> tuple[int, str]:
    """Make an account without a password: its number, and the token of the link by which its owner sets one."""
    if not ACCOUNT_NAME.fullmatch(wanted.account):
        raise Invalid("account", N_("2 to 40 small letters, digits, points or dashes, a letter first"))
    if not 0 < len(wanted.name.strip()) <= LONGEST_NAME or not wanted.name.isprintable():
        raise Invalid("name", N_("1 to 60 characters"))
    area = area_of(work, wanted.role, wanted.area, wanted.team)
    if wanted.role in BY_TWO:
        raise NotAtOnce(role=wanted.role)
    number = work.accounts.add_invited(wanted.role, area, wanted.account, wanted.name.strip(), wanted.team)
    if number is None:
        raise AccountTaken(account=wanted.account)
    work.note_act("account_invited", "account", str(number), {"role": wanted.role, "area": area})
    return number, link(work, number)


@allowed_to("manage_accounts")
def reset(work: "Work", account_id: int) -> str | None:
    """A link for a new password; the old one and all sessions end, a lock-out too. Of BY_TWO: none, until two say it."""
    one = work.accounts.take(account_id)
    said = by_two(work, "reset", one) if one.role in BY_TWO else {}
    if said is None:
        work.note_act("reset_asked", "account", str(one.id), {})
        return None
    return forget_password(work, one, said)


@allowed_to("manage_accounts")
def disable(work: "Work", account_id: int) -> Account:
    one = of_somebody_else(work, account_id)
    work.accounts.set_disabled(one.id, True)
    work.note_act("account_disabled", "account", str(one.id), {})
    return work.accounts.get(one.id)


@allowed_to("manage_accounts")
def enable(work: "Work", account_id: int) -> Account:
    """It may sign in again, with the password that it had; one of BY_TWO once two say so."""
    one = work.accounts.take(account_id)
    said = by_two(work, "enable", one) if one.role in BY_TWO and one.disabled else {}
    if said is None:
        work.note_act("enable_asked", "account", str(one.id), {})
        return one
    return enabled(work, one, said)


@allowed_to("manage_accounts")
def reassign(work: "Work", account_id: int, role: str, area: str = "", team: int | None = None) -> Account:
    """Another role, another scope: both count from the next request; to or from BY_TWO once a second one says it too."""
    one = of_somebody_else(work, account_id)
    where = area_of(work, role, area, team)
    must_be_ones_own(one, role)
    watching = {role, one.role} & set(BY_TWO)
    said = by_two(work, "role", one, role=role, area=where, team=team) if watching else {}
    if said is None:
        work.note_act("role_asked", "account", str(one.id), {"role": role, "area": where})
        return one
    return set_role(work, one, role, where, team, said)


@allowed_to("manage_accounts")
def reset_second_step(work: "Work", account_id: int) -> bool:
    """For who has lost phone and codes: the next sign-in sets it up anew. Nobody does it to themselves; False as long
    as it waits for a second person."""
    one = of_somebody_else(work, account_id)
    said = by_two(work, "second_step", one) if one.role in BY_TWO else {}
    if said is None:
        work.note_act("second_step_reset_asked", "account", str(one.id), {})
        return False
    forgotten(work, one, said)
    return True


# The second person's word


@allowed_to("second_accounts")
def confirm_account(work: "Work", word_id: int) -> str | None:
    """What was asked for the account is done; a reset gives the link that its owner gets."""
    asked = word(work, word_id)
    if asked.kind not in DONE:
        raise NotFound()
    ends = asked.kind in ("role", "second_step")  # these could leave a district without an administrator
    one = of_somebody_else(work, asked.subject_id) if ends else work.accounts.take(asked.subject_id)
    return DONE[asked.kind](work, one, follow(work, asked.kind, one.id, asked.id))


def _role(work: "Work", one: Account, asked: Word) -> None:
    facts = asked.facts
    set_role(work, one, facts["role"], facts["area"], facts["team"], {"asked_by": asked.by})


def _reset(work: "Work", one: Account, asked: Word) -> str:
    return forget_password(work, one, {"asked_by": asked.by})


def _second_step(work: "Work", one: Account, asked: Word) -> None:
    forgotten(work, one, {"asked_by": asked.by})


def _enable(work: "Work", one: Account, asked: Word) -> None:
    enabled(work, one, {"asked_by": asked.by})


DONE: dict[str, Callable[["Work", Account, Word], str | None]] = {
    "role": _role,
    "reset": _reset,
    "second_step": _second_step,
    "enable": _enable,
}
