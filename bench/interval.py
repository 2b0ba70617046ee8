"""A peer of the live stream: what one would else write, a Dash page whose callback asks again each second.

It reads the newest twenty changes of the very database that the cockpit writes to. It is given an easy life: no
session, no gate, no drawing, one indexed query on a pooled connection.
"""

import os
from typing import Any

from dash import Dash, Input, Output, dcc, html
from sqlalchemy import create_engine, text

NEWEST = text("select id, district_at, event, subject, subject_id, facts, state from change order by id desc limit 20")

engine = create_engine(os.environ["BENCH_DATABASE_URL"], pool_size=8, max_overflow=8)
page = Dash("interval", use_async=False, update_title="")
page.layout = html.Div([dcc.Interval(id="tick", interval=1000), dcc.Store(id="rows")])


@page.callback(Output("rows", "data"), Input("tick", "n_intervals"))
def newest(_: int | None) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(NEWEST)]


server = page.server
