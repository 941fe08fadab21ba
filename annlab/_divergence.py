"""Divergence: how a run that overflows is detected, and the warning."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from annlab import activations, errors
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network

_SAFE = 1e150  # squares of smaller numbers, summed over any data set, do not overflow


class DivergenceWarning(RuntimeWarning):
    """A training run diverged: θ or the error is no longer finite."""


class FiniteCheck:
    """Whether networks with parameters θ, of shape (..., P), have finite θ and a finite error."""

    def __init__(self, net: Network, data: Dataset) -> None:
        self.net, self.data = net, data
        # E overflows before θ does. A layer's outputs are at most `max(sizes) + 1` times the
        # largest parameter times its largest input. Below this limit no layer overflows, and E need
        # not be computed. Nothing is known about a function that is not built in.
        largest = max(1.0, float(np.abs(data.x).max()), float(np.abs(data.t).max()))
        error = net.error_function
        built_in = all(activations.ALL.get(g.name) is g for g in net.activations)
        built_in &= errors.ALL.get(error.name) is error
        self.limit = 0.0
        if built_in and largest < _SAFE:
            self.limit = float((_SAFE / largest) ** (1 / net.layers) / (max(net.sizes) + 1))

    def __call__(self, theta: Array) -> NDArray[np.bool_]:
        """True or false for each network, shape (...)."""
        finite: NDArray[np.bool_] = np.asarray(np.isfinite(theta).all(-1))
        if not (np.abs(theta).max(-1) < self.limit).all():
            finite_theta = np.where(finite[..., None], theta, 0)
            finite = finite & np.isfinite(self.net.at(finite_theta).error(self.data))
        return finite


def warn(number: int, well: NDArray[np.bool_], rate: Array, *, stacklevel: int) -> None:
    """Warn that every network that is not `well` diverged in this pass."""
    which = "the run"
    if well.ndim:
        places = [str(tuple(place.tolist())) for place in np.argwhere(~well)[:5]]
        which = f"networks {', '.join(places)}"
    warnings.warn(
        f"{which} diverged in pass {number}: θ or the error is no longer finite. The rate "
        f"(up to {rate[~well].max():g} here) is too high for this start; try a smaller one",
        DivergenceWarning,
        stacklevel=stacklevel + 1,
    )
