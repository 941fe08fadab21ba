"""Activation functions g, each with its derivative g'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, SupportsIndex

import numpy as np
from numpy import add, exp, negative, reciprocal
from numpy.typing import ArrayLike

from annlab._checks import Array, known


@dataclass(frozen=True, repr=False)
class Activation:
    """An activation function a = g(z) and its derivative, applied to every number of an array.

    Call it on an array of pre-activations of any shape and any finite values: `logistic(z)`.
    The derivative can be computed from z, or from the output a = g(z) alone. Back-propagation
    does the latter, because it already has a.

    `function` and `slope` are the same two without checks, for inner loops: they take float64
    arrays of at least one axis and return new ones. Their caller deals with overflow.
    """

    name: str
    formula: str
    function: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    """g'(z) as a function of a = g(z)."""

    def __call__(self, z: ArrayLike) -> Array:
        """a = g(z), of the shape of z."""
        z = np.asarray(z, dtype=np.float64)
        with np.errstate(over="ignore"):  # e^-z overflows to inf, and 1 / (1 + inf) is right: 0
            return self.function(np.atleast_1d(z)).reshape(z.shape)

    def derivative(self, z: ArrayLike) -> Array:
        """g'(z), of the shape of z (softmax: see there)."""
        return self.derivative_from_output(self(z))

    def derivative_from_output(self, a: ArrayLike) -> Array:
        """g'(z) computed from a = g(z) alone, of the shape of a (softmax: see there)."""
        return self.slope(np.asarray(a, dtype=np.float64))

    def pull_back(self, a: Array, upstream: Array) -> Array:
        """∂E/∂z from ∂E/∂a = `upstream`, by the chain rule; all of one shape."""
        return upstream * self.slope(a)

    def __repr__(self) -> str:
        return f"<activation {self.name}: g(z) = {self.formula}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        # Copies and pickles of the known ones are the one object of that name.
        known_one = ALL.get(self.name) is self
        return (get, (self.name,)) if known_one else super().__reduce_ex__(protocol)


class Softmax(Activation):
    """The softmax over the last axis: positive outputs that add up to 1.

    Every output depends on every z of its row, so the derivative is a matrix: for z of shape
    (..., K), `derivative(z)` has shape (..., K, K) with entries ∂a_i/∂z_j = a_i ([i = j] − a_j).
    """

    def pull_back(self, a: Array, upstream: Array) -> Array:
        """∂E/∂z_j = a_j (∂E/∂a_j − Σ_i a_i ∂E/∂a_i)."""
        return a * (upstream - (a * upstream).sum(-1, keepdims=True))


_ONE = np.ones(())  # NumPy adds an array of no axes faster than a Python number


def _step(z: Array) -> Array:
    # heaviside, unlike z > 0, keeps NaN.
    return np.heaviside(z, 0.0)


def _logistic(z: Array) -> Array:
    if z.size < 4096:
        return reciprocal(add(exp(negative(z)), _ONE))
    # A large array is overwritten, because each copy would cost as much as the arithmetic. A small
    # one is not: NumPy would check each time whether input and output overlap.
    a: Array = negative(z)
    exp(a, a)
    add(a, _ONE, a)
    return reciprocal(a, a)


def _logistic_slope(a: Array) -> Array:
    return a * (_ONE - a)


def _tanh_slope(a: Array) -> Array:
    return _ONE - a * a


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _relu_slope(a: Array) -> Array:
    return (a > 0.0).astype(np.float64)


def _softmax(z: Array) -> Array:
    # The largest z of a row is subtracted first: it cancels, and no exponential overflows.
    if z.size < 1024 or z.ndim < 2:
        powers = exp(z - z.max(-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)
    # NumPy reduces a few long rows many times faster than many short ones, so a large array is
    # transposed first; then it is overwritten, as in `_logistic`.
    a = np.swapaxes(z, -1, -2).copy()
    a -= a.max(-2, keepdims=True)
    exp(a, a)
    a /= a.sum(-2, keepdims=True)
    return np.swapaxes(a, -1, -2).copy()


def _softmax_jacobian(a: Array) -> Array:
    return a[..., :, None] * (np.eye(a.shape[-1]) - a[..., None, :])


step = Activation("step", "1 if z > 0, else 0", _step, np.zeros_like)
"""Heaviside's step; exactly 0 gives 0. Its derivative is 0 (at 0, by convention)."""

identity = Activation("identity", "z", np.array, np.ones_like)

logistic = Activation("logistic", "1 / (1 + e^-z)", _logistic, _logistic_slope)
"""From 0 to 1; its inverse is called the logit."""

tanh = Activation("tanh", "tanh z", np.tanh, _tanh_slope)

relu = Activation("relu", "max(0, z)", _relu, _relu_slope)
"""Rectified linear unit; its derivative at 0, which does not exist, is taken as 0."""

softmax = Softmax("softmax", "e^z / Σ e^z", _softmax, _softmax_jacobian)

ALL: dict[str, Activation] = {g.name: g for g in (step, identity, logistic, tanh, relu, softmax)}


def get(activation: str | Activation, argument: str = "activation") -> Activation:
    """The activation function of that name; an Activation is returned as it is.

    Raises ValueError, naming the argument and listing the known names, for any other name.
    """
    if isinstance(activation, Activation):
        return activation
    return known(argument, activation, ALL)
