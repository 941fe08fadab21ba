"""Straight boundaries: the line where a unit changes its mind, and those of all hidden units."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import is_color_like
from numpy.typing import ArrayLike

from annlab._checks import Array
from annlab.figures import style
from annlab.figures.given import Bounds, Interval, box, one_network, weights_of_line
from annlab.figures.words import counted, several, tell
from annlab.network import Network

Weights = tuple[float, float, float]
"""w1, w2 and b."""


def boundary(
    w: ArrayLike,
    b: ArrayLike,
    *,
    bounds: Bounds | None = None,
    colour: str = style.INK,
    dash: style.Dash = "solid",
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
    line = weights_of_line(w, b)
    if not is_color_like(colour):
        raise ValueError(f"colour must be one that matplotlib knows, not {colour!r}")
    ax, xlim, ylim = _sheet(ax, bounds, (6.2, 5.2))
    if shade:
        _tint(ax, line, xlim, ylim)
    if why := _draw(ax, line, (xlim, ylim), colour, dash, label or "", arrow):
        _note(ax, f"no boundary here:\n{why}", colour)
    return ax


def hidden_lines(
    net: Network, *, bounds: Bounds | None = None, key: bool = True, ax: Axes | None = None
) -> Axes:
    """The line z = 0 of each unit of the first layer of a network with 2 inputs.

    Colour and dash tell the lines apart, and the legend names the first six; arrows point to where
    the unit is active. Returns the axes drawn on.
    """
    one_network(net, inputs=(2,))
    ax, *sides = _sheet(ax, bounds, (7.4, 5.2))
    before = len(ax.lines)
    missing: dict[str, list[str]] = {}
    for j, w in enumerate(net.weights[0].T):
        why = _draw(
            ax, weights_of_line(w, net.biases[0][j]), (sides[0], sides[1]),
            style.HIDDEN[j % len(style.HIDDEN)],
            style.DASHES[(1 + j + j // len(style.HIDDEN)) % len(style.DASHES)], f"unit {j + 1}",
            True,
        )  # fmt: skip
        if why:
            missing.setdefault(why, []).append(f"unit {j + 1}")
    if key and (drawn := ax.lines[before : before + style.NAMED]):
        style.legend(
            ax, handles=drawn, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.4
        )
    if missing:
        who = {why: several(u) if len(u) < 4 else counted(len(u), "unit")
               for why, u in missing.items()}  # fmt: skip
        _note(ax, "\n".join(f"no boundary of {who[why]}:\n{why}" for why in missing), style.INK)
    return ax


def clip(w1: float, w2: float, b: float, xlim: Interval, ylim: Interval) -> Array | None:
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


def _sheet(
    ax: Axes | None, bounds: Bounds | None, size: Interval
) -> tuple[Axes, Interval, Interval]:
    """The axes with their limits set: `bounds`, or those that given axes have."""
    fresh = ax is None
    if fresh and bounds is None:
        bounds = (-0.5, 1.5)
    limits = None if bounds is None else box(bounds)
    ax = style.axes(ax, size=size)
    if fresh:
        style.plain(ax, x=style.math("x1"), y=style.math("x2"))
        ax.set_aspect("equal")
    xlim, ylim = limits or box((ax.get_xlim(), ax.get_ylim()))
    ax.set(xlim=xlim, ylim=ylim)
    return ax, xlim, ylim


def _draw(
    ax: Axes, line: Weights, sides: tuple[Interval, Interval], colour: str, dash: style.Dash,
    label: str, arrow: bool,
) -> str:  # fmt: skip
    """Draw a line and tell where it is; "", or why there is none."""
    w1, w2, b = line
    equation = f"{w1:.3g} x1 {w2:+.3g} x2 {b:+.3g} = 0"
    name = f" {label}" if label else ""
    ends = clip(w1, w2, b, *sides)
    if ends is None:
        x, y = np.mean(sides, axis=1)
        side = "positive" if w1 * x + w2 * y + b > 0 else "not positive"
        why = "both weights are 0" if w1 == w2 == 0 else "it lies outside the picture"
        of = f" of {label}" if label else ""
        tell(ax, f"No boundary{of}, for {why} ({equation}): w·x + b is {side} everywhere here.")
        return why
    ax.plot(*ends.T, color=colour, linestyle=dash, linewidth=2.2, label=label or None, zorder=4)
    if arrow:
        _point(ax, ends, np.array([w1, w2]), colour)
    (x0, y0), (x1, y1) = ends.tolist()
    tell(ax, f"Boundary{name} {equation}, from ({x0:.3g}, {y0:.3g}) to ({x1:.3g}, {y1:.3g}).")
    return ""


def _note(ax: Axes, text: str, colour: str) -> None:
    """What is not there, said at the bottom of the picture."""
    ax.text(
        0.5, 0.03, text, transform=ax.transAxes, ha="center", fontsize=style.SMALL, color=colour,
        path_effects=style.halo(), zorder=6,
    )  # fmt: skip


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


def _tint(ax: Axes, line: Weights, xlim: Interval, ylim: Interval) -> None:
    """Colour both sides: orange where w·x + b > 0, blue elsewhere."""
    x, y = np.meshgrid(xlim, ylim)
    height = np.clip(line[0] * x + line[1] * y + line[2], -1e12, 1e12)
    if height.min() > 0 or height.max() <= 0:
        side = 1 if height.min() > 0 else 0
        ax.axvspan(*xlim, color=style.CLASSES[side], alpha=0.13, linewidth=0, zorder=0)
        return
    # A plane is linear, so the four corners are all that contourf needs.
    bound = float(np.abs(height).max()) + 1.0
    levels, colours = [-bound, 0, bound], list(style.CLASSES[:2])
    ax.contourf(x, y, height, levels=levels, colors=colours, alpha=0.13, zorder=0)
