"""Linking 关联: records that look as if they were of one person are compared, merged where it is sure, else shown to somebody.

A merge 合并 takes nothing away: the absorbed record stays as a pointer to the survivor, and an undo makes it stand again.
"""

from cockpit.linking.acts import alike, keep_apart, merge, merge_surely, merges, open_pair, undo_merge
from cockpit.linking.merge import (
    AlreadyDecided,
    AlreadyMerged,
    BothWait,
    KeptApart,
    LaterMergeFirst,
    Merge,
    MergeUndone,
    PersonsMerged,
    Record,
    TwoNumbers,
    survivor_of,
)
from cockpit.linking.pair import BY_ITSELF, LEVELS, Field, Level, Pair, State, Verdict, parts, verdict, weight
from cockpit.linking.run import AlreadyRuns, Linked, LinkMissing, Run, Stage, latest_run, link, link_here

__all__ = [
    "BY_ITSELF",
    "LEVELS",
    "AlreadyDecided",
    "AlreadyMerged",
    "AlreadyRuns",
    "BothWait",
    "Field",
    "KeptApart",
    "LaterMergeFirst",
    "Level",
    "LinkMissing",
    "Linked",
    "Merge",
    "MergeUndone",
    "Pair",
    "PersonsMerged",
    "Record",
    "Run",
    "Stage",
    "State",
    "TwoNumbers",
    "Verdict",
    "alike",
    "keep_apart",
    "latest_run",
    "link",
    "link_here",
    "merge",
    "merge_surely",
    "merges",
    "open_pair",
    "parts",
    "survivor_of",
    "undo_merge",
    "verdict",
    "weight",
]
