"""Initial parameters: how the weights and biases of a layer are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from annlab._checks import Array, Rng

Draw = Callable[[Rng, tuple[int, ...], float], Array]


class Start(NamedTuple):
    """The default scale, and how weights (..., inputs, units) and biases (..., units) are drawn."""

    scale: float
    weights: Draw
    biases: Draw


def _uniform(rng: Rng, shape: tuple[int, ...], scale: float) -> Array:
    return rng.uniform(-scale, scale, shape)


def _gaussian(rng: Rng, shape: tuple[int, ...], scale: float) -> Array:
    return rng.normal(0.0, scale, shape)


def _glorot(rng: Rng, shape: tuple[int, ...], scale: float) -> Array:
    return _uniform(rng, shape, scale * float(np.sqrt(6 / (shape[-2] + shape[-1]))))


def _zeros(rng: Rng, shape: tuple[int, ...], scale: float) -> Array:
    return np.zeros(shape)


ALL = {
    "uniform": Start(0.5, _uniform, _uniform),
    "gaussian": Start(0.05, _gaussian, _gaussian),
    "glorot": Start(1.0, _glorot, _zeros),
    "zeros": Start(1.0, _zeros, _zeros),
}
