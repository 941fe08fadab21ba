"""Each test is a new learner: no progress file is written where it runs, nothing is remembered."""

from pathlib import Path

import pytest

from annlab import exercises
from annlab.exercises import progress_notes
from annlab.exercises.predictions import PredictExercise


@pytest.fixture(autouse=True)
def _a_fresh_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNLAB_PROGRESS", "")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(progress_notes, "_session", progress_notes._Session())
    for exercise in exercises.catalogue():
        exercise._hints_given, exercise._attempted = 0, False
        if isinstance(exercise, PredictExercise):
            exercise._kept = None


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A progress file in an empty folder."""
    file = tmp_path / "annlab_progress.json"
    monkeypatch.setenv("ANNLAB_PROGRESS", str(file))
    return file
