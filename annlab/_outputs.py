"""The outputs of one network or many, computed by the cheaper of two methods.

Usually by matrices, layer by layer, as the lessons derive it. Unit by unit where θ has leading axes
and most parameters do not vary along them: each unit's array is then only as large as the
parameters it depends on. On a plane over two parameters of one hidden unit, that unit and the
outputs are computed at every point, and the other hidden units once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from annlab._checks import Array
from annlab._parameters import blocks

Function = Callable[[Array], Array]
Flags = NDArray[np.bool_]

# The most numbers that a layer's activations take at a time: 1 MB by matrices, which fits into the
# cache; 32 MB unit by unit, where most units are far smaller than the largest.
_BY_MATRICES, _UNIT_BY_UNIT = 2**17, 2**22


def evaluate(
    theta: Array,
    sizes: tuple[int, ...],
    hidden: Sequence[Function],
    x: Array,
    result: Callable[[Array, slice], Array],
    *,
    total: bool = False,
) -> Array:
    """`result(z, rows)` for the last layer's z, given θ of shape (..., P) and x (n, inputs).

    It is computed for a few networks and examples at a time: `result` gets z of shape
    (..., rows, outputs) with the slice of the examples, and returns an array (..., rows, *more).
    The whole has shape (..., n, *more); with `total`, and no more axes, it is summed over the
    examples, shape (...). Overflow is ignored.
    """
    varies = varying(theta)
    by_unit = theta.ndim > 1 and theta.size > 0 and share_that_varies(theta, varies) <= 0.5
    at_once = max(1, (_UNIT_BY_UNIT if by_unit else _BY_MATRICES) // max(sizes))
    parts = []
    with np.errstate(all="ignore"):
        for group in _groups(theta, max(1, at_once // len(x))):
            chunks = []
            step = max(1, at_once // max(1, math.prod(group.shape[:-1])))
            if group.ndim != theta.ndim:  # the leading axes have been merged
                varies = [np.logical_or.reduce(varies)]
            for start in range(0, len(x), step):
                rows = slice(start, start + step)
                if by_unit:
                    z = _unit_by_unit(group, varies, sizes, hidden, x[rows])
                else:
                    z = _by_matrices(group, sizes, hidden, x[rows])
                chunks.append(result(z, rows))
            part = chunks[0] if len(chunks) == 1 else np.concatenate(chunks, axis=group.ndim - 1)
            parts.append(part.sum(-1) if total else part)
    if len(parts) == 1:
        return parts[0]
    whole = np.concatenate(parts)
    return whole.reshape(theta.shape[:-1] + whole.shape[group.ndim - 1 :])


def _groups(theta: Array, at_once: int) -> list[Array]:
    """θ split into groups of at most about `at_once` networks.

    It is split along its first axis. If a single entry of that axis holds too many networks, all
    leading axes are merged into one first.
    """
    many = math.prod(theta.shape[:-1])
    if many <= at_once:
        return [theta]
    if many // theta.shape[0] > at_once:
        theta = theta.reshape(many, -1)
    step = max(1, at_once * len(theta) // many)
    return [theta[i : i + step] for i in range(0, len(theta), step)]


def _by_matrices(
    theta: Array, sizes: tuple[int, ...], hidden: Sequence[Function], x: Array
) -> Array:
    """Z = A W + b and A = g(Z), layer by layer."""
    first, *others = blocks(theta, sizes)
    z: Array
    if math.prod(first.shape[:-2]) == 1:
        z = x @ first[..., :-1, :]
        z += first[..., -1:, :]
    else:
        # The bias as the weight of an input 1: for many narrow networks, adding it separately
        # takes longer than the product.
        with_one = np.ones((len(x), sizes[0] + 1))
        with_one[:, :-1] = x
        z = with_one @ first
    for g, block in zip(hidden, others, strict=True):
        z = g(z) @ block[..., :-1, :]
        z += block[..., -1:, :]
    return z


def _unit_by_unit(
    theta: Array,
    varies: list[Flags],
    sizes: tuple[int, ...],
    hidden: Sequence[Function],
    x: Array,
) -> Array:
    """z_j = Σ_i a_i w_ij + b_j, unit by unit; by matrices up to the first layer that varies."""
    stops = list(accumulate((rows + 1) * columns for rows, columns in pairwise(sizes)))
    first = min((int(flags.argmax()) for flags in varies if flags.any()), default=stops[-1])
    same = sum(stop <= first for stop in stops[:-1])  # layers without a parameter that varies
    units, start = list(x.T), 0
    if same:
        start, one_network = stops[same - 1], theta[(0,) * (theta.ndim - 1)]
        z = _by_matrices(one_network[:start], sizes[: same + 1], hidden[: same - 1], x)
        units = list(hidden[same - 1](z).T)
    sums = WeightedSums(theta, varies)
    for layer in range(same, len(stops)):
        if layer > same:
            units = [hidden[layer - 1](unit) for unit in units]
        stop, columns = stops[layer], sizes[layer + 1]
        units = [sums.of(units, range(start + j, stop, columns)) for j in range(columns)]
        start = stop
    z_units = [np.broadcast_to(unit, (*theta.shape[:-1], len(x))) for unit in units]
    return z_units[0][..., None] if len(z_units) == 1 else np.stack(z_units, axis=-1)


# -- what varies along the leading axes of θ ---------------------------------------------------


def _first(array: Array, axis: int) -> Array:
    return array[(slice(None),) * axis + (slice(0, 1),)]


def without_constant_axes(block: Array) -> Array:
    """A layer's block (..., rows, columns), with length 1 along each axis where it is constant."""
    for axis in range(block.ndim - 2):
        first = _first(block, axis)
        if (block == first).all():
            block = first
    return block


def varying(theta: Array) -> list[Flags]:
    """For each leading axis of θ, which parameters vary along it: flags of shape (P,)."""
    flags = [theta != _first(theta, axis) for axis in range(theta.ndim - 1)]
    for _ in range(theta.ndim - 1):  # one axis after another, which is faster than all at once
        flags = [each.any(axis=0) for each in flags]
    return flags


def share_that_varies(theta: Array, varies: list[Flags]) -> float:
    """The fraction of θ that is left if each parameter keeps only the axes it varies along."""
    numbers = np.ones(theta.shape[-1])
    for axis, flags in enumerate(varies):
        numbers[flags] *= theta.shape[axis]
    return float(numbers.sum()) / theta.size


class WeightedSums:
    """Weighted sums of units, each an array only as large as the parameters it depends on.

    `theta` has shape (..., P). A unit's activations for n examples have shape (..., n), with
    length 1 along each leading axis of θ that does not affect it.
    """

    def __init__(self, theta: Array, varies: list[Flags]) -> None:
        self._parameters = [
            theta[(*(slice(None if v[p] else 1) for v in varies), p, None)]
            for p in range(theta.shape[-1])
        ]

    def of(self, inputs: Sequence[Array], places: Sequence[int]) -> Array:
        """Σ a_i w_i + b, with the parameters at these places in θ, the bias last."""
        *weights, total = (self._parameters[p] for p in places)
        pairs = zip(inputs, weights, strict=True)
        # From small to large, so that an array of the full size is added to only once.
        for a, w in sorted(pairs, key=lambda pair: pair[0].size * pair[1].size):
            term = a * w
            same = np.broadcast(total, term).shape == term.shape
            total = np.add(total, term, term if same else None)
        return total
