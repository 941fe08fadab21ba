"""Straight boundaries: the line where a unit changes its mind, and those of all hidden units."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from annlab.figures import style
from annlab.figures.given import Array, Bounds, box, one_network, weights_of_line
from annlab.figures.words import tell


def boundary(
    w: ArrayLike,
    b: float,
    *,
    bounds: Bounds | None = None,
    colour: str = style.INK,
    dash: Any = "solid",
    label: str | None = None,
    arrow: bool = True,
    shade: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """The line w1 x1 + w2 x2 + b = 0, cut off at the edges of the picture.

    It needs no slope: a vertical line (w2 = 0) is drawn like any other, and where there is no
    line (both weights 0, or outside the picture) the figure says so.

    Args:
        w: two weights.
        b: bias.
        bounds: (low, high) of both axes or one pair each; the limits of `ax` if None, or
            (-0.5, 1.5) on new axes.
        arrow: point to the positive side, where w·x + b > 0.
        shade: tint the positive side.

    Returns the axes drawn on.
    """
    w1, w2, bias = weights_of_line(w, b)
    fresh = ax is None
    ax = style.axes(ax, size=(6.2, 5.2))
    if fresh:
        style.plain(ax, x=style.math("x1"), y=style.math("x2"))
        ax.set_aspect("equal")
    if bounds is None:
        bounds = (-0.5, 1.5) if fresh else (ax.get_xlim(), ax.get_ylim())
    xlim, ylim = box(bounds)
    ax.set(xlim=xlim, ylim=ylim)

    equation = f"{w1:.3g} x1 {w2:+.3g} x2 {bias:+.3g} = 0"
    ends = clip(w1, w2, bias, xlim, ylim)
    if shade:
        _tint(ax, w1, w2, bias, xlim, ylim)
    if ends is None:
        side = "positive" if w1 * sum(xlim) / 2 + w2 * sum(ylim) / 2 + bias > 0 else "not positive"
        why = "both weights are 0" if w1 == w2 == 0 else "it lies outside the picture"
        ax.text(
            0.5,
            0.03,
            f"no boundary here:\n{why}",
            transform=ax.transAxes,
            ha="center",
            fontsize=style.SMALL,
            color=colour,
            path_effects=style.halo(),
            zorder=6,
        )
        tell(ax, f"No boundary, for {why} ({equation}): w·x + b is {side} everywhere here.")
        return ax
    ax.plot(*ends.T, color=colour, linestyle=dash, linewidth=2.2, label=label, zorder=4)
    if arrow:
        _point(ax, ends, np.array([w1, w2]), colour)
    (x0, y0), (x1, y1) = ends.tolist()
    tell(
        ax,
        f"Boundary {label + ' ' if label else ''}{equation}, from ({x0:.3g}, {y0:.3g}) to "
        f"({x1:.3g}, {y1:.3g}).",
    )
    return ax


def hidden_lines(
    net: Any, *, bounds: Bounds | None = None, key: bool = True, ax: Axes | None = None
) -> Axes:
    """The line z = 0 of each unit of the first layer of a network with 2 inputs.

    Every line has a colour and a dash of its own; arrows point to where the unit is active.
    Returns the axes drawn on.
    """
    one_network(net, inputs=(2,))
    weights, biases = net.weights[0], net.biases[0]
    fresh = ax is None
    ax = style.axes(ax, size=(7.4, 5.2))
    if fresh:
        style.plain(ax, x=style.math("x1"), y=style.math("x2"))
        ax.set_aspect("equal")
        bounds = (-0.5, 1.5) if bounds is None else bounds
    before = len(ax.lines)
    for j in range(net.sizes[1]):
        boundary(
            weights[:, j],
            biases[j],
            bounds=bounds,
            colour=style.HIDDEN[j % len(style.HIDDEN)],
            dash=style.DASHES[(1 + j + j // len(style.HIDDEN)) % len(style.DASHES)],
            label=f"unit {j + 1}",
            ax=ax,
        )
    if key and (drawn := ax.lines[before:]):
        style.legend(
            ax, handles=drawn, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.4
        )
    return ax


def clip(
    w1: float, w2: float, b: float, xlim: tuple[float, float], ylim: tuple[float, float]
) -> Array | None:
    """The two ends (2, 2) of the line w1 x1 + w2 x2 + b = 0 within a box, or None.

    Liang and Barsky (1984): walk along the line from its point nearest to the middle of the box,
    and keep the stretch that is inside on both axes. Nothing is divided by w1 or w2 alone.
    """
    scale = float(np.hypot(w1, w2))
    if scale == 0.0:
        return None
    normal = np.array([w1, w2]) / scale
    along = np.array([-normal[1], normal[0]])
    lows, highs = np.array([xlim, ylim]).T
    middle = (lows + highs) / 2
    start = middle - normal * (normal @ middle + b / scale)
    first, last = -np.inf, np.inf
    for origin, direction, low, high in zip(start, along, lows, highs, strict=True):
        if direction == 0.0:
            if not low <= origin <= high:
                return None
            continue
        near, far = sorted(((low - origin) / direction, (high - origin) / direction))
        first, last = max(first, near), min(last, far)
    if first >= last:
        return None
    return np.array([start + first * along, start + last * along])


def _point(ax: Axes, ends: Array, w: Array, colour: str) -> None:
    """An arrow from the middle of the line to its positive side."""
    middle = ends.mean(0)
    reach = 0.07 * min(np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()))
    ax.annotate(
        "",
        middle + reach * w / np.hypot(*w),
        middle,
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0},
        zorder=4,
    )


def _tint(
    ax: Axes, w1: float, w2: float, b: float, xlim: tuple[float, float], ylim: tuple[float, float]
) -> None:
    """Colour both sides: orange where w·x + b > 0, blue elsewhere."""
    x, y = np.meshgrid(xlim, ylim)
    height = np.clip(w1 * x + w2 * y + b, -1e12, 1e12)
    if height.min() > 0 or height.max() <= 0:
        side = 1 if height.min() > 0 else 0
        ax.axvspan(*xlim, color=style.CLASSES[side], alpha=0.13, linewidth=0, zorder=0)
        return
    # A plane is linear, so the four corners are all that contourf needs.
    bound = float(np.abs(height).max()) + 1.0
    ax.contourf(
        x,
        y,
        height,
        levels=[-bound, 0, bound],
        colors=[style.CLASSES[0], style.CLASSES[1]],
        alpha=0.13,
        zorder=0,
    )
