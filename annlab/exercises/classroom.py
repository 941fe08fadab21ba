"""The teacher's reading of a folder of progress files: what a class tries, solves, mistakes."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

from annlab.exercises import _file
from annlab.exercises._file import Record, Trouble


@dataclass(frozen=True)
class Line:
    """One exercise in the class."""

    name: str
    lesson: int
    title: str
    tried: int
    """Learners who tried it."""
    solved: int
    mistakes: tuple[tuple[str, int], ...]
    """Each mistake and how many learners made it, the most frequent first."""


class Classroom:
    """A class's exercises, lesson by lesson; a notebook shows them as a table."""

    def __init__(self, learners: list[dict[str, Record]], unread: list[str]) -> None:
        self.learners, self.unread = learners, unread

    @property
    def lines(self) -> list[Line]:
        """One line per exercise that somebody tried, in the order of the lessons."""
        from annlab.exercises import catalogue

        known = {exercise.name: exercise for exercise in catalogue()}
        names = [*known, *sorted({name for one in self.learners for name in one} - known.keys())]
        found = []
        for name in names:
            records = [one[name] for one in self.learners if name in one and one[name]["attempts"]]
            if not records:
                continue
            counts = Counter(mistake for record in records for mistake in record["mistakes"])
            exercise = known.get(name)
            found.append(
                Line(
                    name,
                    exercise.lesson if exercise else 0,
                    exercise.title if exercise else name,
                    len(records),
                    sum(record["right"] for record in records),
                    tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
                )
            )
        return found

    @property
    def mistakes(self) -> list[tuple[int, str, str]]:
        """(learners, exercise, mistake) over the course, the most frequent first."""
        found = [(n, line.name, name) for line in self.lines for name, n in line.mistakes]
        return sorted(found, key=lambda entry: (-entry[0], entry[1:]))

    def __repr__(self) -> str:
        found = [f"{_learners(len(self.learners))}"]
        for line in self.lines:
            lesson = f"{line.lesson:02}" if line.lesson else "??"
            solved = f"{line.solved} of {line.tried} who tried solved it"
            found.append(f"{lesson} {line.title}: {solved}")
            found += [f"      {count:3} × {name}" for name, count in line.mistakes]
        if self.unread:
            found.append(f"not read, for they are no progress files: {', '.join(self.unread)}")
        return "\n".join(found)

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
    """Read every .json file in the folder and the folders in it, one per learner.

    Files that are no progress files are named, not read. Raises NotADirectoryError if there is
    no such folder.
    """
    where = Path(folder)
    if not where.is_dir():
        raise NotADirectoryError(f"folder must be a folder of progress files, not {str(folder)!r}")
    learners, unread = [], []
    for path in sorted(where.rglob("*.json")):
        try:
            learners.append(_file.read(path))
        except (OSError, ValueError, RecursionError, Trouble):
            unread.append(str(path.relative_to(where)))
    return Classroom(learners, unread)
