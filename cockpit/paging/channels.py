"""A person's own channels: where they want to be told, in which order, and what became of the last test."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from cockpit.access import allowed_to
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 6  # channels of one person


class Kind(StrEnum):
    PUSH = "push"  # 网页推送
    DINGTALK = "dingtalk"  # 钉钉
    WECOM = "wecom"  # 企业微信
    SMS = "sms"  # 短信
    MAIL = "mail"  # 邮件
    WEBHOOK = "webhook"


KINDS = {
    Kind.PUSH: N_("This phone or browser"),
    Kind.DINGTALK: N_("DingTalk robot"),
    Kind.WECOM: N_("WeCom robot"),
    Kind.SMS: N_("Text message"),
    Kind.MAIL: N_("Mail"),
    Kind.WEBHOOK: N_("Webhook"),
}
ROBOTS = {
    Kind.DINGTALK: ("https://oapi.dingtalk.com/robot/send", "access_token"),
    Kind.WECOM: ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "key"),
}
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")
PHONE = re.compile(r"1\d{10}|\+\d{8,15}")
MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


@dataclass(frozen=True)
class OwnChannel:
    """`target` is where it leads, opened only to be used; `secret` proves who speaks, in both directions."""

    account: int
    kind: Kind
    target: str
    secret: str
    place: int
    since: datetime
    id: int = 0

    @property
    def ends_in(self) -> str:
        """Enough to know it again, and no more."""
        return "" if self.kind is Kind.PUSH else f"…{self.target[-4:]}"


@dataclass(frozen=True)
class Tested:
    """What became of the last test of a channel: nothing yet while `said` is empty."""

    at: datetime
    said: str
    handed_at: datetime | None
    delivered_at: datetime | None


@allowed_to("own_channels")
def my_channels(work: "Work") -> Sequence[tuple[OwnChannel, Tested | None]]:
    """In the order in which they are tried, each with its last test."""
    assert work.by.id is not None
    found = work.own_channels.of_account(work.by.id)
    return [(one, work.own_channels.tested(one)) for one in found]


@allowed_to("own_channels")
def add_channel(work: "Work", kind: str, typed: str, secret: str = "") -> OwnChannel:
    """It comes last in the order. Whatever is typed is checked by its kind; a webhook gets a secret of ours."""
    assert work.by.id is not None
    if kind not in set(Kind) - {Kind.PUSH}:
        raise Invalid("kind", N_("choose one of the list"))
    mine = work.own_channels.of_account(work.by.id)
    if len(mine) >= MOST:
        raise Invalid("kind", N_("six channels are enough; take one away first"))
    target = checked(Kind(kind), typed.strip())
    if secret and kind == Kind.DINGTALK and not TOKEN.fullmatch(secret.strip()):
        raise Invalid("secret", N_("copy it as the robot's page shows it"))
    own = secret.strip() if kind == Kind.DINGTALK else work.own_channels.new_secret()
    one = OwnChannel(work.by.id, Kind(kind), target, own, len(mine) + 1, work.machine_at)
    kept = work.own_channels.add(one)
    work.note_act("channel_added", "own_channel", str(kept.id), {"kind": kept.kind.value})
    return kept


def checked(kind: Kind, typed: str) -> str:
    """What was typed, if it can be an address of that kind."""
    if kind is Kind.SMS and PHONE.fullmatch(typed.replace(" ", "")):
        return typed.replace(" ", "")
    if kind is Kind.MAIL and MAIL.fullmatch(typed):
        return typed
    if kind in ROBOTS and _is_robot(kind, typed):
        return typed
    if kind is Kind.WEBHOOK and _is_web(typed):
        return typed
    raise Invalid("target", N_("this is no address of that kind"))


def _is_robot(kind: Kind, typed: str) -> bool:
    address, name = ROBOTS[kind]
    parts = urlsplit(typed) if typed.isprintable() else None
    tokens = parse_qs(parts.query).get(name, []) if parts else []
    return typed.partition("?")[0] == address and len(tokens) == 1 and bool(TOKEN.fullmatch(tokens[0]))


def _is_web(typed: str) -> bool:
    """No name and password in it; whether it lies inside is looked at whenever it is used."""
    try:
        parts = urlsplit(typed)
        _ = parts.port
    except ValueError:
        return False
    plain = typed.isascii() and typed.isprintable() and " " not in typed and len(typed) <= 500
    return plain and parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc


@allowed_to("own_channels")
def remove_channel(work: "Work", channel_id: int) -> None:
    one = mine(work, channel_id)
    work.own_channels.remove(one)
    work.note_act("channel_removed", "own_channel", str(one.id), {"kind": one.kind.value})


@allowed_to("own_channels")
def first_channel(work: "Work", channel_id: int) -> None:
    """This one is tried first from now on."""
    one = mine(work, channel_id)
    others = [each for each in work.own_channels.of_account(one.account) if each.id != one.id]
    work.own_channels.order([replace(each, place=n) for n, each in enumerate([one, *others], 1)])


def mine(work: "Work", channel_id: int) -> OwnChannel:
    """One's own channel; anybody else's is not found."""
    assert work.by.id is not None
    found = next((one for one in work.own_channels.of_account(work.by.id) if one.id == channel_id), None)
    if found is None:
        raise NotFound()
    return found
