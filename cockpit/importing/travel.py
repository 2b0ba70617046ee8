"""How people rode, as files of stations, airlines and hospitals write it: numbers of trains and flights, seats, symptoms.

G7512 · G7512次 · CA1701航班 · 07车12F号 · 12排F座 · 12F; a row of seats decides who was near, so a seat says its own.
"""

import re
from dataclasses import dataclass

from cockpit.importing.cells import MISSING, exact, tidy
from cockpit.importing.row import Context
from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.screening import Means, Symptom
from cockpit.texts import N_

TRAIN = re.compile(r"[GDCZTKYSL][1-9][0-9]{0,3}|[1-7][0-9]{3}", re.ASCII)
FLIGHT = re.compile(r"(?=[A-Z0-9]?[A-Z])[A-Z0-9]{2}[1-9][0-9]{1,3}[A-Z]?", re.ASCII)
SEALED = "GDCZTK"  # trains that are sealed and air-conditioned, by what their numbers begin with
AFTER = re.compile(r"(次|航班|号|班次|班)$")
SEAT = re.compile(r"(?P<row>[0-9]{1,3})(?:排|号)?(?:[A-Z]|[上中下]铺?)?(?:座|号)?", re.ASCII)
IN_CARRIAGE = re.compile(r"(?P<carriage>[0-9]{1,2})(?:号车厢|车厢|车)(?P<rest>.*)")
LETTER = re.compile(r"[A-Z](?:座|号)?")
LONGEST_RUN = 20


@dataclass(frozen=True)
class Seat:
    """As much as the cell says; `carriage` is empty on a plane and in a coach."""

    row: int
    carriage: str = ""


WORDS = {
    Symptom.FEVER: "发热 发烧 高热 低热 fever",
    Symptom.COUGH: "咳嗽 干咳 cough",
    Symptom.BREATH: "呼吸困难 气促 胸闷 breathless dyspnoea",
    Symptom.FATIGUE: "乏力 疲乏 无力 fatigue tired",
    Symptom.DIARRHOEA: "腹泻 diarrhoea diarrhea",
}


def a_run(text: str, context: Context) -> str:
    """The number of a train, a flight, a coach or a ship, as it is called that day."""
    run = AFTER.sub("", exact(tidy(half_width(text))).replace(" ", "").upper())
    if not run or len(run) > LONGEST_RUN or not run.isprintable():
        raise Invalid("cell", N_("the number of a train or flight has 1 to 20 letters and figures, like G7512"))
    return run


def a_seat(text: str, context: Context) -> Seat:
    """A row, and the carriage where it stands before it; refuses a letter alone."""
    written = half_width(text).replace(" ", "").upper()
    if LETTER.fullmatch(written):
        raise Invalid("cell", N_("this seat has no row: write it like 12F"))
    carriage = ""
    if found := IN_CARRIAGE.fullmatch(written):
        carriage, written = found["carriage"], found["rest"]
    seat = SEAT.fullmatch(written)
    if not seat:
        raise Invalid("cell", N_("this seat cannot be read: write it like 12F, or 07车12F"))
    return Seat(int(seat["row"]), carriage.zfill(2) if carriage else "")


def a_carriage(text: str, context: Context) -> str:
    """Two figures where it is a number: 7 and 07车厢 are one."""
    written = re.sub(r"(号车厢|车厢|号|车)$", "", half_width(text).replace(" ", "").upper())
    if not written or len(written) > 4 or not written.isalnum():
        raise Invalid("cell", N_("a carriage is a number, like 07"))
    return written.zfill(2) if written.isdigit() else written


def symptoms(text: str, context: Context) -> str:
    """Those that are named, each once, with a comma between; what is none of them is `other`."""
    written = half_width(text).casefold()
    if not written:
        raise Invalid("cell", MISSING)
    found = [one for one, words in WORDS.items() if any(word in written for word in words.split())]
    return ",".join(found or [Symptom.OTHER])


def number_of(run: str) -> str:
    """Of a run the number without its day: G7512 of G7512/2020-01-21."""
    return run.partition("/")[0]


def means_of(run: str) -> Means | None:
    """What its number says by itself."""
    if TRAIN.fullmatch(run):
        return Means.SEALED_TRAIN if run[0] in SEALED else Means.TRAIN
    return Means.PLANE if FLIGHT.fullmatch(run) else None


def is_of(run: str, means: Means) -> bool:
    """Whether a vehicle of that kind can have this number; coaches and ships have any."""
    if means in (Means.TRAIN, Means.SEALED_TRAIN):
        return bool(TRAIN.fullmatch(run))
    return bool(FLIGHT.fullmatch(run)) if means is Means.PLANE else True
