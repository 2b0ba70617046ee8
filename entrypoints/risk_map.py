"""The risk map of an area on a day as a file: each colour with its counts and reasons, as the page shows them to whoever asks."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from cockpit.exports import Format
from cockpit.refusals import Invalid
from cockpit.risk_map import HAPPENED, RESIDENTS, SHARES, AreaRisk, RiskMap, risk_map_file
from cockpit.texts import N_
from data_access.importing.workbook import export_table
from entrypoints.at_hand import open_work
from entrypoints.reports import TYPES
from pages.parts import words
from pages.screening.risk_map_words import COUNTS, SHARE_NAMES, named, reason_words

POLICY = {"risk_map.taken": "see_risk_map"}
blueprint = Blueprint("risk_map", __name__)
COUNTED = (RESIDENTS, *HAPPENED)


@blueprint.get("/reports/risk-map.csv")
def taken() -> Response:
    """Areas and counts, and nobody's name."""
    with open_work() as work:
        seen, rows = risk_map_file(work, request.args.get("area", ""), asked_day())
        names = {code: area.name for code, area in work.areas.known.items()}
    file = BytesIO()
    export_table(file, Format.CSV, heads(), [cells(one, seen, names) for one in rows])
    called = f"{_('Risk map')}-{names[seen.area]}-{seen.day}.csv"
    plain = f"risk-map-{seen.area}-{seen.day}.csv"
    disposition = {"Content-Disposition": f"attachment; filename={plain}; filename*=UTF-8''{quote(called)}"}
    return Response(file.getvalue(), mimetype=TYPES[Format.CSV], headers=disposition)


def asked_day() -> date | None:
    text = request.args.get("day", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("day", N_("this is no day of the calendar")) from None


def heads() -> list[str]:
    counted = [words(COUNTS, one) for one in COUNTED] + [words(SHARE_NAMES, one) for one in SHARES]
    return [_("Day"), _("Area"), _("Code"), _("Colour"), *counted, _("Reasons")]


def cells(one: AreaRisk, seen: RiskMap, names: dict[str, str]) -> list[str]:
    counted = [str(one.counts[name]) for name in COUNTED]
    shares = ["" if one.shares[what] is None else str(one.shares[what]) for what in SHARES]
    told = [reason_words(each, names, seen.rule) for each in one.colour.reasons] if seen.rule else []
    says = _("; ").join(told)
    return [seen.day.isoformat(), names.get(one.area, one.area), one.area, named(one.colour.level), *counted, *shares, says]  # fmt: skip
