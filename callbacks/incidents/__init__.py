"""The board, its form for reports by hand, and the acts in the detail of one incident."""

from callbacks.incidents import acts, board, links, report

__all__ = ["acts", "board", "links", "report"]
