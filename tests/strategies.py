"""Random networks with random examples for the property tests."""

from typing import NamedTuple

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from annlab import Dataset, Network

HIDDEN = ("identity", "logistic", "tanh", "relu")
OUTPUTS = {
    "squared": ("identity", "logistic", "tanh", "relu", "softmax"),
    "cross-entropy": ("logistic", "softmax"),
}


class Case(NamedTuple):
    net: Network
    x: np.ndarray
    t: np.ndarray

    @property
    def functions(self) -> tuple[str, ...]:
        """The names of the activation functions, as the oracle takes them."""
        return tuple(g.name for g in self.net.activations)

    @property
    def kind(self) -> str:
        return self.net.error_function.name


@st.composite
def cases(draw, shapes=((),), hidden=HIDDEN, some_vary=False) -> Case:
    """A network of 1 to 4 layers and up to 4 units in each, with 1 to 5 examples.

    `shapes` are the leading axes of θ to choose from. With `some_vary`, only some parameters
    vary along each of them. The numbers themselves come from a drawn seed.
    """
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    inner = [draw(st.sampled_from(hidden)) for _ in sizes[1:-1]]
    kind = draw(st.sampled_from(sorted(OUTPUTS)))
    outputs = [g for g in OUTPUTS[kind] if g != "softmax" or sizes[-1] > 1]
    output = draw(st.sampled_from(outputs))
    net = Network(sizes, hidden=inner, output=output, error=kind)
    shape = draw(st.sampled_from(shapes))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    theta = rng.uniform(-1, 1, (*shape, len(net.names)))
    if some_vary:
        for axis in range(len(shape)):
            varies = rng.uniform(size=len(net.names)) < draw(st.sampled_from([0, 0.2, 0.7]))
            theta = np.where(varies, theta, np.take(theta, [0], axis))
    n = draw(st.integers(1, 5))
    x = rng.uniform(-2, 2, (n, sizes[0]))
    t = rng.uniform(0, 1, (n, sizes[-1]))
    return Case(net.at(theta), x, t)


def away_from_kinks(case: Case, distance: float) -> None:
    """Reject the case if a ReLU or step is near its kink."""
    for z, name in zip(case.net.forward(case.x).z, case.functions, strict=True):
        assume(name not in ("relu", "step") or abs(z).min() > distance)


def well_within_rounding(case: Case) -> None:
    """Reject the case if the oracle's log(1 − a) would lose digits."""
    if case.kind == "cross-entropy":
        assume(abs(case.net.forward(case.x).z[-1]).max() < 8)


def xor_net(seed: int = 1, **options) -> Network:
    """A 2-3-1 network with random parameters."""
    return Network([2, 3, 1], **options).initialise("uniform", rng=np.random.default_rng(seed))


def some_data(n: int = 11, net: Network | None = None, seed: int = 3) -> Dataset:
    """Random examples for the network; by default with two inputs and one output."""
    rng = np.random.default_rng(seed)
    sizes = net.sizes if net else (2, 1)
    return Dataset(rng.normal(size=(n, sizes[0])), rng.uniform(size=(n, sizes[-1])))
