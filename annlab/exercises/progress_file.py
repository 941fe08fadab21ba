"""The progress file: read and written whole, under a lock, so that no update is ever lost."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annlab.exercises.progress_lock import locked

VERSION = 1

Record = dict[str, Any]
"""What is recorded of one exercise: attempts, right, first_right_at_attempt, mistakes, hints,
solution_seen, predicted."""


class ProgressFileError(Exception):
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
    """The record of each exercise in the file, by its name; none if there is no file.

    Raises ValueError if it is not a progress file, ProgressFileError if it is not a file at all
    or a newer annlab wrote it.
    """
    try:
        text = _real_path(path).read_text(encoding="utf-8-sig")  # some editors add the mark
    except FileNotFoundError:
        return {}
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(content, dict) or not isinstance(content.get("version"), int):
        raise ValueError("no version")
    if content["version"] > VERSION:
        raise ProgressFileError(f"{path.name} was written by a newer annlab")
    exercises = content.get("exercises")
    if not isinstance(exercises, dict):
        raise ValueError("no exercises")
    return {name: _checked(record) for name, record in exercises.items()}


def _real_path(path: Path) -> Path:
    """Where a file is, or will be, once links are followed.

    Raises ProgressFileError if a folder, a pipe or a device is there: reading a pipe would wait
    for ever, and writing would put a file in its place.
    """
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        raise ProgressFileError(f"{path} is not a file")
    return real


def _checked(record: Any) -> Record:
    if not isinstance(record, dict):
        raise ValueError("a record is not an object")
    whole = empty() | record
    for key in ("attempts", "hints"):
        _count(whole[key])
    if whole["first_right_at_attempt"] is not None:
        _count(whole["first_right_at_attempt"])
    if not isinstance(whole["mistakes"], dict):
        raise ValueError("mistakes are not an object")
    for count in whole["mistakes"].values():
        _count(count)
    for key in ("right", "solution_seen"):
        if not isinstance(whole[key], bool):
            raise ValueError(f"{key} is not true or false")
    return whole


def _count(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a count is not a whole number")


def update(path: Path, name: str, change: Callable[[Record], None], *, patience: float) -> str:
    """Change the record of one exercise in the file; "" or what the learner should be told.

    It waits at most `patience` seconds for the file's lock. Raises LockTimeout, ProgressFileError
    or OSError if the file cannot be written; it is then as it was.
    """
    message = ""
    path = _real_path(path)
    if not path.parent.is_dir():  # the lock would create it
        raise ProgressFileError(f"there is no folder {path.parent}")
    with locked(path, patience):
        try:
            records = read(path)
        except ValueError:  # not JSON, not UTF-8 or not ours: never thrown away
            backup = _unused_backup_path(path)
            os.replace(path, backup)
            records = {}
            message = (
                f"Your progress file could not be read. It has been kept as {backup.name}, "
                "and a new one has been started."
            )
        record = records.setdefault(name, empty())
        change(record)
        write(path, {"version": VERSION, "exercises": records})
    return message


def _unused_backup_path(path: Path) -> Path:
    for number in range(1, 1000):
        backup = path.with_name(f"{path.name}.bad" + (str(number) if number > 1 else ""))
        if not backup.exists():
            return backup
    raise ProgressFileError("there are 999 unreadable progress files here already")


def write(path: Path, content: Any) -> None:
    """Write JSON so that a crash leaves the old file or the new one, never half of either.

    Links are followed, and the file keeps its permissions. Raises ProgressFileError if the path is
    not that of a file, OSError if it cannot be written.
    """
    path = _real_path(path)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            _copy_permissions(path, part)
            json.dump(content, out, indent=1, sort_keys=True, ensure_ascii=False)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        _replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _copy_permissions(path: Path, part: Path) -> None:
    """As far as the file system allows; but a part left by a crash can always be overwritten."""
    with contextlib.suppress(OSError):
        part.chmod(stat.S_IMODE(path.stat().st_mode) | stat.S_IWUSR)


def _replace(part: Path, path: Path) -> None:
    """On Windows a file that another program is reading cannot be replaced: wait a little."""
    for pause in (0.01, 0.03, 0.1, 0.3):
        try:
            return os.replace(part, path)
        except PermissionError:
            time.sleep(pause)
    return os.replace(part, path)
