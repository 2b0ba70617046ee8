"""The audit as its reader sees it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from cockpit.audit import AuditLine, LogEntry
from pages import audit

AT = datetime(2020, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("action", "facts", "words"),
    [
        ("corrected", {"fields": 3}, "corrected 3 fields"),
        ("listed", {"fields": [], "count": 2, "filter": {"by": "phone"}}, "a list of 2 people · by phone"),
    ],
)
def test_a_correction_says_how_many_fields_and_a_look_which(
    whole_app: Flask, action: str, facts: dict[str, Any], words: str
) -> None:
    line = AuditLine(AT, AT, 10, "lin", "data_officer", "330103", "1", action, "person", "12", facts)
    with whole_app.test_request_context("/audit?lang=en"):
        assert audit.what(LogEntry(1, line, b"")).endswith(words)


@pytest.mark.parametrize(
    ("actor", "who"), [("wall@7", "Wall screen #12 · Wall or phone #7"), ("wall", "Wall screen #12")]
)
def test_what_was_done_at_an_enrolled_wall_says_so(whole_app: Flask, actor: str, who: str) -> None:
    line = AuditLine(AT, AT, 12, actor, "wall", "330103", "1", "refused", "refusal", "NotAtTerminal", {})
    with whole_app.test_request_context("/audit?lang=en"):
        assert audit.who(LogEntry(1, line, b"")) == who
        assert audit.thing(line) == "Refusal: not at a wall or a phone that is nobody's"
