"""Sources of records: read from the ledger of the lake alone."""

from typing import Any

from dash import Input, Output
from flask import current_app

from callbacks import answers, database, open_work
from cockpit.screening.sources import record_sources
from data_access.lake import Lake
from pages.screening import sources as page


@answers("see_records", Output("screening-sources-list", "children"), Input("screening-sources-list", "id"))
def shown(_: str | None) -> Any:
    stand = Lake.of(current_app.extensions["cockpit_data_dir"], database().zone).stand()
    with open_work() as work:
        return page.drawn(record_sources(work, stand))
