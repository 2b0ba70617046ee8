"""The buttons in the detail of an incident, as the board and the cockpit draw it."""

from collections.abc import Callable
from typing import Any, TypedDict

from dash import Input, Output, State, no_update

from callbacks import actor, answers, open_work
from cockpit import dispatch, incidents
from cockpit.incidents.story import story_of
from cockpit.viewers import look_on
from pages.incidents.detail import others, parts

PLAIN: dict[str, tuple[str, Callable[..., Any]]] = {
    "confirm": ("confirm", incidents.confirm),
    "hold": ("confirm", incidents.hold),
    "resume": ("confirm", incidents.resume),
    "false": ("confirm", incidents.call_false),
    "cancel": ("confirm", incidents.cancel),
    "verify": ("verify", incidents.verify),
    "urge": ("urge", dispatch.urge),
}
NO_TEAM = 0


class Drawn(TypedDict):
    """What was proposed when the detail was drawn; with its key the same click sent twice is done once."""

    teams: list[int]
    more: bool
    key: str


def do(clicks: int | None, incident_id: int, use_case: Callable[..., Any], *args: Any, **facts: Any) -> Any:
    """One act on the incident that is drawn; what has become of it comes by the stream, as for everybody."""
    if not clicks:
        return no_update
    with open_work() as work:
        use_case(work, incident_id, *args, **facts)
    return False


def on_click(prefix: str, act: str, name: str, *states: State, output: Output | None = None) -> Callable[..., Any]:
    """Register what a button of the detail does; `name` ends its id.

    It rests while it is on its way, and no longer: the drawing may be renewed before the answer is there, and the new button
    would never wake.
    """
    button = f"{prefix}-{name}"
    shown, rests = State(f"{prefix}-shown", "data"), Output(button, "disabled")
    told = (output or rests, Input(button, "n_clicks"), shown, *states)
    return answers(act, *told, running=[(rests, True, False)], prevent_initial_call=True)


def wire(prefix: str) -> None:
    for name in PLAIN:
        wire_plain(prefix, name)
    wire_send(prefix)
    wire_teams(prefix)
    wire_note(prefix)
    wire_viewers(prefix)


def wire_plain(prefix: str, name: str) -> None:
    act, use_case = PLAIN[name]

    @on_click(prefix, act, name)
    def plain(clicks: int | None, incident_id: int) -> Any:
        return do(clicks, incident_id, use_case)


def wire_send(prefix: str) -> None:
    @on_click(prefix, "send", "send", State(f"{prefix}-drawn", "data"))
    def send(clicks: int | None, incident_id: int, drawn: Drawn) -> Any:
        return do(clicks, incident_id, dispatch.send, drawn["teams"], key=drawn["key"], more=drawn["more"])


def wire_teams(prefix: str) -> None:
    chosen = State(f"{prefix}-teams", "value"), State(f"{prefix}-drawn", "data")

    @on_click(prefix, "send", "send-chosen", *chosen)
    def send_chosen(clicks: int | None, incident_id: int, teams: list[int], drawn: Drawn) -> Any:
        return do(clicks, incident_id, dispatch.send, teams, key=f"{drawn['key']}/chosen", more=drawn["more"])

    @on_click(prefix, "send", "recall", State(f"{prefix}-recall-team", "value"))
    def recall(clicks: int | None, incident_id: int, team: int | None) -> Any:
        return do(clicks, incident_id, dispatch.recall, team or NO_TEAM)


def wire_note(prefix: str) -> None:
    """Saved, the text leaves the field and, with it, the browser."""

    @on_click(prefix, "note", "save-note", State(f"{prefix}-note", "value"), output=Output(f"{prefix}-note", "value"))
    def save_note(clicks: int | None, incident_id: int, text: str | None) -> Any:
        saved = do(clicks, incident_id, incidents.add_note, text or "")
        return no_update if saved is no_update else ""


def wire_viewers(prefix: str) -> None:
    @answers(
        "see_incidents",
        Output(f"{prefix}-others", "children"),
        Input(f"{prefix}-beat", "data"),
        State(f"{prefix}-shown", "data"),
    )
    def who_else(_beat: int | None, incident_id: int) -> str:
        with open_work() as work:
            return others([one.name for one in look_on(work, incident_id)])


def wire_renewal(prefix: str) -> None:
    """When the stream says that the shown one changed, its facts, steps and story are drawn again, its note is not."""

    @answers(
        "see_incidents",
        Output(f"{prefix}-story", "children"),
        Output(f"{prefix}-acts", "children"),
        Output(f"{prefix}-told", "children"),
        Output(f"{prefix}-frame", "data-state"),
        Input(f"{prefix}-tick", "data"),
        State(f"{prefix}-shown", "data"),
        prevent_initial_call=True,
    )
    def renew(_tick: int | None, incident_id: int) -> tuple[Any, ...]:
        with open_work() as work:
            story = story_of(work, incident_id)
        return *parts(story, prefix, actor()), story.incident.state.value


for page in ("incidents", "overview"):
    wire(page)
    wire_renewal(page)
