"""What is told to one person: their own list, what they opened, and the phones and browsers that may be woken."""

from flask import Blueprint

blueprint = Blueprint("paging", __name__)

POLICY: dict[str, str] = {
    "paging.mine": "be_paged",
    "paging.open_one": "be_paged",
}

from entrypoints.paging import mine  # noqa: E402, F401  (it adds its routes to the blueprint)
