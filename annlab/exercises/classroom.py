"""What a class has tried and solved, and its mistakes, read from a folder of progress files."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

from annlab.exercises import progress_file
from annlab.exercises.discovery import catalogue
from annlab.exercises.progress_file import ProgressFileError, Record


@dataclass(frozen=True)
class Line:
    """How a class did in one exercise."""

    name: str
    lesson: int
    title: str
    tried: int
    """The number of learners who tried it."""
    solved: int
    mistakes: tuple[tuple[str, int], ...]
    """Each mistake and how many learners made it, most frequent first."""


class Classroom:
    """How a class did in each exercise; a notebook shows it as a table."""

    def __init__(self, learners: list[dict[str, Record]], unread: list[str]) -> None:
        self.learners, self.unread = learners, unread

    @property
    def lines(self) -> list[Line]:
        """One line for each exercise that someone tried, in the order of the lessons."""
        known = {exercise.name: exercise for exercise in catalogue()}
        recorded = {name for records in self.learners for name in records}
        lines = []
        for name in [*known, *sorted(recorded - known.keys())]:
            records = [
                learner[name]
                for learner in self.learners
                if name in learner and learner[name]["attempts"]
            ]
            if not records:
                continue
            counts = Counter(mistake for record in records for mistake in record["mistakes"])
            exercise = known.get(name)
            lines.append(
                Line(
                    name,
                    exercise.lesson if exercise else 0,
                    exercise.title if exercise else name,
                    len(records),
                    sum(record["right"] for record in records),
                    tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
                )
            )
        return lines

    @property
    def mistakes(self) -> list[tuple[int, str, str]]:
        """(number of learners, exercise, mistake) for the whole course, most frequent first."""
        counts = [(n, line.name, name) for line in self.lines for name, n in line.mistakes]
        return sorted(counts, key=lambda entry: (-entry[0], entry[1:]))

    def __repr__(self) -> str:
        report = [_learners(len(self.learners))]
        for line in self.lines:
            lesson = f"{line.lesson:02}" if line.lesson else "??"
            solved = f"{line.solved} of {line.tried} who tried solved it"
            report.append(f"{lesson} {line.title}: {solved}")
            report += [f"      {count:3} × {name}" for name, count in line.mistakes]
        if self.unread:
            report.append(f"not read, because not progress files: {', '.join(self.unread)}")
        return "\n".join(report)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{line.lesson:02}</td><td style='text-align: left'>{escape(line.title)}</td>"
            f"<td>{line.tried}</td><td>{line.solved}</td><td style='text-align: left'>"
            + "<br>".join(escape(f"{count} × {name}") for name, count in line.mistakes)
            + "</td></tr>"
            for line in self.lines
        )
        head = "".join(
            f"<th scope='col'>{word}</th>"
            for word in ("lesson", "exercise", "tried", "solved", "mistakes, by learners")
        )
        unread = f"<p>Not read: {escape(', '.join(self.unread))}</p>" if self.unread else ""
        return (
            f"<p>{_learners(len(self.learners))}</p><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>{unread}"
        )


def _learners(number: int) -> str:
    return f"{number} learner{'' if number == 1 else 's'}"


def classroom(folder: str | os.PathLike[str]) -> Classroom:
    """Read every .json file in the folder and its subfolders, one per learner.

    Files that are not progress files are listed as unread. Raises NotADirectoryError if there is
    no such folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise NotADirectoryError(f"folder must be a folder of progress files, not {str(folder)!r}")
    learners, unread = [], []
    for path in sorted(root.rglob("*.json")):
        try:
            learners.append(progress_file.read(path))
        except (OSError, ValueError, RecursionError, ProgressFileError):
            unread.append(str(path.relative_to(root)))
    return Classroom(learners, unread)
