"""Exercises that recognise the learner's mistake: `exercises.delta_output.check(my_function)`.

Every exercise is an attribute of this package, and `catalogue()` lists them all. They are defined,
with their mistakes, in modules whose names begin with "lesson"; each such module is found without
being registered.
"""

from __future__ import annotations

from annlab.exercises.answers import ChoiceExercise, GoalExercise, NumbersExercise
from annlab.exercises.classroom import Classroom, classroom
from annlab.exercises.core import Exercise, Mistake, Verdict
from annlab.exercises.discovery import catalogue
from annlab.exercises.functions import FunctionExercise
from annlab.exercises.predictions import PredictExercise

__all__ = [
    "ChoiceExercise",
    "Classroom",
    "Exercise",
    "FunctionExercise",
    "GoalExercise",
    "Mistake",
    "NumbersExercise",
    "PredictExercise",
    "Verdict",
    "catalogue",
    "classroom",
]


def __getattr__(name: str) -> Exercise:
    if not name.startswith("_"):
        for exercise in catalogue():
            if exercise.name == name:
                return exercise
    raise AttributeError(f"module 'annlab.exercises' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *(exercise.name for exercise in catalogue())})
