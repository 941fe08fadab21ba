"""The layout of θ: one block per layer, the matrix of its weights with the biases below.

A block has inputs + 1 rows and one column per unit: W above b, since a bias is the weight of an
input that is always 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from annlab import _checks
from annlab._checks import Array


def default_names(sizes: tuple[int, ...]) -> list[str]:
    """W1[2,3] for the weight of layer 1 from input 2 to unit 3, b1[3] for the bias of unit 3."""
    return [
        f"W{layer}[{i},{j}]" if i <= rows else f"b{layer}[{j}]"
        for layer, (rows, columns) in enumerate(pairwise(sizes), start=1)
        for i in range(1, rows + 2)
        for j in range(1, columns + 1)
    ]


def blocks(theta: Array, sizes: tuple[int, ...]) -> Iterator[Array]:
    """Views of θ as one matrix per layer, (..., inputs + 1, units): the last row is b."""
    start = 0
    for rows, columns in pairwise(sizes):
        stop = start + (rows + 1) * columns
        yield theta[..., start:stop].reshape(*theta.shape[:-1], rows + 1, columns)
        start = stop


def is_weight(sizes: tuple[int, ...]) -> Array:
    """1 for every weight in θ and 0 for every bias, shape (P,)."""
    flags = [[1.0] * (rows * columns) + [0.0] * columns for rows, columns in pairwise(sizes)]
    return np.concatenate(flags)


def place(sizes: tuple[int, ...], layer: int, source: int, unit: int) -> int:
    """The place in θ of a weight, as `Network.place` describes it."""
    layer = _checks.index("layer", layer, len(sizes))
    if layer == 0:
        raise ValueError("layer must be at least 1, not 0: layers are counted from 1")
    rows, columns = sizes[layer - 1] + 1, sizes[layer]
    source = _checks.index("source", source, rows)
    unit = _checks.index("unit", unit, columns)
    before = sum((i + 1) * o for i, o in pairwise(sizes[:layer]))
    return before + source * columns + unit
