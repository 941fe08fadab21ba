"""The progress file: nothing is lost, nothing personal is in it, and no failure stops a lesson."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import annlab
from annlab import exercises
from annlab.exercises import progress_file

delta = exercises.delta_output


def right(a: Any, t: Any) -> Any:
    return (a - t) * a * (1 - a)


def saved(path: Path, name: str = "delta_output") -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["exercises"][name]


def visible(folder: Path) -> list[str]:
    """The names of the files in a folder, but for hidden ones."""
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


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
    assert visible(path.parent) == [path.name]  # neither a lock nor a part is left


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


def test_the_solution_stays_available_on_another_day(path: Path) -> None:
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
        pytest.param("[" * 100_000, id="nested too deeply"),
    ],
)
def test_a_corrupt_file_is_kept_under_another_name_and_reported_once(path: Path, text: str) -> None:
    path.write_text(text)
    path.with_name(f"{path.name}.bad").write_text("an earlier one")
    verdict = delta.check(right)
    assert verdict.right
    assert "It has been kept as annlab_progress.json.bad2" in verdict.words
    assert path.with_name(f"{path.name}.bad2").read_text() == text
    assert saved(path)["attempts"] == 1
    assert "kept" not in delta.check(right).words


def test_bytes_that_are_not_text_are_kept_too(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    delta.check(right)
    assert path.with_name(f"{path.name}.bad").read_bytes() == b"\xff\xfe\x00"


def test_a_file_with_a_byte_order_mark_is_read(path: Path) -> None:
    delta.check(right)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    delta.check(right)
    assert saved(path)["attempts"] == 2
    assert visible(path.parent) == [path.name]


@pytest.mark.parametrize("make", ["mkfifo", "mkdir"])
def test_what_is_not_a_regular_file_is_neither_locked_nor_read_nor_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch, make: str
) -> None:
    if not hasattr(os, make):
        pytest.skip(f"this system has no os.{make}")
    getattr(os, make)(path)
    before = path.stat()
    monkeypatch.setattr(progress_file, "locked", pytest.fail)
    monkeypatch.setattr(Path, "read_text", pytest.fail)
    assert f"(Progress is not being saved: {path} is not a file.)" in delta.check(right).words
    assert "○ open" in repr(annlab.progress())
    with pytest.raises(progress_file.ProgressFileError, match="is not a file"):
        annlab.progress().export(path)
    assert (path.stat().st_ino, path.stat().st_mode) == (before.st_ino, before.st_mode)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="links need special rights on Windows")
@pytest.mark.parametrize("text", [None, "", '{"version": 1, "exercises": {}}'])
def test_a_link_stays_and_the_file_it_points_to_is_written(path: Path, text: str | None) -> None:
    target = path.parent / "elsewhere" / "mine.json"
    target.parent.mkdir()
    path.symlink_to(target)
    if text is not None:
        target.write_text(text)
    delta.check(right)
    assert path.is_symlink()
    assert saved(target)["attempts"] == 1
    assert visible(path.parent) == [path.name, "elsewhere"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits for groups")
def test_a_file_keeps_its_permissions(path: Path) -> None:
    delta.check(right)
    path.chmod(0o660)
    delta.check(right)
    assert path.stat().st_mode & 0o777 == 0o660


def test_a_tilde_in_the_path_is_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # the same on Windows
    monkeypatch.setenv("ANNLAB_PROGRESS", "~/p.json")
    delta.check(right)
    assert saved(tmp_path / "p.json")["attempts"] == 1


def test_a_file_of_a_newer_annlab_is_left_alone(path: Path) -> None:
    path.write_text('{"version": 2, "exercises": []}')
    reason = "not being saved: annlab_progress.json was written by a newer annlab"
    assert reason in delta.check(right).words
    assert path.read_text() == '{"version": 2, "exercises": []}'


def test_records_of_other_courses_are_kept(path: Path) -> None:
    others = {"of_another_course": progress_file.empty() | {"attempts": 3, "note": "x"}}
    path.write_text(json.dumps({"version": 1, "exercises": others}))
    delta.check(right)
    assert saved(path, "of_another_course") == others["of_another_course"]


def full(*arguments: Any, **options: Any) -> Any:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "os.open", "json.dump"])
def test_a_full_disk_is_reported_once_and_the_old_file_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    delta.check(right)
    before = path.read_text()
    module, name = call.split(".")
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[module], name, full)
        verdict = delta.check(right)
        assert verdict.right
        assert verdict.words.endswith("(Progress is not being saved: No space left on device.)")
        assert "not being saved" not in delta.check(right).words
        assert path.read_text() == before
    assert visible(path.parent) == [path.name]
    delta.check(right)
    assert saved(path)["attempts"] == 2


def test_a_folder_that_does_not_exist_is_reported_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "is not there"
    monkeypatch.setenv("ANNLAB_PROGRESS", str(missing / "p.json"))
    reason = f"(Progress is not being saved: there is no folder {missing}.)"
    assert reason in delta.check(right).words
    assert "○ open" in repr(annlab.progress())
    assert visible(tmp_path) == []  # the folder is not created
