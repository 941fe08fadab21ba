"""Error functions E, each with the error signal δ = ∂E/∂z of the last layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from annlab import activations
from annlab._checks import Array, known
from annlab.activations import Activation

_LARGEST = np.finfo(np.float64).max


@dataclass(frozen=True, repr=False)
class ErrorFunction:
    """How far a network's output is from its targets, from the last layer's pre-activations z.

    Both functions get the last layer's activation function g with its z or a = g(z). So an error
    and an activation that belong together (cross-entropy with logistic or softmax) can be combined
    where each alone would overflow.
    """

    name: str
    formula: str
    value: Callable[[Activation, Array, Array], Array]
    """(g, z, t) of shapes (..., n, outputs) → the error of each example, shape (..., n)."""
    delta: Callable[[Activation, Array, Array], Array]
    """(g, a, t) of shapes (..., n, outputs) → δ = ∂E/∂z of each output unit, of that shape."""
    outputs: tuple[str, ...] | None = None
    """The output activations it is defined for; None: any."""

    def __call__(self, z: ArrayLike, t: ArrayLike, output: str | Activation = "identity") -> Array:
        """The error of each example, shape (..., n), for z and t of shape (..., n, outputs).

        Raises ValueError unless z and t end in the same (n, outputs), or for an unsuited output.
        """
        g = activations.get(output, "output")
        self.check(g)
        z, t = np.asarray(z, np.float64), np.asarray(t, np.float64)
        if z.ndim < 1 or z.shape[-2:] != t.shape[-2:]:
            # (n, 1) against (n,) would broadcast to n × n errors
            raise ValueError(f"z and t must end in the same shape, not {z.shape} and {t.shape}")
        with np.errstate(over="ignore"):
            return self.value(g, z, t)

    def check(self, output: Activation) -> None:
        """Raise ValueError unless this error function goes with that output activation."""
        if self.outputs is not None and output.name not in self.outputs:
            raise ValueError(
                f"error {self.name!r} needs output {' or '.join(map(repr, self.outputs))}, "
                f"not {output.name!r}"
            )

    def __repr__(self) -> str:
        return f"<error {self.name}: E = {self.formula}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        # Copies and pickles of the known ones are the one object of that name.
        known_one = ALL.get(self.name) is self
        return (get, (self.name,)) if known_one else super().__reduce_ex__(protocol)


def _squared(g: Activation, z: Array, t: Array) -> Array:
    miss = g.function(z) - t
    np.multiply(miss, miss, miss)
    return 0.5 * miss.sum(-1)


def _squared_delta(g: Activation, a: Array, t: Array) -> Array:
    return g.pull_back(a, a - t)


def _cross_entropy(g: Activation, z: Array, t: Array) -> Array:
    # With log a written in terms of z, exponentials and logarithms cancel, and nothing overflows:
    # logistic: −t log a − (1 − t) log(1 − a) = log(1 + e^z) − t z
    # softmax:  −Σ t_k log a_k = Σ t_k (log Σ e^z − z_k)
    if g.name == "softmax":
        axis = -1
        if z.size >= 1024 and z.ndim > 1:  # faster transposed, as in activations
            z, t, axis = np.swapaxes(z, -1, -2).copy(), np.swapaxes(t, -1, -2).copy(), -2
        below = z - z.max(axis, keepdims=True)
        np.maximum(below, -_LARGEST, out=below)  # 0 · ∞ would be NaN
        below = np.log(np.exp(below).sum(axis, keepdims=True)) - below
        return (t * below).sum(axis)
    return (np.logaddexp(0.0, z) - t * z).sum(-1)


def _cross_entropy_delta(g: Activation, a: Array, t: Array) -> Array:
    # g' cancels, so a confidently wrong unit keeps learning. This is the derivative of the value
    # above even if the targets of a softmax layer do not add up to 1.
    if g.name == "softmax":
        return a * t.sum(-1, keepdims=True) - t
    return a - t


squared_error = ErrorFunction("squared", "½ Σ (a − t)²", _squared, _squared_delta)
"""Half the sum of squares over outputs and examples; because of the half, ∂E/∂a = a − t."""

cross_entropy = ErrorFunction(
    "cross-entropy",
    "−Σ t log a, with −Σ (1 − t) log(1 − a) for logistic units",
    _cross_entropy,
    _cross_entropy_delta,
    outputs=("logistic", "softmax"),
)
"""The negative log-likelihood of the targets, for outputs that are probabilities.

Bishop, Pattern Recognition and Machine Learning (2006), equations 4.90 and 4.108.
"""

ALL: dict[str, ErrorFunction] = {e.name: e for e in (squared_error, cross_entropy)}


def get(error: str | ErrorFunction, argument: str = "error") -> ErrorFunction:
    """The error function of that name; an ErrorFunction is returned as it is.

    Raises ValueError, naming the argument and listing the known names, for any other name.
    """
    if isinstance(error, ErrorFunction):
        return error
    return known(argument, error, ALL)
