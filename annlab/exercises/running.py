"""Runs the learner's code: in limited time, exceptions and prints caught, arguments watched."""

from __future__ import annotations

import _thread
import contextlib
import copy
import dis
import inspect
import io
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any, TypeVar

import numpy as np

from annlab.exercises import compare
from annlab.exercises.compare import Outcome, Plain, Raised

T = TypeVar("T")
_OURS = os.path.dirname(os.path.abspath(__file__))


class OutOfTime(Exception):
    """The code was still running when its time was up."""


class _Alarm(BaseException):
    """What stops it: no Exception, so that `except Exception` in a loop does not catch it."""


class _Limit:
    """The state of one limit of time, shared by the main thread and the timer's."""

    def __init__(self, before: Any) -> None:
        self.before = before
        self.running = True  # may the alarm be raised?
        self.rung = False
        self.over = threading.Event()
        self.lock = threading.Lock()

    def ring(self) -> None:
        """In the timer's thread: interrupt the main one, again and again if it does not listen."""
        while True:
            with self.lock:
                if self.over.is_set():
                    return
                self.rung = True
                if hasattr(signal, "pthread_kill"):  # wakes a sleeping thread, too
                    signal.pthread_kill(_main(), signal.SIGINT)
                else:
                    _thread.interrupt_main()
            if self.over.wait(0.005):
                return

    def interrupted(self, number: int, frame: FrameType | None) -> None:
        """In the main thread, for every interrupt: is it the alarm, or the user's stop?"""
        if self.rung:
            if self.running:
                raise _Alarm
        elif callable(self.before):
            self.before(number, frame)
        else:
            raise KeyboardInterrupt


def _main() -> int:
    return threading.main_thread().ident or 0


def limited(call: Callable[[], T], seconds: float) -> T:
    """What `call()` returns; raises OutOfTime after so many seconds.

    It works wherever Python's main thread runs the call, in a notebook too. In other threads,
    which nothing can interrupt, there is no limit. A stop by the user is passed on.
    """
    limit = _Limit(None)
    try:
        if threading.current_thread() is not threading.main_thread():
            raise ValueError
        limit.before = signal.signal(signal.SIGINT, limit.interrupted)
    except ValueError:
        return call()
    timer = threading.Timer(seconds, limit.ring)
    timer.daemon = True
    try:
        timer.start()
        try:
            found = call()
        finally:
            limit.running = False
        if limit.rung:  # it caught the alarm and went on
            raise OutOfTime
        return found
    except _Alarm:
        limit.running = False
        if not limit.rung:  # that of a check around this one
            raise
        raise OutOfTime from None
    finally:
        limit.running = False
        timer.cancel()
        with limit.lock:
            limit.over.set()
        if limit.rung:
            time.sleep(0.01)  # an interrupt under way arrives here, where it does nothing
        signal.signal(signal.SIGINT, limit.before or signal.default_int_handler)


@dataclass
class Run:
    """What came of calling a learner's function on every case."""

    outcomes: list[Outcome] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """Which arguments, counted from 0, it changed in some call."""
    returned: list[int | None] = field(default_factory=list)
    """Per case: which argument it gave back as it came, if any."""
    printed: str = ""
    blank: bool = False
    """It returned `...` or said that it is not written yet."""
    steady: bool = True
    """It gave the same answer when asked the first case again."""


def run(function: Callable[..., Any], cases: Sequence[Sequence[Any]], like: Sequence[Plain]) -> Run:
    """Call the function on a copy of every case, and on the first case once more.

    `like` are the right answers, for their nesting. What it prints goes to a buffer. Nothing it
    raises comes out but a KeyboardInterrupt.
    """
    found = Run()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for case, right in zip(cases, like, strict=True):
            found.outcomes.append(_one(function, case, right, found))
            if not found.printed:
                found.printed = out.getvalue()[:2000]
            if found.blank:
                return found
        again = Run()
        outcome = _one(function, cases[0], like[0], again)
        first = found.outcomes[0]
        found.steady = type(first) is type(outcome) and (
            compare.same(outcome, first) or isinstance(first, compare.Unfit)
        )
    return found


def copied(case: Sequence[Any]) -> tuple[Any, ...]:
    """A copy of the arguments of one call, arrays and lists of them included."""
    return copy.deepcopy(tuple(case))


def _one(function: Callable[..., Any], case: Sequence[Any], like: Plain, found: Run) -> Outcome:
    given = copied(case)
    try:
        value = function(*given)
        found.blank = is_blank(value) and value is not None
        outcome: Outcome = compare.fit(value, like)
        if inspect.iscoroutine(value):
            value.close()
    except (KeyboardInterrupt, _Alarm):
        raise
    except BaseException as error:
        found.blank = type(error) is NotImplementedError  # the stub of nbgrader, for one
        outcome, value = raised(error), None
    found.changed |= {
        i for i, (a, b) in enumerate(zip(case, given, strict=True)) if not compare.same_given(a, b)
    }
    itself = [i for i, a in enumerate(given) if a is value and isinstance(a, (np.ndarray, list))]
    found.returned.append(itself[0] if itself else None)
    return outcome


def raised(error: BaseException) -> Raised:
    """The exception as the learner should see it: kind, message, and the learner's own line."""
    try:
        message = " ".join(str(error).split())[:300].rstrip(".")
    except Exception:
        message = ""
    return Raised(type(error).__name__, message, _own_line(error.__traceback__))


def _own_line(trace: TracebackType | None) -> str:
    try:
        frames = [f for f in traceback.extract_tb(trace) if not f.filename.startswith(_OURS)]
        own = [f for f in frames if f.filename == frames[0].filename]
        if "site-packages" in own[-1].filename:
            return ""
        return " ".join((own[-1].line or "").split())[:120]
    except Exception:
        return ""


def is_blank(answer: Any, depth: int = 3) -> bool:
    """Has nothing been written here yet: None, `...`, or nothing but those in lists and dicts?"""
    if answer is None or answer is ...:
        return True
    within: list[Any] = []
    if type(answer) in (list, tuple):
        within = list(answer)
    elif type(answer) is dict:
        within = list(answer.values())
    elif type(answer) is np.ndarray and answer.dtype == object:
        within = answer.ravel().tolist()
    return bool(within and depth) and all(is_blank(part, depth - 1) for part in within)


def is_stub(function: object) -> bool:
    """Is it a function without a statement: only a docstring, `...`, `pass` or `return None`?"""
    code = getattr(function, "__code__", None)
    if not inspect.iscode(code):
        return False
    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "CACHE"}
    idle |= {"MAKE_CELL", "COPY_FREE_VARS"}
    for step in dis.get_instructions(code):
        if step.opname not in idle:
            return False
        if step.opname in ("LOAD_CONST", "RETURN_CONST") and step.argval not in (None, ...):
            return False
    return True


def arity_words(function: Callable[..., Any], wanted: Sequence[str]) -> str:
    """What is wrong with the number of arguments the function takes, "" if nothing is."""
    try:
        signature = inspect.signature(function)
    except Exception:  # some built-in functions do not tell
        return ""
    try:
        signature.bind(*wanted)
    except TypeError:
        return (
            f"Your function takes {signature}, and should take {len(wanted)} "
            f"argument{'' if len(wanted) == 1 else 's'}: ({', '.join(wanted)})."
        )
    return ""
