"""The board, its form for reports by hand, and the acts in the detail of one incident."""

from callbacks.incidents import acts, board, ending, links, report, tasks

__all__ = ["acts", "board", "ending", "links", "report", "tasks"]
