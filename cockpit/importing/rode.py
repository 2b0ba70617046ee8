"""What the cells of a journey say together: which run of which vehicle, and in which row of it."""

from datetime import datetime

from cockpit.importing.draft import Draft
from cockpit.importing.travel import Seat, is_of, means_of, number_of
from cockpit.texts import N_


def ride(draft: Draft) -> None:
    """By what it is called, where nobody says what it was; a seat says row and carriage."""
    values = draft.values
    run, seat = values.get("run"), values.pop("seat", None)
    if isinstance(seat, Seat):
        values.setdefault("row", seat.row)
        if seat.carriage:
            values.setdefault("carriage", seat.carriage)
    if run is None or draft.is_refused("means"):
        return
    means = values.setdefault("means", means_of(number_of(run)))
    if means is None:
        draft.refuse("means", N_("its number does not say what it was: give the vehicle, like 飞机 or 客车"))
    elif not is_of(number_of(run), means):
        draft.refuse("run", N_("no train and no flight has such a number: it is like G7512 or CA1701"))
    values["day_of_run"] = values.get("day")


def ran_on(draft: Draft) -> None:
    """A number runs every day: by its own day, else that of the boarding, one run is told from the next."""
    values = draft.values
    day, boarded = values.pop("day_of_run", None), values.get("boarded")
    if isinstance(boarded, datetime) and "run" in values and number_of(values["run"]) == values["run"]:
        values["run"] = f"{values['run']}/{day or boarded.astimezone(draft.context.zone).date()}"
