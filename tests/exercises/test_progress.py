"""The learner's file: nothing is lost, nothing personal is in it, nothing that fails is raised."""

import json
import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import annlab
from annlab import exercises
from annlab.exercises import _file, progress

delta = exercises.delta_output


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "annlab_progress.json"
    monkeypatch.setenv("ANNLAB_PROGRESS", str(where))
    return where


def right(a: Any, t: Any) -> Any:
    return (a - t) * a * (1 - a)


def saved(path: Path, name: str = "delta_output") -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["exercises"][name]


def test_attempts_mistakes_hints_and_solutions_are_counted(path: Path) -> None:
    delta.check(None)
    assert not path.exists()
    delta.check(lambda a, t: t - a)
    delta.check(lambda a, t: (t - a) * a * (1 - a))
    delta.hint(), delta.hint()
    delta.solution()
    delta.check(right)
    delta.check(lambda a, t: "later, something else")
    assert saved(path) == {
        "attempts": 4,
        "right": True,
        "first_right_at_attempt": 3,
        "mistakes": {"sign": 2, "no_slope": 1, "text": 1},
        "hints": 2,
        "solution_seen": True,
        "predicted": None,
    }
    assert [f.name for f in path.parent.iterdir()] == [path.name]  # neither lock nor part is left


def test_the_file_is_in_the_current_folder_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    delta.check(right)  # $ANNLAB_PROGRESS is "" in these tests
    assert not list(tmp_path.iterdir())
    monkeypatch.delenv("ANNLAB_PROGRESS")
    delta.check(right)
    assert (tmp_path / "annlab_progress.json").exists()


def test_grading_leaves_the_file_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    delta.check(right)
    delta.hint()
    assert not path.exists()


def test_another_day_the_solution_is_still_open_to_those_who_tried(path: Path) -> None:
    delta.check(lambda a, t: a)
    delta._attempted = False
    assert "return (a - t)" in repr(delta.solution())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"x"',
        '{"version": 1}',
        '{"version": 1, "exercises": 3}',
        '{"version": 1, "exercises": {"a": 3}}',
        '{"version": 1, "exercises": {"a": {"attempts": "many"}}}',
        '{"version": 1, "exercises": {"a": {"mistakes": {"sign": -1}}}}',
        '{"version": 1, "exercises": {"a": {"right": 1}}}',
    ],
)
def test_a_corrupt_file_is_kept_aside_and_said_once(path: Path, text: str) -> None:
    path.write_text(text)
    path.with_name(f"{path.name}.bad").write_text("an earlier one")
    verdict = delta.check(right)
    assert verdict.right
    assert "It is kept as annlab_progress.json.bad2" in verdict.words
    assert path.with_name(f"{path.name}.bad2").read_text() == text
    assert saved(path)["attempts"] == 1
    assert "kept" not in delta.check(right).words


def test_bytes_that_are_no_text_are_kept_aside_too(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    delta.check(right)
    assert path.with_name(f"{path.name}.bad").read_bytes() == b"\xff\xfe\x00"


def test_a_file_of_a_newer_annlab_is_not_touched(path: Path) -> None:
    path.write_text('{"version": 2, "exercises": []}')
    assert (
        "not saved: annlab_progress.json was written by a newer annlab" in delta.check(right).words
    )
    assert path.read_text() == '{"version": 2, "exercises": []}'


def test_what_others_have_added_is_kept(path: Path) -> None:
    others = {"of_another_course": _file.empty() | {"attempts": 3, "note": "x"}}
    path.write_text(json.dumps({"version": 1, "exercises": others}))
    delta.check(right)
    assert saved(path, "of_another_course") == others["of_another_course"]


def full(*arguments: Any, **options: Any) -> Any:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "os.write", "os.open", "json.dump"])
def test_a_full_disk_is_said_once_and_the_old_file_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    delta.check(right)
    before = path.read_text()
    module, name = call.split(".")
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[module], name, full)
        verdict = delta.check(right)
        assert verdict.right
        assert verdict.words.endswith("(Progress is not saved: No space left on device.)")
        assert "not saved" not in delta.check(right).words
        assert path.read_text() == before
    assert [f.name for f in path.parent.iterdir()] == [path.name]
    delta.check(right)
    assert saved(path)["attempts"] == 2


def test_a_folder_that_cannot_be_written_to_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNLAB_PROGRESS", str(tmp_path / "is not there" / "p.json"))
    assert "(Progress is not saved: No such file" in delta.check(right).words
    monkeypatch.setenv("ANNLAB_PROGRESS", str(tmp_path))
    assert "not saved" in delta.check(right).words
    assert "○ open" in repr(annlab.progress())


def crash_before_replace(path: str) -> None:
    os.environ["ANNLAB_PROGRESS"] = path
    os.replace = lambda *arguments: os._exit(1)  # type: ignore[assignment]
    delta.check(right)


def count_up(path: str, name: str) -> None:
    os.environ["ANNLAB_PROGRESS"] = path
    for _ in range(50):
        words = progress.note(name, False, ("sign",)) or progress.note("shared", True, ())
        assert words == ""


def run(target: Any, *arguments: str) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    process.start()
    return process


def test_a_crash_between_write_and_replace_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delta.check(right)
    before = path.read_text()
    process = run(crash_before_replace, str(path))
    process.join(60)
    assert process.exitcode == 1
    assert path.read_text() == before
    assert path.with_name(f"{path.name}.lock").exists()  # the dead process's
    monkeypatch.setattr(_file, "STALE", 0.2)
    delta.check(right)
    assert saved(path)["attempts"] == 2
    assert [f.name for f in path.parent.iterdir()] == [path.name]


def test_two_processes_at_once_lose_no_update(path: Path) -> None:
    processes = [run(count_up, str(path), name) for name in ("one", "two")]
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    assert saved(path, "one")["attempts"] == saved(path, "two")["mistakes"]["sign"] == 50
    assert saved(path, "shared")["attempts"] == 100


def test_a_stale_lock_is_broken_by_one_of_many_and_a_living_one_respected(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_file, "STALE", 0.2)
    path.with_name(f"{path.name}.lock").write_text("of a dead process")
    threads = [
        threading.Thread(target=lambda: [progress.note("x", False, ()) for _ in range(10)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert saved(path, "x")["attempts"] == 40
    assert [f.name for f in path.parent.iterdir()] == [path.name]


def test_a_lock_that_is_always_someone_elses_is_waited_for_and_then_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_file, "PATIENCE", 0.3)
    lock = path.with_name(f"{path.name}.lock")
    lock.write_text("0")
    done = threading.Event()

    def others() -> None:
        number = 0
        while not done.wait(0.01):
            number += 1
            lock.write_text(str(number))

    thread = threading.Thread(target=others)
    thread.start()
    start = time.monotonic()
    words = delta.check(right).words
    done.set()
    thread.join()
    assert "annlab_progress.json.lock is in the way" in words
    assert time.monotonic() - start < 5


def test_the_table_says_what_to_do_next(path: Path) -> None:
    delta.check(right)
    exercises.update.check(lambda W, b, dW, db, rate: (W + rate * dW, b + rate * db))
    exercises.update.hint()
    table = repr(annlab.progress())
    rows = {line[8:40].strip(): line for line in table.splitlines()[1:] if line[:2].isdigit()}
    assert "✓ right" in rows["δ of the output units"]
    assert "at the first try" in rows["δ of the output units"]
    assert "✗ not yet" in rows["One step downhill"]
    assert "look again at “uphill”; try again, or ask for hint 2 of 3" in rows["One step downhill"]
    assert table.endswith("Next: lesson 03, One step downhill.")
    html = annlab.progress()._repr_html_()
    assert html.count("<tr>") == len(exercises.catalogue()) + 1
    assert "✓ right" in html


def test_a_prediction_made_is_done_right_or_not(path: Path) -> None:
    exercises.best_step.check(12)
    assert "✓ predicted" in repr(annlab.progress())


def test_the_export_is_anonymous_and_holds_the_counts_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    delta.check(lambda a, t: t - a)
    exercises.best_step.check(7)
    where = annlab.progress().export()
    content = json.loads(where.read_text(encoding="utf-8"))
    assert set(content) == {"version", "id", "exercises"}
    assert content["id"] in where.name
    assert content["exercises"]["delta_output"]["mistakes"] == {"no_slope": 1, "sign": 1}
    assert "predicted" not in content["exercises"]["best_step"]
    other = annlab.progress().export(path.parent / "mine.json")
    assert json.loads(other.read_text(encoding="utf-8"))["id"] != content["id"]
