"""The audit page."""

from typing import Any

from dash import html


def layout(**_: Any) -> html.Div:
    return html.Div(id="audit", className="page")
