"""Film strips: the same picture at several passes of training, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from annlab._checks import index, instance, items, whole
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.checks import Bounds, one_network
from annlab.figures.lines import boundary
from annlab.figures.predictions import prediction
from annlab.figures.scatter import data as draw_data
from annlab.figures.words import counted, describe, in_brackets, tell
from annlab.perceptron import PerceptronRecord
from annlab.training import History

Frame = TypeVar("Frame")
Panels = NDArray[Any]
"""An array of Axes, which NumPy cannot type more precisely."""


def filmstrip(
    frames: Iterable[Frame],
    draw: Callable[[Axes, Frame], object],
    *,
    rows: int = 3,
    cols: int = 4,
    ax: Panels | Sequence[Axes] | None = None,
) -> Panels:
    """A grid of panels, each drawn by `draw(ax, frame)`; the first rows × cols frames are used.

    Args:
        frames: whatever `draw` takes, one per panel.
        draw: draws one frame on the axes it is given.
        rows, cols: the shape of the grid.
        ax: an array of at least rows × cols Axes; a new figure if None.

    Returns the array of Axes, (rows, cols). Raises ValueError without frames.
    """
    rows, cols = whole("rows", rows, at_least=1), whole("cols", cols, at_least=1)
    shown = items("frames", frames, "frames")[: rows * cols]
    if not shown:
        raise ValueError("frames must hold at least one frame")
    figure = None
    if ax is None:
        from matplotlib import pyplot

        with style.look():  # for the figure only: `draw` may be the caller's own
            figure = pyplot.figure(figsize=(10, 10 / cols * rows + 0.1))
        panels = figure.subplots(rows, cols, squeeze=False, sharex=True, sharey=True)
        for panel in panels.flat:
            style.plain(panel)
            panel.locator_params(nbins=3)
    else:
        panels = np.asarray(ax, dtype=object)
        if panels.size < rows * cols:
            raise ValueError(f"ax must hold {rows * cols} Axes, not {panels.size}")
        panels = panels.reshape(-1)[: rows * cols].reshape(rows, cols)
    try:
        _fill(panels, shown, draw)
    except BaseException:
        if figure is not None:
            pyplot.close(figure)  # otherwise Jupyter shows it, half drawn, below the error
        raise
    return panels


def _fill(panels: Panels, frames: list[Frame], draw: Callable[[Axes, Frame], object]) -> None:
    """Draw a frame on each panel, with tick labels only at the left and at the bottom."""
    cols = panels.shape[1]
    for panel in panels.flat[len(frames) :]:
        style.axes(panel).axis("off")
    for k, (panel, frame) in enumerate(zip(panels.flat, frames, strict=False)):
        style.plain(style.axes(panel))
        draw(panel, frame)
        below, left = k + cols >= len(frames), k % cols == 0
        panel.tick_params(labelbottom=below, labelleft=left)
        panel.set_xlabel(panel.get_xlabel() if below else "")
        panel.set_ylabel(panel.get_ylabel() if left else "")
    first, last = panels.flat[0], panels.flat[len(frames) - 1]
    tell(
        first.figure,
        f"{counted(len(frames), 'panel')}. First{in_brackets(first.get_title('left'))}: "
        f"{describe(first)} Last{in_brackets(last.get_title('left'))}: {describe(last)}",
    )


def filmstrip_perceptron(
    record: PerceptronRecord,
    data: Dataset,
    *,
    passes: Sequence[int] | None = None,
    rows: int = 3,
    cols: int = 4,
    bounds: Bounds = (-0.1, 1.1),
    ax: Panels | Sequence[Axes] | None = None,
) -> Panels:
    """The boundary of a perceptron after each of the first passes, over its data.

    Args:
        record: a PerceptronRecord of a perceptron with 2 inputs.
        data: the Dataset it learned from.
        passes: which passes; 1, 2, … if None. Pass 0 is the start.
        rows, cols, ax: as for `filmstrip`.
        bounds: (low, high) for both axes or one pair each.

    Returns the array of Axes, (rows, cols).
    """
    last = len(instance("record", record, PerceptronRecord))
    chosen = _chosen(range(1, last + 1) if passes is None else passes, last)

    def draw(panel: Axes, number: int) -> None:
        draw_data(data, size=20, key=False, title="", ax=panel)
        w, b = record.w[number], record.b[number]
        boundary(w, b, bounds=bounds, arrow=False, shade=True, ax=panel)
        panel.set_aspect("equal", adjustable="box")
        panel.set(xticks=[0, 1], yticks=[0, 1])
        mistakes = f": {counted(int(record.mistakes[number - 1]), 'mistake')}" if number else ""
        style.heading(panel, f"pass {number}{mistakes}" if number else "start")

    return filmstrip(chosen, draw, rows=rows, cols=cols, ax=ax)


def filmstrip_history(
    history: History,
    data: Dataset | None = None,
    *,
    passes: Sequence[int] | None = None,
    rows: int = 3,
    cols: int = 4,
    bounds: Bounds | None = None,
    points: int = 61,
    ax: Panels | Sequence[Axes] | None = None,
) -> Panels:
    """The prediction of a network after some passes of its training, over its data.

    Args:
        history: a History of one network with 1 or 2 inputs.
        data: the Dataset to draw; the one it was trained on if None.
        passes: which passes; if None, closer together early on, where most happens.
        rows, cols, ax: as for `filmstrip`.
        bounds, points: as for `prediction`.

    Returns the array of Axes, (rows, cols).
    """
    last = len(instance("history", history, History))
    one_network(history.start, inputs=(1, 2))
    panels = whole("rows", rows, at_least=1) * whole("cols", cols, at_least=1)
    chosen = _chosen(spread(last, panels) if passes is None else passes, last)
    shown = history.data if data is None else data

    def draw(panel: Axes, number: int) -> None:
        prediction(
            history.at(number), shown, bounds=bounds, points=points, bar=False, key=False,
            size=14, ax=panel,
        )  # fmt: skip
        error = style.number(float(history.error[number]))
        style.heading(panel, f"pass {number}: $E$ = {error}" if number else f"start: $E$ = {error}")

    return filmstrip(chosen, draw, rows=rows, cols=cols, ax=ax)


def _chosen(passes: Sequence[int], last: int) -> list[int]:
    """The passes; ValueError or TypeError if one is not a whole number from 0 to `last`."""
    return [index("passes", number, last + 1) for number in items("passes", passes, "numbers")]


def spread(last: int, count: int) -> list[int]:
    """At most `count` passes from 0 to `last`, at increasing intervals: 0, 1, 2, 4, 7, …, last."""
    if last + 1 <= count:
        return list(range(last + 1))
    steps = np.geomspace(1, last + 1, count) - 1
    passes = np.maximum(np.round(steps).astype(int), np.arange(count))
    return [int(number) for number in passes]
