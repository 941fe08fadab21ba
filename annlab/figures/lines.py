"""Straight boundaries: the line w·x + b = 0 of one unit, and those of all hidden units."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import is_color_like
from matplotlib.lines import AxLine
from numpy.typing import ArrayLike

from annlab._checks import Array
from annlab.figures import style
from annlab.figures.checks import Bounds, Interval, box, one_network, weights_of_line
from annlab.figures.words import counted, several, tell
from annlab.network import Network

Weights = tuple[float, float, float]
"""The numbers w1, w2 and b of a line."""


@style.look()
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
    """The line w1 x1 + w2 x2 + b = 0, from edge to edge of the picture.

    A vertical line (w2 = 0) is drawn like any other. Where there is no line (both weights are 0,
    or it lies outside the picture) the figure says so.

    Args:
        w: two weights.
        b: bias.
        bounds: (low, high) for both axes or one pair each; the limits of `ax` if None, or
            (-0.5, 1.5) on new axes.
        colour: any colour matplotlib knows.
        dash: any line style matplotlib knows, such as one of `style.DASHES`.
        label: name of the line in a legend.
        arrow: point to the positive side, where w·x + b > 0.
        shade: tint the positive side orange, the other blue.

    Returns the axes drawn on.
    """
    line = weights_of_line(w, b)
    if not is_color_like(colour):
        raise ValueError(f"colour must be one that matplotlib knows, not {colour!r}")
    ax = _axes(ax, bounds, (6.2, 5.2))
    if shade:
        _tint(ax, line)
    if missing := _draw(ax, line, colour, dash, label or "", arrow):
        _note(ax, f"no boundary here:\n{missing}", colour)
    return ax


@style.look()
def hidden_lines(
    net: Network, *, bounds: Bounds | None = None, key: bool = True, ax: Axes | None = None
) -> Axes:
    """The line z = 0 of each unit of the first layer of a network with 2 inputs.

    Each line has a colour and dash of its own, and an arrow to the side where the unit is active.
    The legend (`key`) names the first six. Returns the axes drawn on.
    """
    one_network(net, inputs=(2,))
    ax = _axes(ax, bounds, (7.4, 5.2))
    before = len(ax.lines)
    missing: dict[str, list[str]] = {}
    for j, w in enumerate(net.weights[0].T):
        line, unit = weights_of_line(w, net.biases[0][j]), f"unit {j + 1}"
        colour = style.HIDDEN[j % len(style.HIDDEN)]
        dash = style.DASHES[(1 + j + j // len(style.HIDDEN)) % len(style.DASHES)]
        if reason := _draw(ax, line, colour, dash, unit, arrow=True):
            missing.setdefault(reason, []).append(unit)
    if key and (drawn := ax.lines[before : before + style.NAMED]):
        style.legend(
            ax, handles=drawn, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.4
        )
    notes = []
    for reason, units in missing.items():
        which = several(units) if len(units) < 4 else counted(len(units), "unit")
        notes.append(f"no boundary for {which}:\n{reason}")
    if notes:
        _note(ax, "\n".join(notes), style.INK)
    return ax


def ends(line: AxLine) -> Array:
    """The points (2, 2) where a line meets the edges of its axes, in the data's coordinates."""
    assert line.axes is not None  # for the type checker
    points = (line.get_transform() - line.axes.transData).transform([(0, 0), (1, 1)])
    # The transform to pixels and back leaves 1e-16 where there should be 0.
    return np.where(np.abs(points) < 1e-12 * np.ptp(points), 0.0, points)


def _axes(ax: Axes | None, bounds: Bounds | None, size: Interval) -> Axes:
    """Axes with their limits set to `bounds`, or left as they are on given axes."""
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
    return ax


def _draw(ax: Axes, line: Weights, colour: str, dash: style.Dash, label: str, arrow: bool) -> str:
    """Draw a line and describe it; return "", or the reason why there is none."""
    w1, w2, b = line
    equation = f"{w1:.3g} x1 {_signed(w2)} x2 {_signed(b)} = 0"
    corners, z = _z_at_corners(ax, line)
    if w1 == w2 == 0:
        reason = "both weights are 0"
    elif z.min() < 0 < z.max() or (z == 0).sum() > 1:  # it may lie on an edge
        reason = ""
    else:
        reason = "it lies outside the picture"
    if reason:
        tell(
            ax,
            f"{f'{label[0].upper()}{label[1:]} has' if label else 'There is'} no boundary because "
            f"{reason} ({equation}): w·x + b is {'above' if z.mean() > 0 else 'at most'} 0 "
            "everywhere in the picture.",
        )
        return reason
    normal, middle = np.array([w1, w2]) / np.hypot(w1, w2), corners.mean((1, 2))
    nearest = middle - normal * (normal @ middle + b / np.hypot(w1, w2))
    other = nearest + np.ptp(corners) * np.array([-normal[1], normal[0]])
    drawn = ax.axline(
        tuple(nearest), tuple(other), color=colour, linestyle=dash, linewidth=2.2,
        label=label or None, zorder=4,
    )  # fmt: skip
    start, stop = ends(drawn)
    if arrow:
        _point(ax, (start + stop) / 2, normal, colour)
    tell(
        ax,
        f"Boundary{f' of {label}' if label else ''}: {equation}, from ({start[0]:.3g}, "
        f"{start[1]:.3g}) to ({stop[0]:.3g}, {stop[1]:.3g}).",
    )
    return ""


def _z_at_corners(ax: Axes, line: Weights) -> tuple[Array, Array]:
    """The corners of the picture (2, 2, 2), x1 first, and z = w·x + b at each, (2, 2)."""
    corners = np.array(np.meshgrid(ax.get_xlim(), ax.get_ylim()))
    return corners, line[0] * corners[0] + line[1] * corners[1] + line[2]


def _signed(value: float) -> str:
    """A number with its sign set apart, as in a sum: "- 0.5"."""
    return f"{'-' if value < 0 else '+'} {abs(value):.3g}"


def _note(ax: Axes, text: str, colour: str) -> None:
    """Write a note at the bottom of the picture."""
    ax.text(
        0.5, 0.03, text, transform=ax.transAxes, ha="center", color=colour,
        path_effects=style.halo(), zorder=6,
    )  # fmt: skip


def _point(ax: Axes, start: Array, normal: Array, colour: str) -> None:
    """Draw an arrow from a point of the line to its positive side."""
    length = 0.07 * min(np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()))
    ax.annotate(
        "", tuple(start + length * normal), tuple(start), zorder=4,
        arrowprops={"arrowstyle": "-|>", "mutation_scale": 10, "color": colour, "linewidth": 1.8,
                    "shrinkA": 0},
    )  # fmt: skip


def _tint(ax: Axes, line: Weights) -> None:
    """Colour both sides: orange where w·x + b > 0, blue elsewhere."""
    (x, y), z = _z_at_corners(ax, line)
    z = np.clip(z, -1e12, 1e12)
    if z.min() > 0 or z.max() <= 0:
        colour = style.POSITIVE if z.min() > 0 else style.NEGATIVE
        ax.axvspan(*ax.get_xlim(), color=colour, alpha=0.13, linewidth=0, zorder=0)
        return
    # z is linear, so the four corners are all that contourf needs.
    largest = float(np.abs(z).max()) + 1.0
    levels, colours = [-largest, 0, largest], [style.NEGATIVE, style.POSITIVE]
    ax.contourf(x, y, z, levels=levels, colors=colours, alpha=0.13, zorder=0)
