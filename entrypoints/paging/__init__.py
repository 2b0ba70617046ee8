"""What is told to one person: their own list, what they opened, and the phones and browsers that may be woken."""

from flask import Blueprint

blueprint = Blueprint("paging", __name__)

POLICY: dict[str, str] = {
    "paging.mine": "be_paged",
    "paging.open_one": "be_paged",
    "paging.push_here": "own_channels",
    "paging.allow_push": "own_channels",
    "paging.stop_push": "own_channels",
}

from entrypoints.paging import mine, push  # noqa: E402, F401  (they add their routes to the blueprint)
