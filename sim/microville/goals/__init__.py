"""The 17 Sustainable Development Goals: evidence, and gaps said as plainly."""

from microville.goals.catalogue import Evidence, Goal, goals, read_goals
from microville.goals.evaluate import (
    BETTER,
    NO_DATA,
    OPEN,
    SAME,
    WORSE,
    Finding,
    GoalResult,
    Overall,
    evaluate,
    evaluate_table,
    overall,
)
from microville.goals.table import goals_table

__all__ = [
    "BETTER",
    "NO_DATA",
    "OPEN",
    "SAME",
    "WORSE",
    "Evidence",
    "Finding",
    "Goal",
    "GoalResult",
    "Overall",
    "evaluate",
    "evaluate_table",
    "goals",
    "goals_table",
    "overall",
    "read_goals",
]
