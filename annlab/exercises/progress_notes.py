"""Notes in the learner's progress file: attempts, hints, solutions, predictions."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annlab.exercises import progress_file
from annlab.exercises.progress_file import ProgressFileError, Record
from annlab.exercises.progress_lock import LockTimeout

NAME = "annlab_progress.json"
PATIENCE = 1.0  # seconds to wait for the file's lock, once


@dataclass
class _Session:
    """What is remembered between checks, so that nothing is reported or waited for twice."""

    told: set[str] = field(default_factory=set)
    """The messages that the learner has had."""
    locked_out: set[Path] = field(default_factory=set)
    """The files whose lock could not be had."""


_session = _Session()


def path() -> Path | None:
    """The learner's file: $ANNLAB_PROGRESS, or annlab_progress.json here; None if it is "".

    A leading ~ is the home folder.
    """
    name = os.environ.get("ANNLAB_PROGRESS", NAME)
    return Path(os.path.expanduser(name)) if name else None


def note_attempt(name: str, right: bool, mistakes: tuple[str, ...]) -> str:
    """Count an attempt; "" or, once a session, why it cannot be saved."""

    def change(record: Record) -> None:
        record["attempts"] += 1
        if right and not record["right"]:
            record["right"], record["first_right_at_attempt"] = True, record["attempts"]
        for mistake in mistakes:
            record["mistakes"][mistake] = record["mistakes"].get(mistake, 0) + 1

    return _updated(name, change)


def note_hint(name: str, number: int) -> str:
    """Note that the learner has seen hints up to this number."""
    return _updated(name, lambda record: record.update(hints=max(number, record["hints"])))


def note_solution(name: str) -> str:
    """Note that the learner has seen the solution."""
    return _updated(name, lambda record: record.update(solution_seen=True))


def note_prediction(name: str, predicted: Any) -> str:
    """Keep a prediction made of numbers, strings, lists and dicts, unless there is one already."""

    def change(record: Record) -> None:
        if record["predicted"] is None:
            record["predicted"] = predicted

    return _updated(name, change)


def attempted(name: str) -> bool:
    """Whether the file records an attempt."""
    return _record(name)["attempts"] > 0


def prediction(name: str) -> Any:
    """The prediction in the file, None if there is none."""
    return _record(name)["predicted"]


def _record(name: str) -> Record:
    return records().get(name, progress_file.empty())


def records() -> dict[str, Record]:
    """The record of each exercise, by its name; none if the file cannot be read."""
    file = path()
    try:
        return progress_file.read(file) if file else {}
    except (OSError, ValueError, ProgressFileError):
        return {}


def _updated(name: str, change: Callable[[Record], None]) -> str:
    file = path()
    if file is None or os.environ.get("NBGRADER_EXECUTION"):
        return ""
    patience = 0.0 if file.absolute() in _session.locked_out else PATIENCE
    try:
        message = progress_file.update(file, name, change, patience=patience)
        _session.locked_out.discard(file.absolute())
    except LockTimeout:
        _session.locked_out.add(file.absolute())
        message = (
            f"(Progress is not being saved: another program has locked {file.name}. Is this course "
            "open in a second window? Close it, and later checks will be saved.)"
        )
    except Exception as error:  # whatever is wrong with the disk, the lesson goes on
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        message = f"(Progress is not being saved: {reason}.)"
    if message in _session.told:
        return ""
    _session.told.add(message)
    return message
