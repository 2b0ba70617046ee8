"""What is said of an incident and another one: the same thing, together, apart; taken out, or split in two."""

from typing import Any, TypedDict

from dash import Input, Output, State, no_update

from callbacks import answers, open_work
from callbacks.incidents.acts import do, on_click
from cockpit import incidents
from cockpit.incidents import Kind
from cockpit.incidents.board import number_of
from cockpit.incidents.by_hand import PRIORITIES
from cockpit.refusals import Invalid
from cockpit.texts import N_

SAYS = {
    "same": incidents.same_thing,
    "with": incidents.relate,
    "apart": incidents.keep_apart,
    "unrelate": incidents.unrelate,
}


class Said(TypedDict):
    """`say` is one of SAYS, of the incident with the number `other`; `at` tells one click from the next."""

    say: str
    other: int
    at: int


def wire(prefix: str) -> None:
    wire_said(prefix)
    wire_by_code(prefix)
    wire_split(prefix)


def wire_said(prefix: str) -> None:
    @answers(
        "link_incidents",
        Output(f"{prefix}-linked", "data"),
        Input(f"{prefix}-link-said", "data"),
        State(f"{prefix}-shown", "data"),
        prevent_initial_call=True,
    )
    def say(said: Said | None, incident_id: int) -> Any:
        if not said:
            return no_update
        if said["say"] not in SAYS:
            raise Invalid("say", N_("choose one of the list"))
        with open_work() as work:
            SAYS[said["say"]](work, incident_id, said["other"])
        return said["at"]


def wire_by_code(prefix: str) -> None:
    @on_click(prefix, "confirm", "merge", State(f"{prefix}-into", "value"))
    def merge(clicks: int | None, incident_id: int, code: str | None) -> Any:
        return do(clicks, incident_id, incidents.merge, number_of(code))

    @on_click(prefix, "link_incidents", "relate", State(f"{prefix}-into", "value"))
    def relate(clicks: int | None, incident_id: int, code: str | None) -> Any:
        return do(clicks, incident_id, incidents.relate, number_of(code))


def wire_split(prefix: str) -> None:
    part = [State(f"{prefix}-part-{name}", "value") for name in ("kind", "priority", "note")]

    @on_click(prefix, "link_incidents", "split")
    def split(clicks: int | None, incident_id: int) -> Any:
        return do(clicks, incident_id, incidents.split)

    @on_click(prefix, "link_incidents", "part", *part, State(f"{prefix}-part-key", "data"))
    def split_off(clicks: int | None, incident_id: int, kind: str, priority: int, note: str | None, key: str) -> Any:
        if kind not in list(Kind) or priority not in PRIORITIES:
            raise Invalid("kind", N_("choose one of the list"))
        return do(clicks, incident_id, incidents.split_off, Kind(kind), priority, note or "", key=key)


for page in ("incidents", "overview"):
    wire(page)
