"""Dispatch 派遣: which teams should go and why, sending them once, and what they answer."""

from cockpit.dispatch.acts import DECLINE_REASONS, answer, plan_for, propose, recall, send, send_own, time_out
from cockpit.dispatch.plan import Candidate, Plan, Proposal, Shortfall, nearness, plan

__all__ = [
    "DECLINE_REASONS",
    "Candidate",
    "Plan",
    "Proposal",
    "Shortfall",
    "answer",
    "nearness",
    "plan",
    "plan_for",
    "propose",
    "recall",
    "send",
    "send_own",
    "time_out",
]
