"""What an incident has to do with others: where each link leads, what may be the same thing, and how to say so."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import Incident, Kind, State
from cockpit.incidents.alike import Alike, Near
from cockpit.incidents.by_hand import PRIORITIES
from cockpit.incidents.links import Linked, Tie
from cockpit.incidents.story import Story
from cockpit.texts import N_
from pages.parts import KINDS, STATES, clock_time, kept, shape, shape_of, words

# What the other end is to this one: by the tie, and whether this one is the row's first end.
TIES = {
    (Tie.DUPLICATE, True): N_("Merged into"),
    (Tie.DUPLICATE, False): N_("Merged into this one"),
    (Tie.PART, True): N_("Split off from this one"),
    (Tie.PART, False): N_("Split off from"),
    (Tie.RELATED, True): N_("Belongs together with"),
    (Tie.RELATED, False): N_("Belongs together with"),
}
SAYS = {"same": N_("Same thing"), "with": N_("Belongs together"), "apart": N_("No")}


def stores(prefix: str) -> list[dcc.Store]:
    """What the browser's side says of another incident, and that it was done."""
    return [dcc.Store(id=f"{prefix}-link-said"), dcc.Store(id=f"{prefix}-linked")]


def may_link(story: Story, by: Actor) -> bool:
    return by.may("link_incidents") and not story.incident.over


def name_of(incident: Incident) -> str:
    """Never the place of something at a home."""
    place = "" if incident.at_home else incident.place_name
    return f"{incident.code} · {place or gettext('Spot on the map')} · {words(KINDS, incident.kind)}"


def leading(incident: Incident) -> html.A:
    """One click to the other end; the browser's side opens it in the same page."""
    here = {"data-leads": str(incident.id)}
    return html.A(name_of(incident), href=f"/incidents?incident={incident.id}", className="leads", **here)


def said(say: str, other: Incident, label: str) -> html.Button:
    about = {"data-link-say": say, "data-link-other": str(other.id)}
    return html.Button(label, type="button", className="quiet", **about)


def linked(story: Story, by: Actor) -> html.Ul | None:
    """Every link from this end, each with the way to the other."""
    rows = [link_row(one, by.may("link_incidents")) for one in story.links]
    return html.Ul(rows, className="links", **{"aria-label": _("Linked incidents")}) if rows else None


def link_row(one: Linked, may: bool) -> html.Li:
    small = f"{gettext(TIES[one.tie, one.first])} · {words(STATES, one.other.state)}"
    back = said("unrelate", one.other, _("Not together")) if may and one.tie is Tie.RELATED else None
    return html.Li(
        [shape(shape_of(one.other.state)), html.Span([leading(one.other), html.Small(small)]), back],
        **{"data-tie": one.tie.value, "data-other": str(one.other.id)},
    )


def alike(story: Story, by: Actor) -> html.Section | None:
    """Open ones that may be the same thing: one click says what they are to each other."""
    if not story.alike or not may_link(story, by):
        return None
    rows = [alike_row(one) for one in story.alike]
    heading = html.H3([shape("watch"), _("Perhaps the same thing")])
    return html.Section([heading, html.Ul(rows, className="links")], className="alike-incidents")


def alike_row(one: Alike) -> html.Li:
    buttons = [said(say, one.incident, gettext(label)) for say, label in SAYS.items()]
    return html.Li(
        [html.Span([leading(one.incident), html.Small(why_alike(one))]), html.Span(buttons, className="says")],
        **{"data-alike": str(one.incident.id)},
    )


def why_alike(one: Alike) -> str:
    near = {
        Near.PLACE: _("the same place"),
        Near.GRID: _("the same grid"),
        Near.METRES: _("%(metres)s m", metres=one.metres),
    }
    apart = _("%(minutes)s min apart", minutes=one.minutes)
    when = _("received %(time)s", time=clock_time(one.incident.received_at))
    return " · ".join([near[one.near], apart, when, words(STATES, one.incident.state)])


# What can be done


def key_of(story: Story, act: str) -> str:
    """The same click sent twice is done once; after anything was told of the incident, it is another click."""
    return f"{story.incident.id}/{len(story.told)}/{act}"


def taking_out(story: Story, prefix: str, by: Actor) -> html.Button:
    """Of a duplicate: it was none after all."""
    shown = by.may("link_incidents") and story.incident.said is State.DUPLICATE
    return html.Button(_("Take it out again"), id=f"{prefix}-split", type="button", hidden=not shown)


def naming_another(story: Story, prefix: str, by: Actor, keep: dict[str, Any]) -> list[Any]:
    """By its code, where nothing proposed it."""
    typed = dcc.Input(id=f"{prefix}-into", type="text", maxLength=12, placeholder="I-0127", autoComplete="off", **keep)
    merges = by.may("confirm") and not story.incident.over
    return [
        html.Label([html.Span(_("Code of the other incident"), className="label"), typed], className="field"),
        html.Div(
            [
                html.Button(_("Merge"), id=f"{prefix}-merge", type="button", className="button", hidden=not merges),
                html.Button(
                    _("Belongs together"), id=f"{prefix}-relate", type="button", className="button",
                    hidden=not may_link(story, by),
                ),
            ],
            className="asides",
        ),
    ]  # fmt: skip


def parting(story: Story, prefix: str, by: Actor) -> list[Any]:
    """A part of what was reported is another thing."""
    kinds = [{"value": kind.value, "label": words(KINDS, kind)} for kind in Kind]
    urgency = {1: _("at once"), 2: _("soon"), 3: _("today")}
    priorities = [{"value": n, "label": f"{n} · {urgency[n]}"} for n in PRIORITIES]
    thing = f"{story.incident.id}/part"
    return [
        dcc.Store(id=f"{prefix}-part-key", data=key_of(story, "part")),
        html.P(_("It goes on as an incident of its own, at the same place; its time begins now."), className="hint"),
        dcc.RadioItems(
            kinds, Kind.OTHER.value, id=f"{prefix}-part-kind", className="chips", inline=True, **kept(by, thing)
        ),
        dcc.RadioItems(
            priorities, 2, id=f"{prefix}-part-priority", className="chips", inline=True, **kept(by, thing)
        ),
        dcc.Textarea(
            id=f"{prefix}-part-note", value="", maxLength=2000, rows=2, placeholder=_("What the other thing is"),
            **kept(by, thing),
        ),
        html.Button(_("Split it off"), id=f"{prefix}-part", type="button", className="button"),
    ]  # fmt: skip
