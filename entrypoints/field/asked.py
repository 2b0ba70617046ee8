"""What the desk asked of a team beside the job itself, and what a team asks of the desk: the words of it."""

from typing import Any

from cockpit.dispatch import SUPPORT_REASONS
from cockpit.incidents.ending import REDO_REASONS
from cockpit.incidents.tasks import TASKS
from cockpit.teams import ROLE_NAMES

ASKED: dict[str, Any] = {
    "redo_reasons": REDO_REASONS,
    "tasks": TASKS,
    "support_reasons": SUPPORT_REASONS,
    "team_roles": ROLE_NAMES,
}
