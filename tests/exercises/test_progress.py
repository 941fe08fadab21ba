"""The progress file: nothing is lost, nothing personal is in it, and no failure stops a lesson."""

import errno
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import pytest
from filelock import SoftFileLock

import annlab
from annlab import exercises
from annlab.exercises import progress_file, progress_lock, progress_notes

delta = exercises.delta_output


def right(a: Any, t: Any) -> Any:
    return (a - t) * a * (1 - a)


def saved(path: Path, name: str = "delta_output") -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["exercises"][name]


def visible(folder: Path) -> list[str]:
    """The names of the files in a folder, but for hidden ones."""
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For each try to get the lock: how many seconds it was allowed to take."""
    allowed: list[float] = []
    acquired = progress_lock._acquired

    def recorded(lock: Any, patience: float) -> bool:
        allowed.append(patience)
        return acquired(lock, patience)

    monkeypatch.setattr(progress_lock, "_acquired", recorded)
    return allowed


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


def crash_before_replace(path: str) -> None:
    os.environ["ANNLAB_PROGRESS"] = path
    os.replace = lambda *arguments: os._exit(1)  # type: ignore[assignment]
    delta.check(right)


def count_up(path: str, name: str) -> None:
    os.environ["ANNLAB_PROGRESS"] = path
    progress_notes.PATIENCE = 60  # on a busy machine, too
    for _ in range(50):
        words = progress_notes.note_attempt(name, False, ("sign",)) or progress_notes.note_attempt(
            "shared", True, ()
        )
        assert words == ""


def run(target: Any, *arguments: str) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    process.start()
    return process


def hold_lock(path: str, holding: Any) -> None:
    with progress_lock.locked(Path(path), patience=60):
        holding.set()
        threading.Event().wait()  # until it is killed


@contextmanager
def another_kernel_holding_the_lock(path: Path) -> Iterator[None]:
    """Another process that has the lock, and is killed at the end."""
    context = multiprocessing.get_context("spawn")
    holding = context.Event()
    process = context.Process(target=hold_lock, args=(str(path), holding))
    process.start()
    assert holding.wait(60)
    try:
        yield
    finally:
        process.kill()
        process.join(60)


def test_a_crash_between_write_and_replace_loses_nothing(path: Path) -> None:
    delta.check(right)
    before = path.read_text()
    process = run(crash_before_replace, str(path))
    process.join(60)
    assert process.exitcode == 1
    assert path.read_text() == before
    assert "not being saved" not in delta.check(right).words  # the dead process holds no lock
    assert saved(path)["attempts"] == 2
    assert visible(path.parent) == [path.name]


def test_two_processes_at_once_lose_no_update(path: Path) -> None:
    processes = [run(count_up, str(path), name) for name in ("one", "two")]
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    assert saved(path, "one")["attempts"] == saved(path, "two")["mistakes"]["sign"] == 50
    assert saved(path, "shared")["attempts"] == 100


def test_threads_at_once_lose_no_update(path: Path) -> None:
    def count_up_in_a_thread() -> None:
        for _ in range(10):
            progress_notes.note_attempt("x", False, ())

    threads = [threading.Thread(target=count_up_in_a_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert saved(path, "x")["attempts"] == 40
    assert visible(path.parent) == [path.name]


def test_a_lock_that_another_kernel_keeps_is_waited_for_once_and_reported_once(
    path: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert progress_notes.PATIENCE == 1
    monkeypatch.setattr(progress_notes, "PATIENCE", 0.1)
    with another_kernel_holding_the_lock(path):
        verdict = delta.check(right)
        assert verdict.right
        assert "(Progress is not being saved: another program has locked" in verdict.words
        assert waits == [0.1]
        later = [delta.check(right).words, repr(delta.hint()), repr(delta.solution())]
        assert "not being saved" not in "".join(later)
        assert waits == [0.1, 0, 0, 0]
        assert not path.exists()
    delta.check(right)
    assert saved(path)["attempts"] == 1


def test_a_lock_that_is_busy_is_waited_for_as_long_as_the_file_is_being_updated(
    path: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    delta.check(right)
    acquired = progress_lock._acquired

    def busy_at_first(lock: Any, patience: float) -> bool:
        if len(waits) < 4:
            waits.append(patience)
            path.write_text(path.read_text())
            os.utime(path, ns=(0, len(waits)))
            return False
        return acquired(lock, patience)

    waits.clear()
    monkeypatch.setattr(progress_lock, "_acquired", busy_at_first)
    assert "not being saved" not in delta.check(right).words
    assert waits == [progress_notes.PATIENCE] * 5
    assert saved(path)["attempts"] == 2


def test_a_hint_reports_a_lock_that_cannot_be_had_if_it_is_the_first_to_need_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_notes, "PATIENCE", 0.05)
    with another_kernel_holding_the_lock(path):
        assert "another program has locked" in repr(delta.hint())
        assert "another program has locked" not in delta.check(right).words


def test_a_lock_file_that_cannot_be_opened_is_reported_once(path: Path) -> None:
    progress_lock.lock_path(path).mkdir()
    assert "(Progress is not being saved: " in delta.check(right).words
    assert "not being saved" not in delta.check(right).words


def without_system_locks(*arguments: Any, **options: Any) -> Any:
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.fixture(params=["the browser", "a network drive"])
def soft_lock(request: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The marker of the lock where the system has no locks of its own."""
    if request.param == "the browser":
        monkeypatch.setattr(progress_lock, "FileLock", SoftFileLock)
        return progress_lock.lock_path(path)
    monkeypatch.setattr(filelock.FileLock, "acquire", without_system_locks)
    return progress_lock.lock_path(path).with_suffix(".softlock")


def test_without_system_locks_the_marker_is_removed_after_each_update(
    path: Path, soft_lock: Path
) -> None:
    delta.check(right)
    delta.check(right)
    assert saved(path)["attempts"] == 2
    assert not soft_lock.exists()


def test_without_system_locks_a_marker_of_a_dead_process_is_removed_after_one_wait(
    path: Path, soft_lock: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_notes, "PATIENCE", 0.1)
    soft_lock.write_text(f"{os.getpid()}\n{socket.gethostname()}\n")  # as if it were alive
    assert "not being saved" not in delta.check(right).words
    assert waits[-2:] == [0.1, 0]
    assert saved(path)["attempts"] == 1
    assert not soft_lock.exists()


def test_without_system_locks_a_marker_that_others_keep_renewing_is_respected(
    path: Path, soft_lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renewed_meanwhile(lock: Any, patience: float) -> bool:
        if lock.lock_file != str(soft_lock):
            return acquired(lock, patience)
        os.utime(soft_lock, ns=(0, 2))
        return False

    acquired = progress_lock._acquired
    monkeypatch.setattr(progress_lock, "_acquired", renewed_meanwhile)
    soft_lock.write_text("of a living process")
    assert "another program has locked" in delta.check(right).words
    assert soft_lock.exists()
    assert not path.exists()


def test_python_without_fcntl_saves_progress_and_warns_of_nothing(path: Path) -> None:
    code = (
        "import sys; sys.modules['fcntl'] = None\n"
        "from annlab import exercises\n"
        "print(exercises.delta_output.check(lambda a, t: (a - t) * a * (1 - a)))"
    )
    command = [sys.executable, "-W", "error", "-X", "utf8", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "not being saved" not in done.stdout
    assert saved(path)["attempts"] == 1
    assert [file.name for file in path.parent.iterdir()] == [path.name]
