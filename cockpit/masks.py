"""Masks: the one place where what is known of a person becomes what somebody may see of it.

王** · 138****1234 · 3301**********12 · the street alone. A mask is never a value: nothing that bears one is kept.
"""

from collections.abc import Callable, Mapping

from cockpit.people import Person, Shown, ShownPerson, half_width
from cockpit.refusals import Invalid
from cockpit.sight import PERSON_FIELDS, Form, Tie, sight
from cockpit.texts import N_

STAR = "*"
TWO_LETTERS = {  # surnames 复姓 that are written with two characters
    *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯", "长孙", "宇文"),
    *("轩辕", "端木", "独孤", "南宫", "万俟", "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "申屠"),
}
LONG_PHONE, LONG_NUMBER = 11, 15


def masked_name(name: str) -> str:
    """王**: as many stars whatever its length; of a name with one letter nothing is left."""
    return f"{name[0] if len(name) > 1 else ''}**"


def surname(name: str) -> str:
    """欧阳**: for those who ring at the door and must ask for somebody."""
    return f"{name[:2]}**" if name[:2] in TWO_LETTERS and len(name) > 2 else masked_name(name)


def masked_phone(phone: str) -> str:
    """138****1234; a short one shows less, one of the shortest nothing."""
    if len(phone) >= LONG_PHONE:
        return f"{phone[:3]}{STAR * (len(phone) - 7)}{phone[-4:]}"
    return STAR * (len(phone) - 2) + phone[-2:] if len(phone) > 7 else STAR * len(phone)


def masked_number(number: str) -> str:
    """3301**********12; the number of another paper shows its last two only."""
    if len(number) >= LONG_NUMBER:
        return f"{number[:4]}{STAR * 10}{number[-2:]}"
    return STAR * (len(number) - 2) + number[-2:] if len(number) > 6 else STAR * len(number)


def last4(number: str) -> str:
    return STAR * (len(number) - 4) + number[-4:] if len(number) > 8 else STAR * len(number)


MASKS: dict[tuple[str, Form], Callable[[str], str]] = {
    ("name", Form.MASKED): masked_name,
    ("name", Form.SURNAME): surname,
    ("phone", Form.MASKED): masked_phone,
    ("number", Form.MASKED): masked_number,
    ("number", Form.LAST4): last4,
}


def written(field: str, value: str, form: Form, street: str) -> str:
    """The value in the form; of an address the street's name is all that is ever left."""
    if form is Form.FULL or not value:
        return value
    return street if field == "address" else MASKS[field, form](value)


def wanted(role: str, ties: frozenset[Tie]) -> list[str]:
    """The fields of which the role sees anything, or may ask for: what has to be opened for it."""
    return [field for field in PERSON_FIELDS if _any(role, field, ties)]


def _any(role: str, field: str, ties: frozenset[Tie]) -> bool:
    seen = sight(role, field, ties)
    return bool(seen.form) or seen.reveal


def as_seen(person: Person, known: Mapping[str, str], role: str, ties: frozenset[Tie], street: str) -> ShownPerson:
    """The person as the role sees it; `known` are the values in the clear, `street` the name of the street."""
    fields = {}
    for field in wanted(role, ties):
        seen, value = sight(role, field, ties), known.get(field, "")
        text = written(field, value, seen.form, street) if seen.form else None
        fields[field] = Shown(text, seen.whole, bool(value) and seen.reveal)
    return ShownPerson(person.id, person.street, person.community, person.grid, person.erased, fields)


def real_changes(shown: ShownPerson, sent: Mapping[str, str]) -> dict[str, str]:
    """What was really changed in a form drawn from `shown`: a field that comes back as it was shown is not.

    Nor is an empty one of which nothing was shown. A value with the stars of a mask in it is refused, never kept.
    """
    changes = {}
    for field, value in sent.items():
        if field not in PERSON_FIELDS:
            raise Invalid("field", N_("only name, number and phone are kept so; an address changes by a move"))
        one = shown.fields.get(field)
        before = one.text if one and one.text is not None else ""
        if value.strip() != before:
            must_be_no_mask(field, value)
            changes[field] = value
    return changes


def must_be_no_mask(field: str, value: str) -> None:
    if STAR in half_width(value):
        raise Invalid(field, N_("this is a mask and no value; write the whole value, or leave it as it was"))
