"""Gradients by central differences, and how far the analytic ones are from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annlab import _checks
from annlab.datasets import Dataset
from annlab.network import Network, one_network

Array = NDArray[np.float64]


def central_difference(
    f: Callable[[Array], ArrayLike], theta: ArrayLike, *, step: float = 1e-5
) -> Array:
    """∂f/∂θ ≈ (f(θ + ε) − f(θ − ε)) / 2ε for each of the P numbers of θ, shape (P,).

    f is called once, with θ of shape (2, P, P): row p of each half is θ with its number p moved
    by ±`step`; it returns shape (2, P). The error of the formula falls as ε² until rounding,
    which grows as 1/ε, takes over. Raises ValueError for a step not above 0, θ not of one
    axis, or another shape from f.
    """
    theta = _checks.array("theta", theta)
    if theta.ndim != 1:
        raise ValueError(f"theta must have shape (P,), not {theta.shape}")
    step = _checks.number("step", step, above=0)
    moves = step * np.eye(len(theta))
    errors: Array = np.asarray(f(theta + np.stack([moves, -moves])))
    if errors.shape != (2, len(theta)):
        raise ValueError(
            f"f must return shape {(2, len(theta))} for θ of shape {(2, *moves.shape)}, "
            f"not {errors.shape}"
        )
    difference: Array = errors[0] - errors[1]
    return difference / (2 * step)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The analytic and the numerical gradient side by side, both of shape (P,)."""

    names: tuple[str, ...]
    analytic: Array
    numerical: Array

    @property
    def largest(self) -> float:
        """The largest difference of the two, relative to the largest of the numbers compared.

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
    """Hold a network's gradient against central differences of its error, at its θ of shape (P,).

    Raises ValueError for a network whose θ has leading axes.
    """
    one_network(net)
    return GradientCheck(
        net.names,
        net.gradient(data),
        central_difference(lambda theta: net.at(theta).error(data), net.theta, step=step),
    )
