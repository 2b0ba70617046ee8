"""Requests 申请: what people ask about their own data, a correction 更正 or its deletion 删除, and what they are answered."""

from cockpit.requests.answer import accept, refuse
from cockpit.requests.ask import ask, enter, withdraw, withdraw_for
from cockpit.requests.look import Opened, Seen, list_requests, look_at_request, made_by
from cockpit.requests.request import (
    GROUNDS,
    GROUNDS_OF,
    LONGEST,
    STATES,
    AlreadyAnswered,
    AlreadyAsked,
    EnteredByYou,
    Field,
    Ground,
    KeptForEmergency,
    Kind,
    Request,
    State,
    TooManyRequests,
)

__all__ = [
    "GROUNDS",
    "GROUNDS_OF",
    "LONGEST",
    "STATES",
    "AlreadyAnswered",
    "AlreadyAsked",
    "EnteredByYou",
    "Field",
    "Ground",
    "KeptForEmergency",
    "Kind",
    "Opened",
    "Request",
    "Seen",
    "State",
    "TooManyRequests",
    "accept",
    "ask",
    "enter",
    "list_requests",
    "look_at_request",
    "made_by",
    "refuse",
    "withdraw",
    "withdraw_for",
]
