"""Checks of the arguments of figures, made before a figure is opened; errors name the argument."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annlab import activations, network
from annlab._checks import Array, array, instance
from annlab.activations import Activation
from annlab.datasets import Dataset
from annlab.network import Network

Interval = tuple[float, float]
Bounds = Interval | tuple[Interval, Interval]


def classes(data: Dataset) -> NDArray[np.intp]:
    """The class of each example (n,) from targets (n, 1) of 0 and 1, or from one-hot (n, 2 to 4).

    Raises ValueError for other targets.
    """
    t = data.t
    zero_or_one = np.isin(t, (0.0, 1.0)).all()
    if t.shape[1] == 1 and zero_or_one:
        return t[:, 0].astype(np.intp)
    if 2 <= t.shape[1] <= 4 and zero_or_one and (t.sum(1) == 1).all():
        return t.argmax(1)
    raise ValueError(
        f"data.t must hold 0 and 1 in one column, or be one-hot in 2 to 4 columns; it has "
        f"{t.shape[1]} and values from {t.min():g} to {t.max():g}"
    )


def drawable(data: Dataset) -> NDArray[np.intp] | None:
    """The classes (n,) of data with 2 inputs; None for the points of a curve over 1 input.

    Raises TypeError if `data` is not a Dataset, ValueError for other inputs or targets.
    """
    inputs, outputs = (table.shape[1] for table in (instance("data", data, Dataset).x, data.t))
    if inputs not in (1, 2):
        raise ValueError(f"data must have 1 or 2 inputs to be drawn, not {inputs}; see pictures")
    if inputs == 2:
        return classes(data)
    if outputs != 1:
        raise ValueError(f"data must have 1 output to be drawn over 1 input, not {outputs}")
    return None


def one_network(net: Network, *, inputs: tuple[int, ...]) -> Network:
    """A single network with one of the numbers of `inputs`.

    Raises TypeError if `net` is not a Network, ValueError if it is many or has other inputs.
    """
    if network.one_network(net).sizes[0] not in inputs:
        allowed = " or ".join(map(str, inputs))
        raise ValueError(f"net must have {allowed} inputs for this figure, not {net.sizes[0]}")
    return net


def scalar(argument: str, activation: str | Activation) -> Activation:
    """An activation function of a single z; ValueError for softmax and for unknown names."""
    g = activations.get(activation, argument)
    if g.name == "softmax":
        raise ValueError(f"{argument} must not be 'softmax': it depends on all z of a layer")
    return g


def interval(argument: str, value: ArrayLike) -> Interval:
    """A pair (low, high); ValueError unless low < high."""
    pair = array(argument, value)
    if pair.shape != (2,) or not pair[0] < pair[1]:
        raise ValueError(f"{argument} must be (low, high) with low < high, not {value!r}")
    return float(pair[0]), float(pair[1])


def box(bounds: Bounds) -> tuple[Interval, Interval]:
    """Intervals of x1 and x2, from one pair for both or from one pair each."""
    x, y = bounds if array("bounds", bounds).shape == (2, 2) else (bounds, bounds)
    return interval("bounds", x), interval("bounds", y)


def weights_of_line(w: ArrayLike, b: ArrayLike) -> tuple[float, float, float]:
    """The numbers w1, w2 and b of the line w1 x1 + w2 x2 + b = 0."""
    pair: Array = array("w", w).reshape(-1)
    if pair.shape != (2,):
        raise ValueError(f"w must hold 2 weights, w1 and w2, not {pair.size}")
    bias = array("b", b).reshape(-1)
    if bias.shape != (1,):
        raise ValueError(f"b must be one number, not {bias.size}")
    return float(pair[0]), float(pair[1]), float(bias[0])
