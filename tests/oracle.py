"""A second, slow network to compare annlab with: one example, one unit and one sum at a time.

Plain Python numbers in dictionaries, one function per step of back-propagation, and the data sets
of the published runs generated again from their description. Nothing here is shared with annlab.
"""

import math
from collections.abc import Iterator

import numpy as np

Numbers = list[float]
Weights = dict[tuple[int, int, int], float]
"""(layer, i, j) → the weight of that layer from unit i to unit j, all counted from 1; i = 0 is
the bias of unit j."""


# -- activation functions, on all units of a layer ---------------------------------------------


def activate(name: str, z: Numbers) -> Numbers:
    if name == "softmax":
        total = sum(math.exp(v) for v in z)
        return [math.exp(v) / total for v in z]
    functions = {
        "step": lambda v: 1.0 if v > 0 else 0.0,
        "identity": lambda v: v,
        "logistic": lambda v: 1 / (1 + math.exp(-v)),
        "tanh": math.tanh,
        "relu": lambda v: v if v > 0 else 0.0,
    }
    return [functions[name](v) for v in z]


def slope(name: str, z: float) -> float:
    """g'(z), from z itself."""
    if name == "logistic":
        return math.exp(-z) / (1 + math.exp(-z)) ** 2
    if name == "tanh":
        return 1 / math.cosh(z) ** 2
    if name == "relu":
        return 1.0 if z > 0 else 0.0
    return {"step": 0.0, "identity": 1.0}[name]


def jacobian(name: str, z: Numbers) -> list[Numbers]:
    """∂a_i/∂z_j for the units i, j of one layer."""
    size = range(len(z))
    if name != "softmax":
        return [[slope(name, z[j]) if i == j else 0.0 for j in size] for i in size]
    a = activate(name, z)
    return [[a[i] * (1 - a[i]) if i == j else -a[i] * a[j] for j in size] for i in size]


# -- the network -------------------------------------------------------------------------------


def places(sizes: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Keys of the weights in the order of θ: layer by layer, row by row, the biases last."""
    for layer in range(1, len(sizes)):
        for i in [*range(1, sizes[layer - 1] + 1), 0]:
            for j in range(1, sizes[layer] + 1):
                yield layer, i, j


def weights(sizes: tuple[int, ...], theta: np.ndarray) -> Weights:
    return dict(zip(places(sizes), map(float, theta), strict=True))


def flat(sizes: tuple[int, ...], w: Weights) -> np.ndarray:
    return np.array([w[place] for place in places(sizes)])


def forward(
    sizes: tuple[int, ...], names: tuple[str, ...], w: Weights, x: Numbers
) -> tuple[list[Numbers], list[Numbers]]:
    """z and a of every layer; a starts with x."""
    zs, activations = [], [list(x)]
    for layer in range(1, len(sizes)):
        z = []
        for j in range(1, sizes[layer] + 1):
            total = 0.0
            for i in range(1, sizes[layer - 1] + 1):
                total += activations[-1][i - 1] * w[layer, i, j]
            z.append(total + w[layer, 0, j])
        zs.append(z)
        activations.append(activate(names[layer - 1], z))
    return zs, activations


def error(kind: str, output: str, a: Numbers, t: Numbers) -> float:
    """E of one example by its definition, for outputs that are not exactly 0 or 1."""
    if kind == "squared":
        return sum((a_k - t_k) ** 2 for a_k, t_k in zip(a, t, strict=True)) / 2
    if output == "softmax":
        return -sum(t_k * math.log(a_k) for a_k, t_k in zip(a, t, strict=True))
    return -sum(
        t_k * math.log(a_k) + (1 - t_k) * math.log(1 - a_k) for a_k, t_k in zip(a, t, strict=True)
    )


def error_slope(kind: str, output: str, a: Numbers, t: Numbers) -> Numbers:
    """∂E/∂a of each output."""
    pairs = list(zip(a, t, strict=True))
    if kind == "squared":
        return [a_k - t_k for a_k, t_k in pairs]
    if output == "softmax":
        return [-t_k / a_k for a_k, t_k in pairs]
    return [-t_k / a_k + (1 - t_k) / (1 - a_k) for a_k, t_k in pairs]


def output_delta(kind: str, output: str, z: Numbers, a: Numbers, t: Numbers) -> Numbers:
    upstream, slopes = error_slope(kind, output, a, t), jacobian(output, z)
    units = range(len(z))
    return [sum(upstream[i] * slopes[i][j] for i in units) for j in units]


def backward(
    sizes: tuple[int, ...],
    names: tuple[str, ...],
    kind: str,
    w: Weights,
    zs: list[Numbers],
    activations: list[Numbers],
    t: Numbers,
) -> list[Numbers]:
    """δ of every layer, first to last."""
    deltas = [output_delta(kind, names[-1], zs[-1], activations[-1], t)]
    for layer in range(len(sizes) - 2, 0, -1):
        next_delta, delta = deltas[0], []
        for j in range(1, sizes[layer] + 1):
            upstream = 0.0
            for k in range(1, sizes[layer + 1] + 1):
                upstream += next_delta[k - 1] * w[layer + 1, j, k]
            delta.append(slope(names[layer - 1], zs[layer - 1][j - 1]) * upstream)
        deltas.insert(0, delta)
    return deltas


def gradient(sizes: tuple[int, ...], activations: list[Numbers], deltas: list[Numbers]) -> Weights:
    """∂E/∂w of one example: the input of the weight times δ; the input of a bias is 1."""
    return {
        (layer, i, j): (activations[layer - 1][i - 1] if i else 1.0) * deltas[layer - 1][j - 1]
        for layer, i, j in places(sizes)
    }


def example(
    sizes: tuple[int, ...],
    names: tuple[str, ...],
    kind: str,
    w: Weights,
    x: Numbers,
    t: Numbers,
) -> tuple[float, Weights]:
    """E of one example, and ∂E/∂w."""
    zs, activations = forward(sizes, names, w, x)
    deltas = backward(sizes, names, kind, w, zs, activations, t)
    return error(kind, names[-1], activations[-1], t), gradient(sizes, activations, deltas)


def total_gradient(
    sizes: tuple[int, ...],
    names: tuple[str, ...],
    kind: str,
    theta: np.ndarray,
    x: np.ndarray,
    t: np.ndarray,
) -> np.ndarray:
    """∂E/∂θ summed over the examples, flat."""
    w = weights(sizes, theta)
    total = dict.fromkeys(w, 0.0)
    for x_i, t_i in zip(x.tolist(), t.tolist(), strict=True):
        for place, part in example(sizes, names, kind, w, x_i, t_i)[1].items():
            total[place] += part
    return flat(sizes, total)


def online(
    sizes: tuple[int, ...],
    names: tuple[str, ...],
    theta: np.ndarray,
    x: np.ndarray,
    t: np.ndarray,
    *,
    rate: float,
    anneal: float = 1.0,
    passes: int = 100,
    kind: str = "squared",
) -> tuple[list[float], np.ndarray]:
    """Online gradient descent: the running error of each pass, and the last θ."""
    w, errors = weights(sizes, theta), []
    for _ in range(passes):
        total = 0.0
        for x_i, t_i in zip(x.tolist(), t.tolist(), strict=True):
            e, slopes = example(sizes, names, kind, w, x_i, t_i)
            total += e
            for place, part in slopes.items():
                w[place] -= rate * part
        errors.append(total)
        rate *= anneal
    return errors, flat(sizes, w)


# -- the published data and starts, in the published order of draws ----------------------------

_CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
_TARGETS = {"or": [0, 1, 1, 1], "and": [0, 0, 0, 1], "xor": [0, 1, 1, 0]}
_RING = [*_CORNERS, (0.5, 0.5), (1, 0.5), (0, 0.5), (0.5, 0), (0.5, 1)]


def published_data(
    kind: str, rng: np.random.RandomState, copies: int = 50
) -> tuple[np.ndarray, np.ndarray]:
    """x and t: noise as one array, then one permutation."""
    if kind in ("sin", "abs"):
        x = np.array([-5 + 10 * i / 199 for i in range(200)])
        t = 2.5 + np.sin(x) if kind == "sin" else np.sqrt(x * x)
        t = t + rng.normal(size=200) * 0.5
        order = rng.permutation(200)
        return x[order].reshape(200, 1), t[order].reshape(200, 1)
    corners = _RING if kind == "ring" else _CORNERS
    targets = [0 if c == (0.5, 0.5) else 1 for c in _RING] if kind == "ring" else _TARGETS[kind]
    n = copies * len(corners)
    x = np.array(copies * corners, float) + rng.normal(size=(n, 2)) * 0.15
    t = np.array(copies * targets, float)
    order = rng.permutation(n)
    return x[order], t[order].reshape(n, 1)


def published_start(sizes: tuple[int, ...], rng: np.random.RandomState) -> np.ndarray:
    """θ uniform in (−½, ½): all weights, layer by layer, then all biases."""
    layers = range(1, len(sizes))
    drawn = {layer: rng.random_sample((sizes[layer - 1], sizes[layer])) - 0.5 for layer in layers}
    biases = {layer: rng.random_sample(sizes[layer]) - 0.5 for layer in layers}
    w = {
        (layer, i, j): drawn[layer][i - 1, j - 1] if i else biases[layer][j - 1]
        for layer, i, j in places(sizes)
    }
    return flat(sizes, w)
