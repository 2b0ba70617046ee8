"""Whoever knocks at a server that is measured: a person's browser or phone, each request on a connection of its own."""

import http.client
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from bench.running import Demo, Server

DOOR = "/_dash-update-component"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 20.0  # seconds; over what any door may take


BROKEN = (OSError, http.client.HTTPException)  # what a connection without an answer raises


class NotTaken(Exception):
    """Another answer than a yes; `retry` is the time to come back that it names, empty without one."""

    def __init__(self, path: str, status: int, retry: str, said: bytes) -> None:
        super().__init__(f"{path} {status} {' '.join(said[-300:].decode(errors='replace').split())}")
        self.status, self.retry, self.body = status, retry, said


class Browser:
    """Cookies, the token of forms, and the shapes of callbacks. A connection that breaks raises OSError or HTTPException."""

    def __init__(self, served: Server, patience: float = PATIENCE) -> None:
        self.served, self.patience = served, patience
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.known: dict[str, Any] = {}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """The body of a yes (2xx, 3xx); raises NotTaken for all else."""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=self.patience)
        try:
            connection.request(method, path, body, {"Cookie": self.cookie} | headers)
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        if answer.status >= 400:
            raise NotTaken(path, answer.status, answer.headers.get("Retry-After", ""), said)
        return said

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, given: list[str]) -> None:
        self.cookies |= dict(one.partition(";")[0].split("=", 1) for one in given)

    def look_for_token(self, path: str) -> "Browser":
        """Open a page with a form; its token is good for all forms of this browser."""
        found = TOKEN.search(self.ask("GET", path).decode())
        assert found, f"{path} has no form"
        self.token = found[1]
        return self

    def post(self, path: str, **fields: str) -> bytes:
        form = urlencode({"csrf_token": self.token, **fields}).encode()
        said = {"Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "fetch"}
        return self.ask("POST", path, form, **said)

    def signed_in(self, account: str, home: str = "/field") -> "Browser":
        """`home` is a page that brings the token: with a form on the phones, by a cookie on Dash's pages."""
        assert isinstance(self.served, Demo)
        self.look_for_token("/sign-in")
        self.post("/sign-in", account=account, password=self.served.known()["accounts"][account])
        if home == "/field":
            return self.look_for_token(home)
        self.ask("GET", home)
        self.token = self.cookies["_csrf_token"]
        listed = json.loads(self.ask("GET", "/_dash-dependencies"))
        self.known = {one["output"]: one for one in listed}
        return self

    def call(self, output: str, *values: Any) -> Any:
        """Ask a callback as Dash's page does; `values` for its inputs, then its state."""
        found = self.answer(output, *values)
        return json.loads(found)["response"] if found else {}

    def answer(self, output: str, *values: Any, **headers: str) -> bytes:
        """What it answers, as it came."""
        body = json.dumps(self._body(output, values)).encode()
        said = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return self.ask("POST", DOOR, body, **said, **headers)

    def _body(self, output: str, values: tuple[Any, ...]) -> dict[str, Any]:
        known = self.known[output]
        asked = [{"id": one["id"], "property": one["property"]} for one in [*known["inputs"], *known["state"]]]
        parts = [one | {"value": value} for one, value in zip(asked, values, strict=True)]
        count = len(known["inputs"])
        changed = [f"{parts[0]['id']}.{parts[0]['property']}"]
        ways = {"changedPropIds": changed, "parsedChangedPropsIds": changed}
        return {"output": output, "outputs": outputs_of(output), "inputs": parts[:count], "state": parts[count:]} | ways


def outputs_of(output: str) -> Any:
    """`..a.b...c.d..` as the list, `a.b` as the one record that Dash's page sends along."""
    names = output[2:-2].split("...") if output.startswith("..") else [output]
    found = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return found if output.startswith("..") else found[0]


def store_in(drawn: Any, name: str) -> Any:
    """What a store with that id holds, somewhere in components that a callback has drawn."""
    return next(one["data"] for one in _components(drawn) if one.get("id") == name)


def _components(drawn: Any) -> Iterator[dict[str, Any]]:
    if isinstance(drawn, list):
        for one in drawn:
            yield from _components(one)
    elif isinstance(drawn, dict):
        yield drawn.get("props", {})
        for one in drawn.values():
            yield from _components(one)
