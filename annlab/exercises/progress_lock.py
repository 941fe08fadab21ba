"""The lock of the progress file: only one kernel at a time may read, change and write it.

The lock file is hidden and lies beside the progress file, so that kernels on different machines
which share a folder share the lock too. Where the system has locks of its own (Linux, macOS,
Windows) it frees them when a process dies, however it dies. The empty lock file may stay behind,
because removing one safely is not possible on every file system. Elsewhere (Python in the browser,
some network drives) the lock is the existence of a file, which is removed with the lock.
"""

from __future__ import annotations

import errno
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():  # filelock warns on import where the system has no locks
    warnings.simplefilter("ignore")
    from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

_POLL_INTERVAL = 0.005  # seconds between two tries
_ROUNDS = 15  # of waiting while other processes keep updating the file
_NO_SYSTEM_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", 0)}


class LockTimeout(Exception):
    """The lock could not be had in the time that the caller was willing to wait."""


def lock_path(path: Path) -> Path:
    """The hidden lock file of a progress file."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock of the progress file `path`, whose folder exists.

    Raises LockTimeout if another process has it for `patience` seconds without updating the file,
    OSError if there can be no lock.
    """
    lock: BaseFileLock = FileLock(lock_path(path))
    try:
        _acquire(lock, path, patience)
    except OSError as error:
        if error.errno not in _NO_SYSTEM_LOCKS:
            raise
        lock = SoftFileLock(lock_path(path).with_suffix(".softlock"))
        _acquire(lock, path, patience)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: BaseFileLock, path: Path, patience: float) -> None:
    marker = Path(lock.lock_file)
    for _ in range(_ROUNDS):
        file_before, marker_before = _changed(path), _changed(marker)
        if _acquired(lock, patience):
            return
        if patience == 0 or _changed(path) == file_before:  # the lock is stuck, not busy
            break
    # An update takes milliseconds: a marker that has not changed while we waited was left by a
    # process that died. The system's own locks need no such guess.
    unchanged = patience > 0 and _changed(marker) == marker_before
    if isinstance(lock, SoftFileLock) and unchanged:
        marker.unlink(missing_ok=True)
        if _acquired(lock, patience=0):
            return
    raise LockTimeout(marker.name)


def _acquired(lock: BaseFileLock, patience: float) -> bool:
    try:
        with warnings.catch_warnings():  # filelock warns if it falls back to SoftFileLock
            warnings.simplefilter("ignore")
            lock.acquire(timeout=patience, poll_interval=_POLL_INTERVAL)
    except Timeout:
        return False
    return True


def _changed(path: Path) -> int | None:
    """When a file was last changed, in nanoseconds; None if there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
