"""Are two answers the same? If not: what was given instead, and where do they differ first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plain = NDArray[Any] | tuple["Plain", ...]
"""An answer of which nothing can surprise: an array of real numbers, or a tuple of such."""

RTOL = {"float64": 1e-6, "float32": 1e-4}  # of answers computed in double and in single precision


@dataclass(frozen=True)
class Unfit:
    """What came was no answer of the kind wanted."""

    name: str
    words: str
    """What it was, to follow "It gives" or "This is"."""

    def sentence(self, start: str) -> str:
        """The words as a sentence."""
        return f"{start} {self.words}" + ("" if self.words.endswith("?") else ".")


@dataclass(frozen=True)
class Raised:
    """A call raised an exception of this kind; two answers are alike if they raise the same."""

    kind: str
    message: str = ""
    line: str = ""
    """The learner's own line that it came from, "" if there is none."""

    @property
    def words(self) -> str:
        """The exception in a sentence."""
        message = f": {self.message}" if self.message else ""
        line = f" It happens in this line of yours: `{self.line}`." if self.line else ""
        plain = "".join(f" {said}" for part, said in _IN_PLAIN_WORDS.items() if part in message)
        return f"Your code stops with {self.kind}{message}.{line}{plain}".replace("..", ".")


# What NumPy says of the commonest slips, and what a learner can do about them.
_IN_PLAIN_WORDS = {
    "arrays can be converted to Python scalars": "An entry of an array with two axes is still "
    "an array, a row: `a[i, 0]` is the number.",
    "mismatch in its core dimension": "For `A @ B` the rows of A must be as long as B has rows: "
    "look at both with `.shape`.",
    "could not be broadcast together": "Side by side, the two shapes do not fit: look at both with "
    "`.shape`.",
    "truth value of an array": "An `if` needs one true or false, and here it has many: take one "
    "number, or `.any()` or `.all()` of them.",
}

Outcome = Plain | Unfit | Raised


def freeze(value: Any) -> Plain:
    """A right or wrong answer of our own: arrays stay arrays, tuples and lists become tuples."""
    if isinstance(value, (tuple, list)):
        return tuple(freeze(part) for part in value)
    return np.array(value, dtype=np.float64)


def fit(value: Any, like: Plain) -> Plain | Unfit:
    """A learner's answer as arrays, nested as `like` is; Unfit says why that cannot be.

    Shapes are left as they are. Anything may be given: whatever it raises is caught.
    """
    try:
        return _fit(value, like)
    except _NotThatError as error:
        return error.unfit
    except Exception as error:  # hostile or unfinished objects: np.asarray runs code of theirs
        kind = type(error).__name__
        return Unfit("no_numbers", f"{kind_of(value)}, which gives no numbers ({kind})")


class _NotThatError(Exception):
    def __init__(self, name: str, words: str) -> None:
        self.unfit = Unfit(name, words)


def _fit(value: Any, like: Plain) -> Plain:
    if value is None:
        raise _NotThatError("returns_nothing", "None: is a `return` missing?")
    if not isinstance(like, tuple):
        return _numbers(value)
    if not isinstance(value, (tuple, list)) and not (isinstance(value, np.ndarray) and value.ndim):
        what = f"{kind_of(value)}, where {len(like)} things are wanted"
        raise _NotThatError("number_of_things", what)
    if len(value) != len(like):
        what = f"{len(value)} things, where {len(like)} are wanted"
        if isinstance(value, np.ndarray):
            what = f"one array of shape {value.shape}, where {len(like)} things are wanted"
        raise _NotThatError("number_of_things", what)
    return tuple(_fit(part, wanted) for part, wanted in zip(value, like, strict=True))


def _numbers(value: Any) -> NDArray[Any]:
    if isinstance(value, (str, bytes)):
        raise _NotThatError("text", f"the text {short(value)}, where numbers are wanted")
    if callable(value) and not hasattr(value, "__array__"):
        what = f"{kind_of(value)} itself: call it, with brackets, to get its value"
        raise _NotThatError("function", what)
    try:
        found = np.asarray(value)
    except ValueError:
        raise _NotThatError("ragged", "a table with rows of unequal length") from None
    if found.dtype.kind == "O":
        found = _from_objects(found, value)
    if found.dtype.kind == "c" and not found.imag.any():
        found = found.real
    if found.dtype.kind not in "biuf":
        special = {"c": "complex numbers", "U": "text", "S": "text"}
        what = special.get(found.dtype.kind, kind_of(value))
        raise _NotThatError("no_numbers", f"{what}, where real numbers are wanted")
    single = found.dtype.kind == "f" and found.dtype.itemsize < 8
    return np.array(found, dtype=np.float32 if single else np.float64, subok=False)


def _from_objects(found: NDArray[Any], value: Any) -> NDArray[Any]:
    if any(part is None or part is ... for part in found.flat):
        raise _NotThatError("gaps", "a table in which some numbers are still missing (None)")
    try:
        return found.astype(np.float64)
    except Exception:
        what = f"{kind_of(value)}, where numbers are wanted"
        raise _NotThatError("no_numbers", what) from None


def same(mine: Outcome, right: Outcome, *, within: float | None = None) -> bool:
    """Are the two alike: the same numbers, or an exception of the same kind?

    Numbers may differ by a millionth of their size, or, with `within`, by that much.
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
    """Entry by entry, for arrays of one shape: is it the same number? NaN equals NaN."""
    with np.errstate(all="ignore"):
        finite = np.where(np.isfinite(right), np.abs(right), 0)
        if within is None:
            largest = finite.max(initial=0)
            slack = RTOL[mine.dtype.name] * (finite + 0.01 * largest) + 1e-12
        else:
            slack = np.full(right.shape, within)
        near = np.isfinite(right) & (np.abs(mine - right) <= slack)
        found = near | (mine == right) | (np.isnan(mine) & np.isnan(right))
        return np.asarray(found, dtype=np.bool_)


def same_given(before: Any, after: Any) -> bool:
    """Is an argument, an array or a list of such, what it was before the call?"""
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
    """The arrays of two answers in pairs, each with its name: "" if there is but one."""
    if isinstance(mine, tuple) and isinstance(right, tuple):
        names = names if len(names) == len(right) else [f"part {i + 1}" for i in range(len(right))]
        found = []
        for name, m, r in zip(names, mine, right, strict=True):
            for inner, m_array, r_array in parts(m, r):
                found.append((f"{name}, {inner}" if inner else name, m_array, r_array))
        return found
    assert isinstance(mine, np.ndarray)
    assert isinstance(right, np.ndarray)
    return [("", mine, right)]


def shape_words(mine: tuple[int, ...], right: tuple[int, ...], name: str = "") -> str:
    """Both shapes, and what most often lies behind such a difference."""
    of = f"{name} has" if name else "Your answer has"
    if not mine:
        said = f"{name or 'Your answer'} is one number, where an array of shape {right} is wanted."
        return f"{said} Was something summed that should be kept apart?"
    if not right:
        said = f"{of} shape {mine}, where one number is wanted."
        return f"{said} Is a sum missing, or one too many axes kept?"
    said = f"{of} shape {mine}; the right one has {right}."
    column = len(right) == 1 or (len(right) == 2 and right[1] == 1)
    if column and mine == (right[0], right[0]):
        return (
            f"{said} NumPy made a square of two columns: an array of shape ({right[0]},) against "
            f"one of ({right[0]}, 1) is stretched to {mine}. Give both the same shape before you "
            "subtract or multiply."
        )
    if mine == right[::-1]:
        return f"{said} Rows and columns are exchanged: rows are examples."
    if np.prod(mine) == np.prod(right):
        return f"{said} The numbers may be right: keep the axes that the inputs have."
    return said


def number(value: float) -> str:
    """A number in four digits."""
    return f"{value:.4g}".replace("-", "−")


def show(value: Any) -> str:
    """A short array in whole, a long one by its shape; lists and tuples part by part."""
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(show, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    try:
        found = np.asarray(value)
    except Exception:
        return kind_of(value)
    if found.dtype.kind not in "biuf":
        return short(value)
    if found.size > 12:
        return f"an array of shape {found.shape}"
    return _nested(found.tolist())


def _nested(value: Any) -> str:
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else number(value)


def kind_of(value: object) -> str:
    """What kind of thing it is, "a list", "an array of shape (3,)": never anything it says."""
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}"
    name = type(value).__name__
    name = {"function": "function", "builtin_function_or_method": "function"}.get(name, name)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def short(value: object, most: int = 60) -> str:
    """The value's own repr, cut; its kind if it cannot say."""
    try:
        text = " ".join(repr(value).split())
    except Exception:
        return kind_of(value)
    return text if len(text) <= most else text[: most - 1] + "…"
