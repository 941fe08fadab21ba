"""Leading axes of θ: what does not vary along an axis is kept, and computed, once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annlab._checks import Array


def _first(array: Array, axis: int) -> Array:
    return array[(slice(None),) * axis + (slice(0, 1),)]


def without_constant_axes(block: Array) -> Array:
    """A layer's block (..., rows, columns), each axis along which it is constant cut to one."""
    for axis in range(block.ndim - 2):
        first = _first(block, axis)
        if (block == first).all():
            block = first
    return block


class UnitSums:
    """Weighted sums of units, each unit an array no larger than what it depends on.

    `theta` has shape (..., P). A unit's activation has shape (..., n), for n examples, with
    length 1 along those leading axes of θ that change nothing for it.
    """

    def __init__(self, theta: Array) -> None:
        axes = range(theta.ndim - 1)
        # varies[axis][p]: does parameter p change along that axis?
        varies = [(theta != _first(theta, axis)).any(axis=tuple(axes)) for axis in axes]
        self._parameters = [
            theta[(*(slice(None if v[p] else 1) for v in varies), p, None)]
            for p in range(theta.shape[-1])
        ]

    def weighted_sum(self, inputs: Sequence[Array], places: Sequence[int]) -> Array:
        """Σ a_i w_i + b, for the parameters of θ at these places, the bias last."""
        *weights, total = (self._parameters[p] for p in places)
        pairs = zip(inputs, weights, strict=True)
        # From small to large, so that an array of the full size is added to only once.
        for a, w in sorted(pairs, key=lambda pair: np.broadcast(*pair).size):
            term = a * w
            same = np.broadcast(total, term).shape == term.shape
            total = np.add(total, term, term if same else None)
        return total
