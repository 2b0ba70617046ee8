"""Dispatch 派遣: which teams should go and why, sending them once, and what they answer."""

from cockpit.dispatch.acts import DECLINE_REASONS, answer, plan_for, propose, recall, send, send_own, time_out
from cockpit.dispatch.depart import departed
from cockpit.dispatch.plan import Candidate, Plan, Proposal, Shortfall, nearness, plan
from cockpit.dispatch.support import SUPPORT_REASONS, call_support, urge

__all__ = [
    "DECLINE_REASONS",
    "SUPPORT_REASONS",
    "Candidate",
    "Plan",
    "Proposal",
    "Shortfall",
    "answer",
    "call_support",
    "departed",
    "nearness",
    "plan",
    "plan_for",
    "propose",
    "recall",
    "send",
    "send_own",
    "time_out",
    "urge",
]
