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


def network() -> Fixture:
    """Forward and backward passes, ordinary, saturating and overflowing."""
    overflowing = [random_case(seed, OVERFLOWING) for seed in SEEDS]
    # One unit per layer: whether ∞ − ∞ comes out of a product of matrices depends on the BLAS.
    chains = [random_case(seed, OVERFLOWING, widest=1, most=1) for seed in SEEDS]
    return {
        "ordinary": [passes_of(random_case(seed), names=True) for seed in SEEDS],
        "saturating": [passes_of(random_case(seed, SATURATING), names=False) for seed in SEEDS],
        "overflowing": [
            {
                **case.describe(),
                "errors": case.net.error_per_example(case.data),
                "outputs": case.net.predict(case.data.x).ravel(),
            }
            for case in overflowing
        ],
        "overflowing_chains": [
            {**case.describe(), "gradient": case.net.gradient(case.data)} for case in chains
        ],
    }
