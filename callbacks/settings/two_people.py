"""The second person's word, and the first one's taken back."""

from typing import Any

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext
from flask_babel import gettext as _

from callbacks import answers, open_work
from callbacks.settings.accounts import address_of
from cockpit import exports, two_people
from cockpit.accounts import confirm_account
from cockpit.emergency import confirm_end
from cockpit.exports.export import SAYS
from cockpit.two_people import Word
from data_access.work import Work
from pages.inventory.exports import in_words
from pages.settings import accounts, own
from pages.settings import two_people as drawn


@answers(
    "second_word",
    Output("settings-words", "options"),
    Output("settings-words-none", "children"),
    Output("settings-word", "children"),
    Output("settings-word-confirm", "hidden"),
    Output("settings-word-withdraw", "hidden"),
    Output("settings-word-withdraw", "children"),
    Input("settings-words", "value"),
    Input("settings-word-done", "data"),
)
def chosen(word_id: int | None, _done: str | None) -> tuple[Any, Any, Any, bool, bool, str]:
    with open_work() as work:
        words = two_people.waiting(work)
        names, subjects = names_of(work, words), subjects_of(work, words)
        one = next((each for each in words if each.id == word_id), None)
        mine, may = bool(one and one.by == work.by.id), bool(one and may_confirm(work, one))
        why = exports.why(work, one.subject_id).reason if one and one.kind == "export" else ""
    shown = drawn.detail(one, names, subjects, mine, why) if one else drawn.nobody()
    listed = drawn.options(words, names, subjects)
    return listed, drawn.nothing(words), shown, not may, one is None, drawn.withdraw_words(mine)


@answers(
    "second_word",
    Output("settings-word-said", "children"),
    Output("settings-word-said", "hidden"),
    Output("settings-word-done", "data"),
    Input("settings-word-confirm", "n_clicks"),
    Input("settings-word-withdraw", "n_clicks"),
    State("settings-words", "value"),
    prevent_initial_call=True,
)
def ordered(confirms: int | None, withdraws: int | None, word_id: int | None) -> tuple[Any, Any, Any]:
    if not (confirms or withdraws):
        return no_update, no_update, no_update
    with open_work() as work:
        if ctx.triggered_id == "settings-word-confirm":
            said = confirmed(work, two_people.word(work, word_id or 0))
        else:
            two_people.withdraw(work, word_id or 0)
            said = own.done(_("It waits no more; whoever still wants it asks again."))
        return said, False, work.machine_at.isoformat()


def confirmed(work: Work, word: Word) -> Any:
    subject = subjects_of(work, [word])[word.id]
    if word.kind == "end_emergency":
        confirm_end(work, word.subject_id)
    elif word.kind == "export":
        exports.agree(work, word.subject_id, word.id)
    else:
        token = confirm_account(work, word.id)
        if token:
            return accounts.link(work.accounts.get(word.subject_id).account, address_of(token))
    return own.done(drawn.done(word.kind, subject))


def may_confirm(work: Work, word: Word) -> bool:
    return (
        word.by != work.by.id
        and word.kind != drawn.AT_THE_TERMINAL
        and work.by.may(two_people.rule(word.kind)["confirm"])
    )


def names_of(work: Work, words: Any) -> dict[int, str]:
    return work.accounts.names([one.by for one in words])


def subjects_of(work: Work, words: Any) -> dict[int, str]:
    """What each word is about, in words: an account by name, an emergency by its own, a key by its number."""
    accounts_named = work.accounts.names([one.subject_id for one in words if one.subject == "account"])
    found = {one.id: accounts_named.get(one.subject_id, "") for one in words if one.subject == "account"}
    found |= {one.id: work.emergencies.get(one.subject_id).name for one in words if one.subject == "emergency"}
    found |= {one.id: called(work, one) for one in words if one.subject == "export"}
    return found | {one.id: one.facts["key"] for one in words if one.subject == "field_key"}


def called(work: Work, word: Word) -> str:
    """What is to be taken out, and of which area."""
    names = {code: area.name for code, area in work.areas.known.items()}
    return f"{gettext(SAYS[word.facts['what']])} · {in_words(word.facts['area'], names)}"
