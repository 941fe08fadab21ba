"""What the learner has done: a small file in the folder, a table of it, a copy for the teacher."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from annlab.exercises import _file
from annlab.exercises._file import Record, Trouble

NAME = "annlab_progress.json"
_said: set[str] = set()  # complaints are made once


def path() -> Path | None:
    """The learner's file: $ANNLAB_PROGRESS, or annlab_progress.json here; None if it is ""."""
    name = os.environ.get("ANNLAB_PROGRESS", NAME)
    return Path(name) if name else None


def note(name: str, right: bool, mistakes: tuple[str, ...]) -> str:
    """Count an attempt; "" or why that cannot be saved, said once."""

    def change(record: Record) -> None:
        record["attempts"] += 1
        if right and not record["right"]:
            record["right"], record["first_right_at_attempt"] = True, record["attempts"]
        for mistake in mistakes:
            record["mistakes"][mistake] = record["mistakes"].get(mistake, 0) + 1

    return _updated(name, change)


def note_hint(name: str, number: int) -> str:
    """Note that so many hints have been seen."""
    return _updated(name, lambda record: record.update(hints=max(number, record["hints"])))


def note_solution(name: str) -> str:
    """Note that the solution has been seen."""
    return _updated(name, lambda record: record.update(solution_seen=True))


def note_prediction(name: str, predicted: Any) -> str:
    """Keep a prediction, unless there is one already. It must be of numbers, texts and lists."""

    def change(record: Record) -> None:
        if record["predicted"] is None:
            record["predicted"] = predicted

    return _updated(name, change)


def attempted(name: str) -> bool:
    """Does the file know of an attempt?"""
    return _record(name)["attempts"] > 0


def prediction(name: str) -> Any:
    """The prediction in the file, None if there is none."""
    return _record(name)["predicted"]


def _record(name: str) -> Record:
    return _records().get(name, _file.empty())


def _records() -> dict[str, Record]:
    where = path()
    try:
        return _file.read(where) if where else {}
    except (OSError, ValueError, Trouble):
        return {}


def _updated(name: str, change: Callable[[Record], None]) -> str:
    where = path()
    if where is None or os.environ.get("NBGRADER_EXECUTION"):
        return ""
    try:
        words = _file.update(where, name, change)
    except Exception as error:  # whatever is wrong with the disk, the lesson goes on
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        words = f"(Progress is not saved: {why}.)"
    if words in _said:
        return ""
    _said.add(words)
    return words


def progress() -> Progress:
    """The table of all exercises: what is done, what is open, what to do next."""
    return Progress(_records())


class Progress:
    """What the learner has done in every exercise; a notebook shows it as a table."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)

    @property
    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Lesson, exercise, state, attempts, what to do next: one row per exercise."""
        from annlab.exercises import catalogue

        found = []
        for exercise in catalogue():
            record = self.records.get(exercise.name, _file.empty())
            state, then = _state(record, exercise)
            attempts = str(record["attempts"] or "")
            found.append((f"{exercise.lesson:02}", exercise.title, state, attempts, then))
        return found

    @property
    def next(self) -> str:
        """One sentence: the exercise to go on with."""
        open_ones = [row for row in self.rows if not row[2].startswith("✓")]
        if not open_ones:
            return "All done."
        begun = [row for row in open_ones if row[3]]
        lesson, title, *_ = (begun or open_ones)[0]
        return f"Next: lesson {lesson}, {title}."

    def export(self, path: str | os.PathLike[str] | None = None) -> Path:
        """Write an anonymous copy for the teacher, and return where it is.

        By default annlab_progress_<id>.json here. The id is random and made anew each time; no
        name, no time and nothing you wrote is in it. Raises OSError if it cannot be written.
        """
        number = secrets.token_hex(4)
        where = Path(path) if path is not None else Path(f"annlab_progress_{number}.json")
        known = _file.empty().keys()
        records = {
            name: {key: record[key] for key in known if key != "predicted"}
            for name, record in self.records.items()
        }
        _file.write(where, {"version": _file.VERSION, "id": number, "exercises": records})
        return where

    def __repr__(self) -> str:
        head = ("lesson", "exercise", "state", "tries", "what to do next")
        rows = [head, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, "", self.next])

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="text-align: left">{word}</th>'
            for word in ("lesson", "exercise", "state", "tries", "what to do next")
        )
        body = "".join(
            "<tr>"
            + "".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in row)
            + "</tr>"
            for row in self.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"{table}<p>{escape(self.next)}</p>"


def _state(record: Record, exercise: Any) -> tuple[str, str]:
    if record["right"]:
        first = record["first_right_at_attempt"]
        return "✓ right", "at the first try" if first == 1 else f"at try {first}"
    if record["predicted"] is not None:
        return "✓ predicted", "it came otherwise: do you see why?"
    if not record["attempts"]:
        return "○ open", "have a try"
    counts = record["mistakes"]
    known = [mistake for mistake in exercise.mistakes if mistake.name in counts]
    hints = len(exercise.hints)
    if record["hints"] < hints:
        then = f"try again, or ask for hint {record['hints'] + 1} of {hints}"
    else:
        then = "try again, or look at the solution"
    if known:
        most = max(known, key=lambda mistake: counts[mistake.name])
        then = f"look again at “{most.name.replace('_', ' ')}”; {then}"
    return "✗ not yet", then
