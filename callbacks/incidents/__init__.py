"""The board, its form for reports by hand, and the acts in the detail of one incident."""

from callbacks.incidents import acts, board, bulk, ending, escalation, links, report, scene, tasks

__all__ = ["acts", "board", "bulk", "ending", "escalation", "links", "report", "scene", "tasks"]
