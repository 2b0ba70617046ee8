"""A peer of the cockpit: a Streamlit page with the same figures, map and table, from the same database.

Run by `streamlit run` in an environment of its own. As its documentation advises, the connection and what does not
change (areas) are cached; figures and incidents are asked for with every run, since they are to be of now.
"""

import os
from typing import Any

import pandas as pd
import psycopg
import pydeck as pdk
import streamlit as st

FIGURES = ("residents", "households", "rented", "enterprises", "incidents_open")
NOW = "select figure, sum(value)::bigint from figure_now where community >= %s and community < %s group by figure"
OPEN = (
    "select id, kind, priority, state, place_name, street, community, grid, lon, lat, received_at, arrive_by"
    " from incident where closed_at is null and street >= %s and street < %s order by priority, received_at"
)


@st.cache_resource
def connected() -> Any:
    return psycopg.connect(os.environ["BENCH_DATABASE_URL"], autocommit=True)


@st.cache_data
def areas() -> pd.DataFrame:
    query = "select code, name, outline from {}"
    rows = [row for level in ("street", "community", "grid") for row in connected().execute(query.format(level))]
    return pd.DataFrame(rows, columns=["code", "name", "outline"])


def figures(area: str) -> dict[str, int]:
    return dict(connected().execute(NOW, (area, area + "~")).fetchall())


def incidents(area: str) -> pd.DataFrame:
    found = connected().execute(OPEN, (area, area + "~"))
    return pd.DataFrame(found.fetchall(), columns=[column.name for column in found.description])


def chart(shown: pd.DataFrame, pins: pd.DataFrame) -> pdk.Deck:
    outlines = pdk.Layer(
        "PolygonLayer", shown, get_polygon="outline", get_fill_color=[30, 41, 50], get_line_color=[74, 87, 99]
    )
    points = pdk.Layer("ScatterplotLayer", pins, get_position="[lon, lat]", get_radius=40, get_fill_color=[255, 90, 82])
    view = pdk.ViewState(longitude=120.178, latitude=30.305, zoom=12)
    return pdk.Deck([outlines, points], initial_view_state=view, map_provider=None, map_style=None)


st.set_page_config(layout="wide")
everywhere = areas()
streets = everywhere[everywhere.code.str.len() == 9]
chosen = st.radio("Area", ["330103", *streets.code], horizontal=True)
now, opened = figures(chosen), incidents(chosen)
for column, figure in zip(st.columns(len(FIGURES)), FIGURES, strict=True):
    column.metric(figure, f"{now.get(figure, 0):,}")
st.pydeck_chart(chart(everywhere, opened))
st.dataframe(opened)
