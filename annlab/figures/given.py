"""What the figures are given, checked: data, networks and ranges, with errors that name them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annlab._checks import array, number

Array = NDArray[np.float64]
Bounds = tuple[float, float] | tuple[tuple[float, float], tuple[float, float]]


def examples(data: Any, *, argument: str = "data") -> tuple[Array, Array]:
    """x (n, inputs) and t (n, outputs) of a data set.

    Raises TypeError if it has no x and t, ValueError if their shapes do not fit.
    """
    if not (hasattr(data, "x") and hasattr(data, "t")):
        raise TypeError(f"{argument} must be a Dataset with x and t, not {type(data).__name__}")
    x, t = array(f"{argument}.x", data.x), array(f"{argument}.t", data.t)
    t = t[:, None] if t.ndim == 1 else t
    if x.ndim != 2 or t.ndim != 2 or len(x) != len(t):
        raise ValueError(
            f"{argument}.x and {argument}.t must have shapes (n, inputs) and (n, outputs), "
            f"not {x.shape} and {t.shape}"
        )
    return x, t


def classes(t: Array) -> NDArray[np.intp]:
    """The class of each example (n,) from targets (n, 1) of 0 and 1, or from one-hot (n, 2 to 4).

    Raises ValueError for other targets.
    """
    zero_or_one = np.isin(t, (0.0, 1.0)).all()
    if t.shape[1] == 1 and zero_or_one:
        return t[:, 0].astype(np.intp)
    if 2 <= t.shape[1] <= 4 and zero_or_one and (t.sum(1) == 1).all():
        return t.argmax(1)
    raise ValueError(
        f"data.t must hold 0 and 1 in one column, or be one-hot in 2 to 4 columns; it has "
        f"{t.shape[1]} and values from {t.min():g} to {t.max():g}"
    )


def one_network(net: Any, *, inputs: tuple[int, ...] | None = None) -> Any:
    """A single network; TypeError if `net` is none, ValueError if many or of other inputs."""
    if not (hasattr(net, "sizes") and hasattr(net, "predict")):
        raise TypeError(f"net must be a Network, not {type(net).__name__}")
    if net.shape != ():
        raise ValueError(f"net must be one network, not many of shape {net.shape}")
    if inputs is not None and net.sizes[0] not in inputs:
        allowed = " or ".join(map(str, inputs))
        raise ValueError(f"net must have {allowed} inputs for this figure, not {net.sizes[0]}")
    return net


def box(bounds: Bounds) -> tuple[tuple[float, float], tuple[float, float]]:
    """(x1 from, to), (x2 from, to) from one pair for both axes or one pair each."""
    pairs = array("bounds", bounds)
    if pairs.shape == (2,):
        pairs = np.stack([pairs, pairs])
    if pairs.shape != (2, 2) or not (pairs[:, 0] < pairs[:, 1]).all():
        raise ValueError(f"bounds must be (low, high), or one such pair per axis, not {bounds!r}")
    (x0, x1), (y0, y1) = pairs.tolist()
    return (x0, x1), (y0, y1)


def weights_of_line(w: Any, b: Any) -> tuple[float, float, float]:
    """w1, w2 and b of the line w1 x1 + w2 x2 + b = 0."""
    pair = array("w", w).reshape(-1)
    if pair.shape != (2,):
        raise ValueError(f"w must hold 2 weights, w1 and w2, not {pair.size}")
    bias = array("b", b).reshape(-1)
    if bias.shape != (1,):
        raise ValueError(f"b must be one number, not {bias.size}")
    return float(pair[0]), float(pair[1]), number("b", float(bias[0]))
