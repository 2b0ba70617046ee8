"""One sentence per event: how what happened reads in the timeline and in the audit."""

from typing import Any

from flask_babel import gettext

from cockpit.access import matrix
from cockpit.attachments import Form
from cockpit.dispatch import DECLINE_REASONS, SUPPORT_REASONS
from cockpit.exports.export import SAYS as TAKEN_OUT
from cockpit.exports.export import Grade
from cockpit.glass import Verdict
from cockpit.importing.kinds import SAYS as IMPORTED
from cockpit.incidents import RESOLUTIONS
from cockpit.incidents.ending import RATERS, REDO_REASONS
from cockpit.incidents.step import Act
from cockpit.incidents.story import Story, Told
from cockpit.incidents.tasks import DESK, DROP_REASONS, TASKS
from cockpit.reasons import REASONS
from cockpit.requests import Kind
from cockpit.texts import N_
from pages.care.told import CARE
from pages.care.told import NAMED as NAMED_OF_CARE
from pages.chains import in_words
from pages.late import late_words
from pages.parts import KINDS, SOURCES, words
from pages.screening.told import NAMED as NAMED_OF_SCREENING
from pages.screening.told import SCREENING

SENTENCES = {
    "reported": N_("{source}: {kind} reported"),
    "joined": N_("{source}: the same was reported again"),
    "confirmed": N_("{who} confirmed it"),
    "held": N_("{who} put it on hold"),
    "resumed": N_("{who} took it up again"),
    "called_false": N_("{who} called it a false alarm"),
    "cancelled": N_("{who} cancelled it"),
    "merged": N_("{who} merged it into {into}"),
    "took_in": N_("{who} merged {other} into this one"),
    "taken_out": N_("{who} took it out of {other} again"),
    "gave_back": N_("{who} took {other} out of this one again"),
    "split_in_two": N_("{who} split {other} off from it"),
    "came_from": N_("{who} split it off from {other}"),
    "related": N_("{who} said that it belongs together with {other}"),
    "unrelated": N_("{who} said that it does not belong together with {other}"),
    "said_apart": N_("{who} said that {other} is another thing"),
    "verified": N_("{who} verified it"),
    "closed": N_("{who} closed it: {resolution}{rated}"),
    "reopened": N_("{who} sent it back{redo}"),
    "task_set": N_("{who} set a task for {team}: {act}"),
    "task_done": N_("{who} ticked off: {act}"),
    "task_undone": N_("{who} opened again: {act}"),
    "task_dropped": N_("{who} dropped {act}: {dropped}"),
    "support_called": N_("{team} called for support: {role}, {why}"),
    "urged": N_("{who} urged the teams, {times} so far"),
    "noted": N_("{who} noted: {note}"),
    "passed_on": N_("Not taken up for {after} seconds: passed on to {to}"),
    "undone": N_("{who} undid it: {act}"),
    "attached": N_("{who} added: {form}"),
    "bulk_done": N_("{who} did the same to many: {act}, {done} done, {refused} refused"),
    "bulk_undone": N_("{who} undid what was done to many: {done} undone, {refused} refused"),
    "escalated": N_("{escalated}"),
    "nobody_can_go": N_("Nobody can be sent: {lacking}"),
    "called_in": N_("{whom} is called in"),
    "call_seen": N_("{who} has seen it"),
    "sees_to_it": N_("{who} has seen it and sees to it by {until}"),
    "promise_due": N_("{whom} meant to see to it by now and is reminded"),
    "promise_lapsed": N_("{whom} was silent: the chain goes on"),
    "lapsed": N_("Nothing was heard of {team}: is it all right?"),
    "sign_given": N_("{team} was heard of again"),
    "heard": N_("{who} heard of {team} by radio or phone"),
    "help_called": N_("{team} calls for help: {people} people"),
    "help_answered": N_("The call of {team} is answered"),
    "duty_ended": N_("{who} ended the duty of team #{team_id}"),
    "duty_taken_up": N_("{who} took up the duty of team #{team_id} again"),
    "desk_figures_taken": N_("{who} took desk figures out in a file: {rows} rows"),
    "daily_report_taken": N_("{who} took the report of a day of people at home, of {area}"),
    "line_list_taken": N_("{who} took the line list of people at home out in a file: {rows} rows"),
    "hours_taken": N_("{who} took the hours of volunteers out in a file: {rows} rows"),
    "position_allowed": N_("{who} allowed the desk to see the place of their phone on a job"),
    "position_stopped": N_("{who} did not allow the desk to see the place of their phone"),
    "sent": N_("{who} sent {team}"),
    "acknowledged": N_("{team} acknowledged"),
    "sets_out_by": N_("{team} sets out by {until}"),
    "departure_due": N_("{team} meant to set out by now and is reminded"),
    "departure_lapsed": N_("{team} promised to set out and was silent: its acknowledge counts no more"),
    "en_route": N_("{team} set out"),
    "on_scene": N_("{team} arrived"),
    "resolved": N_("{team} reported: {outcome}{seen}"),
    "declined": N_("{team} declined: {reason}"),
    "timed_out": N_("{team} did not answer in time"),
    "recalled": N_("{who} recalled {team}"),
    "answers_handed_over": N_("The phone of account #{account} handed over an answer, sealed"),
    "answer_released": N_("{who} released an answer of account #{account}: status {status}"),
    "came_late": N_("{who}: {step}, reported at {tapped}, received {received}"),
    "came_too_late": N_("{who} came late: {step}{seen}, reported at {tapped}, received {received}; not taken: {why}"),
    "raised": N_("{count} people at the door, threshold {threshold}"),
    "raised_again": N_("Again {count} people at the door"),
    "recovered": N_("The count is back to normal; the most was {peak}"),
    "watched": N_("{count} people at the door, not yet for long enough"),
    "calmed": N_("Calm again: {count} people"),
    "took_over": N_("{who} took over the desk ({seat})"),
    "handed_over": N_("{who} handed over the desk ({seat})"),
    "shift_added": N_("{who} planned a shift"),
    "shift_moved": N_("{who} moved a shift"),
    "shift_ended": N_("{who} ended a shift early"),
    "shift_taken_off": N_("{who} took a shift off the roster"),
    "roster_copied": N_("{who} copied a week of the roster: {shifts} shifts, {left_out} did not fit"),
    "roster_undone": N_("{who} took the last change of the roster back: {shifts} shifts"),
    "swap_offered": N_("{who} offered a shift"),
    "swap_taken": N_("{who} wants to take the shift of account #{giver}"),
    "swap_made": N_("A shift changed hands, from account #{giver} to account #{taker}"),
    "swap_refused": N_("{who} did not agree that account #{taker} takes the shift of account #{giver}"),
    "swap_withdrawn": N_("{who} took the offer of a shift back"),
    "leave_taken": N_("{who} took account #{absent} off the roster: {shifts} shifts"),
    "leave_ended": N_("{who} ended the leave of account #{absent}"),
    "presented": N_("{who} leads the walls"),
    "presenting_ended": N_("{who} let the walls go on by themselves"),
    "paged": N_("{who} had {person} told"),
    "not_reached": N_("{person} was not reached in time"),
    "channel_added": N_("{who} added a channel of their own"),
    "channel_removed": N_("{who} took a channel of their own away"),
    "push_allowed": N_("{who} let a phone or browser be woken"),
    "push_stopped": N_("{who} let a phone or browser be woken no more"),
    "paging_seen": N_("{who} has seen what was told"),
    "begun": N_("{who} declared an emergency of level {level}"),
    "level_changed": N_("{who} set the level of response to {level}"),
    "end_asked": N_("{who} asked to end the emergency"),
    "ended": N_("{who} confirmed the end of the emergency"),
    "destroyed": N_("What was collected for the emergency is destroyed"),
    "rotated": N_("{sealed} values were sealed anew under this key"),
    "rotation_asked": N_("{who} asked to seal {values} values anew under this key"),
    "rotation_confirmed": N_("{who} confirmed that everything is sealed anew under this key"),
    "expired": N_("What was past its time was taken away"),
    "corrected": N_("{who} corrected {fields} fields"),
    "thing_added": N_("{who} added it to the inventory"),
    "thing_closed": N_("{who} said that it is no more"),
    "thing_reopened": N_("{who} said that it is there again"),
    "many_corrected": N_(
        "{who} set one field of many: {changed} changed, {unchanged} were so already, {refused} not changed"
    ),
    "listed": N_("{who} saw a list of {count} people"),
    "sources_reckoned": N_("Sources were reckoned anew"),
    "sheet_made": N_("{who} made a sheet of {rows} rows to print"),
    "printed": N_("{who} opened a sheet of {count} homes to print"),
    "revealed": N_("{who} saw one field in full: {code}"),
    "glass_broken": N_("{who} opened a record that is not their own: {code}"),
    "glass_reviewed": N_("{who} reviewed it: {verdict}"),
    "looked": N_("{who} looked at what is sealed"),
    "appeal_code_given": N_("{who} printed an order of quarantine with a code for an appeal"),
    "receipt_given": N_("{who} gave a person the receipt that opens their own copy"),
    "receipt_revoked": N_("{who} took a receipt back"),
    "request_asked": N_("{who} asked about their own data, or had it written down: {request}"),
    "request_accepted": N_("{who} accepted a request about a person's own data: {request}"),
    "request_refused": N_("{who} did not accept a request about a person's own data: {request}"),
    "request_withdrawn": N_("{who} took a request back: {request}"),
    "refused": N_("{who} was refused"),
    "signed_in": N_("{who} signed in"),
    "wrong_sign_in": N_("A wrong password was tried"),
    "signed_out": N_("{who} signed out"),
    "account_invited": N_("{who} made this account: {role}"),
    "account_reset": N_("{who} reset the password of this account"),
    "second_step_set": N_("The second step of this account was set up"),
    "second_step_reset": N_("{who} reset the second step of this account"),
    "recovery_code_used": N_("A recovery code was used, {left} are left"),
    "wrong_code": N_("A wrong code was tried"),
    "account_disabled": N_("{who} disabled this account"),
    "account_enabled": N_("{who} enabled this account"),
    "reset_asked": N_("{who} asked that the password of this account be reset"),
    "enable_asked": N_("{who} asked that this account be let in again"),
    "second_step_reset_asked": N_("{who} asked that the second step of this account be reset"),
    "channels_tested": N_("{who} tested the channels of notices"),
    "word_withdrawn": N_("{who} took back what waited for a second person"),
    "word_refused": N_("{who} said no to what waited for a second person"),
    "role_asked": N_("{who} asked that this account be given the role {role}"),
    "account_reassigned": N_("{who} changed the role of this account to {role}"),
    "password_set": N_("Its owner set the password of this account"),
    "password_changed": N_("{who} changed their password"),
    "sessions_ended": N_("{who} ended {count} of their own sessions"),
    "terminal_enrolled": N_("{who} made the link for a wall or a phone with the rights of account #{account}"),
    "terminal_taken_in": N_("A wall or a phone came in by its link, with the rights of account #{account}"),
    "terminal_revoked": N_("{who} revoked a wall or a phone"),
    "import_received": N_("{who} brought a file for the inventory"),
    "import_confirmed": N_("{who} confirmed what a file would do"),
    "export_asked": N_("{who} asked for a file of the inventory: {what}"),
    "export_asked_in_full": N_("{who} asked that a file of the inventory be made in full: {what}"),
    "export_agreed": N_("{who} agreed, as the second person, to a file in full: {what}"),
    "export_fetched": N_("{who} fetched a file of the inventory: {what}, {rows} rows"),
    "exported": N_("A file of the inventory was made: {what}, {rows} rows, {grade}"),
    "export_failed": N_("A file of the inventory could not be made: {what}"),
    "header_forgotten": N_("{who} had a learned header forgotten: {kind}"),
    "import_undo_asked": N_("{who} asked to take an import back"),
    "imported": N_("A file came into the inventory: {added} new, {changed} changed, {refused} refused"),
    "import_undone": N_("{who} took an import back: {taken_back} things are as they were, {kept} stay"),
    "link_asked": N_("{who} asked that all records be compared"),
    "link_moved": N_("Records are being compared: {done} of {of}"),
    "linked": N_("{persons} records were compared: {merged} pairs merged, {queued} to judge"),
    "compared": N_("{who} compared the records of {count} people"),
    "persons_merged": N_("{who} merged record #{absorbed} into this person"),
    "merge_undone": N_("{who} undid the merge of record #{absorbed}"),
    "kept_apart": N_("{who} said that this is not the person of record #{other}"),
    **SCREENING,
    **CARE,
    "installed": N_("The district was installed, with its first administrator"),
    "backed_up": N_("A backup was made"),
    "backup_failed": N_("A backup failed"),
}
VERDICTS = {Verdict.FITTING: N_("it was fitting"), Verdict.NOT_FITTING: N_("it was not fitting")}
REQUESTS = {Kind.CORRECTION: N_("correction"), Kind.DELETION: N_("deletion")}
GRADES = {
    Grade.MASKED: N_("masked"),
    Grade.STREET: N_("with the contacts of firms"),
    Grade.AGGREGATE: N_("numbers alone"),
    Grade.BARE: N_("nothing personal"),
    Grade.FULL: N_("in full"),
}
# What was done, as the first words of a line.
ACTS = {
    Act.CONFIRM: N_("Confirmed"),
    Act.HOLD: N_("Put on hold"),
    Act.RESUME: N_("Taken up again"),
    Act.FALSE_ALARM: N_("Called a false alarm"),
    Act.CANCEL: N_("Cancelled"),
    Act.VERIFY: N_("Verified"),
    Act.CLOSE: N_("Closed"),
    Act.SEND: N_("Teams sent"),
}
FORMS = {Form.PHOTO: N_("a photo"), Form.VOICE: N_("a voice note")}
SEATS = {"first": N_("first seat"), "second": N_("second seat")}
NO_PERSON = {"system": N_("The cockpit"), "device": N_("A sensor")}
SEEN = N_(", {count} people seen")
RATED = N_(", rated {rating} of 5 by {rater}")
REDO = N_(": {why}")
COUNTED = ("resolved", "came_too_late")

# What a sentence calls it, the words for it, and the fact they are the words of.
NAMED: dict[str, tuple[dict[Any, str], str]] = {
    "kind": (KINDS | IMPORTED, "kind"),
    "request": (REQUESTS, "kind"),
    "what": (TAKEN_OUT, "kind"),
    "source": (SOURCES, "source"),
    "resolution": (RESOLUTIONS, "resolution"),
    "outcome": (RESOLUTIONS, "outcome"),
    "reason": (DECLINE_REASONS, "reason"),
    "code": (REASONS, "code"),
    "grade": (GRADES, "grade"),
    "verdict": (VERDICTS, "verdict"),
    "act": (ACTS | TASKS, "act"),
    "form": (FORMS, "form"),
    "seat": (SEATS, "seat"),
    **NAMED_OF_SCREENING,
    **NAMED_OF_CARE,
}


def sentence(told: Told, story: Story) -> str:
    """What happened, with names in place of ids."""
    facts = told.facts | {"person": story.people.get(told.facts.get("account", 0))}
    return drawn(told.event, facts, who(told, story.people), story.teams, story.notes, story.people)


def who(told: Told, people: dict[int, str]) -> str:
    return people.get(told.account or 0) or words(NO_PERSON, told.role)


def drawn(
    event: str, facts: dict[str, Any], who: str, teams: dict[int, str], notes: dict[int, str],
    people: dict[int, str] | None = None,
) -> str:  # fmt: skip
    count = facts.get("count")
    values = {
        **facts,
        **in_words(event, facts, people or {}),
        **in_depth(facts),
        **{name: words(table, facts.get(fact)) for name, (table, fact) in NAMED.items()},
        "who": who,
        "person": facts.get("person") or f"#{facts.get('account', '')}",
        "seen": gettext(SEEN).format(count=count) if event in COUNTED and count is not None else "",
        "role": gettext(matrix()["roles"][facts["role"]]["says"]) if "role" in facts else "",
        "team": teams.get(facts.get("team", 0)) or (gettext("the desk") if facts.get("team") == DESK else ""),
        "team_id": facts.get("team", ""),
        **late_words(facts),
        "note": notes.get(facts.get("note", 0)) or gettext("a note"),
    }
    return gettext(SENTENCES[event]).format(**values)


def in_depth(facts: dict[str, Any]) -> dict[str, str]:
    """What is said of tasks, of how well it was done, and why it was sent back; of what was told without it, nothing."""
    rating, redo = facts.get("rating"), facts.get("redo")
    return {
        "dropped": words(DROP_REASONS, facts.get("dropped")),
        "why": words(SUPPORT_REASONS, facts.get("why")),
        "rated": gettext(RATED).format(rating=rating, rater=words(RATERS, facts.get("rater"))) if rating else "",
        "redo": gettext(REDO).format(why=words(REDO_REASONS, redo)) if redo else "",
    }
