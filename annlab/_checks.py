"""Checks of arguments: each returns the value, or raises an error that names argument and value."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")
Array = NDArray[np.float64]
Rng = np.random.Generator | np.random.RandomState
"""A source of random numbers, such as `numpy.random.default_rng(seed)`."""


def known(argument: str, name: object, choices: Mapping[str, T]) -> T:
    """The choice of that name; otherwise a ValueError lists the known names."""
    if isinstance(name, str) and name in choices:
        return choices[name]
    listed = ", ".join(map(repr, islice(choices, 30)))
    more = f" … ({len(choices)} in all)" if len(choices) > 30 else ""
    raise ValueError(f"{argument} must be one of {listed}{more}, not {_short(name)}")


def array(argument: str, value: ArrayLike) -> Array:
    """A new float64 array; TypeError unless it holds real numbers, ValueError unless finite."""
    try:
        numbers = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{argument} must be an array with rows of equal length") from error
    if numbers.dtype.kind not in "biuf":
        raise TypeError(f"{argument} must hold real numbers, not {numbers.dtype} ({_short(value)})")
    numbers = numbers.astype(np.float64)
    finite = np.isfinite(numbers)
    if not finite.all():
        place = tuple(int(i) for i in np.argwhere(~finite)[0])
        where = f"{argument}{list(place)}" if place else "it"
        raise ValueError(f"{argument} must be finite, but {where} is {numbers[place]}")
    return numbers


def table(argument: str, value: ArrayLike, *, columns: int | None = None) -> Array:
    """An `array` of one row per example, with at least one row and one column, or `columns`."""
    numbers = array(argument, value)
    if numbers.ndim != 2 or numbers.size == 0 or columns not in (None, numbers.shape[1]):
        hint = f"; a single column is {argument}[:, None]" if numbers.ndim == 1 else ""
        raise ValueError(
            f"{argument} must have shape (examples, {columns or 'columns'}), with at least one "
            f"example, not {numbers.shape}{hint}"
        )
    return numbers


def same_length(x: Array, t: Array) -> None:
    """Raise ValueError unless inputs and targets have one row per example each."""
    if len(x) != len(t):
        raise ValueError(
            f"x and t must have one row per example each, not {len(x)} and {len(t)} rows"
        )


def number(
    argument: str,
    value: object,
    *,
    above: float = -np.inf,
    at_least: float = -np.inf,
    at_most: float = np.inf,
) -> float:
    """A finite float within the bounds; TypeError unless a number, ValueError if out of bounds."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{argument} must be a number, not {_short(value)}")
    try:
        converted = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        converted = float("inf")
    if not (np.isfinite(converted) and converted > above and at_least <= converted <= at_most):
        bounds = [
            f"{word} {bound:g}"
            for word, bound in (("above", above), ("at least", at_least), ("at most", at_most))
            if np.isfinite(bound)
        ]
        wanted = " and ".join(bounds) or "finite"
        raise ValueError(f"{argument} must be {wanted}, not {_short(value)}")
    return converted


def instance(argument: str, value: object, kind: type[T]) -> T:
    """The value if it is an instance of `kind`; otherwise a TypeError."""
    if isinstance(value, kind):
        return value
    raise TypeError(f"{argument} must be a {kind.__name__}, not {type(value).__name__}")


def items(argument: str, value: object, what: str) -> list[Any]:
    """The items of `value` as a list; TypeError if it is a string or not iterable."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    raise TypeError(f"{argument} must be a sequence of {what}, not {_short(value)}")


def whole(argument: str, value: object, *, at_least: int) -> int:
    """A whole number of at least `at_least`; TypeError if not whole, ValueError if smaller."""
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        integer = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{argument} must be a whole number, not {_short(value)}") from None
    if integer < at_least:
        raise ValueError(f"{argument} must be at least {at_least}, not {_short(integer)}")
    return integer


def index(argument: str, value: object, length: int, *, negative: bool = False) -> int:
    """A whole number from 0 (or, if `negative`, from −length) to length − 1."""
    lowest = -length if negative else 0
    place = whole(argument, value, at_least=lowest)
    if place >= length:
        raise ValueError(f"{argument} must be from {lowest} to {length - 1}, not {_short(place)}")
    return place


def generator(rng: object) -> Rng:
    """The source of random numbers; the TypeError for anything else says how to make one."""
    if isinstance(rng, Rng):
        return rng
    raise TypeError(
        f"rng must be a numpy.random.Generator or RandomState, such as "
        f"numpy.random.default_rng(1), not {_short(rng)}"
    )


def _short(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole number of thousands of digits
        return "a number of more digits than Python writes"
    return text if len(text) <= 60 else text[:57] + "..."
