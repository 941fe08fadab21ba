"""Runs the learner's code: limited time, exceptions and prints caught, arguments watched."""

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
    """Stops the code. Not an Exception, so that `except Exception` in a loop does not catch it."""


class _Limit:
    """The state of one time limit, shared by the main thread and the timer's thread."""

    def __init__(self, before: Any) -> None:
        self.before = before
        self.running = True  # may the alarm be raised?
        self.rung = False
        self.over = threading.Event()
        self.lock = threading.Lock()

    def ring(self) -> None:
        """In the timer's thread: interrupt the main thread, again and again until it stops."""
        while True:
            with self.lock:
                if self.over.is_set():
                    return
                self.rung = True
                if hasattr(signal, "pthread_kill"):  # also wakes a sleeping thread
                    signal.pthread_kill(_main(), signal.SIGINT)
                else:
                    _thread.interrupt_main()
            if self.over.wait(0.005):
                return

    def interrupted(self, number: int, frame: FrameType | None) -> None:
        """In the main thread, at every interrupt: raise the alarm, or pass on the user's stop."""
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
    """Return what `call()` returns; raise OutOfTime after `seconds` seconds.

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
            returned = call()
        finally:
            limit.running = False
        if limit.rung:  # the code caught the alarm and went on
            raise OutOfTime
        return returned
    except _Alarm:
        limit.running = False
        if not limit.rung:  # the alarm of a check around this one
            raise
        raise OutOfTime from None
    finally:
        limit.running = False
        timer.cancel()
        with limit.lock:
            limit.over.set()
        if limit.rung:
            time.sleep(0.01)  # a last interrupt arrives here, where it does no harm
        signal.signal(signal.SIGINT, limit.before or signal.default_int_handler)


@dataclass
class Run:
    """The results of calling a learner's function on every case."""

    outcomes: list[Outcome] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """The indices of the arguments that it changed in some call."""
    returned: list[int | None] = field(default_factory=list)
    """For each case: the index of the argument that it returned unchanged, if any."""
    printed: str = ""
    blank: bool = False
    """It returned `...` or raised NotImplementedError: it is not written yet."""
    steady: bool = True
    """It gave the same answer to the first case when called again."""


def run(function: Callable[..., Any], cases: Sequence[Sequence[Any]], like: Sequence[Plain]) -> Run:
    """Call the function on a copy of every case, and on the first case once more.

    `like` holds the right answers, for the way they are nested. What the function prints goes to a
    buffer. Of what it raises, only KeyboardInterrupt is passed on.
    """
    result = Run()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for case, right in zip(cases, like, strict=True):
            result.outcomes.append(_outcome_of(function, case, right, result))
            if not result.printed:
                result.printed = out.getvalue()[:2000]
            if result.blank:
                return result
        first, again = result.outcomes[0], _outcome_of(function, cases[0], like[0], Run())
        result.steady = type(first) is type(again) and (
            compare.same(again, first) or isinstance(first, compare.Unfit)
        )
    return result


def copied(case: Sequence[Any]) -> tuple[Any, ...]:
    """A copy of the arguments of one call, arrays and lists of them included."""
    return copy.deepcopy(tuple(case))


def _outcome_of(
    function: Callable[..., Any], case: Sequence[Any], like: Plain, result: Run
) -> Outcome:
    """Call the function on one case, and note in `result` what else it did."""
    arguments = copied(case)
    try:
        value = function(*arguments)
        result.blank = is_blank(value) and value is not None
        outcome: Outcome = compare.fit(value, like)
        if inspect.iscoroutine(value):
            value.close()
    except (KeyboardInterrupt, _Alarm):
        raise
    except BaseException as error:
        result.blank = type(error) is NotImplementedError  # as in the stubs of nbgrader
        outcome, value = raised(error), None
    result.changed |= {
        i
        for i, (before, after) in enumerate(zip(case, arguments, strict=True))
        if not compare.same_given(before, after)
    }
    returned = [
        i for i, a in enumerate(arguments) if a is value and isinstance(a, (np.ndarray, list))
    ]
    result.returned.append(returned[0] if returned else None)
    return outcome


def raised(error: BaseException) -> Raised:
    """The exception as the learner should see it: its kind, its message and the learner's line."""
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
    """Whether nothing has been filled in yet: None, `...`, or lists and dicts of nothing else."""
    if answer is None or answer is ...:
        return True
    items: list[Any] = []
    if type(answer) in (list, tuple):
        items = list(answer)
    elif type(answer) is dict:
        items = list(answer.values())
    elif type(answer) is np.ndarray and answer.dtype == object:
        items = answer.ravel().tolist()
    return bool(items and depth) and all(is_blank(item, depth - 1) for item in items)


def is_stub(function: object) -> bool:
    """Whether a function has no statements but a docstring, `...`, `pass` or `return None`."""
    code = getattr(function, "__code__", None)
    if not inspect.iscode(code):
        return False
    does_nothing = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "CACHE"}
    does_nothing |= {"MAKE_CELL", "COPY_FREE_VARS"}
    for step in dis.get_instructions(code):
        if step.opname not in does_nothing:
            return False
        if step.opname in ("LOAD_CONST", "RETURN_CONST") and step.argval not in (None, ...):
            return False
    return True


def arity_words(function: Callable[..., Any], names: Sequence[str]) -> str:
    """What is wrong with the number of arguments that the function takes, "" if nothing is."""
    try:
        signature = inspect.signature(function)
    except Exception:  # some built-in functions have no signature
        return ""
    try:
        signature.bind(*names)
    except TypeError:
        return (
            f"Your function takes {signature}, but should take {len(names)} "
            f"argument{'' if len(names) == 1 else 's'}: ({', '.join(names)})."
        )
    return ""
