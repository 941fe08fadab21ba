"""A plain online back-propagation, as a tutorial writes it: what annlab's speed is held against.

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
    seen = {"a_in": x}
    seen["z_hidden"] = np.dot(x, parameters["w_hidden"]) + parameters["b_hidden"]
    seen["a_hidden"] = logistic(seen["z_hidden"])
    seen["z_out"] = np.dot(seen["a_hidden"], parameters["w_out"]) + parameters["b_out"]
    seen["a_out"] = logistic(seen["z_out"])
    return seen


def backward(seen: dict[str, Array], t: Array, parameters: dict[str, Array]) -> dict[str, Array]:
    delta = {"out": (seen["a_out"] - t) * logistic_derivative(seen["z_out"])}
    upstream = np.dot(parameters["w_out"], delta["out"])
    delta["hidden"] = upstream * logistic_derivative(seen["z_hidden"])
    return delta


def gradients(seen: dict[str, Array], delta: dict[str, Array]) -> dict[str, Array]:
    return {
        "w_hidden": np.outer(seen["a_in"], delta["hidden"]),
        "b_hidden": delta["hidden"],
        "w_out": np.outer(seen["a_hidden"], delta["out"]),
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
            seen = forward(x_i, parameters)
            error += float(np.sum((seen["a_out"] - t_i) ** 2))
            delta = backward(seen, t_i, parameters)
            parameters = update(parameters, gradients(seen, delta), rate)
        errors.append(error)
    return parameters, errors
