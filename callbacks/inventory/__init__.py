"""The inventory: people as they are looked up and opened, and the receipt that a person is given."""

from callbacks.inventory import people, receipts, requests

__all__ = ["people", "receipts", "requests"]
