"""Rules from a file: what is known to the letter stays, all else is a new version; none is ever changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from cockpit.escalation.rule import misfit as no_chain
from cockpit.importing.cells import tidy
from cockpit.importing.rows import Problem
from cockpit.policy import LEVELS, Policy, misfit, must_begin_later
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.importing.target import Given, Shape, Target, Verdict, Wrong, refused
from data_access.policy import policy

POLICY = Shape(
    policy,
    {
        "id": "int8", "kind": "text", "key": "text", "area": "text", "holds_from": "timestamptz",
        "holds_to": "timestamptz", "published_at": "timestamptz", "source": "text", "body": "jsonb",
    },
    {},
)  # fmt: skip
Known = tuple[str, str, str, datetime, datetime | None, str, str]


class Policies(Target):
    shape = POLICY

    def judge(self, rows: Sequence[Given]) -> Iterator[Verdict | Wrong]:
        known = {_same(vars(one)): one for one in self.work.policy.versions}
        for row in rows:
            try:
                yield self._verdict(row, known)
            except Invalid as refusal:
                yield refused(row, refusal)

    def keys_of(self, row: Given, verdict: Verdict) -> Iterator[str]:
        yield "{kind}/{key}/{area}/{holds_from}".format(**verdict.row)

    def title(self, row: Mapping[str, Any]) -> str:
        return f"{row['kind']}/{row['key']}"

    def _verdict(self, row: Given, known: Mapping[Known, Policy]) -> Verdict | Wrong:
        new = {"area": self.work.by.area, "holds_to": None, "published_at": self.work.at, **row.values}
        new |= {name: new["area"][:end] if len(new["area"]) >= end else None for name, end in WITHIN.items()}
        if found := known.get(_same(new)):
            return Verdict(row.line, new, {}, found.id)
        if len(new["area"]) not in LEVELS or new["area"] not in self.work.areas.known:
            raise Invalid("area", N_("a rule holds for the district or for one of its streets"))
        if wrong := misfit(self.work.policy, new["kind"], new["key"], new["body"]) or no_chain(
            new["kind"], new["body"]
        ):
            why, name = wrong
            return Wrong(row.line, (Problem("body", name, why),))
        must_begin_later(new["holds_from"], new["holds_to"], self.work.at)
        return Verdict(row.line, new)

    def complete(self, new: Sequence[Verdict]) -> None:
        for one in new:
            one.row["body"] = Jsonb(one.row["body"])


WITHIN = {"street": 9, "community": 12, "grid": 15}


def _same(values: Mapping[str, Any]) -> Known:
    """By which a version is known again: files say moments to the second."""
    begins, ends = values["holds_from"], values["holds_to"]
    body = repr(sorted(values["body"].items(), key=str))
    words = tidy(values["source"])
    return (values["kind"], values["key"], values["area"], _second(begins), ends and _second(ends), words, body)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
