"""The results of a forward and of a backward pass through a network, layer by layer."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np

from annlab._checks import Array

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Forward:
    """What a forward pass computes; `...` are the leading axes of θ."""

    z: list[Array]
    """Pre-activations of layer 1, 2, …, each of shape (..., n, units)."""
    a: list[Array]
    """Activations: `a[0]` is the input x, `a[l]` belongs to `z[l - 1]`, `a[-1]` is the output."""


@dataclass(frozen=True, eq=False)
class Backward(Forward):
    """What back-propagation computes, together with the forward pass that it starts from."""

    delta: list[Array]
    """Error signals δ = ∂E/∂z of layer 1, 2, …, each of shape (..., n, units)."""
    W1: Array
    """The weights of layer 1 in this pass, (..., inputs, units): δ goes through them to x."""
    dW: list[Array] = field(init=False)
    """∂E/∂W = Aᵀ Δ, summed over the examples, each of shape (..., inputs, units)."""
    db: list[Array] = field(init=False)
    """∂E/∂b = Σ δ, summed over the examples, each of shape (..., units)."""

    def __post_init__(self) -> None:
        layers = zip(self.a, self.delta, strict=False)  # the last activation feeds no layer
        object.__setattr__(self, "dW", [np.swapaxes(a, -1, -2) @ delta for a, delta in layers])
        object.__setattr__(self, "db", [delta.sum(-2) for delta in self.delta])

    @property
    def gradient(self) -> Array:
        """The gradient ∂E/∂θ, flat and in the order of the network's names: (..., P)."""
        parts = []
        for dW, db in zip(self.dW, self.db, strict=True):
            parts += [dW.reshape(*db.shape[:-1], dW.shape[-2] * dW.shape[-1]), db]
        return np.concatenate(parts, axis=-1)

    @cached_property
    def dx(self) -> Array:
        """∂E/∂x = Δ Wᵀ of layer 1, one row per example: (..., n, inputs). Computed when read."""
        with np.errstate(all="ignore"):
            dx: Array = self.delta[0] @ np.swapaxes(self.W1, -1, -2)
        return dx

    @property
    def weights(self) -> list[Array]:
        """The old name of `dW`, with a DeprecationWarning."""
        return _renamed("weights", "dW", self.dW)

    @property
    def biases(self) -> list[Array]:
        """The old name of `db`, with a DeprecationWarning."""
        return _renamed("biases", "db", self.db)

    @property
    def theta(self) -> Array:
        """The old name of `gradient`, with a DeprecationWarning."""
        return _renamed("theta", "gradient", self.gradient)


def _renamed(old: str, new: str, value: T) -> T:
    message = f"Backward.{old} is now called Backward.{new}; the old name goes in version 0.3"
    warnings.warn(message, DeprecationWarning, stacklevel=3)
    return value
