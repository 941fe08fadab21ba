"""Compares two answers: what kind of thing a learner gave, and whether the numbers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plain = NDArray[Any] | tuple["Plain", ...]
"""An answer that holds no surprises: an array of real numbers, or a tuple of such answers."""

RTOL = {"float64": 1e-6, "float32": 1e-4}  # for answers in double and in single precision


@dataclass(frozen=True)
class Unfit:
    """An answer of the wrong kind."""

    name: str
    words: str
    """What it is, to follow "It returns" or "This is"."""

    def sentence(self, start: str) -> str:
        """A sentence that begins with `start`."""
        return f"{start} {self.words}" + ("" if self.words.endswith("?") else ".")


@dataclass(frozen=True)
class Raised:
    """A call that raised an exception. Outcomes with the same kind of exception are the same."""

    kind: str
    message: str = ""
    line: str = ""
    """The line of the learner's code that raised it, "" if there is none."""

    @property
    def words(self) -> str:
        """The exception in plain words."""
        message = f": {self.message}" if self.message else ""
        line = f" It happens in this line: `{self.line}`." if self.line else ""
        advice = "".join(f" {text}" for part, text in _ADVICE.items() if part in message)
        return f"Your code stops with {self.kind}{message}.{line}{advice}".replace("..", ".")


# Parts of NumPy's commonest messages, and what a learner can do about them.
_ADVICE = {
    "arrays can be converted to Python scalars": "One index into an array with two axes gives a "
    "row, not a number: `a[i, 0]` is a number.",
    "mismatch in its core dimension": "For `A @ B`, A needs as many columns as B has rows. Is a "
    "`.T` missing, or the order wrong?",
    "could not be broadcast together": "The two shapes do not fit together: look at both with "
    "`.shape`.",
    "truth value of an array": "An `if` needs a single True or False, but here it gets many: use "
    "one number, or `.any()` or `.all()`.",
}

Outcome = Plain | Unfit | Raised


def freeze(value: Any) -> Plain:
    """One of our own answers, right or wrong, as arrays; tuples and lists become tuples."""
    if isinstance(value, (tuple, list)):
        return tuple(freeze(part) for part in value)
    return np.array(value, dtype=np.float64)


def fit(value: Any, like: Plain) -> Plain | Unfit:
    """A learner's answer as arrays, nested like `like`; Unfit if that is impossible.

    Shapes are left as they are. The answer may be anything: whatever it raises is caught.
    """
    try:
        return _fit(value, like)
    except _UnfitError as error:
        return error.unfit
    except Exception as error:  # hostile or unfinished objects: np.asarray runs their code
        kind = type(error).__name__
        return Unfit("no_numbers", f"{kind_of(value)}, which gives no numbers ({kind})")


class _UnfitError(Exception):
    def __init__(self, name: str, words: str) -> None:
        self.unfit = Unfit(name, words)


def _fit(value: Any, like: Plain) -> Plain:
    if value is None:
        raise _UnfitError("returns_nothing", "None: is a `return` missing?")
    if not isinstance(like, tuple):
        return _numbers(value)
    if not isinstance(value, (tuple, list)) and not (isinstance(value, np.ndarray) and value.ndim):
        what = f"{kind_of(value)}, but {len(like)} things are expected"
        raise _UnfitError("number_of_things", what)
    if len(value) != len(like):
        what = f"{len(value)} things, but {len(like)} are expected"
        if isinstance(value, np.ndarray):
            what = f"one array of shape {value.shape}, but {len(like)} things are expected"
        raise _UnfitError("number_of_things", what)
    return tuple(_fit(part, part_like) for part, part_like in zip(value, like, strict=True))


def _numbers(value: Any) -> NDArray[Any]:
    if isinstance(value, (str, bytes)):
        raise _UnfitError("text", f"the text {short(value)}, but numbers are expected")
    if callable(value) and not hasattr(value, "__array__"):
        what = f"{kind_of(value)} itself: call it, with brackets, to get its value"
        raise _UnfitError("function", what)
    try:
        array = np.asarray(value)
    except ValueError:
        raise _UnfitError("ragged", "a table whose rows have different lengths") from None
    if array.dtype.kind == "O":
        array = _from_objects(array, value)
    if array.dtype.kind == "c" and not array.imag.any():
        array = array.real
    if array.dtype.kind not in "biuf":
        special = {"c": "complex numbers", "U": "text", "S": "text"}
        what = special.get(array.dtype.kind, kind_of(value))
        raise _UnfitError("no_numbers", f"{what}, but real numbers are expected")
    single = array.dtype.kind == "f" and array.dtype.itemsize < 8
    return np.array(array, dtype=np.float32 if single else np.float64, subok=False)


def _from_objects(array: NDArray[Any], value: Any) -> NDArray[Any]:
    if any(part is None or part is ... for part in array.flat):
        raise _UnfitError("gaps", "a table in which some numbers are still missing (None)")
    try:
        return array.astype(np.float64)
    except Exception:
        what = f"{kind_of(value)}, but numbers are expected"
        raise _UnfitError("no_numbers", what) from None


def same(mine: Outcome, right: Outcome, *, within: float | None = None) -> bool:
    """Whether two outcomes are the same: the same numbers, or exceptions of the same kind.

    Numbers may differ by a millionth of their size or, if given, by up to `within`.
    """
    if isinstance(mine, Raised) and isinstance(right, Raised):
        return mine.kind == right.kind
    if isinstance(mine, tuple) and isinstance(right, tuple):
        return len(mine) == len(right) and all(
            same(m, r, within=within) for m, r in zip(mine, right, strict=True)
        )
    if isinstance(mine, np.ndarray) and isinstance(right, np.ndarray):
        return mine.shape == right.shape and bool(equal(mine, right, within=within).all())
    return False


def equal(
    mine: NDArray[Any], right: NDArray[Any], *, within: float | None = None
) -> NDArray[np.bool_]:
    """Whether each entry is the same number, for arrays of the same shape. NaN equals NaN."""
    with np.errstate(all="ignore"):
        finite = np.where(np.isfinite(right), np.abs(right), 0)
        if within is None:
            largest = finite.max(initial=0)
            tolerance = RTOL[mine.dtype.name] * (finite + 0.01 * largest) + 1e-12
        else:
            tolerance = np.full(right.shape, within)
        close = np.isfinite(right) & (np.abs(mine - right) <= tolerance)
        equal_entries = close | (mine == right) | (np.isnan(mine) & np.isnan(right))
        return np.asarray(equal_entries, dtype=np.bool_)


def same_given(before: Any, after: Any) -> bool:
    """Whether an argument, an array or a list of arrays, is unchanged by the call."""
    if isinstance(before, (list, tuple)):
        return (
            type(before) is type(after)
            and len(before) == len(after)
            and all(map(same_given, before, after))
        )
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and bool(((before == after) | ((before != before) & (after != after))).all())
        )
    return bool(before == after)


def parts(
    mine: Plain, right: Plain, names: Sequence[str] = ()
) -> list[tuple[str, NDArray[Any], NDArray[Any]]]:
    """The arrays of two answers in pairs, each with its name: "" if there is only one."""
    if isinstance(mine, tuple) and isinstance(right, tuple):
        names = names if len(names) == len(right) else [f"part {i + 1}" for i in range(len(right))]
        pairs = []
        for name, m, r in zip(names, mine, right, strict=True):
            for inner, m_array, r_array in parts(m, r):
                pairs.append((f"{name}, {inner}" if inner else name, m_array, r_array))
        return pairs
    assert isinstance(mine, np.ndarray)
    assert isinstance(right, np.ndarray)
    return [("", mine, right)]


def shape_words(mine: tuple[int, ...], right: tuple[int, ...], name: str = "") -> str:
    """Both shapes, and the most likely reason for the difference."""
    answer = name or "Your answer"
    if not mine:
        shapes = f"{answer} is one number, but should be an array of shape {right}."
        return f"{shapes} Did you sum over something that should stay separate?"
    if not right:
        shapes = f"{answer} has shape {mine}, but should be one number."
        return f"{shapes} Is a sum missing, or did you keep one axis too many?"
    shapes = f"{answer} has shape {mine}, but should have shape {right}."
    column = len(right) == 1 or (len(right) == 2 and right[1] == 1)
    if column and mine == (right[0], right[0]):
        return (
            f"{shapes} NumPy made a square from two columns: it stretches an array of shape "
            f"({right[0]},) and one of shape ({right[0]}, 1) to {mine}. Give both the same shape "
            "before you subtract or multiply."
        )
    if mine == right[::-1]:
        return f"{shapes} Rows and columns are swapped: rows are examples."
    if np.prod(mine) == np.prod(right):
        return f"{shapes} The numbers may be right: keep the axes that the inputs have."
    return shapes


def number(value: float) -> str:
    """A number with four significant digits."""
    return f"{value:.4g}".replace("-", "−")


def show(value: Any) -> str:
    """A short array in full, a long one by its shape; lists and tuples part by part."""
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(show, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    try:
        array = np.asarray(value)
    except Exception:
        return kind_of(value)
    if array.dtype.kind not in "biuf":
        return short(value)
    if array.size > 12:
        return f"an array of shape {array.shape}"
    return _nested(array.tolist())


def _nested(value: Any) -> str:
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else number(value)


def kind_of(value: object) -> str:
    """What kind of thing it is: "a list", "an array of shape (3,)". Runs none of its code."""
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}"
    name = type(value).__name__
    name = {"function": "function", "builtin_function_or_method": "function"}.get(name, name)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def short(value: object, length: int = 60) -> str:
    """The repr of the value, shortened; its kind if the repr fails."""
    try:
        text = " ".join(repr(value).split())
    except Exception:
        return kind_of(value)
    return text if len(text) <= length else text[: length - 1] + "…"
