"""A fault as the log may tell it: of what kind, where, and why it came to that. No local, and no word that may be data."""

import errno
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb
from typing import Any

from cockpit.refusals import Refusal

ROOT = Path(__file__).parent.parent
ROOMS = ("cockpit", "data_access", "pages", "callbacks", "entrypoints")
LEFT_OUT = "(its text is left out)"  # of a message that is no template of its library's
DEEPEST, LONGEST = 5, 40  # causes of causes, and frames of each


def described(error: BaseException) -> dict[str, Any]:
    """`fault`, `code` (SQLSTATE or errno), `trace`, and the same of each `cause`."""
    first, *causes = [_one(each) for each in _chain(error)]
    return first | ({"cause": causes} if causes else {})


def _chain(error: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = error
    for _ in range(DEEPEST):
        if each is None:
            return
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _one(error: BaseException) -> dict[str, Any]:
    frames = extract_tb(error.__traceback__)[-LONGEST:]
    trace = [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    told = {"fault": type(error).__name__, "code": _code(error), "says": _says(error), "trace": trace}
    return {name: value for name, value in told.items() if value}


def _place(filename: str) -> str:
    """Below the product, or below whatever holds the libraries."""
    path = Path(filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-3:])


def _code(error: BaseException) -> str | None:
    """What the database or the system calls it."""
    if isinstance(error, OSError) and error.errno:
        return errno.errorcode.get(error.errno)
    code = getattr(getattr(error, "orig", error), "sqlstate", None)
    return code if isinstance(code, str) else None


def _says(error: BaseException) -> str | None:
    """Faults that are ours say what is wrong with the installation; refusals may name somebody."""
    ours = type(error).__module__.split(".")[0] in ROOMS and not isinstance(error, Refusal)
    return str(error) if ours else None
