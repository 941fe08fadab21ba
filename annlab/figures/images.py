"""Numbers as pictures: the examples of a data set, and weights in the same arrangement."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from annlab._checks import Array, array, instance, items, number, whole
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.words import several, tell


def weights_image(
    w: ArrayLike,
    *,
    shape: tuple[int, int] = (20, 20),
    limit: float | None = None,
    bar: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Weights as a picture: orange pushes the output up, blue pulls it down, white does nothing.

    Args:
        w: rows × columns weights in any shape.
        shape: (rows, columns) of the picture.
        limit: the weight that gets the deepest colour; the largest |w| if None.
        bar: draw the colour bar.

    Returns the axes drawn on. Raises ValueError if the number of weights does not fit.
    """
    picture = _picture("w", array("w", w), shape)
    largest = float(np.abs(picture).max())
    limit = largest or 1.0 if limit is None else number("limit", limit, above=0)
    ax = style.axes(ax, size=(5.8, 4.6))
    image = ax.imshow(picture, cmap=style.WEIGHT, vmin=-limit, vmax=limit, interpolation="nearest")
    _bare(ax, title)
    if bar:
        style.colour_bar(ax, image, "weight", [-limit, 0, limit])
    tell(
        ax,
        f"{picture.size} weights as a picture of {shape[0]} × {shape[1]}: from {picture.min():.3g} "
        f"to {picture.max():.3g}, {(picture > 0).sum()} positive, {(picture < 0).sum()} negative.",
    )
    return ax


def pictures(
    data: Dataset, *, n: int = 8, shape: tuple[int, int] = (20, 20), ax: Axes | None = None
) -> Axes:
    """The first n examples as pictures in a row, dark where the input is high, targets below.

    Args:
        data: a Dataset whose x has rows × columns inputs.
        n: how many; fewer if the data set has fewer.
        shape: (rows, columns) of each picture.

    Returns the axes drawn on.
    """
    x, t = instance("data", data, Dataset).x, data.t
    n = min(whole("n", n, at_least=1), len(x))
    rows, columns = _sides(shape)
    gap = max(1, columns // 8)
    low, high = float(x[:n].min()), float(x[:n].max())
    # NaN is drawn as the paper: the gaps belong to no picture.
    strip = np.full((rows, n * (columns + gap) - gap), np.nan)
    for k in range(n):
        start = k * (columns + gap)
        strip[:, start : start + columns] = _picture("data.x", x[k], shape)
    ax = style.axes(ax, size=(10, 10 * rows / strip.shape[1] + 0.45))
    ax.imshow(strip, cmap="Greys", vmin=low, vmax=high + 1e-12, interpolation="nearest")
    _bare(ax, None)
    for spine in ax.spines.values():
        spine.set_visible(False)
    targets = []
    for k in range(n):
        label = style.number(t[k, 0]) if t.shape[1] == 1 else f"class {int(t[k].argmax())}"
        targets.append(label)
        middle = k * (columns + gap) + (columns - 1) / 2
        text = f"$t$ = {label}" if t.shape[1] == 1 else label
        ax.text(
            middle, rows + 0.4, text, ha="center", va="top", fontsize=style.SMALL, color=style.INK
        )
        corner = k * (columns + gap) - 0.5, -0.5
        ax.add_patch(_outline(corner, columns, rows))
    said = f"{n} pictures of {rows} × {columns} from {data.name or 'data'}"
    tell(ax, f"{said}, with targets {several(targets)}.")
    return ax


def _picture(argument: str, values: Array, shape: tuple[int, int]) -> Array:
    rows, columns = _sides(shape)
    if values.size != rows * columns:
        raise ValueError(
            f"{argument} must have {rows * columns} values for a picture of {rows} × {columns}, "
            f"not {values.size}"
        )
    return values.reshape(rows, columns)


def _sides(shape: tuple[int, int]) -> list[int]:
    sides = [whole("shape", side, at_least=1) for side in items("shape", shape, "two numbers")]
    if len(sides) != 2:
        raise ValueError(f"shape must be (rows, columns), not {shape!r}")
    return sides


def _bare(ax: Axes, title: str | None) -> None:
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_color(style.RULE)
    if title is not None:
        style.heading(ax, title)


def _outline(corner: tuple[float, float], width: float, height: float) -> Rectangle:
    return Rectangle(corner, width, height, fill=False, edgecolor=style.RULE, clip_on=False)
