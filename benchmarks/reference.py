"""A plain online back-propagation, as a tutorial writes it, to compare the speed of annlab with.

One function per step, one call per example, the weights in a dictionary of arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def logistic(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def logistic_derivative(z: Array) -> Array:
    return logistic(z) * (1 - logistic(z))


def forward(x: Array, parameters: dict[str, Array]) -> dict[str, Array]:
    computed = {"a_in": x}
    computed["z_hidden"] = np.dot(x, parameters["w_hidden"]) + parameters["b_hidden"]
    computed["a_hidden"] = logistic(computed["z_hidden"])
    computed["z_out"] = np.dot(computed["a_hidden"], parameters["w_out"]) + parameters["b_out"]
    computed["a_out"] = logistic(computed["z_out"])
    return computed


def backward(
    computed: dict[str, Array], t: Array, parameters: dict[str, Array]
) -> dict[str, Array]:
    delta = {"out": (computed["a_out"] - t) * logistic_derivative(computed["z_out"])}
    upstream = np.dot(parameters["w_out"], delta["out"])
    delta["hidden"] = upstream * logistic_derivative(computed["z_hidden"])
    return delta


def gradients(computed: dict[str, Array], delta: dict[str, Array]) -> dict[str, Array]:
    return {
        "w_hidden": np.outer(computed["a_in"], delta["hidden"]),
        "b_hidden": delta["hidden"],
        "w_out": np.outer(computed["a_hidden"], delta["out"]),
        "b_out": delta["out"],
    }


def update(
    parameters: dict[str, Array], gradient: dict[str, Array], rate: float
) -> dict[str, Array]:
    return {name: parameters[name] - rate * gradient[name] for name in parameters}


def train(
    parameters: dict[str, Array], x: Array, t: Array, *, rate: float, epochs: int
) -> tuple[dict[str, Array], list[float]]:
    errors = []
    for _ in range(epochs):
        error = 0.0
        for x_i, t_i in zip(x, t, strict=True):
            computed = forward(x_i, parameters)
            error += float(np.sum((computed["a_out"] - t_i) ** 2))
            delta = backward(computed, t_i, parameters)
            parameters = update(parameters, gradients(computed, delta), rate)
        errors.append(error)
    return parameters, errors
