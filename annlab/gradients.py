"""Gradients by central differences, and a check of analytic gradients against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from annlab import _checks
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network, one_network


def central_difference(
    f: Callable[[Array], ArrayLike], theta: ArrayLike, *, step: float = 1e-5
) -> Array:
    """∂f/∂θ ≈ (f(θ + ε) − f(θ − ε)) / 2ε for each of the P numbers of θ, shape (P,).

    f takes an array of shape (P,) and returns one number. It is called twice for each parameter,
    with that parameter moved by ±`step`. The truncation error falls as ε², until the rounding
    error, which grows as 1/ε, takes over. Raises ValueError for a step not
    above 0, a θ that does not have exactly one axis, or an f that does not return one number.
    """
    theta = _checks.array("theta", theta)
    if theta.ndim != 1:
        raise ValueError(f"theta must have shape (P,), not {theta.shape}")
    step = _checks.number("step", step, above=0)
    slopes = np.empty_like(theta)
    for place in range(len(theta)):
        move = np.zeros_like(theta)
        move[place] = step
        up, down = np.asarray(f(theta + move)), np.asarray(f(theta - move))
        if up.shape or down.shape:
            raise ValueError(f"f must return one number, not an array of shape {up.shape}")
        slopes[place] = (up - down) / (2 * step)
    return slopes


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The analytic and the numerical gradient side by side, both of shape (P,)."""

    names: tuple[str, ...]
    analytic: Array
    numerical: Array

    @property
    def largest(self) -> float:
        """The largest difference between the two, relative to the largest number in either.

        0 if both gradients are 0 throughout.
        """
        size = max(np.abs(self.analytic).max(), np.abs(self.numerical).max())
        return float(np.abs(self.analytic - self.numerical).max() / size) if size else 0.0

    def __repr__(self) -> str:
        width = max(9, *map(len, self.names))
        head = f"{'parameter':<{width}}  {'analytic':>15}  {'numerical':>15}"
        rows = [
            f"{name:<{width}}  {a:>15.10f}  {n:>15.10f}"
            for name, a, n in zip(self.names, self.analytic, self.numerical, strict=True)
        ]
        return "\n".join([head, *rows, f"largest relative difference: {self.largest:.1e}"])


def check(net: Network, data: Dataset, *, step: float = 1e-5) -> GradientCheck:
    """Compare a network's gradient with central differences of its error, at its θ of shape (P,).

    Raises ValueError for a network whose θ has leading axes.
    """
    one_network(net)
    step = _checks.number("step", step, above=0)
    return GradientCheck(net.names, net.gradient(data), _numerical(net, data, step))


def _numerical(net: Network, data: Dataset, step: float, at_once: int = 64) -> Array:
    """The central differences of E, for many parameters at once: many networks in one call."""
    count = len(net.names)
    parts = []
    for start in range(0, count, at_once):
        moves = step * np.eye(min(at_once, count - start), count, start)
        up, down = (net.at(net.theta + sign * moves).error(data) for sign in (1, -1))
        parts.append((up - down) / (2 * step))
    return np.concatenate(parts)
