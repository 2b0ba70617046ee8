"""A gateway of this machine: it signs what people sent or pressed as one at a provider's does, and hands it in."""

import json
from time import time
from typing import Any

from entrypoints.api.home_health import signed
from tests.entrypoints.visitors import Visitor

KEY = "the key of a gateway, known to the tests"


def gateway(visitor: Visitor, way: str, told: Any, *, key: str = KEY, at: float = 0, body: bytes = b"") -> Any:
    """`at` is when it was signed, now where none is named; `body` goes in place of what was signed."""
    visitor.app.extensions["cockpit_report_gateway_key"] = KEY
    written = json.dumps(told, ensure_ascii=False).encode()
    moment = str(int(at or time()))
    headers = {"X-Cockpit-Time": moment, "X-Cockpit-Signature": signed(key, moment, written)}
    return visitor.client.post(
        f"/api/reports/{way}", data=body or written, headers=headers, content_type="application/json"
    )
