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
_NO_SYSTEM_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", 0)}


class LockTimeout(Exception):
    """Another process held the lock all the time that one was willing to wait."""


def lock_path(path: Path) -> Path:
    """The hidden lock file of a progress file."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock of the progress file `path`, waiting at most `patience` seconds for it.

    Raises LockTimeout if another process holds it all that time, OSError if there can be no lock.
    """
    path.parent.stat()  # filelock would create a missing folder
    lock: BaseFileLock = FileLock(lock_path(path))
    try:
        _acquire(lock, patience)
    except OSError as error:
        if error.errno not in _NO_SYSTEM_LOCKS:
            raise
        lock = SoftFileLock(lock_path(path).with_suffix(".softlock"))
        _acquire(lock, patience)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: BaseFileLock, patience: float) -> None:
    marker = Path(lock.lock_file)
    before = _changed(marker)
    try:
        _try_to_acquire(lock, patience)
    except LockTimeout:
        # An update takes milliseconds: a marker that has not changed while we waited was left by a
        # process that died. The system's own locks need no such guess.
        if not (isinstance(lock, SoftFileLock) and patience > 0 and _changed(marker) == before):
            raise
        marker.unlink(missing_ok=True)
        _try_to_acquire(lock, patience=0)


def _try_to_acquire(lock: BaseFileLock, patience: float) -> None:
    try:
        with warnings.catch_warnings():  # that it falls back to the existence of a file
            warnings.simplefilter("ignore")
            lock.acquire(timeout=patience, poll_interval=_POLL_INTERVAL)
    except Timeout:
        raise LockTimeout(Path(lock.lock_file).name) from None


def _changed(path: Path) -> int | None:
    """When a file was last changed, in nanoseconds; None if there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
