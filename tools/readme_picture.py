"""Draws the README's picture: one network that has learned XOR, seen from three sides."""

from pathlib import Path

import numpy as np
from matplotlib import pyplot

from annlab import Network, datasets, figures, surfaces, train

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "readme.png"


def main() -> None:
    rng = np.random.RandomState(123)
    data = datasets.gate("xor", copies=50, noise=0.15, rng=rng)
    net = Network([2, 4, 1]).initialise("uniform", rng=rng)
    history = train(net, data, rate=2.0, epochs=100)
    end = history.network
    plane = surfaces.plane(end, data, ("W2[2,1]", "W2[4,1]"), span=(-14, 14), points=61)

    figure = pyplot.figure(figsize=(15, 4.6), dpi=110, layout="constrained", facecolor="white")
    figure.get_layout_engine().set(rect=(0, 0, 0.985, 1))
    grid = figure.add_gridspec(1, 3, width_ratios=(1, 1.25, 1))
    ax = figure.add_subplot(grid[0])
    figures.network(end, show=None, width_by_weight=True, colour_by_sign=True, ax=ax)
    ax = figure.add_subplot(grid[1], projection="3d")
    figures.surface(plane, path=history, view=(28, -50), ax=ax)
    ax = figure.add_subplot(grid[2])
    figures.prediction(end, data, ax=ax)
    figure.savefig(PICTURE)


if __name__ == "__main__":
    main()
