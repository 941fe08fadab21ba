"""Forward and backward passes, ordinary, saturating and overflowing."""

from __future__ import annotations

import numpy as np

from annlab import Dataset, Network

from .case import Case, Fixture, short

HIDDEN = ("step", "identity", "logistic", "tanh", "relu")
OUTPUTS = [
    *(("squared", output) for output in (*HIDDEN, "softmax")),
    *(("cross-entropy", output) for output in ("logistic", "softmax")),
]
SATURATING, OVERFLOWING = 40.0, 1e200  # the size of θ, which is about 1 in an ordinary case
SEEDS = range(64)


def random_case(seed: int, scale: float = 1.0, *, widest: int = 4, most: int = 5) -> Case:
    """A network of 1 to 4 layers, every error and output function in turn, and a few examples."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, widest + 1, rng.integers(2, 6)).tolist()
    error, output = OUTPUTS[seed % len(OUTPUTS)]
    hidden = rng.choice(HIDDEN, len(sizes) - 2).tolist()
    net = Network(sizes, hidden=hidden, output=output, error=error)
    net = net.at(short(rng.normal(size=len(net.names)) * scale))
    n = rng.integers(1, most + 1)
    x, t = rng.normal(size=(n, sizes[0])), rng.uniform(size=(n, sizes[-1]))
    return Case(net, Dataset(short(x), short(t)))


def passes_of(case: Case, *, names: bool) -> Fixture:
    """Forward and backward of the last example; errors, gradient and outputs of all."""
    net, data = case
    backward = net.backward(data)
    return {
        **case.describe(names),
        "z": [z[-1] for z in backward.z],
        "a": [a[-1] for a in backward.a],
        "delta": [delta[-1] for delta in backward.delta],
        "errors": net.error_per_example(data),
        "gradient": net.gradient(data),
        "outputs": net.predict(data.x).ravel(),
    }


def in_order(case: Case) -> Fixture:
    """Errors and outputs of all examples, each weighted sum added term by term, the bias last.

    Whether ∞ − ∞ comes out of a product of matrices depends on the BLAS, so that `predict` is no
    measure where sums of several terms overflow.
    """
    net, data = case
    z = a = data.x
    with np.errstate(all="ignore"):
        for g, W, b in zip(net.activations, net.weights, net.biases, strict=True):
            z = sum(a[:, [i]] * W[i] for i in range(len(W))) + b
            a = g(z)
        errors = net.error_function(z, data.t, net.activations[-1])
    return {"errors": errors, "outputs": a.ravel()}


def network() -> Fixture:
    """Forward and backward passes, ordinary, saturating and overflowing."""
    # One unit per layer, so that no sum has several infinite terms.
    chains = [random_case(seed, OVERFLOWING, widest=1, most=1) for seed in SEEDS]
    overflowing = [random_case(seed, OVERFLOWING) for seed in SEEDS]
    return {
        "ordinary": [passes_of(random_case(seed), names=True) for seed in SEEDS],
        "saturating": [passes_of(random_case(seed, SATURATING), names=False) for seed in SEEDS],
        "overflowing_chains": [
            {
                **case.describe(),
                "errors": case.net.error_per_example(case.data),
                "gradient": case.net.gradient(case.data),
                "outputs": case.net.predict(case.data.x).ravel(),
            }
            for case in chains
        ],
        "overflowing": [{**case.describe(), **in_order(case)} for case in overflowing],
    }
