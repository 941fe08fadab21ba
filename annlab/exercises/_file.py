"""The learner's file: read and written whole, under a lock, so that no update is ever lost."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

VERSION = 1
STALE = 5.0  # seconds after which a lock that does not change is that of a dead process
PATIENCE = 15.0  # seconds to wait for one's turn

Record = dict[str, Any]
"""What is known of one exercise: attempts, right, first_right_at_attempt, mistakes, hints,
solution_seen, predicted."""


class Trouble(Exception):
    """Why progress is not saved, in words for the learner."""


def empty() -> Record:
    """The record of an exercise not yet tried."""
    return {
        "attempts": 0,
        "right": False,
        "first_right_at_attempt": None,
        "mistakes": {},
        "hints": 0,
        "solution_seen": False,
        "predicted": None,
    }


def read(path: Path) -> dict[str, Record]:
    """The records in the file by name of exercise, none if there is no file.

    Raises ValueError if it is no progress file, Trouble if it is one of a newer annlab.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found = json.loads(text)
    if not isinstance(found, dict) or not isinstance(found.get("version"), int):
        raise ValueError("no version")
    if found["version"] > VERSION:
        raise Trouble(f"{path.name} was written by a newer annlab")
    exercises = found.get("exercises")
    if not isinstance(exercises, dict):
        raise ValueError("no exercises")
    return {name: _checked(record) for name, record in exercises.items()}


def _checked(record: Any) -> Record:
    if not isinstance(record, dict):
        raise ValueError("a record is no object")
    whole = empty() | record
    for key in ("attempts", "hints"):
        _count(whole[key])
    if whole["first_right_at_attempt"] is not None:
        _count(whole["first_right_at_attempt"])
    if not isinstance(whole["mistakes"], dict):
        raise ValueError("mistakes are no object")
    for count in whole["mistakes"].values():
        _count(count)
    for key in ("right", "solution_seen"):
        if not isinstance(whole[key], bool):
            raise ValueError(f"{key} is not true or false")
    return whole


def _count(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a count is no whole number")


def update(path: Path, name: str, change: Callable[[Record], None]) -> str:
    """Change the record of one exercise in the file; "" or what the learner should know of it.

    Raises Trouble or OSError, and the file is as it was, if it cannot be written.
    """
    kept = ""
    with _locked(path):
        try:
            records = read(path)
        except ValueError:  # not JSON, not UTF-8, not ours: never thrown away
            aside = _aside(path)
            os.replace(path, aside)
            records = {}
            kept = f"Your progress file could not be read. It is kept as {aside.name}; "
            kept += "a new one begins."
        record = records.setdefault(name, empty())
        change(record)
        write(path, {"version": VERSION, "exercises": records})
    return kept


def _aside(path: Path) -> Path:
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.bad" + (str(number) if number > 1 else ""))
        if not aside.exists():
            return aside
    raise Trouble("there are 999 unreadable progress files here already")


def write(path: Path, content: Any) -> None:
    """Write JSON so that a crash leaves the old file or the new one, never half of either."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            json.dump(content, out, indent=1, sort_keys=True, ensure_ascii=False)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        _patiently(lambda: os.replace(part, path))
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _patiently(act: Callable[[], None]) -> None:
    """On Windows a file that another program is reading cannot be replaced: wait a little."""
    for pause in (0.01, 0.03, 0.1, 0.3):
        try:
            return act()
        except PermissionError:
            time.sleep(pause)
    return act()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one process at a time: whoever makes the lock file first. It holds a random word.

    A word that stays the same for STALE seconds was left by a process that died: an update takes
    milliseconds. Clocks of the file system are not asked, for on a network they may be wrong.
    """
    lock = path.with_name(f"{path.name}.lock")
    mine = secrets.token_hex(8)
    seen, since = None, time.monotonic()
    start = since
    while not _made(lock, mine):
        word, now = _word(lock), time.monotonic()
        if word != seen:
            seen, since = word, now
        elif word is not None and now - since > STALE:
            _break(lock, word)
        if now - start > PATIENCE:
            raise Trouble(f"{lock.name} is in the way")
        time.sleep(0.001 + secrets.randbelow(5) / 1000)
    try:
        yield
    finally:
        if _word(lock) == mine:
            with contextlib.suppress(OSError):
                lock.unlink()


def _made(lock: Path, word: str) -> bool:
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    except PermissionError:
        if lock.exists():  # Windows, while it is being taken away
            return False
        raise
    try:
        os.write(handle, word.encode())
    except OSError:  # a full disk
        with contextlib.suppress(OSError):
            lock.unlink()
        raise
    finally:
        os.close(handle)
    return True


def _word(lock: Path) -> str | None:
    try:
        return lock.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _break(lock: Path, word: str) -> None:
    """Take a dead process's lock away, and give it back if it is a living one's after all."""
    away = lock.with_name(f"{lock.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        os.rename(lock, away)
        if _word(away) != word:
            with contextlib.suppress(OSError):
                os.link(away, lock)
        away.unlink()
