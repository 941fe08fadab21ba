"""Counts: the mistakes of a perceptron per pass, and the confusion table of a classifier."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from annlab._checks import array, instance, number
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.checks import classes
from annlab.figures.words import counted, several, tell
from annlab.network import Network, one_network
from annlab.perceptron import PerceptronRecord


@style.look()
def mistakes(
    record: PerceptronRecord | ArrayLike,
    *,
    bound: float | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The mistakes of a perceptron in each pass, as bars.

    Args:
        record: a PerceptronRecord, or the mistakes themselves (passes,).
        bound: the largest possible total, (R/γ)²; if given, the bars show the mistakes so far
            instead, below a line at this height.

    Returns the axes drawn on.
    """
    per_pass = array(
        "record.mistakes", record.mistakes if isinstance(record, PerceptronRecord) else record
    )
    if per_pass.ndim != 1 or per_pass.size == 0:
        raise ValueError(f"record.mistakes must have shape (passes,), not {per_pass.shape}")
    limit = None if bound is None else number("bound", bound, above=0)
    counts = per_pass if limit is None else per_pass.cumsum()
    ax = style.axes(ax)
    style.plain(ax, x="pass", y="mistakes" if limit is None else "mistakes so far", title=title)
    passes = np.arange(1, len(counts) + 1)
    ax.bar(passes, counts, color=style.ERROR, alpha=0.75, width=0.6, zorder=2)
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(0.4, len(counts) + 0.6)
    shown = [f"{count:g}" for count in per_pass[:20]]
    listed = several(shown) if len(per_pass) <= 20 else ", ".join([*shown, "…"])
    words = f"Mistakes in {counted(len(per_pass), 'pass')}: {listed}; {per_pass.sum():g} in all."
    if limit is not None:
        ax.axhline(limit, color=style.INK, linestyle=style.DASHES[1], linewidth=1.8, zorder=3)
        ax.annotate(
            f"$(R/\\gamma)^2$ = {style.number(limit)}", (len(counts) + 0.6, limit), (-4, 6),
            textcoords="offset points", ha="right",
        )  # fmt: skip
        ax.set_ylim(0, max(limit, float(counts.max())) * 1.12)
        words += f" The bound (R/γ)² is {limit:.4g}."
    tell(ax, words)
    return ax


@style.look()
def confusion(
    net: Network, data: Dataset, *, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """How often the network takes each class (row) for each class (column).

    An output above ½ means class 1; among several outputs the largest wins.

    Args:
        net: one network.
        data: a Dataset with t of 0 and 1, or one-hot for up to four classes.

    Returns the axes drawn on.
    """
    one_network(net)
    truth = classes(instance("data", data, Dataset))
    outputs, out = data.t.shape[1], net.predict(data.x)
    if out.shape != data.t.shape:
        raise ValueError(f"data must have the {net.sizes[-1]} outputs of net, not {outputs}")
    predicted = (out[:, 0] > 0.5).astype(int) if outputs == 1 else out.argmax(1)
    kinds = max(2, outputs)
    table = np.zeros((kinds, kinds), dtype=int)
    np.add.at(table, (truth, predicted), 1)
    ax = style.axes(ax, size=(4.2, 3.9))
    ax.imshow(table, cmap="Blues", vmin=0, vmax=3.5 * table.max(), zorder=0)
    for row, column in np.ndindex(kinds, kinds):
        right = row == column
        ax.text(
            column, row, str(table[row, column]), ha="center", va="center",
            fontsize=style.LARGE + 2, fontweight="bold" if right else "normal",
            color=style.INK if right or not table[row, column] else style.ERROR,
        )  # fmt: skip
    style.plain(ax, x="class according to the network", y="true class", title=title)
    ax.set(xticks=range(kinds), yticks=range(kinds))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    right = int(np.trace(table))
    rows = [
        f"Class {k}: {several([f'{count} as {j}' for j, count in enumerate(row)])}."
        for k, row in enumerate(table)
    ]
    tell(
        ax,
        f"Confusion table of {counted(len(data), 'example')}, {right} classified correctly "
        f"({right / len(data):.1%}). {' '.join(rows)}",
    )
    return ax
