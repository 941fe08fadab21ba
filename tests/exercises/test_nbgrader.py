"""nbgrader with a lesson as it is: release, marking and feedback."""

import csv
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest

from annlab import exercises

if find_spec("nbgrader") is None:
    pytest.skip('nbgrader is not installed: pip install -e ".[grading]"', allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("0*.ipynb"))
STUB = "def delta_output(a, t):\n    ..."
ANSWERS = {
    "ada": exercises.delta_output.code,
    "ben": "def delta_output(a, t):\n    return (t - a) * a * (1 - a)",
    "cleo": None,  # hands in the stub
    "dan": "def delta_output(a, t):\n    while True:\n        pass",
}


def cell(name: str, source: str, *, check: bool) -> Any:
    """A code cell with the metadata that docs/exercises.md recommends."""
    new_cell = nbformat.v4.new_code_cell(source)
    new_cell.metadata["nbgrader"] = {
        "grade": check,
        "grade_id": f"{name}_check" if check else name,
        "locked": check,
        "schema_version": 3,
        "solution": not check,
        "task": False,
    } | ({"points": 1} if check else {})
    return new_cell


def small_lesson() -> Any:
    book = nbformat.v4.new_notebook()
    book.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    book.cells = [
        nbformat.v4.new_markdown_cell("Write `delta_output(a, t)`."),
        nbformat.v4.new_code_cell("import numpy as np\n\nfrom annlab import exercises"),
        cell("delta_output", STUB, check=False),
        cell("delta_output", "exercises.delta_output.check(delta_output)", check=True),
        cell("by_hand", 'by_hand = {"z1": None, "a1": None}', check=False),
        cell("by_hand", "exercises.by_hand.check(by_hand)", check=True),
    ]
    return book


class Course:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self.env = os.environ | {
            "PYTHONPATH": paths,
            # nbgrader calls alembic by its bare name
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(folder),
            "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
            "IPYTHONDIR": str(folder / "ipython"),
        }
        self.env.pop("ANNLAB_PROGRESS", None)

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=900
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    def book(self, *parts: str) -> Any:
        return nbformat.read(self.folder.joinpath(*parts, "l", "l.ipynb"), as_version=4)

    def scores(self) -> dict[str, float]:
        """The points of each learner."""
        self.run("export", "--to", "grades.csv")
        with (self.folder / "grades.csv").open() as rows:
            return {row["student_id"]: float(row["score"]) for row in csv.DictReader(rows)}

    def submit(self, learner: str, book: Any) -> None:
        where = self.folder / "submitted" / learner / "l"
        where.mkdir(parents=True)
        nbformat.write(book, where / "l.ipynb")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which four learners have handed in the small lesson, marked and fed back."""
    course = Course(tmp_path_factory.mktemp("course"))
    where = course.folder / "source" / "l"
    where.mkdir(parents=True)
    nbformat.write(small_lesson(), where / "l.ipynb")
    course.run("generate_assignment", "l", "--create", "--ClearSolutions.enabled=False")
    for learner, answer in ANSWERS.items():
        book = course.book("release")
        if answer is not None:
            book.cells[2].source = answer
        course.submit(learner, book)
    course.run("autograde", "l", "--create")
    course.run("generate_feedback", "l")
    return course


def test_the_released_lesson_is_the_lesson_as_it_is(course: Course) -> None:
    released = course.book("release").cells
    assert [c.source for c in released] == [c.source for c in small_lesson().cells]


def test_only_a_right_answer_gets_the_point(course: Course) -> None:
    assert course.scores() == {"ada": 1, "ben": 0, "cleo": 0, "dan": 0}


@pytest.mark.parametrize(
    ("learner", "words"),
    [
        ("ada", "Right. It was tried on"),
        ("ben", "You have t − a"),
        ("cleo", "Not attempted yet."),
        ("dan", "still running after 3 seconds"),
    ],
)
def test_the_feedback_holds_the_words_of_the_check(
    course: Course, learner: str, words: str
) -> None:
    html = (course.folder / "feedback" / learner / "l" / "l.html").read_text(encoding="utf-8")
    assert words in html


def test_marking_writes_no_progress(course: Course) -> None:
    assert not list(course.folder.rglob("annlab_progress*"))


def test_released_in_the_usual_way_the_stub_counts_as_not_attempted(
    course: Course, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = Course(tmp_path_factory.mktemp("plain"))
    where = plain.folder / "source" / "l"
    where.mkdir(parents=True)
    nbformat.write(small_lesson(), where / "l.ipynb")
    plain.run("generate_assignment", "l", "--create")
    book = plain.book("release")
    assert "raise NotImplementedError" in book.cells[2].source
    assert book.cells[3].source == small_lesson().cells[3].source
    book.cells[2].source = ANSWERS["ada"]
    plain.submit("ada", book)
    plain.run("autograde", "l", "--create")
    assert plain.scores() == {"ada": 1}


def test_a_whole_lesson_untouched_and_with_every_solution(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    books = [nbformat.read(path, as_version=4) for path in LESSONS]
    marked = [book for book in books if any("nbgrader" in c.metadata for c in book.cells)]
    if not marked:
        pytest.skip("no lesson has cells for nbgrader yet")
    lesson = min(marked, key=lambda book: len(book.cells))
    course = Course(tmp_path_factory.mktemp("lesson"))
    where = course.folder / "source" / "l"
    where.mkdir(parents=True)
    nbformat.write(lesson, where / "l.ipynb")
    course.run("generate_assignment", "l", "--create", "--ClearSolutions.enabled=False")
    book = course.book("release")
    course.submit("untouched", book)
    for c in book.cells:
        meta = c.metadata.get("nbgrader", {})
        if meta.get("solution"):
            c.source = getattr(exercises, meta["grade_id"]).code
    course.submit("solved", book)
    course.run("autograde", "l", "--create", "--ExecutePreprocessor.timeout=600")
    points = sum(c.metadata.get("nbgrader", {}).get("points", 0) for c in lesson.cells)
    assert course.scores() == {"untouched": 0, "solved": points}
