"""Fixtures of the figures' tests: axes without pyplot, and small data of unequal sizes."""

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from annlab import Dataset, Network, datasets, surfaces, train


@pytest.fixture(autouse=True)
def settings_stay():
    """Fail if a test leaves a setting of matplotlib changed."""
    before = matplotlib.rcParams.copy()
    yield
    assert matplotlib.rcParams == before


@pytest.fixture
def new_axes():
    def make(*, solid: bool = False) -> Axes:
        figure = Figure(figsize=(6, 5), layout="constrained")
        FigureCanvasAgg(figure)
        return figure.add_subplot(projection="3d" if solid else None)

    return make


@pytest.fixture
def ax(new_axes) -> Axes:
    return new_axes()


@pytest.fixture
def solid(new_axes) -> Axes:
    return new_axes(solid=True)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def xor() -> Dataset:
    return datasets.truth_table("xor")


@pytest.fixture
def solver() -> Network:
    """A network whose weights solve XOR."""
    return Network.xor().at(
        {"w1": 6, "w2": -6, "b1": -3, "w3": 5, "w4": 5, "b2": -2, "w5": 5, "w6": 5, "b3": -7}
    )


@pytest.fixture
def plane(solver, xor):
    """A plane with more columns than rows and unequal spans, so that a transposition shows."""
    u, v = np.linspace(-8, 8, 9), np.linspace(-3, 9, 7)
    error = solver.at({"w5": u, "w6": v[:, None]}).error(xor)
    return surfaces.Plane(solver, xor, ("w5", "w6"), u, v, error)


@pytest.fixture
def history(xor, rng):
    return train(Network([2, 3, 1]).initialise("uniform", rng=rng), xor, rate=1.0, epochs=9)


@pytest.fixture
def curve_history(rng):
    data = datasets.curve("sin", n=23, rng=rng)
    net = Network([1, 3, 1], hidden="tanh", output="identity").initialise("uniform", rng=rng)
    return train(net, data, rate=0.05, epochs=6)
