"""Who is acting, where, and what that role may do. The matrix itself is `access.toml` beside this file."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from importlib.resources import files
from typing import Any, ParamSpec, TypeVar

from cockpit.areas import inside
from cockpit.refusals import NotAllowed, NotAtTerminal

P = ParamSpec("P")
R = TypeVar("R")


@cache
def matrix() -> dict[str, Any]:
    """The access matrix: `roles` (name -> says, scope), `acts` (name -> says, roles), `terminals`."""
    return tomllib.loads(files("cockpit").joinpath("access.toml").read_text(encoding="utf-8"))


def may(role: str, act: str) -> bool:
    return role in matrix()["acts"][act]["roles"]


@dataclass(frozen=True)
class Actor:
    """A person (or the cockpit itself) at work: `area` is the code of the scope, `team` the own team's id.

    `terminal`: the id of the enrolled wall or phone that stands in the account's place; who is before it, nobody knows.
    """

    id: int | None
    account: str
    name: str
    role: str
    area: str
    team: int | None = None
    session: str | None = None
    terminal: int | None = None

    @property
    def told_as(self) -> str:
        """What the audit calls the actor: `wall`, or `wall@7` for terminal 7; no account's name has an @."""
        return self.account if self.terminal is None else f"{self.account}@{self.terminal}"

    def may(self, act: str) -> bool:
        """As the role, but for what a terminal never has."""
        return may(self.role, act) and (self.terminal is None or act not in matrix()["terminals"]["never"])

    def must(self, act: str) -> None:
        """Refuses who may not."""
        if not self.may(act):
            raise (NotAtTerminal if may(self.role, act) else NotAllowed)(role=self.role, act=act)

    def sees(self, area: str) -> bool:
        """Whether the area lies in the actor's own scope."""
        return inside(area, self.area)


def system(area: str) -> Actor:
    """The cockpit acting by itself, in the whole district `area`."""
    return Actor(None, "system", "system", "system", area)


def allowed_to(act: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a use-case `f(work, ...)` with the act it is; who may not, is refused before anything is read."""

    def mark(use_case: Callable[P, R]) -> Callable[P, R]:
        @wraps(use_case)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Actor = args[0].by  # type: ignore[attr-defined]
            by.must(act)
            return use_case(*args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]
        return guarded

    return mark
