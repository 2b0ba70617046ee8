"""Papers with the code of a report: beside that of the appeal on an order, and alone for whoever lost the paper."""

from flask import Blueprint, render_template

from cockpit.home_health import code_paper, give_code
from cockpit.quarantine import Episode
from data_access.work import Work
from entrypoints.at_hand import LARGEST_ID, open_work
from entrypoints.paper_codes import Door, door

POLICY = {"home_health.report_code": "give_report_code"}
PATH = "p/report"
blueprint = Blueprint("home_health", __name__)


@blueprint.get(f"/reports/report-code/<int(max={LARGEST_ID}):number>")
def report_code(number: int) -> str:
    """For one order, to be handed over at the door; each print has another code."""
    with open_work() as work:
        paper = code_paper(work, number)
    return render_template("report_paper.html", paper=paper, report=door(PATH, paper.code))


def report_door(work: Work, episode: Episode) -> Door | None:
    """As the order's paper has it; none for whoever is cared for elsewhere, or whose order is over."""
    return door(PATH, give_code(work, episode))
