"""/p/mine: a person's own copy by the code of a receipt, light and without a script; `/copy.json` is the same to keep."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.audit import Look
from cockpit.notices import notices
from cockpit.reasons import REASONS
from cockpit.receipts import OwnCopy, Receipt, knock, own_copy, same_code
from cockpit.refusals import Invalid, Refusal
from cockpit.requests import made_by
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.at_hand import database
from entrypoints.public import anybody, blueprint
from entrypoints.refused import said

ACTIONS = {
    "looked": N_("opened your record"),
    "listed": N_("saw a list with you in it"),
    "printed": N_("opened a sheet to print, of the homes around yours"),
    "revealed": N_("saw one field in full"),
    "glass_broken": N_("opened your record in an emergency"),
}
LONGEST = 80
BY_CODE = ("/p/mine", "/p/appeal", "/p/report", "/p/mind")
SHOWN = 50  # looks on the page; the file has the others too
CODE_WRONG = N_("a code has seven groups of four letters and digits; check it against the paper")
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """Where the code stands in the address, nobody else is told the address; what is not there has the same headers."""
    if request.path.startswith(BY_CODE):
        response.headers.update(PRIVATE)
    return response


@blueprint.get("/p/mine")
def code_form() -> str:
    return render_template("public/code.html", error="", code="")


@blueprint.post("/p/mine")
def go() -> AnyResponse | tuple[str, int]:
    """What was typed leads to its own address; what cannot be a code comes back as it was typed."""
    written = request.form.get("code", "")[:LONGEST]
    code = same_code(written)
    if not code:
        refusal = Invalid("code", CODE_WRONG)
        return render_template("public/code.html", error=said(refusal), code=written), refusal.status
    return redirect(f"/p/mine/{code}", code=303)


@blueprint.get("/p/mine/<token>")
def mine(token: str) -> str:
    with opened(token) as (work, receipt):
        copy, asked = own_copy(work, receipt), made_by(work, receipt)
        told = {one.key: one for one in notices(work)}
    return render_template(
        "public/mine.html", copy=copy, looks=copy.looks[:SHOWN], asked=asked, told=told, code=same_code(token),
        actions=ACTIONS, reasons=REASONS,
    )  # fmt: skip


@blueprint.get("/p/mine/<token>/copy.json")
def own_file(token: str) -> Response:
    with opened(token) as (work, receipt):
        response = jsonify(as_file(own_copy(work, receipt)))
    response.headers["Content-Disposition"] = 'attachment; filename="own-copy.json"'
    return response


@contextmanager
def opened(token: str) -> Iterator[tuple[Work, Receipt]]:
    """A unit of work with the receipt of that code. Whoever is not let in is counted, then refused outside of it."""
    with database().work(anybody()) as work:
        found = knock(work, token, origin())
        if isinstance(found, Receipt):
            yield work, found
    if isinstance(found, Refusal):
        raise found


def origin() -> str:
    """The network that asks: an IPv4 address is one household or one gateway, an IPv6 one is one of many of a /64."""
    address = ip_address(request.remote_addr or "0.0.0.0")
    return str(address) if address.version == 4 else str(ip_network(f"{address}/64", strict=False))


def as_file(copy: OwnCopy) -> dict[str, Any]:
    """What the page shows, for a program or a drawer; of what is never shown only whether it is on record."""
    known = {name: one.text for name, one in copy.person.fields.items()}
    return {
        "made_at": copy.at.isoformat(),
        "receipt": {"given_at": copy.receipt.given_at.isoformat(), "until": copy.receipt.until.isoformat()},
        "kept": known | {"born": copy.born.isoformat()},
        "on_record": copy.on_record,
        "looks": [look_of(one) for one in copy.looks],
    }


def look_of(look: Look) -> dict[str, Any]:
    return {
        "at": look.at.isoformat(), "role": look.role, "action": look.action, "fields": list(look.fields),
        "reason": look.code,
    }  # fmt: skip
