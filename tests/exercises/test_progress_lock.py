"""The lock of the progress file: no update is lost; one that cannot be had costs one wait."""

import errno
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

from annlab import exercises
from annlab.exercises import progress_lock, progress_notes

from .test_progress import right, saved, visible

delta = exercises.delta_output


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
