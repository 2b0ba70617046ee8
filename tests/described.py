"""The machines' doors as `entrypoints/api/openapi.json` describes them, for the tests that hold them to it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from entrypoints.api.description import FILE

DESCRIBED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


class ShortHub:
    """Stands for the hub: the same refusals before it, and a stream that is over after its first line."""

    def start(self) -> None:
        pass

    def open(self, *_: object) -> Iterator[bytes]:
        yield b"retry: 1000\n\n"


def ended_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "cockpit_hub", ShortHub())
