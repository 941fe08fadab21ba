"""No test writes a progress file where it runs, and none sees what another has told an exercise."""

import pytest

from annlab import exercises
from annlab.exercises import progress
from annlab.exercises.predictions import PredictExercise


@pytest.fixture(autouse=True)
def _a_fresh_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNLAB_PROGRESS", "")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(progress, "_said", set())
    for exercise in exercises.catalogue():
        exercise._hints_given, exercise._attempted = 0, False
        if isinstance(exercise, PredictExercise):
            exercise._kept = None
