"""Persons who are told, their channels, and the phones and browsers that may be woken."""

from data_access.paging.channels import OwnChannelShelf
from data_access.paging.push import PushShelf
from data_access.paging.shelf import PagingShelf
from data_access.paging.tables import own_channel, paging, paging_delivery, push_subscription

__all__ = [
    "OwnChannelShelf", "PagingShelf", "PushShelf", "own_channel", "paging", "paging_delivery", "push_subscription",
]  # fmt: skip
