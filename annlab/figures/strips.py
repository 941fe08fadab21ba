"""Film strips: the same picture at several passes, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from annlab._checks import index, instance, items, whole
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.given import Bounds, one_network
from annlab.figures.lines import boundary
from annlab.figures.predictions import prediction
from annlab.figures.scatter import data as draw_data
from annlab.figures.words import counted, describe, tell
from annlab.perceptron import PerceptronRecord
from annlab.training import History

Frame = TypeVar("Frame")
Panels = NDArray[Any]
"""An array of Axes, for which NumPy has no type."""


def filmstrip(
    frames: Iterable[Frame],
    draw: Callable[[Axes, Frame], object],
    *,
    rows: int = 3,
    cols: int = 4,
    titles: Sequence[str] | None = None,
    ax: Panels | Sequence[Axes] | None = None,
) -> Panels:
    """A grid of panels, each drawn by `draw(ax, frame)`; the first rows × cols frames are used.

    Args:
        frames: whatever `draw` takes, one per panel.
        draw: draws one frame on the axes it is given.
        titles: a heading per frame; those that `draw` sets stay if None.
        ax: an array of at least rows × cols Axes; a new figure if None.

    Returns the array of Axes, (rows, cols). Raises ValueError without frames.
    """
    rows, cols = whole("rows", rows, at_least=1), whole("cols", cols, at_least=1)
    shown = items("frames", frames, "frames")[: rows * cols]
    if not shown:
        raise ValueError("frames must hold at least one frame")
    if titles is not None and len(items("titles", titles, "strings")) < len(shown):
        raise ValueError(f"titles must name {len(shown)} frames, not {len(titles)}")
    figure = None
    if ax is None:
        from matplotlib import pyplot

        figure, panels = pyplot.subplots(
            rows, cols, figsize=(10, 10 / cols * rows + 0.1), dpi=style.DPI, squeeze=False,
            sharex=True, sharey=True, layout="constrained", facecolor=style.PAPER,
        )  # fmt: skip
        for panel in panels.flat:
            style.plain(panel)
            panel.locator_params(nbins=3)
    else:
        panels = np.asarray(ax, dtype=object)
        if panels.size < rows * cols:
            raise ValueError(f"ax must hold {rows * cols} Axes, not {panels.size}")
        panels = panels.reshape(-1)[: rows * cols].reshape(rows, cols)
    try:
        _fill(panels, shown, draw, titles)
    except BaseException:
        if figure is not None:
            pyplot.close(figure)  # else Jupyter would draw what there is of it under the error
        raise
    return panels


def _fill(
    panels: Panels, frames: list[Frame], draw: Callable[[Axes, Frame], object],
    titles: Sequence[str] | None,
) -> None:  # fmt: skip
    cols = panels.shape[1]
    for panel in panels.flat[len(frames) :]:
        style.axes(panel).axis("off")
    for k, (panel, frame) in enumerate(zip(panels.flat, frames, strict=False)):
        style.plain(style.axes(panel))
        draw(panel, frame)
        if titles is not None:
            style.heading(panel, titles[k])
        below, left = k + cols >= len(frames), k % cols == 0
        panel.tick_params(labelbottom=below, labelleft=left)
        panel.set_xlabel(panel.get_xlabel() if below else "")
        panel.set_ylabel(panel.get_ylabel() if left else "")
    first, last = panels.flat[0], panels.flat[len(frames) - 1]
    tell(
        first.figure,
        f"{counted(len(frames), 'panel')}. The first, {first.get_title('left') or 'at the start'}: "
        f"{describe(first)} The last, {last.get_title('left') or 'at the end'}: {describe(last)}",
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
        passes: which passes; spread so that the early ones, where most happens, are closer.
        bounds, points: as for `prediction`.
    """
    last = len(instance("history", history, History))
    one_network(history.start, inputs=(1, 2))
    room = whole("rows", rows, at_least=1) * whole("cols", cols, at_least=1)
    chosen = _chosen(spread(last, room) if passes is None else passes, last)
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
    return [index("passes", number, last + 1) for number in items("passes", passes, "numbers")]


def spread(last: int, count: int) -> list[int]:
    """At most `count` passes from 0 to `last`, at growing distances: 0, 1, 2, 4, 7, …, last."""
    if last + 1 <= count:
        return list(range(last + 1))
    steps = np.geomspace(1, last + 1, count) - 1
    passes = np.maximum(np.round(steps).astype(int), np.arange(count))
    return [int(number) for number in passes]
