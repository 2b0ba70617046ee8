"""Every endpoint that is given the number of an object, and for each: who may with which, who may not, and what is not there."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from sqlalchemy import text

from cockpit import (
    attachments,
    duty,
    emergency,
    exports,
    glass,
    incidents,
    linking,
    paging,
    quarantine,
    receipts,
    requests,
    screening,
    sheets,
    terminals,
    two_people,
)
from cockpit.access import Actor, system
from cockpit.accounts import Wanted, disable, invite, reassign
from cockpit.bulk import act_on_many
from cockpit.exports import Format
from cockpit.exports import What as TakenOut
from cockpit.handed_over import hand_over
from cockpit.importing import acts as importing
from cockpit.importing.kinds import Kind as ImportKind
from cockpit.incidents import Answer, Incident, Kind, Source
from cockpit.incidents.step import Act
from cockpit.inventory import correct_many
from cockpit.inventory.finding import What as Sort
from cockpit.inventory.many import Part
from cockpit.quarantine import QuarantineKind
from cockpit.reasons import Reason
from data_access.exports.run import Runner as Making
from data_access.exports.store import Store as Made
from data_access.importing.jobs import Runner
from data_access.importing.store import Store
from tests.conftest import KEYS
from tests.data_access.linking.records import Records
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN

WHY = "她来电请求我们核对登记的信息"
MISSING = 10**9
NO_CODE = "0" * 28


@dataclass
class Ground:
    """The district of one check, and its accounts by name."""

    morning: Morning
    actors: dict[str, Actor]

    def do(self, account: str, use_case: Any, *args: Any, **facts: Any) -> Any:
        return self.morning.do(self.actors[account], use_case, *args, **facts)

    def now(self) -> "Ground":
        """From here on by the clock that visitors live by, however long the tests ran: what may be undone is not over."""
        with self.morning.database.work(self.actors["officer"]) as work:
            self.morning.at = max(self.morning.at, work.at)
        return self

    def own_person(self) -> int:
        return self._person("community = :area", self.actors["community"].area)

    def foreign_person(self) -> int:
        return self._person("street = :area", WULIN)

    def _person(self, where: str, area: str) -> int:
        with self.morning.database.connection() as connection:
            return int(
                connection.execute(text(f"select min(id) from person where {where}"), {"area": area}).scalar_one()
            )

    def foreign_place(self) -> Any:
        with self.morning.work(self.actors["officer"]) as work:
            return work.places.of_kinds(["pharmacy"], WULIN)[0]

    def foreign(self) -> int:
        """An incident in 武林."""
        found: Incident = self.do(
            "officer", incidents.report, Kind.HAZARD, Source.DESK, self.foreign_place(), note="漏水"
        )
        return found.id


Ask = Callable[[Visitor, Any], Any]
Prepare = Callable[[Ground], Any]


@dataclass(frozen=True)
class Row:
    """`here` is prepared so that it works once, `again` is what the second time gets.

    `there` lies in another street, or None where the role knows no streets; `elsewhere` has the same right there,
    `reader` has not the right at all; None where nobody signed in is such a one. `missing` may need the ground too.
    """

    ask: Ask
    here: Prepare
    again: int
    there: Prepare | None = Ground.foreign
    missing: Any = MISSING
    bad: Any = "x"
    by: str = "street_officer"
    elsewhere: str | None = "street_officer_wulin"
    reader: str | None = "leader"
    works: int = 200
    not_there: int = 404
    other_method: tuple[str, str] = field(default=("GET", "/_dash-update-component"))


# Callbacks


def called(output: str, takes: str, click: str = "", **others: Any) -> Ask:
    """The callback with the object in the place that `takes` names, a click, and what is typed beside it."""

    def ask(visitor: Visitor, number: Any) -> Any:
        whole = next(name for name in visitor.callbacks() if name == output or name.startswith(f"..{output}."))
        body = visitor.body(whole)
        for part in [*body["inputs"], *body["state"]]:
            name = f"{part['id']}.{part['property']}"
            typed = next(
                (value for end, value in others.items() if part["id"].endswith(f"-{end.replace('_', '-')}")), None
            )
            typed = typed(visitor, number) if callable(typed) else typed
            part["value"] = number if name == takes else 1 if name == click else typed
        body["changedPropIds"] = body["parsedChangedPropsIds"] = [
            click or f"{body['inputs'][0]['id']}.{body['inputs'][0]['property']}"
        ]
        return visitor.call(body)

    return ask


def clicked(prefix: str, name: str, output: str = "", **others: Any) -> Ask:
    return called(output or f"{prefix}-{name}.disabled", f"{prefix}-shown.data", f"{prefix}-{name}.n_clicks", **others)


def crowd(ground: Ground) -> int:
    return ground.morning.crowd(0).id


def held(ground: Ground) -> int:
    incident = ground.morning.report(0)
    return int(ground.do("officer", incidents.hold, incident.id).id)


def seen_off(ground: Ground) -> int:
    return ground.morning.resolved(0).id


def verified(ground: Ground) -> int:
    return int(ground.do("officer2", incidents.verify, seen_off(ground)).id)


def sent(ground: Ground) -> int:
    return ground.morning.sent_to_own(0).id


def there(ground: Ground) -> int:
    """Wu's team is on the scene."""
    return ground.morning.answer(ground.actors["police"], ground.morning.sent_to_own(0), Answer.ON_SCENE).id


def two(ground: Ground) -> int:
    """The second is merged into the one before it."""
    ground.morning.report(1)
    return ground.morning.report(0).id


def before(_: Visitor, number: Any) -> str:
    return f"I-{number - 1:04}" if isinstance(number, int) and number > 1 else "I-0001"


def said_of_before(_: Visitor, number: Any) -> dict[str, Any]:
    return {"say": "with", "other": number - 1 if isinstance(number, int) else 1, "at": 1}


def said_of_task(visitor: Visitor, _: Any) -> dict[str, Any]:
    with visitor.app.extensions["cockpit"].connection() as connection:
        number = connection.execute(text("select coalesce(max(id), 1) from incident_task")).scalar_one()
    return {"say": "done", "task": number, "at": 1}


def tasked(ground: Ground) -> int:
    """A crowd with something to do."""
    number = crowd(ground)
    ground.do("officer", incidents.add_task, number, "photos", 30, key="a task")
    return number


def merged_one(ground: Ground) -> int:
    number = two(ground)
    ground.do("officer", incidents.merge, number, number - 1)
    return number


def teams(visitor: Visitor, _: Any = None) -> list[int]:
    """Wu's, which the crowd at the first pharmacy calls for."""
    with visitor.app.extensions["cockpit"].connection() as connection:
        return [connection.execute(text("select team from account where account = 'police'")).scalar_one()]


def drawn(visitor: Visitor, _: Any) -> dict[str, Any]:
    return {"teams": teams(visitor), "more": False, "key": "one click"}


def called_in(ground: Ground) -> int:
    """A red item that came to the street officer by its chain."""
    incident = ground.morning.report(0, priority=1)
    with ground.morning.work(ground.morning.people.cockpit) as work:
        work.chains.call(incident.id, 1, ground.actors["street_officer"].id, work.at)
    return int(incident.id)


def of_incidents(prefix: str) -> dict[str, Row]:
    """The buttons of the detail, drawn on the board and on the cockpit."""
    rows = {
        "confirm": Row(clicked(prefix, "confirm"), crowd, 409),
        "hold": Row(clicked(prefix, "hold"), crowd, 409),
        "resume": Row(clicked(prefix, "resume"), held, 409),
        "false": Row(clicked(prefix, "false"), crowd, 409),
        "cancel": Row(clicked(prefix, "cancel"), crowd, 409),
        "verify": Row(clicked(prefix, "verify"), seen_off, 409),
        "reopen": Row(clicked(prefix, "reopen", redo="not_solved"), seen_off, 409),
        "urge": Row(clicked(prefix, "urge"), sent, 409),
        "task-add": Row(
            clicked(prefix, "task-add", task_act="photos", task_team=0, task_minutes=30, task_key="once"), crowd, 200
        ),
        "send": Row(clicked(prefix, "send", drawn=drawn), crowd, 200),  # the same click is done once
        "send-chosen": Row(clicked(prefix, "send-chosen", teams=teams, drawn=drawn), crowd, 200),
        "recall": Row(clicked(prefix, "recall", recall_team=lambda visitor, _: teams(visitor)[0]), sent, 409),
        "heard": Row(
            clicked(prefix, "heard", heard_team=lambda visitor, _: teams(visitor)[0]), there, 200
        ),  # heard twice
        "close": Row(clicked(prefix, "close", resolution="dispersed"), verified, 409),
        "merge": Row(clicked(prefix, "merge", into=before), two, 409),
        "see-to": Row(clicked(prefix, "see-to", promise=5), called_in, 200),  # a promise may be renewed
        "relate": Row(clicked(prefix, "relate", into=before), two, 200),
        "split": Row(clicked(prefix, "split"), merged_one, 409),
        "part": Row(
            clicked(prefix, "part", part_kind="hazard", part_priority=2, part_note="漏水", part_key="once"), crowd, 200
        ),
    }
    found = {f"{prefix}-{name}.disabled": row for name, row in rows.items()}
    shown = f"{prefix}-shown.data"
    says = f"{prefix}-linked.data"
    note = clicked(prefix, "save-note", f"{prefix}-note.value", note="在场")
    return found | {
        says: Row(called(says, shown, link_said=said_of_before), two, 200),
        f"{prefix}-tasked.data": Row(called(f"{prefix}-tasked.data", shown, task_said=said_of_task), tasked, 409),
        f"{prefix}-note.value": Row(note, crowd, 200),
        f"{prefix}-others.children": Row(called(f"{prefix}-others.children", shown), crowd, 200),
        f"{prefix}-story.children": Row(called(f"{prefix}-story.children", shown), crowd, 200),
        f"{prefix}-detail.children": Row(called(f"{prefix}-detail.children", f"{prefix}-chosen.data"), crowd, 200),
    }


CHOSEN = "inventory-chosen.data"


def a_person(output: str, click: str = "", **facts: Any) -> Row:
    row = {key: facts.pop(key) for key in ("by", "there", "elsewhere", "reader", "again", "bad") if key in facts}
    values: dict[str, Any] = {"again": 200, "there": Ground.foreign_person} | row
    return Row(called(output, CHOSEN, click, **facts), Ground.own_person, **values)


def to_review(ground: Ground) -> int:
    return int(ground.do("street_officer", glass.break_glass, ground.own_person(), Reason.DANGER, WHY).id)


def in_wulin(ground: Ground) -> int:
    return int(ground.do("street_officer_wulin", glass.break_glass, ground.foreign_person(), Reason.DANGER, WHY).id)


RECEIPT = "inventory-receipt.children"
PEOPLE = {
    "inventory-person.children": a_person("inventory-person.children"),
    "inventory-revealed.children": a_person(
        "inventory-revealed.children", "inventory-reveal.n_clicks", field="phone", reveal_code="call_back", reveal_reason=WHY
    ),
    "inventory-saved.data": a_person(
        "inventory-saved.data", "inventory-save.n_clicks", edit_name="甘雨", by="data_officer", there=None,
        elsewhere=None, reader="street_officer",
    ),
    "inventory-broken.data": a_person(
        "inventory-broken.data", "inventory-break.n_clicks", by="street_officer", break_code="danger", break_reason=WHY,
        reader="leader",
    ),
    RECEIPT: a_person(RECEIPT, "inventory-give.n_clicks", by="community", elsewhere=None, reader="leader"),
    "inventory-reviewed.data": Row(
        called("inventory-reviewed.data", "inventory-reviewing.data", "inventory-fitting.n_clicks"), to_review, 409,
        there=in_wulin, by="duty_leader", elsewhere=None, reader="street_officer",
    ),
}  # fmt: skip

# What people ask about their own data


def asked_of(person: Prepare, by: str) -> Prepare:
    words = (requests.Kind.DELETION, None, "", "请删去")
    return lambda ground: int(ground.do(by, requests.enter, person(ground), *words).id)


ASKED_HERE = asked_of(Ground.own_person, "community")
ASKED_IN_WULIN = asked_of(Ground.foreign_person, "street_officer_wulin")
REQUEST, ASKED_FOR = "requests-chosen.data", "inventory-asked-for.children"
REQUESTS = {
    "requests-detail.children": Row(
        called("requests-detail.children", REQUEST), ASKED_HERE, 200, there=ASKED_IN_WULIN
    ),
    "requests-done.data": Row(
        called("requests-done.data", REQUEST, "requests-refuse.n_clicks", ground="somebody_else"), ASKED_HERE, 409,
        there=None, by="data_officer", elsewhere=None, reader="street_officer",
    ),
    "requests-back.data": Row(
        called("requests-back.data", REQUEST, "requests-withdraw.n_clicks"), ASKED_HERE, 409, there=ASKED_IN_WULIN
    ),
    ASKED_FOR: a_person(ASKED_FOR, "inventory-ask.n_clicks", ask_what="deletion", ask_why="请删去", again=409),
    "/reports/request/<int:number> GET": Row(
        lambda visitor, number: visitor.get(f"/reports/request/{number}"), ASKED_HERE, 200, there=ASKED_IN_WULIN,
        other_method=("POST", "/reports/request/1"),
    ),
}  # fmt: skip

# Cases and their contacts


def falls_ill(area: str) -> Prepare:
    """Somebody of that street who lives with others becomes a case."""
    shared = (
        "select min(person_id) from residence where until is null and street = :area and household_id not in"
        " (select r.household_id from residence r join case_record c using (person_id)) group by household_id having count(*) > 1"
    )

    def enter(ground: Ground) -> int:
        with ground.morning.database.connection() as connection:
            person = connection.execute(text(f"{shared} order by 1 limit 1"), {"area": area}).scalar_one()
        facts = screening.CaseFacts(screening.CaseStatus.CONFIRMED, onset=ground.morning.at.date())
        return int(ground.do("investigator", screening.enter_case, int(person), facts).id)

    return enter


def ordered_apart(ground: Ground) -> int:
    case = falls_ill(CHANGQING)(ground)
    return int(ground.do("investigator", screening.order_all, case, QuarantineKind.HOME)[0].id)


def said_of_supplies(visitor: Visitor, episode: Any) -> dict[str, Any]:
    return {"episode": episode, "who": "community", "at": 1}


def exposed(ground: Ground) -> int:
    """A contact who is not apart."""
    return int(ground.do("investigator", screening.open_case, falls_ill(CHANGQING)(ground)).contacts[0].person.id)


def to_enter(ground: Ground) -> int:
    return ground.own_person()


def said_of_contact(say: str) -> Ask:
    """One word about a contact or an episode."""

    def ask(visitor: Visitor, number: Any) -> Any:
        word = {"say": say, "about": number, "case": 1, "at": 1}
        return called("screening-done.data", "", "", said=word, kind="home")(visitor, number)

    return ask


def listed_contact(ground: Ground) -> tuple[int, int]:
    """(case, contact)."""
    case = falls_ill(CHANGQING)(ground)
    return case, int(ground.do("investigator", screening.open_case, case).contacts[0].person.id)


def denied_now(visitor: Visitor, both: Any) -> Any:
    case, person = both if isinstance(both, tuple) else (both, both)
    word = {"say": "deny_elsewhere", "about": person, "case": case, "at": 1}
    return called("screening-done.data", "", "", said=word, kind="home")(visitor, person)


def newest_case(visitor: Visitor, _: Any) -> int:
    """The one that was prepared."""
    with visitor.app.extensions["cockpit"].connection() as connection:
        return int(connection.execute(text("select coalesce(max(id), 1) from case_record")).scalar_one())


def to_meet(ground: Ground) -> int:
    """Somebody of another home, for the case of before."""
    falls_ill(CHANGQING)(ground)
    return ground.foreign_person()


def to_be_visited(area: str) -> Prepare:
    """The visit of today of a contact there."""

    def plan(ground: Ground) -> int:
        case = falls_ill(area)(ground)
        person = ground.do("investigator", screening.open_case, case).contacts[0].person.id
        with ground.morning.work(ground.morning.people.cockpit) as work:
            return work.follow_ups.of_person(person)[0].id

    return plan


def released(ground: Ground) -> int:
    number = ordered_apart(ground)
    ground.do("investigator", quarantine.lift, number, quarantine.Lifted.DECIDED)
    return number


def stop_told(ground: Ground) -> tuple[int, int]:
    """(case, stop of its itinerary)."""
    case = falls_ill(CHANGQING)(ground)
    return case, int(ground.do("investigator", screening.tell_itinerary, case, "2月1日去了朋友家")[0].id)


def stop_taken_back(visitor: Visitor, both: Any) -> Any:
    case, stop = both if isinstance(both, tuple) else (both, both)
    word = {"say": "remove", "case": case, "stop": stop, "at": 1}
    return called("screening-track-answered.data", "", "", track_said=word)(visitor, stop)


VISIT = "screening-visits-chosen.data"
CASE = "screening-chosen.data"
OF_INVESTIGATOR: dict[str, Any] = {"there": None, "by": "investigator", "elsewhere": None, "reader": "street_officer"}
SCREENING = {
    "screening-case.children": Row(
        called("screening-case.children", CASE), falls_ill(CHANGQING), 200, there=falls_ill(WULIN), reader="leader"
    ),
    "screening-known.children": Row(
        called("screening-known.children", CASE), falls_ill(CHANGQING), 200, **OF_INVESTIGATOR
    ),
    "screening-entered.data": Row(
        called(
            "screening-entered.data", "screening-case-person.value", "screening-enter.n_clicks", new_status="confirmed",
            new_onset="2020-01-30",
        ),
        to_enter, 409, **OF_INVESTIGATOR,
    ),
    "screening-changed.data": Row(
        called("screening-changed.data", "screening-known-about.data", "screening-change.n_clicks", known_status="confirmed", known_onset="2020-01-30"),
        falls_ill(CHANGQING), 200, **OF_INVESTIGATOR,
    ),
    "screening-ordered.data": Row(
        called("screening-ordered.data", "screening-case-about.data", "screening-order-all.n_clicks", kind="home"), falls_ill(CHANGQING), 200,
        **OF_INVESTIGATOR,
    ),
    "screening-done.data order": Row(said_of_contact("order"), exposed, 409, **OF_INVESTIGATOR),
    "screening-done.data lift": Row(said_of_contact("lift_decided"), ordered_apart, 409, **OF_INVESTIGATOR),
    "screening-done.data deny": Row(denied_now, listed_contact, 404, missing=(1, MISSING), **OF_INVESTIGATOR),
    "screening-added.data": Row(
        called("screening-added.data", "screening-contact-person.value", "screening-add.n_clicks", known_about=newest_case, setting="meal",
               day="2020-02-01"),
        to_meet, 200, **OF_INVESTIGATOR,
    ),
    "screening-track.children": Row(called("screening-track.children", CASE), falls_ill(CHANGQING), 200, **OF_INVESTIGATOR),
    "screening-track-told.data": Row(
        called(
            "screening-track-told.data", "screening-known-about.data", "screening-track-tell.n_clicks",
            track_text="2月1日10:00去了朋友家",
        ),
        falls_ill(CHANGQING), 200, **OF_INVESTIGATOR,
    ),
    "screening-track-answered.data": Row(stop_taken_back, stop_told, 404, missing=(1, MISSING), **OF_INVESTIGATOR),
    "screening-visits-one.children": Row(
        called("screening-visits-one.children", VISIT), to_be_visited(CHANGQING), 200, there=to_be_visited(WULIN)
    ),
    "screening-visits-form.children": Row(
        called("screening-visits-form.children", VISIT), to_be_visited(CHANGQING), 200, there=to_be_visited(WULIN),
        reader="officer",
    ),
    "screening-visits-done.data": Row(
        called("screening-visits-done.data", "screening-visits-about.data", "screening-visits-save.n_clicks", visits_met="not_home"),
        to_be_visited(CHANGQING), 200, there=to_be_visited(WULIN), reader="officer",
    ),
    "screening-supply-done.data": Row(
        called("screening-supply-done.data", "", supply_said=said_of_supplies), ordered_apart, 200, reader="officer"
    ),
    "/reports/quarantines/<int:number> GET": Row(
        lambda visitor, number: visitor.get(f"/reports/quarantines/{number}"), falls_ill(CHANGQING), 200,
        other_method=("POST", "/reports/quarantines/1"), **OF_INVESTIGATOR,
    ),
    "/reports/release/<int:number> GET": Row(
        lambda visitor, number: visitor.get(f"/reports/release/{number}"), released, 200,
        other_method=("POST", "/reports/release/1"), **OF_INVESTIGATOR,
    ),
    "/reports/quarantine/<int:number> GET": Row(
        lambda visitor, number: visitor.get(f"/reports/quarantine/{number}"), ordered_apart, 200,
        other_method=("POST", "/reports/quarantine/1"), **OF_INVESTIGATOR,
    ),
}  # fmt: skip

# Paper sheets


def sheet_of(by: str, where: str = "") -> Prepare:
    """Of the first grid of that street, or of the own community."""

    def prepare(ground: Ground) -> int:
        area = where or ground.actors[by].area
        with ground.morning.database.connection() as connection:
            query = text("select min(grid) from household where left(grid, :n) = :area")
            grid = connection.execute(query, {"n": len(area), "area": area}).scalar_one()
        return int(ground.do(by, sheets.make, grid).id)

    return prepare


def of_sheet(address: str) -> Row:
    return Row(
        lambda visitor, number: visitor.get(address.format(number)), sheet_of("community"), 200,
        there=sheet_of("data_officer", WULIN), by="community", reader="officer",
        other_method=("POST", address.format(1)),
    )  # fmt: skip


SHEETS = {
    "/reports/sheet/<int:number> GET": of_sheet("/reports/sheet/{}"),
    "/reports/sheet/<int:number>.xlsx GET": of_sheet("/reports/sheet/{}.xlsx"),
}

# Many at once, the way back, photos


def confirmed(ground: Ground) -> int:
    return int(ground.now().do("officer", incidents.confirm, ground.morning.report(0).id).id)


def confirmed_elsewhere(ground: Ground) -> int:
    return int(ground.now().do("officer", incidents.confirm, ground.foreign()).id)


def newest(visitor: Visitor, table: str, number: Any) -> int:
    """The last row of that incident, or one that is not there."""
    if not isinstance(number, int) or abs(number) > 2**62:
        return 1
    with visitor.app.extensions["cockpit"].connection() as connection:
        query = text(f"select coalesce(max(id), 1) from {table} where incident_id = :number")
        return int(connection.execute(query, {"number": number}).scalar_one())


def undone(visitor: Visitor, number: Any) -> Any:
    asked = {"incident": number, "step": newest(visitor, "undo", number), "turn": 1}
    return visitor.call(visitor.body("shell-undone.data", asked))


def bulk_undone(visitor: Visitor, number: Any) -> Any:
    output = next(name for name in visitor.callbacks() if name.startswith("..incidents-bulk-results.children."))
    return visitor.call(visitor.body(output, {"undoes": number, "key": secrets.token_hex(8), "turn": 1}))


def bulk_by(account: str) -> Prepare:
    def prepare(ground: Ground) -> int:
        one = ground.now().morning.report(0)
        return int(ground.do(account, act_on_many, Act.CONFIRM, [one.id], key="a bulk act").id)

    return prepare


def a_photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "PNG")
    return out.getvalue()


def bringing(address: str) -> Ask:
    def ask(visitor: Visitor, number: Any) -> Any:
        form = {"key": "brought once", "photo": (BytesIO(a_photo()), "photo.exe")}
        return visitor.post(address.format(number), data=form, headers={"X-Requested-With": "fetch"})

    return ask


def looking(address: str) -> Ask:
    return lambda visitor, number: visitor.get(address.format(number, newest(visitor, "attachment", number)))


def with_photo(incident: Prepare) -> Prepare:
    """Brought by the desk."""

    def prepare(ground: Ground) -> int:
        number = incident(ground)
        ready = attachments.Ready(attachments.Form.PHOTO, "image/jpeg", b"a picture", b"small")
        ground.do("officer", attachments.attach, number, [ready], key=f"photo of {number}")
        return int(number)

    return prepare


BRING, LOOK = "/incidents/{}/attachments", "/incidents/{}/attachments/{}"
AT_ONCE = {
    "shell-undone.data": Row(undone, confirmed, 409, there=confirmed_elsewhere),
    "incidents-bulk-results.children": Row(
        bulk_undone, bulk_by("street_officer"), 200, there=bulk_by("officer"), bad="x"
    ),
    "/incidents/<int:incident_id>/attachments POST": Row(
        bringing(BRING), crowd, 200, other_method=("GET", BRING.format(1))
    ),
    "/incidents/<int:incident_id>/attachments/<int:number> GET": Row(
        looking(LOOK), with_photo(crowd), 200, there=with_photo(Ground.foreign), other_method=("POST", LOOK.format(1, 1))
    ),
    "/field/<int:incident_id>/attachments POST": Row(
        bringing("/field/{}/attachments"), lambda ground: to_wu(ground), 200, by="police", elsewhere="enforcement",
        reader="leader", other_method=("GET", "/field/1/attachments"),
    ),
    "/field/<int:incident_id>/attachments/<int:number> GET": Row(
        looking("/field/{}/attachments/{}"), with_photo(lambda ground: to_wu(ground)), 200,
        there=with_photo(Ground.foreign), by="police", elsewhere="enforcement", reader="leader",
        other_method=("POST", "/field/1/attachments/1"),
    ),
}  # fmt: skip

# Accounts, warnings, and plain routes

ORDERED = "settings-said.children"
OF_ADMIN: dict[str, Any] = {"there": None, "by": "admin", "elsewhere": None, "reader": "officer"}


def order(name: str, account: Prepare, again: int = 200) -> Row:
    """What an administrator orders for an account: the administrator is of the whole district, so no account is elsewhere."""
    return Row(called(ORDERED, "settings-accounts.value", f"settings-{name}.n_clicks"), account, again, **OF_ADMIN)


def account_of(name: str) -> Prepare:
    return lambda ground: ground.actors[name].id


def disabled(ground: Ground) -> Any:
    return ground.do("admin", disable, ground.actors["street_officer"].id).id


def session_of(name: str) -> Prepare:
    """One more browser of theirs."""

    def open_one(ground: Ground) -> int:
        number = ground.actors[name].id
        with ground.morning.work(ground.actors[name]) as work:
            work.accounts.sign_in(number, work.machine_at)
            return int(work.accounts.sessions(number)[0].id)

    return open_one


ACCOUNTS = {
    "settings-here.children": Row(
        called("settings-here.children", "settings-sessions.value", "settings-end-one.n_clicks"),
        session_of("street_officer"), 404, there=session_of("officer"), elsewhere=None, reader=None,
    ),
    "settings-accounts.options": Row(
        called("settings-accounts.options", "settings-accounts.value"), account_of("street_officer"), 200, not_there=200, **OF_ADMIN
    ),
    f"{ORDERED} disable": order("disable", account_of("street_officer")),
    f"{ORDERED} enable": order("enable", disabled),
    f"{ORDERED} reset": order("reset", account_of("street_officer")),
    f"{ORDERED} unstep": order("unstep", account_of("street_officer")),
}  # fmt: skip

# Enrolled walls and phones


def hall(ground: Ground) -> tuple[int, str]:
    one, link = ground.do("admin", terminals.enrol, "一楼大厅", ground.actors["wall"].id)
    return int(one.id), link


ENROLLED, LISTED = "settings-terminals-said.children", "settings-terminals.options"
TERMINALS = {
    LISTED: Row(
        called(LISTED, "settings-terminals.value"), lambda ground: hall(ground)[0], 200, not_there=200, **OF_ADMIN
    ),
    f"{ENROLLED} revoke": Row(
        called(ENROLLED, "settings-terminals.value", "settings-terminal-sure.n_clicks"),
        lambda ground: hall(ground)[0], 409, **OF_ADMIN,
    ),
    f"{ENROLLED} enrol": Row(
        called(ENROLLED, "settings-terminal-account.value", "settings-terminal-enrol.n_clicks", terminal_name="一楼大厅"),
        account_of("wall"), 200, **OF_ADMIN,
    ),
}  # fmt: skip

ONE_OF_TWO: dict[str, Any] = {"there": None, "elsewhere": None, "reader": "officer"}
OF_WORDS: dict[str, Any] = ONE_OF_TWO | {"reader": "leader"}


def asked_role(ground: Ground) -> int:
    ground.do("admin", reassign, ground.actors["street_officer"].id, "auditor")
    return int(ground.do("admin", two_people.waiting)[-1].id)


def asked_end(ground: Ground) -> int:
    ground.do("shift_lead", emergency.ask_end, 1)
    return 1


def emergency_order(name: str, here: Prepare, again: int, by: str = "shift_lead", **typed: Any) -> Row:
    asked = called(
        "settings-emergency-said.children", "settings-emergencies.value", f"settings-{name}.n_clicks", **typed
    )
    return Row(asked, here, again, by=by, **ONE_OF_TWO)


TWO_PEOPLE = {
    "settings-words.options": Row(
        called("settings-words.options", "settings-words.value"), asked_role, 200, by="security", not_there=200, **OF_WORDS
    ),
    "settings-word-said.children confirm": Row(
        called("settings-word-said.children", "settings-words.value", "settings-word-confirm.n_clicks"),
        asked_role, 404, by="security", **OF_WORDS,
    ),
    "settings-word-said.children withdraw": Row(
        called("settings-word-said.children", "settings-words.value", "settings-word-withdraw.n_clicks"),
        asked_role, 404, by="admin2", **OF_WORDS,
    ),
    "settings-emergencies.options": Row(
        called("settings-emergencies.options", "settings-emergencies.value"), lambda _: 1, 200, by="leader", **ONE_OF_TWO
    ),
    "settings-emergency-acts.hidden": Row(
        called("settings-emergency-acts.hidden", "settings-emergencies.value"), lambda _: 1, 200, by="security", **ONE_OF_TWO
    ),
    "settings-emergency-said.children level": emergency_order("level-change", lambda _: 1, 200, level=2),
    "settings-emergency-said.children ask": emergency_order("end-ask", lambda _: 1, 200),
    "settings-emergency-said.children confirm": emergency_order("end-confirm", asked_end, 409, by="security"),
    "settings-emergency-said.children back": emergency_order("end-back", asked_end, 404),
}  # fmt: skip

OF_DATA_OFFICER: dict[str, Any] = {"there": None, "by": "data_officer", "elsewhere": None, "reader": "officer"}
EVIDENCE = "warnings-evidence.children"
OPENED, CHOSEN_PLACE = "inventory-one.children", "inventory-places-chosen.data"


def by_code(place: Callable[[Ground], Any]) -> Prepare:
    return lambda ground: {"what": "places", "code": place(ground).code}


def form_of(place: Callable[[Ground], Any]) -> Prepare:
    """The form of somebody who saw the place before anything was changed."""
    return lambda ground: by_code(place)(ground) | {"seen": 0, "fields": {"name": "新安药店"}}


def many_of(code: str) -> dict[str, Any]:
    return {"what": "places", "codes": [code], "part": "kind", "sent": {"kind": "hospital"}}


def set_at_once(ground: Ground) -> int:
    words = (Sort.PLACES, [ground.morning.watched[0].code], Part.KIND, {"kind": "hospital"}, 0)
    return int(ground.do("data_officer", correct_many, *words).batch)


MANY, UNDO_MANY = "inventory-many-results.children", "inventory-many-undo.disabled"
PLACES = {
    MANY: Row(
        called(MANY, "inventory-places-many.data"), lambda ground: many_of(ground.morning.watched[0].code), 200,
        missing=many_of("P-99999999"), **OF_DATA_OFFICER | {"reader": "street_officer"},
    ),
    UNDO_MANY: Row(
        called(UNDO_MANY, "inventory-places-batch.data", "inventory-many-undo.n_clicks"), set_at_once, 409,
        **OF_DATA_OFFICER,
    ),
    "inventory-places-saved.data": Row(
        called("inventory-places-saved.data", "inventory-places-form.data"), form_of(lambda ground: ground.morning.watched[0]),
        409, there=None, missing=lambda ground: form_of(Ground.foreign_place)(ground) | {"code": "P-99999999"},
        by="data_officer", elsewhere=None, reader="street_officer",
    ),
    OPENED: Row(
        called(OPENED, CHOSEN_PLACE), by_code(lambda ground: ground.morning.watched[0]), 200,
        there=by_code(Ground.foreign_place), missing={"what": "places", "code": "P-99999999"}, reader="guard",
    ),
    EVIDENCE: Row(
        called(EVIDENCE, "warnings-chosen.data"), lambda ground: ground.morning.watched[0].id, 200,
        there=lambda ground: ground.foreign_place().id, reader="guard",
    ),
    "incidents-report-alike.options": Row(
        called("incidents-report-alike.options", "incidents-report-place.value", report_kind="crowd"),
        lambda ground: ground.morning.watched[0].id, 200, there=lambda ground: ground.foreign_place().id,
    ),
    "incidents-reported.data": Row(
        called(
            "incidents-reported.data", "incidents-report-place.value", "incidents-report-send.n_clicks",
            report_key={"key": "typed once"}, kind="hazard", priority=2, source="phone", note="积水", home=[],
        ),
        lambda ground: ground.morning.watched[0].id, 200, there=lambda ground: ground.foreign_place().id, reader=None,
    ),
}  # fmt: skip


def got(address: str) -> Ask:
    return lambda visitor, number: visitor.get(address.format(number))


def answered(visitor: Visitor, number: Any) -> Any:
    form = {"state": "acknowledged", "key": "answered once"}
    return visitor.post(f"/field/{number}/answer", data=form, headers={"X-Requested-With": "fetch"})


def to_wu(ground: Ground) -> int:
    wu = ground.actors["police"].team
    assert wu
    return ground.morning.send(ground.morning.crowd(0), wu).id


def well(visitor: Visitor, number: Any) -> Any:
    form = {"key": "well once"}
    return visitor.post(f"/field/{number}/well", data=form, headers={"X-Requested-With": "fetch"})


def called_for(visitor: Visitor, number: Any) -> Any:
    form = {"role": "volunteer", "why": "too_many", "key": "called once"}
    return visitor.post(f"/field/{number}/support", data=form, headers={"X-Requested-With": "fetch"})


def wu_there(ground: Ground) -> int:
    wu = ground.actors["police"]
    sent_to = ground.morning.send(ground.morning.crowd(0), wu.team or 0)
    return ground.morning.answer(wu, sent_to, Answer.ON_SCENE).id


def ticked(visitor: Visitor, number: Any) -> Any:
    form = {"task": str(said_of_task(visitor, number)["task"]), "key": "ticked once"}
    return visitor.post(f"/field/{number}/task", data=form, headers={"X-Requested-With": "fetch"})


def to_do(ground: Ground) -> int:
    number = to_wu(ground)
    ground.do("officer", incidents.add_task, number, "photos", 30, key="a task", team=ground.actors["police"].team)
    return number


def in_own_community(ground: Ground) -> int:
    """What a desk has confirmed in the community of the community worker."""
    lin = ground.actors["community"]
    with ground.morning.work(ground.actors["officer"]) as work:
        middle = work.areas.get(lin.area)
        spot = work.areas.spot(middle.lon, middle.lat)
    incident = ground.do("officer", incidents.report, Kind.SUPPLY, Source.PHONE, spot)
    return int(ground.do("officer", incidents.confirm, incident.id).id)


def sent_of_own(visitor: Visitor, number: Any) -> Any:
    with visitor.app.extensions["cockpit"].connection() as connection:
        lin = "select area from account where account = 'community'"
        team = connection.execute(
            text(
                "select min(t.id) from team t join shift s on s.team_id = t.id"
                f" where role = 'volunteer' and t.area = ({lin}) and s.starts <= '2020-02-01T07:20+08' and s.ends > '2020-02-01T08:00+08'"
            )
        ).scalar_one()
    form = {"team": [str(team)], "key": "sent once"}
    return visitor.post(f"/field/{number}/send", data=form, headers={"X-Requested-With": "fetch"})


def left_by(account: str) -> Prepare:
    """Somebody's phone handed one answer over."""

    def prepare(ground: Ground) -> int:
        by = ground.actors[account]
        with ground.morning.database.work(by) as work:
            head = {"action": "/field/report", "entries": [["kind", "hazard"], ["key", "k"]], "files": [], "tapped": 0}
            written = json.dumps(head).encode()
            assert by.id
            hand_over(work, by.id, "sealed once", work.machine_at, len(written).to_bytes(4) + written)
        assert by.id
        return by.id

    return prepare


def ended(ground: Ground) -> int:
    ground.do("shift_lead", emergency.ask_end, 1)
    ground.do("security", emergency.confirm_end, 1)
    return 1


def given(ground: Ground) -> Any:
    return ground.do("community", receipts.give, ground.own_person()).code


def taken_back(ground: Ground) -> Any:
    code = given(ground)
    ground.do("community", receipts.revoke, ground.own_person())
    return code


def invited(ground: Ground) -> Any:
    return ground.do("admin", invite, Wanted("lu", "陆路", "street_officer", CHANGQING))[1]


def opened_with(visitor: Visitor, token: Any) -> Any:
    password, csrf = "a long enough new password", csrf_of(visitor.get("/sign-in").text)
    return visitor.post(f"/invite/{token}", data={"password": password, "again": password, "csrf_token": csrf})


def let_in(visitor: Visitor, token: Any) -> Any:
    csrf = csrf_of(visitor.get("/sign-in").text)
    return visitor.post(f"/enrol/{token}", data={"csrf_token": csrf})


def public(ask: Ask, here: Prepare, again: int, method: str, address: str, **facts: Any) -> Row:
    """By a secret of one's own: whoever has none, or an old one, is nobody."""
    nobody = {"by": "", "elsewhere": None, "reader": None, "missing": NO_CODE, "bad": "not-a-code"}
    return Row(ask, here, again, other_method=(method, address), **(nobody | facts))


def posted(path: str, **fields: str) -> Ask:
    """A form of the data subject's own; `number` is the code, or the code and the number of a request."""

    def ask(visitor: Visitor, number: Any) -> Any:
        code, request = number if isinstance(number, tuple) else (NO_CODE, number)
        csrf = csrf_of(visitor.get("/p/mine").text)
        return visitor.client.post(path.format(code=code, request=request), data=fields | {"csrf_token": csrf})

    return ask


def code_and_request(ground: Ground, person: Prepare) -> tuple[Any, int]:
    """The own code, and a request of that person which somebody wrote down at a door."""
    words = (requests.Kind.DELETION, None, "", "请删去")
    return given(ground), int(ground.do("data_officer", requests.enter, person(ground), *words).id)


# Files on their way into the inventory

CHOSEN_IMPORT = "inventory-import-chosen.data"
PLACES_FILE = "场所名称,类型,地址,所属街道,经度,纬度\n新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650\n海上药店,药店,松涛路9号,长庆街道,0,0\n"


def brought(step: Callable[[Ground, Actor, Runner], None] = lambda *_: None, by: Actor | None = None) -> Prepare:
    """A file that was brought and checked, with one row that is refused; and what was done with it then."""

    def prepare(ground: Ground) -> int:
        jia = by or ground.actors["data_officer"]
        with TemporaryDirectory() as folder:
            file = Path(folder) / "places.csv"
            file.write_text(PLACES_FILE)
            batch = ground.morning.do(jia, importing.receive, "places", "places.csv", {})
            runner = Runner(ground.morning.database, jia, batch.id, file)
            runner.check()
            step(ground, jia, runner)
        return int(batch.id)

    return prepare


def written(ground: Ground, by: Actor, runner: Runner) -> None:
    ground.morning.do(by, importing.confirm_here, runner.number)
    runner.apply()


def learned(ground: Ground) -> int:
    """A header that a past import taught."""
    jia = ground.actors["data_officer"]
    with ground.morning.database.work(jia) as work:
        work.headers.learn(ImportKind.PERSONS, {"名儿": "name"}, jia.id, work.at)
        return int(work.headers.of(ImportKind.PERSONS)[0].id)


def its_book(visitor: Visitor, number: Any) -> Any:
    """The file itself lies sealed in the data folder."""
    if isinstance(number, int) and 0 < number < MISSING:
        Store(visitor.app.extensions["cockpit_data_dir"], KEYS.field).take(number, BytesIO(PLACES_FILE.encode()))
    return visitor.get(f"/api/imports/{number}/refused.xlsx")


def of_import(name: str, here: Prepare, again: int, click: str = "", **typed: Any) -> Row:
    output = f"inventory-import-{name}.disabled" if name else "inventory-import.children"
    return Row(called(output, CHOSEN_IMPORT, click, **typed), here, again, **OF_DATA_OFFICER)


IMPORTS = {
    "inventory-import.children": of_import("", brought(), 200),
    "inventory-import-map-base.data": Row(
        called("inventory-import-map-base.data", CHOSEN_IMPORT), brought(), 200, **OF_DATA_OFFICER
    ),
    "inventory-import-forgotten.data": Row(
        called("inventory-import-forgotten.data", "inventory-import-forget.data"), learned, 404, **OF_DATA_OFFICER
    ),
    "inventory-import-confirm.disabled": of_import("confirm", brought(), 409, "inventory-import-confirm.n_clicks"),
    "inventory-import-stop.disabled": of_import("stop", brought(), 409, "inventory-import-stop.n_clicks"),
    "inventory-import-undo.disabled": of_import("undo", brought(written), 409, "inventory-import-undo.n_clicks"),
    "inventory-import-columns.disabled": of_import("columns", brought(), 200, import_wanted=["", "name", "kind"]),
    "inventory-import-mean.disabled": of_import("mean", brought(), 200, import_meant=["", "places"]),
    "/api/imports/<int:number> GET": Row(
        got("/api/imports/{}"), brought(), 200, other_method=("POST", "/api/imports/1"), **OF_DATA_OFFICER
    ),
    "/api/imports/<int:number>/refused.xlsx GET": Row(
        its_book, brought(), 200, other_method=("POST", "/api/imports/1/refused.xlsx"),
        **OF_DATA_OFFICER | {"there": brought(by=system(DISTRICT))},
    ),
}  # fmt: skip

# Files of the inventory on their way out


def made_by(account: str) -> Prepare:
    """Firms of the whole of their area."""

    def prepare(ground: Ground) -> int:
        by = ground.actors[account]
        number = ground.do(account, exports.ask, TakenOut.ENTERPRISES, by.area, Format.CSV).id
        return Making(ground.morning.database, by, number).make(BytesIO()).id

    return prepare


def its_file(visitor: Visitor, number: Any) -> Any:
    """The file lies sealed in the data folder, beside which others may lie."""
    if isinstance(number, int) and 0 < number < MISSING:
        store = Made(visitor.app.extensions["cockpit_data_dir"], KEYS.field)
        with store.scratch() as plain:
            store.keep(number, plain)
    return visitor.get(f"/reports/export/{number}")


def asked_in_full(ground: Ground) -> int:
    asked = (TakenOut.PERSONS, DISTRICT, Format.CSV, WHY)
    ground.do("officer", exports.ask_in_full, *asked)
    return int(ground.do("officer2", two_people.waiting)[-1].id)


EXPORTS = {
    "/reports/export/<int:number> GET": Row(
        its_file, made_by("street_officer"), 200, there=made_by("officer"), reader="community",
        other_method=("POST", "/reports/export/1"),
    ),
    "settings-words.options export": Row(
        called("settings-words.options", "settings-words.value"), asked_in_full, 200, by="data_officer",
        not_there=200, there=None, elsewhere=None, reader="leader",
    ),
    "settings-word-said.children agree": Row(
        called("settings-word-said.children", "settings-words.value", "settings-word-confirm.n_clicks"),
        asked_in_full, 404, by="officer2", there=None, elsewhere="street_officer", reader="leader",
    ),
}  # fmt: skip

# What was told to one person


def told_to(name: str) -> Prepare:
    def prepare(ground: Ground) -> int:
        ground.do("officer2", paging.page, [ground.actors[name].id], "swap_asked", None)
        return int(ground.do(name, paging.my_pagings).latest[0].id)

    return prepare


def way_of(name: str) -> Prepare:
    """A channel of theirs."""
    return lambda ground: int(ground.do(name, paging.add_channel, "mail", "me@desk.example").id)


def way_order(order: str, again: int) -> Row:
    asked = called("settings-way-said.children", "settings-ways.value", f"settings-way-{order}.n_clicks")
    return Row(asked, way_of("street_officer"), again, there=way_of("officer"), reader="wall")


PAGINGS = {
    "/paging/<int:paging_id>/seen POST": Row(
        lambda visitor, number: visitor.post(f"/paging/{number}/seen"), told_to("street_officer"), 200,
        there=told_to("officer"), reader="wall", other_method=("GET", "/paging/1/seen"),
    ),
    **{f"settings-way-said.children {order}": way_order(order, again) for order, again in (("test", 200), ("first", 200), ("remove", 404))},
}  # fmt: skip


# Records that look alike

CHOSEN_PAIR = "inventory-alike-chosen.data"


def alike(ground: Ground) -> int:
    """Two records without a number, of one name, one birthday and one door."""
    records = Records(ground.morning.database, system(DISTRICT))
    door = records.home(CHANGQING)
    return records.pair(records.add("王测试", home=door), records.add("王测试", home=door))


def merged(ground: Ground) -> int:
    return int(ground.do("data_officer", linking.merge, alike(ground)).id)


def of_pair(name: str, again: int, click: str = "") -> Row:
    output = f"inventory-alike-{name}.{'disabled' if click else 'children'}"
    return Row(called(output, CHOSEN_PAIR, click), alike, again, **OF_DATA_OFFICER)


PAIRS = {
    "inventory-alike-pair.children": of_pair("pair", 200),
    "inventory-alike-same.disabled": of_pair("same", 409, "inventory-alike-same.n_clicks"),
    "inventory-alike-apart.disabled": of_pair("apart", 409, "inventory-alike-apart.n_clicks"),
    "inventory-alike-undone.data": Row(
        called("inventory-alike-undone.data", "inventory-alike-undo.data"), merged, 409, **OF_DATA_OFFICER
    ),
}

# Duty: an act and a number in one word, as the browser says them

LEADS: dict[str, Any] = {"by": "duty_leader", "elsewhere": None}
TOMORROW = timedelta(days=1)


def worded(ask: Ask, pattern: str) -> Ask:
    return lambda visitor, number: ask(visitor, pattern.format(number))


def shift_of(name: str) -> Prepare:
    """A shift of theirs that is to come, and stands in nobody's way."""

    def planned(ground: Ground) -> int:
        whose, starts = ("account", ground.actors[name].id), ground.morning.at + 30 * TOMORROW
        return int(ground.do("shift_lead", duty.add_shift, whose, starts, starts + TOMORROW / 3).id)

    return planned


def away(name: str) -> Prepare:
    def left(ground: Ground) -> int:
        starts = ground.morning.at + 40 * TOMORROW
        who = ground.actors[name].id
        return int(ground.do("shift_lead", duty.take_leave, who, starts, starts + TOMORROW, "annual").id)

    return left


def said(output: str, takes: str, pattern: str, click: str = "", **others: Any) -> Ask:
    return worded(called(output, takes, click, **others), pattern)


CELL, DID, OUT_OF = "duty-roster-chosen.data", "duty-swap-act.data", "street_officer_wulin"
DUTY = {
    "duty-plan-title.children": Row(
        said("duty-plan-title.children", CELL, "account/1/2020-03-02/{}"), shift_of("street_officer"), 200,
        there=shift_of(OUT_OF), **LEADS,
    ),
    "duty-roster-said.children": Row(
        said("duty-roster-said.children", CELL, "account/1/2020-03-02/{}", "duty-plan-off.n_clicks"),
        shift_of("street_officer"), 404, there=shift_of(OUT_OF), **LEADS,
    ),
    "duty-roster-said.children of somebody": Row(
        said(
            "duty-roster-said.children", CELL, "account/{}/2020-03-02/", "duty-plan-save.n_clicks",
            plan_starts="2020-03-02 07:00", plan_ends="2020-03-02 15:00",
        ),
        account_of("street_officer"), 409, there=account_of(OUT_OF), **LEADS,
    ),
    "duty-swap-done.data": Row(
        said("duty-swap-done.data", DID, "offer/{}/1"), shift_of("street_officer"), 409, there=shift_of(OUT_OF)
    ),
    "duty-swap-done.data of leave": Row(
        said("duty-swap-done.data", DID, "back/{}/1"), away("street_officer"), 404, there=away(OUT_OF), **LEADS
    ),
}  # fmt: skip

INVITE = "/invite/{}"
ASK, WITHDRAW = "/p/mine/{code}/ask", "/p/mine/{code}/withdraw/{request}"
ROUTES = {
    "/field/<int:incident_id>/answer POST": Row(
        answered, to_wu, 200, by="police", elsewhere="enforcement", reader="leader", other_method=("GET", "/field/1/answer")
    ),
    "/field/<int:incident_id>/well POST": Row(
        well, wu_there, 200, by="police", elsewhere="enforcement", reader="leader", other_method=("GET", "/field/1/well")
    ),
    "/field/<int:incident_id>/support POST": Row(
        called_for, wu_there, 200, by="police", elsewhere="enforcement", reader="leader",
        other_method=("GET", "/field/1/support"),
    ),
    "/field/<int:incident_id>/task POST": Row(
        ticked, to_do, 200, by="police", elsewhere="enforcement", reader="leader", other_method=("GET", "/field/1/task")
    ),
    "/field/<int:incident_id>/send POST": Row(
        sent_of_own, in_own_community, 200, by="community", elsewhere=None, reader="police",
        other_method=("GET", "/field/1/send"),
    ),
    "/field/sealed/<int:account> POST": Row(
        lambda visitor, number: visitor.post(f"/field/sealed/{number}"), left_by("police"), 404, there=None,
        by="duty_leader", elsewhere=None, reader="street_officer", other_method=("GET", "/field/sealed/1"),
    ),
    "/reports/destruction/<int:number> GET": Row(
        got("/reports/destruction/{}"), ended, 200, there=None, by="shift_lead", elsewhere=None, reader="officer",
        other_method=("POST", "/reports/destruction/1"),
    ),
    "/p/mine/<token> GET": public(got("/p/mine/{}"), given, 200, "DELETE", "/p/mine/x", there=taken_back),
    "/p/mine/<token>/copy.json GET": public(
        got("/p/mine/{}/copy.json"), given, 200, "POST", "/p/mine/x/copy.json", there=taken_back
    ),
    "/p/mine/<token>/ask GET": public(got("/p/mine/{}/ask"), given, 200, "DELETE", "/p/mine/x/ask", there=taken_back),
    "/p/mine/<token>/ask POST": public(
        posted(ASK, kind="deletion", sure="yes", why="请删去"), lambda ground: (given(ground), 0), 409, "PUT", "/p/mine/x/ask",
        there=lambda ground: (taken_back(ground), 0), works=303,
    ),
    "/p/mine/<token>/withdraw/<int:number> POST": public(
        posted(WITHDRAW), lambda ground: code_and_request(ground, Ground.own_person), 409, "GET", "/p/mine/x/withdraw/1",
        there=lambda ground: code_and_request(ground, Ground.foreign_person),
        missing=lambda ground: (given(ground), MISSING), works=303,
    ),
    "/reports/duty.<any(csv, xlsx):form> GET": Row(
        got("/reports/duty.csv?role=police&area={}"), lambda _: CHANGQING, 200, there=lambda _: WULIN, missing="330103999",
        other_method=("POST", "/reports/duty.csv"),
    ),
    "/reports/desk-figures.<any(csv, xlsx):form> GET": Row(
        got("/reports/desk-figures.csv?area={}"), lambda _: CHANGQING, 200, there=lambda _: WULIN, missing="330103999",
        reader="community", other_method=("POST", "/reports/desk-figures.csv"),
    ),
    "/invite/<token> GET": public(got(INVITE), invited, 200, "DELETE", "/invite/x", there=None),
    "/invite/<token> POST": public(opened_with, invited, 404, "PUT", "/invite/x", there=None, works=303),
    "/enrol/<token> GET": public(
        got("/enrol/{}"), lambda ground: hall(ground)[1], 200, "DELETE", "/enrol/x", there=None
    ),
    "/enrol/<token> POST": public(
        let_in, lambda ground: hall(ground)[1], 404, "PUT", "/enrol/x", there=None, works=303
    ),
    "/api/layers/<name>.geojson GET": Row(
        got("/api/layers/incidents.geojson?area={}"), lambda _: CHANGQING, 200, there=lambda _: WULIN, missing="330103999",
        reader="guard", other_method=("POST", "/api/layers/incidents.geojson"),
    ),
}  # fmt: skip

ROWS: dict[str, Row] = {
    **of_incidents("incidents"),
    **of_incidents("overview"),
    **PEOPLE,
    **REQUESTS,
    **SCREENING,
    **SHEETS,
    **AT_ONCE,
    **ACCOUNTS,
    **TERMINALS,
    **PAGINGS,
    **TWO_PEOPLE,
    **PLACES,
    **IMPORTS,
    **EXPORTS,
    **PAIRS,
    **DUTY,
    **ROUTES,
}
