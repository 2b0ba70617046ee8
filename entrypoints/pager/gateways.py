"""What hands one message to one channel, by its kind. An answer counts as taken only if it says so.

DingTalk and WeCom say no inside an answer of 200, which Apprise takes for a yes: these two, and webhooks, are asked by
ourselves. Mail and text messages go through Apprise, by the gateways that the settings name.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from cockpit.paging import Kind, OwnChannel, Said, Subscription, receipt_of
from cockpit.paging.channels import ROBOTS
from entrypoints.pager.post import Answer, Inside, NotHanded, post
from entrypoints.pager.vapid import Vapid
from entrypoints.pager.webpush import sealed

JSON = {"Content-Type": "application/json; charset=utf-8"}
KEEP_URGENT, KEEP = 3600, 4 * 3600  # seconds that a push service keeps it for a phone that is off
TAKEN = ("", "ok", "success")  # words of a webhook that is no friend of JSON


@dataclass(frozen=True)
class Message:
    """`name` makes a double known; `text` is all that is said, `address` the page to see to it."""

    name: str
    title: str
    text: str
    address: str
    urgent: bool


@dataclass(frozen=True)
class Gateways:
    """`persons`: kind -> Apprise address with `{to}` in it; `robots`: where DingTalk and WeCom are, else than in truth."""

    inside: Inside = field(default_factory=Inside)
    persons: Mapping[str, str] = field(default_factory=dict)
    vapid: Vapid | None = None
    robots: Mapping[str, str] = field(default_factory=dict)

    def hand_over(self, channel: OwnChannel, message: Message) -> None:
        """Raises NotHanded. A phone or browser is woken by `push`."""
        if channel.kind in (Kind.MAIL, Kind.SMS):
            self._by_apprise(channel, message)
        elif channel.kind is Kind.DINGTALK:
            self._robot(channel, "text", {"text": {"content": spoken(message)}}, signed(channel.secret))
        elif channel.kind is Kind.WECOM:
            self._robot(channel, "text", {"text": {"content": spoken(message)[:600]}}, {})
        else:
            self._webhook(channel, message)

    def _robot(self, channel: OwnChannel, kind: str, words: dict[str, Any], more: Mapping[str, str]) -> None:
        """`errcode` is the answer, whatever the status says."""
        real, name = ROBOTS[channel.kind]
        token = parse_qs(urlsplit(channel.target).query)[name][0]
        url = f"{self.robots.get(channel.kind, real)}?{urlencode({name: token, **more})}"
        told = _json(post(url, json.dumps({"msgtype": kind, **words}).encode(), JSON, self.inside))
        if not isinstance(told, dict) or not isinstance(told.get("errcode"), int):
            raise NotHanded(Said.NONSENSE)
        if told["errcode"] != 0:
            raise NotHanded(Said.REFUSED)

    def _webhook(self, channel: OwnChannel, message: Message) -> None:
        """Signed by the channel's secret, which proves the report of its delivery too."""
        told = {"id": message.name, "title": message.title, "text": message.text, "address": message.address}
        body = json.dumps(told | {"urgent": message.urgent}, ensure_ascii=False).encode()
        signature = hmac.digest(channel.secret.encode(), body, "sha256").hex()
        answer = post(channel.target, body, JSON | {"X-Cockpit-Signature": f"sha256={signature}"}, self.inside)
        if answer.status >= 300:
            raise NotHanded(Said.REFUSED)
        if answer.body.strip().lower().decode("ascii", "replace") not in TAKEN:
            _json(answer)

    def _by_apprise(self, channel: OwnChannel, message: Message) -> None:
        """Its word is yes or no; the gateway is the settings' own, so it may lie inside."""
        from apprise import Apprise  # here, so that no web process loads it

        if channel.kind not in self.persons:
            raise NotHanded(Said.NO_GATEWAY)
        address = self.persons[channel.kind].replace("{to}", quote(channel.target, safe=""))
        service: Any = Apprise.instantiate(address, suppress_exceptions=True)
        if service is None:
            raise NotHanded(Said.NO_GATEWAY)
        service.redirects = False
        if not service.notify(title=f"{message.title} #{message.name}", body=spoken(message)):
            raise NotHanded(Said.REFUSED)

    def push(self, channel: OwnChannel, message: Message, to: Subscription) -> bool:
        """Wake one phone or browser; False where it is gone for good. Raises NotHanded.

        What it is given proves, sent back, that it arrived.
        """
        if self.vapid is None:
            raise NotHanded(Said.NO_GATEWAY)
        told = {"id": message.name, "title": message.title, "text": message.text, "address": message.address}
        told |= {"urgent": message.urgent, "receipt": receipt_of(channel.secret, message.name)}
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(KEEP_URGENT if message.urgent else KEEP),
            "Urgency": "high" if message.urgent else "normal",
            "Authorization": self.vapid.authorization(to.endpoint, int(time.time())),
        }
        answer = post(to.endpoint, sealed(json.dumps(told, ensure_ascii=False).encode(), to), headers, self.inside)
        if answer.status in (404, 410):
            return False
        if answer.status not in (200, 201, 202):
            raise NotHanded(Said.REFUSED)
        return True


def spoken(message: Message) -> str:
    return "\n".join(part for part in (message.text, message.address, f"#{message.name}") if part)


def signed(secret: str) -> dict[str, str]:
    """As DingTalk's robots ask for it where they were given a secret: of the moment and of that."""
    if not secret:
        return {}
    moment = str(round(time.time() * 1000))
    digest = hmac.digest(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256)
    return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def _json(answer: Answer) -> Any:
    """What it says, if that can be understood."""
    if answer.status >= 300:
        raise NotHanded(Said.REFUSED)
    try:
        return json.loads(answer.body)
    except ValueError:
        raise NotHanded(Said.NONSENSE) from None
