"""What a forward pass and a backward pass through a network leave behind, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from annlab._checks import Array


@dataclass(frozen=True, eq=False)
class Forward:
    """What a forward pass computes; `...` are the leading axes of θ."""

    z: list[Array]
    """Pre-activations of layer 1, 2, …, each of shape (..., n, units)."""
    a: list[Array]
    """Activations: `a[0]` is the input x, `a[l]` belongs to `z[l - 1]`, `a[-1]` is the output."""


@dataclass(frozen=True, eq=False)
class Backward(Forward):
    """What back-propagation computes, beside the forward pass that it starts from."""

    delta: list[Array]
    """Error signals δ = ∂E/∂z of layer 1, 2, …, each of shape (..., n, units)."""
    weights: list[Array] = field(init=False)
    """∂E/∂W = Aᵀ Δ, summed over the examples, each of shape (..., inputs, units)."""
    biases: list[Array] = field(init=False)
    """∂E/∂b = Σ δ, summed over the examples, each of shape (..., units)."""

    def __post_init__(self) -> None:
        into = zip(self.a, self.delta, strict=False)  # the last activation feeds no layer
        object.__setattr__(self, "weights", [np.swapaxes(a, -1, -2) @ d for a, d in into])
        object.__setattr__(self, "biases", [d.sum(-2) for d in self.delta])

    @property
    def theta(self) -> Array:
        """The gradient ∂E/∂θ, flat and in the order of the network's names: (..., P)."""
        parts = []
        for w, b in zip(self.weights, self.biases, strict=True):
            parts += [w.reshape(*b.shape[:-1], w.shape[-2] * w.shape[-1]), b]
        return np.concatenate(parts, axis=-1)
