"""The examples of a data set: points of a curve, or classes as colours and marker shapes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from annlab._checks import number
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.checks import drawable
from annlab.figures.words import counted, several, tell


@style.look()
def data(
    data: Dataset,
    *,
    size: float = 46,
    key: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The examples of a data set with 1 or 2 inputs.

    Args:
        data: a Dataset; x (n, 1) gives a scatter of t over x, x (n, 2) the classes in the plane,
            with t of 0 and 1, or one-hot for up to four classes.
        size: area of a marker, in points².
        key: draw a legend of the classes.
        title: heading; the data set's own name if None, nothing if "".

    Returns the axes drawn on. Raises ValueError for other numbers of inputs or other targets.
    """
    kinds = drawable(data)
    size = number("size", size, above=0)
    flat = kinds is not None
    ax = style.axes(ax, size=(6.2, 5.2) if flat else (7.5, 4.7))
    style.plain(ax, x=style.math("x1" if flat else "x"), y=style.math("x2" if flat else "t"))
    style.heading(ax, data.name if title is None else title, lines_below=int(flat and key))
    words = _curve(ax, data, size) if kinds is None else _classes(ax, data, kinds, size, key)
    tell(ax, f"Data{f' set {data.name}' if data.name else ''}: {words}.")
    return ax


def _curve(ax: Axes, data: Dataset, size: float) -> str:
    """Draw t over x; return the data in words."""
    x, t = data.x[:, 0], data.t[:, 0]
    ax.scatter(x, t, s=size * 0.6, color=style.MUTED, alpha=0.6, linewidths=0, zorder=2)
    return (
        f"{counted(len(x), 'point')}, x from {x.min():.3g} to {x.max():.3g}, "
        f"t from {t.min():.3g} to {t.max():.3g}"
    )


def _classes(ax: Axes, data: Dataset, kinds: NDArray[np.intp], size: float, key: bool) -> str:
    """Draw each class in its colour and shape; return the data in words."""
    ax.set_aspect("equal")
    present = np.unique(kinds).tolist()
    for kind in present:
        x, y = data.x[kinds == kind].T
        ax.scatter(
            x, y, s=size, marker=style.SHAPES[kind], color=style.CLASSES[kind],
            edgecolors=style.PAPER, linewidths=min(0.7, size**0.5 / 7), label=f"class {kind}",
            zorder=3,
        )  # fmt: skip
    if key:
        style.legend(
            ax, loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=len(present),
            columnspacing=1.2, borderaxespad=0.2, handletextpad=0.1,
        )  # fmt: skip
    counts = several([f"{(kinds == kind).sum()} of class {kind}" for kind in present])
    return f"{counted(len(kinds), 'example')}, {counts}"
