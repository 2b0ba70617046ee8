"""How long a request waits for a database that neither answers nor refuses: then it says so and lets go.

Without it one frozen database would hold every page, and every connection, for as long as it is frozen.
"""

import gevent
from flask import Flask, current_app, g, request

from cockpit.refusals import Unavailable

PATIENCE = 6.0  # seconds of machine time
# Files on their way in, of 200 MB or from a phone; a stream is not waited for, it begins at once.
NO_HURRY = {"api.imports", "attachments.bring", "attachments.bring_of_team", "field.report", "field.answer"}
NO_HURRY |= {"field.need", "field.take_sealed", "field.release"}


def install(app: Flask) -> None:
    app.extensions["patience"] = True
    app.before_request(begin)
    app.teardown_request(end)


def begin() -> None:
    if request.endpoint not in NO_HURRY:
        again()


def again() -> None:
    """From here on the database alone is waited for; where nobody would end the waiting, none is begun."""
    end(None)
    if "patience" not in current_app.extensions:
        return
    g.patience = gevent.Timeout.start_new(PATIENCE, Unavailable())


def end(_: BaseException | None) -> None:
    patience = g.pop("patience", None)
    if patience is not None:
        patience.close()
