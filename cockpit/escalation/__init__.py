"""Escalation 逐级上报: where an incident goes that nobody sees to, as dated policy; who answers for it, and by when."""

from cockpit.escalation.acts import escalate, mine, see_to
from cockpit.escalation.call import Call, promise_of
from cockpit.escalation.chain import Chain, Stand, Step, Timer, Whom

__all__ = ["Call", "Chain", "Stand", "Step", "Timer", "Whom", "escalate", "mine", "promise_of", "see_to"]
