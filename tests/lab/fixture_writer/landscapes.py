"""Planes and lines of errors."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from annlab import Dataset, Network, surfaces

from .case import Case, Fixture, short

LANDSCAPES: dict[str, tuple[list[int], dict[str, Any]]] = {
    "one layer": ([3, 2], {"output": "logistic"}),
    "xor": ([2, 2, 1], {"error": "cross-entropy"}),
    "regression": ([1, 3, 1], {"hidden": "tanh", "output": "identity"}),
    "classes": ([2, 2, 3], {"output": "softmax", "error": "cross-entropy"}),
    "deep": ([2, 3, 2, 2], {"hidden": ["tanh", "logistic"]}),
    "deeper": ([1, 2, 1, 2, 1], {"hidden": ["logistic", "relu", "identity"], "output": "tanh"}),
}
SPANS, POINTS = ((-4.0, 3.0), (-2.0, 5.0)), (5, 3)
PAIRS = 12  # how many planes are kept: the node tests compare all others with single points


def landscape(name: str) -> Fixture:
    """Planes over some pairs of parameters, and a line split by example."""
    sizes, options = LANDSCAPES[name]
    net = Network(sizes, **options)
    rng = np.random.default_rng(5)
    data = Dataset(short(rng.normal(size=(4, sizes[0]))), short(rng.uniform(size=(4, sizes[-1]))))
    net = net.at(short(rng.normal(size=len(net.names))))
    direction = short(rng.normal(size=len(net.names)))
    pairs = rng.permutation(list(permutations(range(len(net.names)), 2)))[:PAIRS].tolist()
    planes = [
        surfaces.plane(net, data, (net.names[i], net.names[j]), span=SPANS, points=POINTS).error
        for i, j in pairs
    ]
    line = surfaces.between(
        net, data, net.theta - 2 * direction, net.theta + 3 * direction, points=7
    )
    return {
        "name": name,
        **Case(net, data).describe(),
        "u": np.linspace(*SPANS[0], POINTS[0]),
        "v": np.linspace(*SPANS[1], POINTS[1]),
        "planes": [
            {"i": i, "j": j, "error": error.ravel()}
            for (i, j), error in zip(pairs, planes, strict=True)
        ],
        "s": np.linspace(-2, 3, 7),
        "direction": direction,
        "each": line.per_example.ravel(),
    }


def overflowing_plane() -> Fixture:
    """Where the planes over all pairs of parameters are finite: "1" for finite, row by row."""
    net = Network([2, 3, 2], hidden="relu", output="identity")
    rng = np.random.default_rng(6)
    net = net.at(short(rng.normal(size=len(net.names))))
    data = Dataset(short(rng.normal(size=(4, 2))), short(rng.uniform(size=(4, 2))))
    u = np.array([-1e200, -1e100, 0.0, 1e100, 1e200])
    finite = []
    for i, j in permutations(net.names, 2):
        error = net.at({i: u, j: u[:, None]}).error(data)
        finite.append(
            "".join("1" if is_finite else "0" for is_finite in np.isfinite(error).ravel())
        )
    return {**Case(net, data).describe(), "u": u, "finite": finite}


def landscapes() -> Fixture:
    """Planes and lines of networks of many kinds, and planes that overflow."""
    return {
        "landscapes": [landscape(name) for name in LANDSCAPES],
        "overflowing": [overflowing_plane()],
    }
