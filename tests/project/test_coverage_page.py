"""docs/coverage.md names every section of the lessons, and only sections that exist."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annlab import exercises

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
LESSONS = {path.name[:2]: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
REFERENCE = re.compile(r"\[(\d\d)(?:\.(\d+))? ([^\]]+)\](?!:)")  # [03.5 Go back through …]
DEFINITION = re.compile(r"^\[([^\]]+)\]: (\S+)$", re.MULTILINE)

each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def headings(lesson: str) -> list[str]:
    """The second-level headings of a lesson, in order: its sections."""
    cells = json.loads(LESSONS[lesson].read_text(encoding="utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return re.findall(r"^## (.+?)\s*$", "\n\n".join(prose), re.MULTILINE)


def named(text: str) -> Iterator[tuple[str, str]]:
    """(lesson, heading) for each section that a text names."""
    for lesson, number, title in REFERENCE.findall(text):
        yield lesson, f"{number}. {title}" if number else title


def tables() -> list[tuple[str, list[list[str]]]]:
    """The title of each part of the page that has a table, and the table's cells, row by row."""
    titled = []
    for part in PAGE.split("\n## ")[1:]:
        title, *lines = part.splitlines()
        rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line.startswith("|")]
        if rows:
            titled.append((title, [[cell.strip() for cell in row] for row in rows]))
    return titled


def test_every_lesson_has_a_table_under_its_number() -> None:
    assert [title[:2] for title, _ in tables() if title[:2].isdigit()] == list(LESSONS)


@pytest.mark.parametrize(("title", "table"), tables(), ids=[title for title, _ in tables()])
def test_every_row_has_all_cells_filled(title: str, table: list[list[str]]) -> None:
    head, rule, *rows = table
    assert len(rows) >= 1
    assert set("".join(rule)) == {"-"}
    assert [row for row in rows if len(row) != len(head) or not all(row)] == []
    # The middle cell holds nothing but sections, so that a slip in a bracket shows.
    assert [row[1] for row in rows if REFERENCE.sub("", row[1]).strip(" ,") or not row[1]] == []


def test_every_row_of_a_lesson_names_that_lesson() -> None:
    astray = [
        row[0]
        for title, (_, _, *rows) in tables()
        if title[:2] in LESSONS
        for row in rows
        if title[:2] not in {lesson for lesson, _ in named(row[1])}
    ]
    assert astray == []


@each_lesson
def test_every_section_named_is_a_heading_of_that_lesson(lesson: str) -> None:
    here = {heading for number, heading in named(PAGE) if number == lesson}
    assert here - set(headings(lesson)) == set()


def test_every_lesson_named_exists() -> None:
    assert {lesson for lesson, _ in named(PAGE)} - LESSONS.keys() == set()


@each_lesson
def test_every_numbered_section_is_in_a_table(lesson: str) -> None:
    numbered = [heading for heading in headings(lesson) if re.match(r"\d+\. ", heading)]
    assert [int(heading.split(".")[0]) for heading in numbered] == list(range(1, len(numbered) + 1))
    cells = [row[1] for _, (_, _, *rows) in tables() for row in rows]
    listed = {heading for number, heading in named("\n".join(cells)) if number == lesson}
    assert set(numbered) - listed == set()


def test_every_section_named_is_linked_and_no_link_is_unused() -> None:
    places = {}
    for lesson, heading in named(PAGE):
        number, _, title = heading.rpartition(". ")
        label = f"{lesson}.{number} {title}" if number else f"{lesson} {title}"
        anchor = heading.replace(" ", "-")  # as Jupyter makes them
        places[label] = f"../notebooks/{LESSONS[lesson].name}#{anchor}"
    definitions = DEFINITION.findall(PAGE)
    assert dict(definitions) == places
    assert len(definitions) == len(places)  # no duplicates


def test_every_exercise_named_is_checked_in_the_lesson_of_its_row() -> None:
    lesson_of = {exercise.name: f"{exercise.lesson:02}" for exercise in exercises.catalogue()}
    astray = []
    for _, (_, _, *rows) in tables():
        for row in rows:
            sources = "".join(LESSONS[n].read_text(encoding="utf-8") for n, _ in named(row[1]))
            for name in re.findall(r"`exercises\.(\w+)`", row[2]):
                lessons = {lesson for lesson, _ in named(row[1])}
                if lesson_of.get(name) not in lessons or f"exercises.{name}.check(" not in sources:
                    astray.append(name)
    assert astray == []
