"""The inventory on its way out: as much as one's role may take, or in full by the word of two people."""

from cockpit.exports.acts import ask, ask_here, begin, finish, give_up, latest, take
from cockpit.exports.export import Export, Exported, ExportFailed, Format, Grade, State, What
from cockpit.exports.in_full import agree, agree_here, ask_in_full, why

__all__ = [
    "Export", "ExportFailed", "Exported", "Format", "Grade", "State", "What", "agree", "agree_here", "ask", "ask_here",
    "ask_in_full", "begin", "finish", "give_up", "latest", "take", "why",
]  # fmt: skip
