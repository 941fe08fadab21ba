"""Numbers as pictures: the examples of a data set, and weights laid out like them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from annlab._checks import Array, array, instance, items, whole
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.words import counted, several, tell


@style.look()
def weights_image(
    w: ArrayLike,
    *,
    shape: tuple[int, int] = (20, 20),
    bar: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Weights as a picture: orange pushes the output up, blue pulls it down, white does neither.

    Args:
        w: an array of rows × columns weights; the largest |w| has the deepest colour.
        shape: (rows, columns) of the picture.
        bar: draw the colour bar.

    Returns the axes drawn on. Raises ValueError if the number of weights does not match `shape`.
    """
    picture = _picture("w", array("w", w), shape)
    limit = float(np.abs(picture).max()) or 1.0
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


@style.look()
def pictures(
    data: Dataset, *, n: int = 8, shape: tuple[int, int] = (20, 20), ax: Axes | None = None
) -> Axes:
    """The first n examples as a row of pictures, dark where the input is high, targets below.

    Args:
        data: a Dataset whose x has rows × columns inputs.
        n: how many; fewer if the data set has fewer.
        shape: (rows, columns) of each picture.

    Returns the axes drawn on. Raises ValueError if the number of inputs does not match `shape`.
    """
    x, t = instance("data", data, Dataset).x, data.t
    n = min(whole("n", n, at_least=1), len(x))
    rows, columns = _sides(shape)
    gap = max(1, columns // 8)
    low, high = float(x[:n].min()), float(x[:n].max())
    # NaN leaves the gaps between the pictures white.
    strip = np.full((rows, n * (columns + gap) - gap), np.nan)
    for k in range(n):
        start = k * (columns + gap)
        strip[:, start : start + columns] = _picture("data.x", x[k], shape)
    ax = style.axes(ax, size=(10, 10 * rows / strip.shape[1] + 0.45))
    ax.imshow(strip, cmap="Greys", vmin=low, vmax=high + 1e-12, interpolation="nearest")
    _bare(ax, None)
    ax.spines[:].set_visible(False)
    targets = []
    for k in range(n):
        label = style.number(t[k, 0]) if t.shape[1] == 1 else f"class {int(t[k].argmax())}"
        targets.append(label)
        middle = k * (columns + gap) + (columns - 1) / 2
        text = f"$t$ = {label}" if t.shape[1] == 1 else label
        ax.text(middle, rows + 0.4, text, ha="center", va="top")
        corner = k * (columns + gap) - 0.5, -0.5
        ax.add_patch(
            Rectangle(corner, columns, rows, fill=False, edgecolor=style.RULE, clip_on=False)
        )
    what = f"{counted(n, 'picture')} of {rows} × {columns} from {data.name or 'data'}"
    tell(ax, f"{what}, with {'target' if n == 1 else 'targets'} {several(targets)}.")
    return ax


def _picture(argument: str, values: Array, shape: tuple[int, int]) -> Array:
    """The values as (rows, columns); ValueError if there are more or fewer."""
    rows, columns = _sides(shape)
    if values.size != rows * columns:
        raise ValueError(
            f"{argument} must have {rows * columns} values for a picture of {rows} × {columns}, "
            f"not {values.size}"
        )
    return values.reshape(rows, columns)


def _sides(shape: tuple[int, int]) -> list[int]:
    """Rows and columns; ValueError unless `shape` is two positive whole numbers."""
    sides = [whole("shape", side, at_least=1) for side in items("shape", shape, "two numbers")]
    if len(sides) != 2:
        raise ValueError(f"shape must be (rows, columns), not {shape!r}")
    return sides


def _bare(ax: Axes, title: str | None) -> None:
    """Leave out the ticks, and draw the frame in a light grey."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_color(style.RULE)
    if title is not None:
        style.heading(ax, title)
