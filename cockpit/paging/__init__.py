"""Paging 呼叫: persons are told of what concerns them, by bell, phone and their own channels, and it is known what came of it.

Who is off duty is never paged. Handed over, delivered and seen are three marks, and none is taken for another.
"""

from cockpit.paging.acts import (
    PersonTold,
    delivered,
    due_now,
    expire,
    my_pagings,
    open_paging,
    opened,
    page,
    pagings_of,
    receipt_of,
    self_test,
    tell_about,
    tell_late,
    try_channel,
)
from cockpit.paging.channels import (
    KINDS,
    Kind,
    OwnChannel,
    Tested,
    add_channel,
    first_channel,
    my_channels,
    remove_channel,
)
from cockpit.paging.delivery import SAID, Delivery, Rule, Said, Standing, Waiting, rule_of, standing
from cockpit.paging.paging import TEST, TEXTS, News, NotReached, Paged, Paging, PagingSeen
from cockpit.paging.push import Subscription, subscribe, unsubscribe

__all__ = [
    "KINDS", "SAID", "TEST", "TEXTS", "Delivery", "Kind", "News", "NotReached", "OwnChannel", "Paged", "Paging",
    "PagingSeen", "PersonTold", "Rule", "Said", "Standing", "Subscription", "Tested", "Waiting", "add_channel", "delivered", "due_now", "expire",
    "first_channel", "my_channels", "my_pagings", "open_paging", "opened", "page", "pagings_of", "receipt_of",
    "remove_channel", "rule_of", "self_test", "standing", "subscribe", "tell_about", "tell_late", "try_channel", "unsubscribe",
]  # fmt: skip
