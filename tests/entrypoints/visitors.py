"""People at the door of the whole application: signed in or not, with a browser's cookies and tokens."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import text

from cockpit.access import Actor
from data_access.database import Database
from entrypoints.gate import SIGNED_IN

DOOR = "/_dash-update-component"
Answer = Any


def token_of(database: Database, person: Actor) -> str:
    """A session of the person, opened without the password."""
    with database.work(person) as work:
        assert person.id
        return work.accounts.sign_in(person.id, datetime.now(UTC))


class Visitor:
    """One browser. `csrf` is the token that its last page gave it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.csrf = ""

    def signed_in(self, person: Actor) -> "Visitor":
        self.client.set_cookie("cockpit", token_of(self.app.extensions["cockpit"], person))
        self.client.get("/no-such-page")  # any page of ours brings the token
        cookie = self.client.get_cookie("_csrf_token")
        assert cookie
        self.csrf = cookie.decoded_value
        return self

    def get(self, path: str, **kwargs: Any) -> Answer:
        return self.client.get(path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> Answer:
        headers = {"X-CSRFToken": self.csrf} | kwargs.pop("headers", {})
        return self.client.post(path, headers=headers, **kwargs)

    def call(self, body: Any) -> Answer:
        """Posts a callback's body as it is."""
        return self.post(DOOR, json=body)

    def callbacks(self) -> dict[str, Any]:
        found: dict[str, Any] = self.app.extensions["cockpit_callbacks"]
        return found

    def body(self, output: str, *values: Any) -> dict[str, Any]:
        """A body of the right shape; `values` for the inputs and then the state, None for the rest."""
        known = self.callbacks()[output]
        parts = [dict(one) for one in [*known["inputs"], *known["state"]]]
        for part, value in zip(parts, [*values, *[None] * (len(parts) - len(values))], strict=True):
            part["value"] = value
        count = len(known["inputs"])
        changed = [f"{parts[0]['id']}.{parts[0]['property']}"]
        return {
            "output": output,
            "outputs": outputs_of(output),
            "inputs": parts[:count],
            "changedPropIds": changed,
            "parsedChangedPropsIds": changed,
            "state": parts[count:],
        }


def status_of(answer: Any) -> int:
    """The status, when the answer is a refusal as it should be: one sentence, and no trace of us."""
    for word in ("Traceback", "site-packages", "psycopg", 'File "'):
        at = answer.data.find(word.encode())
        assert at < 0, answer.data[max(0, at - 200) : at + 100]
    if answer.status_code >= 400 and answer.mimetype == "application/problem+json":
        assert {"type", "title", "status", "detail"} <= set(answer.json)
        assert answer.json["status"] == answer.status_code
        assert answer.json["title"]
    return int(answer.status_code)


def outputs_of(output: str) -> Any:
    names = output[2:-2].split("...") if output.startswith("..") else [output]
    found = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return found if output.startswith("..") else found[0]


def who_may(app: Flask, act: str) -> Visitor:
    """Rosa where she may, else the first whose role does."""
    database: Database = app.extensions["cockpit"]
    with database.connection() as connection:
        rows = connection.execute(
            text(
                "select id, account, name, role, area, team from account where not disabled order by account <> 'officer', id"
            )
        )
        found = [Actor(*row) for row in rows]
    return Visitor(app).signed_in(next(one for one in found if act == SIGNED_IN or one.may(act)))


def refusals_told(database: Database) -> list[tuple[str, str, str]]:
    """(who, which refusal, where) of the audit, in order."""
    query = text("select actor, subject_id, facts->>'where' from audit_entry where action = 'refused' order by id")
    with database.connection() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def audit_length(database: Database) -> int:
    with database.connection() as connection:
        return int(connection.execute(text("select count(*) from audit_entry")).scalar_one())
