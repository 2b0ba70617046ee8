"""The machines' doors: readings in, layers and the live stream out, health."""

from flask import Blueprint

from entrypoints import gate

blueprint = Blueprint("api", __name__)

POLICY = {
    "api.readings": gate.DEVICE,
    "api.report_delivered": gate.DEVICE,  # its route asks for the receipt that came with the message
    "api.hear_message": gate.DEVICE,  # these two ask for the signature of the gateway
    "api.hear_call": gate.DEVICE,
    "api.stream": gate.SIGNED_IN,
    "api.layer": "see_cockpit",
    "api.fresh_sources": "see_cockpit",
    "api.described": gate.SIGNED_IN,
    "api.bring_file": "import",
    "api.import_state": "import",
    "api.refused_rows": "import",
    "api.alive": gate.PUBLIC,
    "api.ready": gate.PUBLIC,
    "api.bundle": gate.PUBLIC,
    "api.metrics": gate.PUBLIC,  # asks for a key of its own
}

from entrypoints.api import (  # noqa: E402, F401  (they add their routes to the blueprint)
    delivered,
    description,
    health,
    home_health,
    import_state,
    imports,
    layers,
    metrics,
    readings,
    sources,
    stream,
)
