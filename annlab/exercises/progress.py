"""The table of what the learner has done, and the anonymous copy of it for the teacher."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from html import escape
from pathlib import Path

from annlab.exercises import progress_file, progress_notes
from annlab.exercises.core import Exercise
from annlab.exercises.discovery import catalogue
from annlab.exercises.progress_file import Record

_HEADINGS = ("lesson", "exercise", "state", "tries", "what to do next")


def progress() -> Progress:
    """The table of all exercises: what is done, what is open, what to do next."""
    return Progress(progress_notes.records())


class Progress:
    """What the learner has done in every exercise; a notebook shows it as a table."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)

    @property
    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """One row per exercise: lesson, title, state, attempts, what to do next."""
        rows = []
        for exercise in catalogue():
            record = self.records.get(exercise.name, progress_file.empty())
            state, advice = _state(record, exercise)
            attempts = str(record["attempts"] or "")
            rows.append((f"{exercise.lesson:02}", exercise.title, state, attempts, advice))
        return rows

    @property
    def next(self) -> str:
        """One sentence: the exercise to go on with."""
        unsolved = [row for row in self.rows if not row[2].startswith("✓")]
        if not unsolved:
            return "All done."
        begun = [row for row in unsolved if row[3]]
        lesson, title, *_ = (begun or unsolved)[0]
        return f"Next: lesson {lesson}, {title}."

    def export(self, path: str | os.PathLike[str] | None = None) -> Path:
        """Write an anonymous copy for the teacher, and return its path.

        By default it is annlab_progress_<id>.json in this folder, with a new random id each time.
        It holds no names, no times and nothing you wrote. Raises OSError if it cannot be written,
        ProgressFileError if something that is not a file has this path.
        """
        random_id = secrets.token_hex(4)
        target = Path(path) if path is not None else Path(f"annlab_progress_{random_id}.json")
        counts = progress_file.empty().keys() - {"predicted"}
        records = {
            name: {key: record[key] for key in counts} for name, record in self.records.items()
        }
        content = {"version": progress_file.VERSION, "id": random_id, "exercises": records}
        progress_file.write(target, content)
        return target

    def __repr__(self) -> str:
        rows = [_HEADINGS, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADINGS))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, "", self.next])

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="text-align: left">{heading}</th>' for heading in _HEADINGS
        )
        body = "".join(
            "<tr>"
            + "".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in row)
            + "</tr>"
            for row in self.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"{table}<p>{escape(self.next)}</p>"


def _state(record: Record, exercise: Exercise) -> tuple[str, str]:
    """How far the learner has got with an exercise, and what to do next."""
    if record["right"]:
        first = record["first_right_at_attempt"]
        return "✓ right", "at the first try" if first == 1 else f"at try {first}"
    if record["predicted"] is not None:
        return "✓ predicted", "it turned out differently: do you see why?"
    if not record["attempts"]:
        return "○ open", "have a try"
    counts = record["mistakes"]
    known = [mistake for mistake in exercise.mistakes if mistake.name in counts]
    hints = len(exercise.hints)
    if record["hints"] < hints:
        advice = f"try again, or ask for hint {record['hints'] + 1} of {hints}"
    else:
        advice = "try again, or look at the solution"
    if known:
        most_frequent = max(known, key=lambda mistake: counts[mistake.name])
        advice = f"look again at “{most_frequent.name.replace('_', ' ')}”; {advice}"
    return "✗ not yet", advice
