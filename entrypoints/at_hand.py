"""What every plain entrypoint has at hand within a request: the database, and who is acting."""

from contextlib import AbstractContextManager
from pathlib import Path

from flask import current_app, g, request

from cockpit.access import Actor, may
from cockpit.refusals import NotSignedIn
from data_access.database import Database
from data_access.work import Work

LARGEST_ID = 2**63 - 1  # a greater number in an address is no thing of ours, and not found


def database() -> Database:
    found: Database = current_app.extensions["cockpit"]
    return found


def data_dir() -> Path:
    """The folder of uploads, backups and the audit's anchor."""
    found: Path = current_app.extensions["cockpit_data_dir"]
    return found


def actor() -> Actor:
    """Who is signed in; refuses when nobody is."""
    found: Actor | None = g.get("actor")
    if found is None:
        raise NotSignedIn()
    return found


def open_work() -> AbstractContextManager[Work]:
    """A unit of work of whoever is signed in."""
    return database().work(actor())


def public_address() -> str:
    """Where browsers find us, with its last stroke: by the settings, since what a request says of it may be made up."""
    named: str = current_app.extensions["cockpit_public_url"] or request.host_url
    return named.rstrip("/") + "/"


def typed(name: str) -> str:
    """A field of the posted form without the control characters that no keyboard makes."""
    words = request.form.get(name, "").strip()
    return "".join(letter for letter in words if letter.isprintable() or letter in "\n\t")


HOMES = {
    **dict.fromkeys(("police", "enforcement", "volunteer"), "/field"),
    "clinician": "/inventory",
    "counsellor": "/care",
    "auditor": "/audit",
    "wall": "/wall",
}


FIRST = {"community": "/field"}  # the cockpit stays open to them too


def home_of(role: str) -> str:
    """The page of a role that stands for `/`: one that it may open."""
    return HOMES.get(role) or ("/" if may(role, "see_cockpit") else "/help")


def first_page_of(role: str) -> str:
    """Where one comes to by signing in."""
    return FIRST.get(role) or home_of(role)
