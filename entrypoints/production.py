"""What a production start refuses: each unsafe setting in a sentence that says what and the way out, all at once."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data_access.production import Standing
from data_access.scope import PUBLIC
from data_access.sealed import read_keys
from entrypoints.settings import read_env_file

HEX_KEYS = ("COCKPIT_INDEX_KEY", "COCKPIT_AUDIT_KEY")
KEYS = ("COCKPIT_SECRET_KEY", "COCKPIT_FIELD_KEYS", *HEX_KEYS)
NEEDED = ("COCKPIT_DATABASE_URL", *KEYS)
DEBUG = ("FLASK_DEBUG", "DASH_DEBUG", "PYTHONDEVMODE")
PLACEHOLDER = re.compile(r"change.?me|placeholder|example|password|secret|replace|^<.*>$|\.\.\.|…", re.I)
LEAST_CHARACTERS, LEAST_BYTES, LEAST_PASSWORD = 32, 32, 12
MAKE = "`python app.py init --env FILE` makes one"


def unsafe_settings(env: Mapping[str, str], file: Path) -> list[str]:
    """Every reason why these settings are not served with; `file` is where some of them stand, if it is there."""
    asked = (_missing, _debug, _weak, _address, _front, _reached, _owner)
    parts = (*(one(env) for one in asked), _files(env, file))
    return [sentence for part in parts for sentence in part]


def unsafe_database(found: Standing) -> list[str]:
    """Every reason why a district is not served through this role."""
    refused = {
        "is a superuser, whom no wall of PostgreSQL stops": found.superuser,
        "has BYPASSRLS and sees every row": found.passes_policies,
        "may make roles": found.makes_roles,
        "may copy the whole server (REPLICATION)": found.replicates,
        f"owns {found.owns} tables, or may become their owner": found.owns,
    }
    way_out = "let COCKPIT_DATABASE_URL name cockpit_app, which owns nothing."
    told = [f"The database role {found.role} {why}: {way_out}" for why, is_so in refused.items() if is_so]
    if found.demo_accounts:
        told.append(
            f"The database has {found.demo_accounts} demo accounts with one password:"
            " a district is made from nothing by `python app.py init`, never from the demo."
        )
    return told


def address_of(url: str) -> URL | None:
    try:
        found = make_url(url)
    except ArgumentError:
        return None
    return found if found.drivername == "postgresql+psycopg" else None


def _missing(env: Mapping[str, str]) -> Iterator[str]:
    for name in NEEDED:
        if not env.get(name):
            way_out = MAKE if name in KEYS else "it names the database and the role cockpit_app"
            yield f"{name} is not set: {way_out}."


def _debug(env: Mapping[str, str]) -> Iterator[str]:
    for name in DEBUG:
        if env.get(name, "").lower() not in ("", "0", "false", "no", "off"):
            yield f"{name} is on: debug shows strangers our code and our values; unset it."


def _weak(env: Mapping[str, str]) -> Iterator[str]:
    of_the_demo = _demo_keys(env)
    given = {name: env[name] for name in KEYS if env.get(name)}
    for name, value in given.items():
        if why := _why_weak(name, value) or _why_known(name, value, given, of_the_demo):
            yield f"{name} {why}: {MAKE}."


def _why_weak(name: str, value: str) -> str:
    if PLACEHOLDER.search(value):
        return "is a placeholder and no secret"
    if name == "COCKPIT_SECRET_KEY":
        return _why_weak_text(value)
    try:
        keys = list(read_keys(value).values()) if name == "COCKPIT_FIELD_KEYS" else [bytes.fromhex(value)]
    except ValueError:
        return "cannot be read as a key"
    return next((why for key in keys if (why := _why_weak_bytes(key, name))), "")


def _why_weak_text(value: str) -> str:
    if len(value) < LEAST_CHARACTERS:
        return f"is too short: {len(value)} of at least {LEAST_CHARACTERS} characters"
    repeats = value in (value + value)[1:-1]
    return "is repeated and can be guessed" if repeats or len(set(value)) < 10 else ""


def _why_weak_bytes(key: bytes, name: str) -> str:
    if name in HEX_KEYS and len(key) < LEAST_BYTES:
        return f"is too short: {len(key)} of at least {LEAST_BYTES} bytes"
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return "is repeated and can be guessed" if len(set(key)) < len(key) / 2 or len(steps) == 1 else ""


def _why_known(name: str, value: str, given: Mapping[str, str], of_the_demo: set[str]) -> str:
    if _material(value) & of_the_demo:
        return "is the demo's, whose folder holds it beside a password for all"
    others = {part for other, text in given.items() if other != name for part in _material(text)}
    return "is the same as another key" if _material(value) & others else ""


def _material(value: str) -> set[str]:
    """The keys alone, without the ids before them."""
    return {part.strip().rpartition(":")[2].lower() for part in value.split(",")}


def _demo_keys(env: Mapping[str, str]) -> set[str]:
    """Of the demo whose folder is at hand: the data folder's, or the one that `make run` fills."""
    folders = {Path(env.get("COCKPIT_DATA_DIR", "instance")), Path(__file__).parent.parent / "instance"}
    found: set[str] = set()
    for folder in folders:
        with suppress(OSError):
            if (folder / "demo.json").exists():
                found |= {part for value in read_env_file(folder / "keys.env").values() for part in _material(value)}
    return found


def _address(env: Mapping[str, str]) -> Iterator[str]:
    address = address_of(env.get("COCKPIT_DATABASE_URL", ""))
    if address is None and env.get("COCKPIT_DATABASE_URL"):
        yield "COCKPIT_DATABASE_URL cannot be read: it is written postgresql+psycopg://role:password@host/database."
    word = str(address.password or "") if address else ""
    if word and (len(word) < LEAST_PASSWORD or PLACEHOLDER.search(word)):
        yield (
            "COCKPIT_DATABASE_URL has a password that is short or a placeholder:"
            " give the role another by `\\password cockpit_app` in psql."
        )


def _reached(env: Mapping[str, str]) -> Iterator[str]:
    host, https = env.get("COCKPIT_HOST", "127.0.0.1"), env.get("COCKPIT_PUBLIC_URL", "").startswith("https://")
    if not _loopback(host) and not https:
        yield (
            f"COCKPIT_HOST is {host}, beyond this machine, and COCKPIT_PUBLIC_URL is not https:"
            " put TLS in front and name its address, or listen on 127.0.0.1."
        )
    if https and env.get("COCKPIT_TRUSTED_PROXIES", "0") == "0":
        yield (
            "COCKPIT_PUBLIC_URL is https and COCKPIT_TRUSTED_PROXIES is 0, so nobody could tell what came by TLS:"
            " say how many proxies stand in front."
        )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _front(env: Mapping[str, str]) -> Iterator[str]:
    address = address_of(env.get("COCKPIT_DATABASE_URL", ""))
    if address and address.username == PUBLIC and env.get("COCKPIT_DOORS") != "public":
        yield (
            f"COCKPIT_DATABASE_URL names {PUBLIC}, the role of a machine in front, and COCKPIT_DOORS is not public:"
            " say COCKPIT_DOORS=public, or name cockpit_app."
        )


def _owner(env: Mapping[str, str]) -> Iterator[str]:
    if env.get("COCKPIT_OWNER_URL"):
        yield (
            "COCKPIT_OWNER_URL is given to a serving process: keep it in a file of its own"
            " that only `init`, `migrate` and `restore` are started with."
        )


def _files(env: Mapping[str, str], file: Path) -> Iterator[str]:
    data = Path(env.get("COCKPIT_DATA_DIR", "instance"))
    for path in (file, data / "keys.env"):
        with suppress(OSError):
            facts = path.stat()
            if (mode := stat.S_IMODE(facts.st_mode)) & 0o077:
                yield f"{path} holds keys and others may open it (mode {mode:04o}): run `chmod 600 {path}`."
            if facts.st_uid not in (0, os.geteuid()):
                yield f"{path} holds keys and belongs to somebody else, who may change it: give it to who runs this."
    with suppress(OSError):
        if stat.S_IMODE(data.stat().st_mode) & 0o002:
            yield f"{data} may be written by everybody on this machine: run `chmod o-w {data}`."
