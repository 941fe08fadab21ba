"""The bookkeeping of `train`: orders, the record of a run, when it stops, and progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annlab import _checks, _divergence
from annlab._checks import Array, Rng
from annlab.datasets import Dataset
from annlab.network import Network

Callback = Callable[[int, Network, Array], object]
Stopped = Literal["finished", "target", "callback", "diverged"]
Order = slice | NDArray[np.int64]


def for_each_network(
    argument: str, value: ArrayLike, shape: tuple[int, ...], *, above_zero: bool = False
) -> Array:
    """A number ≥ 0 for each network of leading axes `shape`, (..., 1); for one network, ()."""
    numbers = _checks.array(argument, value)
    if not (numbers > 0 if above_zero else numbers >= 0).all():
        raise ValueError(
            f"{argument} must be {'above' if above_zero else 'at least'} 0, not {value!r}"
        )
    try:
        each = np.broadcast_to(numbers, shape).copy()
    except ValueError:
        raise ValueError(
            f"{argument} must be one number, or one for each of {shape or 'one'} network"
            f"{'s' * bool(shape)}, not of shape {numbers.shape}"
        ) from None
    return each[..., None] if shape else each


def orders(n: int, shuffle: bool, rng: Rng | None) -> Callable[[], Order]:
    """A function that returns the order of the n examples for the next pass."""
    if not isinstance(shuffle, bool):
        raise TypeError(f"shuffle must be True or False, not {shuffle!r}")
    if shuffle:
        generator = _checks.generator(rng)
        return lambda: generator.permutation(n)
    if rng is not None:
        raise ValueError(f"rng must come with shuffle=True: {rng!r} would not be used")
    return lambda: slice(None)


class Record:
    """θ, running error and η of a run, pass by pass, and which networks have diverged.

    A diverged network goes back to its last finite θ and stays there, with η = 0 and a running
    error of NaN. Raises ValueError if θ or the error is not finite at the start.
    """

    def __init__(self, net: Network, data: Dataset, theta: Array, rate: Array) -> None:
        _checks.array("theta of net", theta)
        self.shape = net.shape
        self.is_finite = _divergence.FiniteCheck(net, data)
        if not self.is_finite(theta).all():
            raise ValueError(
                f"net must have a finite error on the data to start with, not {net.error(data)}"
            )
        self.theta, self.rate = theta, rate  # the run's own, changed in place
        self.diverged = np.zeros(net.shape, bool)
        self.thetas = [theta.copy()]
        self.running_errors: list[Array] = []
        self.rates: list[Array] = []

    def add(self, running_error: Array) -> None:
        """Record a pass; a DivergenceWarning names the networks that diverged in it."""
        finite = self.is_finite(self.theta) & np.isfinite(running_error) & ~self.diverged
        if not (well := finite | self.diverged).all():
            number = len(self.running_errors) + 1
            _divergence.warn(number, well, self.rate, stacklevel=3)
        self.diverged = ~finite
        self.theta[self.diverged] = self.thetas[-1][self.diverged]
        self.rate[self.diverged] = 0.0
        if self.diverged.all() and not self.shape:
            return  # the history of one network ends before the pass in which it diverged
        self.thetas.append(self.theta.copy())
        self.running_errors.append(np.where(self.diverged, np.nan, running_error))
        self.rates.append(self.rate.reshape(self.shape).copy())

    def arrays(self) -> tuple[Array, Array, Array]:
        """θ (passes + 1, ..., P), running error and η (passes, ...)."""
        shape = (len(self.rates), *self.shape)
        errors, rates = np.array(self.running_errors), np.array(self.rates)
        return np.array(self.thetas), errors.reshape(shape), rates.reshape(shape)


class StopRule:
    """When a run ends early: all networks diverged, the callback says so, or the target is met."""

    def __init__(
        self, net: Network, data: Dataset, callback: Callback | None, target_error: float | None
    ) -> None:
        if callback is not None and not callable(callback):
            raise TypeError(f"callback must be a function, not {callback!r}")
        if target_error is not None:
            target_error = _checks.number("target_error", target_error, at_least=0)
        self.net, self.data, self.callback, self.target = net, data, callback, target_error

    def __call__(self, record: Record) -> Stopped | None:
        """The reason to stop after the last pass recorded, or None."""
        if record.diverged.all():
            return "diverged"
        number = len(record.running_errors)
        if self.callback is not None and self.callback(
            number, self.net.at(record.theta), record.running_errors[-1].copy()
        ):
            return "callback"
        if self.target is not None:
            reached = self.net.at(record.theta).error(self.data) <= self.target
            if (reached | record.diverged).all():
                return "target"
        return None


class ProgressLine:
    """One line that says how far a run of more than two seconds is; erased when the run ends.

    A context manager, so that it is erased after an exception or an interrupt too.
    """

    def __init__(self, epochs: int) -> None:
        self.epochs, self.next, self.width = epochs, time.monotonic() + 2.0, 0

    def show(self, record: Record) -> None:
        """Write the line again, at most twice a second."""
        if not self.epochs or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + 0.5
        error = np.nanmean(record.running_errors[-1])
        text = f"pass {len(record.running_errors)} of {self.epochs}, error {error:.4g}"
        self.width = max(self.width, len(text))
        sys.stdout.write("\r" + text.ljust(self.width))
        sys.stdout.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.width:
            sys.stdout.write("\r" + " " * self.width + "\r")
            sys.stdout.flush()
