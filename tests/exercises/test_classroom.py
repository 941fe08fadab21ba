"""The report for a teacher on a folder of progress files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annlab.exercises import classroom, progress_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    learners = [
        {"delta_output": {"attempts": 3, "right": True, "mistakes": {"sign": 2}}},
        {"delta_output": {"attempts": 1, "mistakes": {"sign": 1, "no_slope": 1}}},
        {"delta_output": {"attempts": 2, "right": True}, "update": {"attempts": 1, "right": True}},
        {"of_another_course": {"attempts": 1, "mistakes": {"<b>": 1}}, "update": {"hints": 2}},
    ]
    for number, learner in enumerate(learners):
        below = tmp_path / f"group {number % 2}"
        below.mkdir(exist_ok=True)
        records = {name: progress_file.empty() | record for name, record in learner.items()}
        content = {"version": 1, "id": str(number), "exercises": records}
        (below / f"{number}.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "notes.json").write_text('{"nothing": "ours"}')
    (tmp_path / "readme.txt").write_text("not looked at")
    return tmp_path


def test_it_counts_who_tried_who_solved_and_which_mistakes(folder: Path) -> None:
    report = classroom(folder)
    assert len(report.learners) == 4
    assert [(line.name, line.tried, line.solved) for line in report.lines] == [
        ("delta_output", 3, 2),
        ("update", 1, 1),
        ("of_another_course", 1, 0),
    ]
    assert report.lines[0].mistakes == (("sign", 2), ("no_slope", 1))  # learners, not times
    assert report.mistakes[0] == (2, "delta_output", "sign")
    assert report.unread == ["notes.json"]


def test_it_is_shown_in_words_and_as_a_table(folder: Path) -> None:
    report = classroom(folder)
    lines = repr(report).splitlines()
    assert lines[0] == "4 learners"
    assert lines[1] == "03 δ of the output units: 2 of 3 who tried solved it"
    assert lines[2].split() == ["2", "×", "sign"]
    assert "notes.json" in lines[-1]
    html = report._repr_html_()
    assert "2 × sign" in html
    assert "<b>" not in html


def test_on_the_command_line(folder: Path) -> None:
    command = [sys.executable, "-W", "error", "-X", "utf8", "-m", "annlab.exercises"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{classroom(folder)!r}\n"
    wrong = subprocess.run(
        [*command, "no such place"], capture_output=True, text=True, encoding="utf-8"
    )
    assert wrong.returncode == 2
    assert "not 'no such place'" in wrong.stderr


def test_a_folder_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="folder must be a folder"):
        classroom(tmp_path / "x")
    assert repr(classroom(tmp_path)) == "0 learners"
