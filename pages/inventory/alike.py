"""Records that look alike: pairs side by side with what speaks for either, two buttons, and the merges that can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.linking import Field, Level, Merge, Pair, Run, Stage
from cockpit.linking.acts import Opened
from cockpit.people import ShownPerson
from cockpit.texts import N_
from pages.inventory.people import field_name
from pages.parts import empty, full_time, local_day, shape, source_words

SAYS = {
    (Field.NAME, Level.SAME): ("done", N_("the same name")),
    (Field.NAME, Level.SPELT): ("done", N_("the same name in other letters")),
    (Field.NAME, Level.SOUND): ("watch", N_("the names sound the same")),
    (Field.NAME, Level.CLOSE): ("watch", N_("one character of the name is otherwise")),
    (Field.NAME, Level.OTHER): ("act", N_("another name")),
    (Field.BORN, Level.SAME): ("done", N_("the same birthday")),
    (Field.BORN, Level.CLOSE): ("watch", N_("one figure of the birthday is otherwise")),
    (Field.BORN, Level.YEAR): ("watch", N_("born in the same year")),
    (Field.BORN, Level.OTHER): ("act", N_("another birthday")),
    (Field.HOME, Level.SAME): ("done", N_("the same door")),
    (Field.HOME, Level.FORMER): ("done", N_("one lives where the other lived before")),
    (Field.HOME, Level.COMPOUND): ("watch", N_("the same compound")),
    (Field.HOME, Level.STREET): ("watch", N_("the same street")),
    (Field.HOME, Level.OTHER): ("act", N_("another street")),
    (Field.HOME, Level.UNKNOWN): ("plan", N_("the address is lacking")),
    (Field.PHONE, Level.SAME): ("done", N_("the same phone")),
    (Field.PHONE, Level.OTHER): ("act", N_("another phone")),
    (Field.PHONE, Level.UNKNOWN): ("plan", N_("a phone is lacking")),
    (Field.NUMBER, Level.SAME): ("done", N_("the same number")),
    (Field.NUMBER, Level.OTHER): ("act", N_("another number")),
    (Field.NUMBER, Level.UNKNOWN): ("plan", N_("a number is lacking")),
}
STAGES = {
    Stage.ASKED: ("hand", N_("waits for its turn")),
    Stage.READING: ("hand", N_("records are being read")),
    Stage.COMPARING: ("hand", N_("records are being compared")),
    Stage.MERGING: ("hand", N_("sure pairs are being merged")),
    Stage.DONE: ("done", N_("done")),
    Stage.FAILED: ("act", N_("did not come to its end")),
}
OF_PERSON = {Field.NAME: "name", Field.HOME: "address", Field.PHONE: "phone", Field.NUMBER: "number"}
STORES = ("chosen", "tick", "undo", "undone")


def section() -> list[Any]:
    left = [
        html.Div(
            [
                html.H1(_("One person, one record")),
                html.Div(id="inventory-alike-run", role="status"),
                html.Button(_("Compare all records"), id="inventory-alike-start", type="button", className="button"),
            ],
            className="panel form",
        ),
        html.Div(
            id="inventory-alike-list", className="panel list", role="listbox", **{"aria-label": _("Pairs to judge")}
        ),
        html.Div(
            [html.H2(_("Merged of late")), html.Div(id="inventory-alike-merges", className="list")],
            className="panel pad",
        ),
    ]
    return [
        *(dcc.Store(id=f"inventory-alike-{name}") for name in STORES),
        html.Div(left, className="column"),
        html.Div(html.Div(nothing(), id="inventory-alike-pair", className="panel pad"), className="column"),
    ]


def nothing() -> list[Any]:
    return [empty(_("Choose a pair from the list. Opening it is a look at both persons, and is written down."))]


# How far a run is


def running(run: Run | None, at_hand: bool) -> list[Any]:
    """Where the last run stands; and what is missing, where no run is possible."""
    if not at_hand:
        return [empty(_("Nothing here compares records yet. Ask whoever runs the system to add what is needed."))]
    if run is None:
        return [html.P(_("The records were never compared."), className="hint")]
    glyph, says = STAGES[run.stage]
    bar = html.Progress(value=str(run.done), max=str(run.of or 1), **{"aria-label": gettext(says)})
    return [
        html.P([shape(glyph), f" {gettext(says)} · {full_time(run.at)}"]),
        *([bar] if run.runs and run.of else []),
        *([html.P(came_to(run), className="hint")] if run.stage is Stage.DONE else []),
        *(
            [html.P(_("Nothing was lost. Let them be compared again."), className="hint")]
            if run.stage is Stage.FAILED
            else []
        ),
    ]


def came_to(run: Run) -> str:
    return _(
        "%(persons)s records: %(merged)s merged, %(queued)s to judge",
        persons=format_decimal(run.persons), merged=format_decimal(run.merged), queued=format_decimal(run.queued),
    )  # fmt: skip


# Pairs


def pairs(found: Sequence[Pair], chosen: int | None) -> list[Any]:
    if not found:
        return [empty(_("No pair waits to be judged."))]
    return [row(pair, pair.id == chosen) for pair in found]


def row(pair: Pair, here: bool) -> html.Button:
    return html.Button(
        [
            html.Span([shape("watch"), " ", _("Pair %(id)s", id=pair.id)], className="what"),
            html.Span(reasons(pair), className="hint"),
        ],
        type="button",
        className="row",
        role="option",
        **{"data-pair": str(pair.id), "aria-selected": str(here).lower()},
    )


def reasons(pair: Pair) -> str:
    known = (SAYS[field, level] for field, level in pair.levels.items() if level is not Level.UNKNOWN)
    return _(", ").join(gettext(says) for _glyph, says in known)


def likely(pair: Pair, body: Mapping[str, Any]) -> str:
    """The weight in words."""
    middle = (body["merge"] + body["queue"]) / 2
    if pair.weight >= body["merge"]:
        return _("almost certainly one person")
    return _("probably one person") if pair.weight >= middle else _("possibly one person")


def opened(one: Opened) -> list[Any]:
    """Both records side by side; whether they agree is said by shape and word."""
    head = html.Tr([html.Th(""), html.Th(_("Record %(id)s", id=one.pair.one)), html.Th(_("Record %(id)s", id=one.pair.other)),
                    html.Th(_("Does it agree"))])  # fmt: skip
    rows = [compared(one, field, level) for field, level in one.pair.levels.items()]
    return [
        html.H2(likely(one.pair, one.rule.body).capitalize(), **{"data-shown-pair": str(one.pair.id)}),
        *why_asked(one),
        html.Table([html.Thead(head), html.Tbody(rows)], className="side-by-side"),
        asides(one.pair),
        html.P(
            [_("Weighed by the rule of %(day)s: ", day=local_day(one.rule.holds_from)), source_words(one.rule)],
            className="hint",
        ),
    ]


def why_asked(one: Opened) -> list[Any]:
    """Where the weight alone would have merged them."""
    if one.pair.weight < one.rule.body["merge"]:
        return []
    says = _("It was not merged by itself: the name or the birthday is not the same in both.")
    return [html.P(says, className="hint")]


def compared(one: Opened, field: Field, level: Level) -> html.Tr:
    glyph, says = SAYS[field, level]
    bits = format_decimal(round(one.bits[field], 1), format="+0.0;-0.0")
    agrees = [shape(glyph), f" {gettext(says)}"] + ([html.Small(f" {bits}")] if level is not Level.UNKNOWN else [])
    values = [
        html.Td(value(person, field, born)) for person, born in ((one.one, one.born[0]), (one.other, one.born[1]))
    ]
    return html.Tr([html.Th(called(field), scope="row"), *values, html.Td(agrees, className="agrees")])


def called(field: Field) -> str:
    return _("Date of birth") if field is Field.BORN else field_name(OF_PERSON[field])


def value(person: ShownPerson, field: Field, born: Any) -> str:
    if field is Field.BORN:
        return str(born)
    shown = person.fields.get(OF_PERSON[field])
    return {None: _("hidden"), "": _("not known")}.get(shown.text, shown.text or "") if shown else _("hidden")


def asides(pair: Pair) -> html.Div:
    if not pair.waits:
        return html.Div(html.P(_("This pair was decided meanwhile."), className="hint"), className="asides")
    same = [_("The same person"), html.Kbd("1")]
    apart = [_("Two persons"), html.Kbd("2")]
    return html.Div(
        [
            html.Button(same, id="inventory-alike-same", type="button", className="primary"),
            html.Button(apart, id="inventory-alike-apart", type="button", className="button"),
        ],
        className="asides",
    )


# Merges


def merges(found: Sequence[Merge], names: Mapping[int, str]) -> list[Any]:
    """The latest, each with its undo; `names` are those of accounts."""
    if not found:
        return [empty(_("Nothing was merged yet."))]
    return [merge(one, names.get(one.account or 0) or _("The cockpit")) for one in found]


def merge(one: Merge, who: str) -> html.Div:
    says = _("Record %(absorbed)s into %(survivor)s", absorbed=one.absorbed, survivor=one.survivor)
    undone = html.Span(_("undone"), className="hint")
    undo = html.Button(_("Undo"), type="button", className="quiet", **{"data-undo": str(one.id)})
    glyph = shape("plan" if one.undone_at else "done")
    words = html.Span([html.Span([glyph, " ", says]), html.Small(f"{who} · {full_time(one.at)}")], className="what")
    return html.Div([words, undone if one.undone_at else undo], className="item merge")
