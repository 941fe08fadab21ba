"""Exercises that know the learner's mistake: `exercises.delta_output.check(my_function)`.

Every exercise is an attribute of this room, and `catalogue()` lists them all. Each lesson's are
defined, with their mistakes, in a module of its own, lesson01 to lesson05; a module whose name
begins with "lesson" is found by itself.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from annlab.exercises.answers import (
    ChoiceExercise,
    GoalExercise,
    NumbersExercise,
)
from annlab.exercises.classroom import Classroom, classroom
from annlab.exercises.core import Exercise, Mistake, Verdict
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


@cache
def catalogue() -> tuple[Exercise, ...]:
    """All exercises, in the order of the lessons and within them of their definition."""
    modules = sorted(m.name for m in iter_modules(__path__) if m.name.startswith("lesson"))
    found = [
        thing
        for name in modules
        for thing in vars(import_module(f"{__name__}.{name}")).values()
        if isinstance(thing, Exercise)
    ]
    return tuple(sorted(found, key=lambda exercise: exercise.lesson))


def __getattr__(name: str) -> Exercise:
    if not name.startswith("_"):
        for exercise in catalogue():
            if exercise.name == name:
                return exercise
    raise AttributeError(f"module 'annlab.exercises' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *(exercise.name for exercise in catalogue())})
