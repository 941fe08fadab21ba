"""Finds the exercises: those that the modules whose names begin with "lesson" define."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from annlab.exercises.core import Exercise

_FOLDER = Path(__file__).parent


@cache
def catalogue() -> tuple[Exercise, ...]:
    """All exercises, in the order of the lessons and, within a lesson, of their definition."""
    modules = sorted(m.name for m in iter_modules([str(_FOLDER)]) if m.name.startswith("lesson"))
    exercises = [
        value
        for name in modules
        for value in vars(import_module(f"annlab.exercises.{name}")).values()
        if isinstance(value, Exercise)
    ]
    return tuple(sorted(exercises, key=lambda exercise: exercise.lesson))
