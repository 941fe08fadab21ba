"""Data as they are given: points of a curve, or classes in colours and marker shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from annlab.figures import style
from annlab.figures.given import Array, classes, examples
from annlab.figures.words import counted, several, tell


def data(
    data: Any,
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
        key: whether a legend names the classes.
        title: heading; the data set's own name if None, nothing if "".

    Returns the axes drawn on. Raises ValueError for other numbers of inputs or other targets.
    """
    x, t = examples(data)
    if x.shape[1] not in (1, 2):
        raise ValueError(
            f"data must have 1 or 2 inputs to be drawn, not {x.shape[1]}; see pictures"
        )
    flat = x.shape[1] == 2
    ax = style.axes(ax, size=(6.2, 5.2) if flat else (7.5, 4.7))
    name = getattr(data, "name", "") or ""
    style.plain(ax)
    style.heading(ax, name if title is None else title, lines_below=int(flat and key))
    if flat:
        _draw_classes(ax, x, t, size=size, key=key, name=name)
    else:
        _draw_curve(ax, x, t, size=size, name=name)
    return ax


def _draw_curve(ax: Axes, x: Array, t: Array, *, size: float, name: str) -> None:
    if t.shape[1] != 1:
        raise ValueError(f"data must have 1 output to be drawn over 1 input, not {t.shape[1]}")
    style.plain(ax, x=style.math("x"), y=style.math("t"))
    ax.scatter(x[:, 0], t[:, 0], s=size * 0.6, color=style.MUTED, alpha=0.6, linewidths=0, zorder=2)
    tell(
        ax,
        f"Data{' ' + name if name else ''}: {counted(len(x), 'point')}, x from {x.min():.3g} to "
        f"{x.max():.3g}, t from {t.min():.3g} to {t.max():.3g}.",
    )


def _draw_classes(ax: Axes, x: Array, t: Array, *, size: float, key: bool, name: str) -> None:
    kinds = classes(t)
    style.plain(ax, x=style.math("x1"), y=style.math("x2"))
    ax.set_aspect("equal")
    present = np.unique(kinds).tolist()
    for kind in present:
        those = x[kinds == kind]
        ax.scatter(
            those[:, 0],
            those[:, 1],
            s=size,
            marker=style.SHAPES[kind],
            color=style.CLASSES[kind],
            edgecolors=style.PAPER,
            linewidths=min(0.7, size**0.5 / 7),
            label=f"class {kind}",
            zorder=3,
        )
    if key:
        style.legend(
            ax,
            loc="lower left",
            bbox_to_anchor=(-0.02, 0.99),
            ncols=len(present),
            columnspacing=1.2,
            borderaxespad=0.2,
            handletextpad=0.1,
        )
    counts = several([f"{(kinds == kind).sum()} of class {kind}" for kind in present])
    tell(ax, f"Data{' ' + name if name else ''}: {counted(len(x), 'example')}, {counts}.")
