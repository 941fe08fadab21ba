"""Film strips: the same picture at several passes, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from annlab._checks import whole
from annlab.figures import style
from annlab.figures.given import Bounds, examples
from annlab.figures.lines import boundary
from annlab.figures.predictions import prediction
from annlab.figures.scatter import data as draw_data
from annlab.figures.words import counted, describe, tell


def filmstrip(
    frames: Sequence[Any],
    draw: Callable[[Axes, Any], object],
    *,
    rows: int = 3,
    cols: int = 4,
    titles: Sequence[str] | None = None,
    ax: Any = None,
) -> Any:
    """A grid of panels, each drawn by `draw(ax, frame)`; the first rows × cols frames are used.

    Args:
        frames: whatever `draw` takes, one per panel.
        draw: draws one frame on the axes it is given.
        titles: a heading per frame; those that `draw` sets stay if None.
        ax: an array of at least rows × cols Axes; a new figure if None.

    Returns the array of Axes, (rows, cols). Raises ValueError without frames.
    """
    rows, cols = whole("rows", rows, at_least=1), whole("cols", cols, at_least=1)
    frames = list(frames)[: rows * cols]
    if not frames:
        raise ValueError("frames must hold at least one frame")
    if titles is not None and len(titles) < len(frames):
        raise ValueError(f"titles must name {len(frames)} frames, not {len(titles)}")
    if ax is None:
        from matplotlib import pyplot

        figure, panels = pyplot.subplots(
            rows, cols, figsize=(10, 10 / cols * rows + 0.1), dpi=style.DPI, squeeze=False,
            sharex=True, sharey=True, layout="constrained", facecolor=style.PAPER,
        )  # fmt: skip
    else:
        panels = np.asarray(ax, dtype=object)
        if panels.size < rows * cols:
            raise ValueError(f"ax must hold {rows * cols} Axes, not {panels.size}")
        panels = panels.reshape(-1)[: rows * cols].reshape(rows, cols)
        figure = panels[0, 0].figure
    for panel in panels.flat[len(frames) :]:
        panel.axis("off")
    for k, (panel, frame) in enumerate(zip(panels.flat, frames, strict=False)):
        panel = style.axes(panel)
        style.plain(panel)
        if ax is None:
            panel.locator_params(nbins=3)
        draw(panel, frame)
        if titles is not None:
            style.heading(panel, titles[k])
        below, left = k + cols >= len(frames), k % cols == 0
        panel.tick_params(labelbottom=below, labelleft=left)
        panel.set_xlabel(panel.get_xlabel() if below else "")
        panel.set_ylabel(panel.get_ylabel() if left else "")
    first, last = panels.flat[0], panels.flat[len(frames) - 1]
    tell(
        figure,
        f"{counted(len(frames), 'panel')}. The first, {first.get_title('left') or 'at the start'}: "
        f"{describe(first)} The last, {last.get_title('left') or 'at the end'}: {describe(last)}",
    )
    return panels


def filmstrip_perceptron(
    record: Any,
    data: Any,
    *,
    passes: Sequence[int] | None = None,
    rows: int = 3,
    cols: int = 4,
    bounds: Bounds = (-0.1, 1.1),
    ax: Any = None,
) -> Any:
    """The boundary of a perceptron after each of the first passes, over its data.

    Args:
        record: a PerceptronRecord: w (passes + 1, 2), b (passes + 1,), mistakes (passes,).
        data: the Dataset it learned from.
        passes: which passes; 1, 2, … if None. Pass 0 is the start.
    """
    last = len(record.mistakes)
    chosen = range(1, last + 1) if passes is None else passes

    def draw(panel: Axes, number: int) -> None:
        if not 0 <= number <= last:
            raise ValueError(f"passes must lie between 0 and {last}, not {number}")
        draw_data(data, size=20, key=False, title="", ax=panel)
        boundary(
            record.w[number], record.b[number], bounds=bounds, arrow=False, shade=True, ax=panel
        )
        panel.set_aspect("equal", adjustable="box")
        panel.set(xticks=[0, 1], yticks=[0, 1])
        mistakes = f": {counted(int(record.mistakes[number - 1]), 'mistake')}" if number else ""
        style.heading(panel, f"pass {number}{mistakes}" if number else "start")

    return filmstrip(list(chosen), draw, rows=rows, cols=cols, ax=ax)


def filmstrip_history(
    history: Any,
    data: Any = None,
    *,
    passes: Sequence[int] | None = None,
    rows: int = 3,
    cols: int = 4,
    bounds: Bounds | None = None,
    points: int = 61,
    ax: Any = None,
) -> Any:
    """The prediction of a network after some passes of its training, over its data.

    Args:
        history: a History of one network with 1 or 2 inputs.
        data: the Dataset to draw; the one it was trained on if None.
        passes: which passes; spread so that the early ones, where most happens, are closer.
        bounds, points: as for `prediction`.
    """
    shown = history.data if data is None else data
    examples(shown)
    last = len(history)
    chosen = spread(last, rows * cols) if passes is None else list(passes)

    def draw(panel: Axes, number: int) -> None:
        if not 0 <= number <= last:
            raise ValueError(f"passes must lie between 0 and {last}, not {number}")
        prediction(
            history.at(number), shown, bounds=bounds, points=points, bar=False, key=False,
            size=14, ax=panel,
        )  # fmt: skip
        error = style.number(float(history.error[number]))
        style.heading(panel, f"pass {number}: $E$ = {error}" if number else f"start: $E$ = {error}")

    return filmstrip(chosen, draw, rows=rows, cols=cols, ax=ax)


def spread(last: int, count: int) -> list[int]:
    """At most `count` passes from 0 to `last`, at growing distances: 0, 1, 2, 4, 7, …, last."""
    if last + 1 <= count:
        return list(range(last + 1))
    steps = np.geomspace(1, last + 1, count) - 1
    passes = np.maximum(np.round(steps).astype(int), np.arange(count))
    return [int(number) for number in passes]
