"""The buttons in the detail of an incident, as the board and the cockpit draw it."""

from collections.abc import Callable
from typing import Any

from dash import Input, Output, State, no_update

from callbacks import answers, open_work
from cockpit import dispatch, incidents
from cockpit.incidents.board import number_of
from cockpit.refusals import Malformed
from cockpit.viewers import look_on
from pages.incidents.detail import others

PLAIN: dict[str, tuple[str, Callable[..., Any]]] = {
    "confirm": ("confirm", incidents.confirm),
    "hold": ("confirm", incidents.hold),
    "resume": ("confirm", incidents.resume),
    "false": ("confirm", incidents.call_false),
    "cancel": ("confirm", incidents.cancel),
    "verify": ("verify", incidents.verify),
    "reopen": ("verify", incidents.reopen),
}
OF_THE_COCKPIT = {"false", "verify", "send", "close"}  # wired by callbacks/overview.py there
BIGGEST = 2**62


def known(value: Any) -> int:
    """An id as the browser sends it back; anything else is no request of ours."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < BIGGEST:
        raise Malformed(why="id")
    return value


def known_all(values: Any) -> list[int]:
    if not isinstance(values, list) or len(values) > 100:
        raise Malformed(why="ids")
    return [known(value) for value in values]


def key_in(plan: Any) -> str:
    """The key that came with the drawing: the same click sent twice is done once."""
    if not isinstance(plan, dict) or not isinstance(plan.get("key"), str):
        raise Malformed(why="key")
    return str(plan["key"])


def do(clicks: Any, incident_id: Any, use_case: Callable[..., Any], *args: Any, **facts: Any) -> Any:
    """One act on the incident that is drawn; the button rests until the drawing is renewed."""
    if not clicks:
        return no_update
    with open_work() as work:
        use_case(work, known(incident_id), *args, **facts)
    return True


def on_click(prefix: str, act: str, name: str, *states: State, output: Output | None = None) -> Callable[..., Any]:
    """Register what a button of the detail does; `name` ends its id."""
    button = f"{prefix}-{name}"
    shown = State(f"{prefix}-shown", "data")
    rests = output or Output(button, "disabled")
    return answers(act, rests, Input(button, "n_clicks"), shown, *states, prevent_initial_call=True)


def wire(prefix: str, names: set[str]) -> None:
    for name in names & set(PLAIN):
        wire_plain(prefix, name)
    if "send" in names:
        wire_send(prefix)
    if "close" in names:
        wire_close(prefix)
    wire_teams(prefix)
    wire_merge(prefix)
    wire_note(prefix)
    wire_viewers(prefix)


def wire_plain(prefix: str, name: str) -> None:
    act, use_case = PLAIN[name]

    @on_click(prefix, act, name)
    def plain(clicks: Any, incident_id: Any) -> Any:
        return do(clicks, incident_id, use_case)


def wire_send(prefix: str) -> None:
    @on_click(prefix, "send", "send", State(f"{prefix}-plan", "data"))
    def send(clicks: Any, incident_id: Any, plan: Any) -> Any:
        key = key_in(plan)
        return do(clicks, plan.get("incident"), dispatch.send, known_all(plan.get("teams")), key=key)


def wire_close(prefix: str) -> None:
    @on_click(prefix, "close", "close", State(f"{prefix}-resolution", "value"))
    def close(clicks: Any, incident_id: Any, resolution: Any) -> Any:
        return do(clicks, incident_id, incidents.close, str(resolution))


def wire_teams(prefix: str) -> None:
    chosen = State(f"{prefix}-teams", "value"), State(f"{prefix}-more", "data"), State(f"{prefix}-plan", "data")

    @on_click(prefix, "send", "send-chosen", *chosen)
    def send_chosen(clicks: Any, incident_id: Any, teams: Any, more: Any, plan: Any) -> Any:
        key = f"{key_in(plan)}/chosen"
        return do(clicks, incident_id, dispatch.send, known_all(teams), key=key, more=more is True)

    @on_click(prefix, "send", "recall", State(f"{prefix}-recall-team", "value"))
    def recall(clicks: Any, incident_id: Any, team: Any) -> Any:
        return do(clicks, incident_id, dispatch.recall, known(team))


def wire_merge(prefix: str) -> None:
    @on_click(prefix, "confirm", "merge", State(f"{prefix}-into", "value"))
    def merge(clicks: Any, incident_id: Any, code: Any) -> Any:
        return do(clicks, incident_id, incidents.merge, number_of(code))


def wire_note(prefix: str) -> None:
    """Saved, the text leaves the field and, with it, the browser."""

    @on_click(prefix, "note", "save-note", State(f"{prefix}-note", "value"), output=Output(f"{prefix}-note", "value"))
    def save_note(clicks: Any, incident_id: Any, text: Any) -> Any:
        saved = do(clicks, incident_id, incidents.add_note, text if isinstance(text, str) else "")
        return "" if saved is True else no_update


def wire_viewers(prefix: str) -> None:
    beat = Input(f"{prefix}-beat", "data"), State(f"{prefix}-shown", "data")

    @answers("see_incidents", Output(f"{prefix}-others", "children"), *beat)
    def who_else(_beat: Any, incident_id: Any) -> str:
        with open_work() as work:
            return others([one.name for one in look_on(work, known(incident_id))])


wire("incidents", {*PLAIN, "send", "close"})
wire("overview", {*PLAIN, "send", "close"} - OF_THE_COCKPIT)
