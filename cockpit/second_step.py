"""The second step 两步验证: after the password a code of the person's own phone (RFC 6238), each good once.

Who has lost the phone has ten recovery codes, and after those the administrator. Machine time.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.refusals import Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

RECOVERY_CODES = 10


@dataclass(eq=False)
class WrongCode(Refusal):
    status = 401
    says = N_("This code is not good: a wrong one, an old one, or used already.")
    way_out = N_("Wait for the next one, or take a recovery code.")


@allowed_to("prove_second_step")
def enrol(work: "Work", account_id: int, secret: str, code: str) -> list[str]:
    """The phone holds the secret, as its first code shows; gives the recovery codes, which are shown once."""
    step = work.second_steps.fitting(secret, code, work.machine_at)
    if step is None:
        raise WrongCode()
    codes = work.second_steps.add(account_id, secret, step, RECOVERY_CODES)
    work.note_act("second_step_set", "account", str(account_id), {})
    return codes


@allowed_to("prove_second_step")
def prove(work: "Work", account_id: int, code: str) -> None:
    """A code of the phone, later than any that was used, or a recovery code that was not."""
    if work.second_steps.use(account_id, code, work.machine_at):
        return
    if not work.second_steps.use_recovery(account_id, code):
        raise WrongCode()
    left = work.second_steps.recovery_left(account_id)
    work.note_act("recovery_code_used", "account", str(account_id), {"left": left})
