"""One neuron, as nature draws it and as we do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch, Polygon

from annlab._checks import Array, instance, items, number
from annlab.activations import Activation
from annlab.figures import style
from annlab.figures.given import scalar
from annlab.figures.layout import levelled
from annlab.figures.words import several, tell


def neuron(
    inputs: Sequence[str] = ("x1", "x2"),
    *,
    weights: Sequence[str | float] | None = None,
    bias: str | float = "b",
    activation: str | Activation = "logistic",
    output: str = "a",
    captions: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """One artificial neuron: inputs, weights, weighted sum, activation function, output.

    Args:
        inputs: names of the inputs.
        weights: a name or number per input; w1, w2, … if None.
        bias: name or number.
        activation: name of an activation function, or an Activation.
        output: name of the output.
        captions: say below what each part is.

    Returns the axes drawn on. Raises ValueError if weights do not match inputs.
    """
    names = items("inputs", inputs, "names")
    if not 1 <= len(names) <= 8:
        raise ValueError(f"inputs must name 1 to 8 inputs, not {len(names)}")
    shown: list[str | float] = [f"w{i + 1}" for i in range(len(names))]
    if weights is not None:
        shown = items("weights", weights, "names or numbers")
    if len(shown) != len(names):
        raise ValueError(f"weights must match the {len(names)} inputs, not {len(shown)}")
    g = scalar("activation", activation)
    marks = [_say("weights", weight) for weight in shown]
    rings = [style.math(instance("inputs", name, str)) for name in names]
    beside, out = _say("bias", bias), style.math(instance("output", output, str))

    gap = 1.3 if len(names) > 2 else 1.7
    heights = gap * ((len(names) - 1) / 2 - np.arange(len(names)))
    reach = max(float(heights[0]), 0.9)
    bottom = -reach - (1.35 if captions else 0.6)
    xlim, ylim = (-0.7, 9.1), (bottom, max(reach + 0.6, 1.95))
    ax = style.axes(ax, size=(9, 0.92 * (ylim[1] - ylim[0])))
    style.drawing(ax, xlim, ylim)

    for ring, mark, y in zip(rings, marks, heights.tolist(), strict=True):
        _disc(ax, 0, y, 0.4, ring, "#F3F5F7")
        _arrow(ax, (0.42, y), _rim((3.3, 0), (0, y), 0.66))
        middle = 0.45
        ax.text(0.42 + middle * 2.4, y * (1 - middle * 0.86), mark, ha="center",
                va="center", fontsize=style.LARGE, color=style.INK, zorder=5,
                bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 3})  # fmt: skip
    _disc(ax, 3.3, 0, 0.66, r"$\Sigma$", style.PAPER, size=24)
    ax.text(3.3, 1.62, beside, ha="center", va="center", fontsize=style.LARGE, color=style.INK)
    _arrow(ax, (3.3, 1.38), (3.3, 0.68))
    _arrow(ax, (3.97, 0), (5.2, 0))
    ax.text(4.55, 0.24, "$z$", ha="center", fontsize=style.LARGE, color=style.INK)
    _disc(ax, 5.88, 0, 0.66, "", style.PAPER)
    _curve(ax, g, 5.88, 0.66)
    _arrow(ax, (6.56, 0), (7.9, 0))
    ax.text(8.02, 0, out, va="center", fontsize=style.LARGE + 4, color=style.INK)
    if captions:
        y = bottom + 0.62
        for x, text in (
            (0, "inputs"), (1.5, "weights"),
            (3.3, "weighted sum\n" r"$z = \Sigma_i\, w_i x_i + b$"),
            (5.88, f"activation\n$g$: {g.name}"), (8.15, "output\n$a = g(z)$"),
        ):  # fmt: skip
            ax.text(x, y, text, ha="center", va="center", fontsize=style.SMALL,
                    color=style.MUTED, linespacing=1.5)  # fmt: skip
    tell(
        ax,
        f"An artificial neuron: the inputs {several(names)} are multiplied by the weights "
        f"{several([str(w) for w in shown])} and added to the bias {bias}; the {g.name} "
        f"function of the sum z is the output {output}.",
    )
    return ax


def biological_neuron(*, labels: bool = True, ax: Axes | None = None) -> Axes:
    """A nerve cell, much simplified: dendrites, soma with nucleus, axon, terminals.

    Args:
        labels: name the parts, and say below what each does.

    Returns the axes drawn on.
    """
    ax = style.axes(ax, size=(9.6, 4.2))
    style.drawing(ax, (-0.3, 12.2), (-2.75 if labels else -2.3, 2.45))
    for dendrite, twigs in _DENDRITES:
        for where, tip, bend in twigs:
            root = _middle(dendrite, np.array([where]))[0]
            _branch(ax, (root, tip, bend), 0.13, 0.03)
        _branch(ax, dendrite, 0.30, 0.06)
    for tip, bend in _TERMINALS:
        _branch(ax, (_AXON[1], tip, bend), 0.13, 0.05)
        ax.add_patch(Circle(tip, 0.14, facecolor=_BODY, edgecolor=_RIM, linewidth=1.1, zorder=3))
    _branch(ax, _AXON, 0.36, 0.14)
    # The soma: a soft star, drawn over the roots of its branches.
    angle = np.linspace(0, 2 * np.pi, 200)
    radius = 0.92 + 0.07 * np.cos(5 * angle + 0.6) + 0.03 * np.cos(3 * angle)
    soma = np.column_stack([2.6 + radius * np.cos(angle), 0.94 * radius * np.sin(angle)])
    ax.add_patch(Polygon(soma, facecolor=_BODY, edgecolor=_RIM, linewidth=1.2, zorder=2))
    ax.add_patch(Circle((2.55, 0.05), 0.34, facecolor="#D9A85F", edgecolor=_RIM, lw=1.1, zorder=5))
    # The sheath: five sleeves around the axon, each turned along it.
    for s in np.linspace(0.2, 0.86, 5):
        before, here, after = _middle(_AXON, np.array([s - 0.01, s, s + 0.01]))
        tilt = np.degrees(np.arctan2(*(after - before)[::-1]))
        sleeve = Ellipse(here, 0.86, 0.44, angle=tilt, facecolor="#D6E4EE", zorder=4)
        sleeve.set(edgecolor="#7FA3BF", linewidth=1.1)
        ax.add_patch(sleeve)
    if labels:
        for text, at, to in _LABELS:
            ax.annotate(
                text, to, at, ha="center", va="center", fontsize=style.TEXT, color=style.INK,
                arrowprops={"arrowstyle": "-", "color": style.MUTED, "linewidth": 0.9,
                            "shrinkA": 1, "shrinkB": 0}, zorder=8,
            )  # fmt: skip
        for x, text in ((0.75, "weigh"), (2.6, "sum"), (6.4, "fire"), (10.75, "pass on")):
            ax.text(x, -2.62, text, ha="center", fontsize=style.TEXT, color=style.ERROR,
                    style="italic")  # fmt: skip
    tell(
        ax,
        f"A nerve cell, simplified: {len(_DENDRITES)} dendrites, which weigh what arrives, lead to "
        f"the soma with its nucleus, which sums; the axon, which fires, leads to "
        f"{len(_TERMINALS)} terminals, which pass it on.",
    )
    return ax


Point = tuple[float, float]
Curve = tuple[Point, Point, float]
"""From, to, and how far it bends to its left."""

_BODY, _RIM = "#F6E3C5", "#B98A4A"
_AXON: Curve = (3.3, 0.0), (9.5, -0.1), 0.16
_DENDRITES: tuple[tuple[Curve, tuple[tuple[float, Point, float], ...]], ...] = (
    (((2.2, 0.5), (0.55, 1.9), 0.14), ((0.45, (0.05, 1.15), -0.2), (0.6, (1.35, 2.15), -0.15))),
    (((1.9, 0.05), (-0.1, 0.25), -0.12), ((0.5, (0.1, -0.55), 0.14),)),
    (((2.1, -0.5), (0.5, -1.85), -0.12), ((0.5, (-0.05, -1.15), 0.2), (0.6, (1.35, -2.05), 0.16))),
    (((2.75, 0.6), (2.85, 2.2), -0.12), ((0.4, (3.6, 2.05), -0.14), (0.55, (2.25, 2.1), 0.12))),
    (((2.75, -0.6), (2.9, -2.1), 0.12), ((0.4, (3.65, -1.9), 0.12), (0.55, (2.25, -2.05), -0.1))),
)
"""A curve, and of each of its twigs: how far along it begins, where it ends, its bend."""
_TERMINALS = (((11.0, 1.25), -0.12), ((11.6, 0.4), 0.1), ((11.55, -0.7), -0.1), ((10.9, -1.6), 0.1))
_LABELS = (
    ("dendrites", (4.95, 1.8), (3.42, 1.68)),
    ("soma", (4.45, -1.15), (3.25, -0.5)),
    ("nucleus", (4.5, 1.15), (2.74, 0.2)),
    ("axon", (6.7, 1.3), (6.7, 0.62)),
    ("terminals", (9.2, 1.35), (10.3, 0.62)),
)


def _middle(curve: Curve, s: Array) -> Array:
    """Points (m, 2) at fractions s (m,) of a curve."""
    start, end, bend = curve
    way = np.subtract(end, start)
    side = np.array([-way[1], way[0]])
    s = s[:, None]
    points: Array = np.asarray(start) + way * s + side * bend * 2 * s * (1 - s)
    return points


def _branch(ax: Axes, curve: Curve, wide: float, narrow: float) -> None:
    """A curved branch that tapers from wide to narrow."""
    s = np.linspace(0, 1, 40)
    middle = _middle(curve, s)
    slope = np.gradient(middle, axis=0)
    normal = np.column_stack([-slope[:, 1], slope[:, 0]])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    width = (narrow + (wide - narrow) * (1 - s) ** 1.5)[:, None]
    outline = np.vstack([middle + normal * width / 2, (middle - normal * width / 2)[::-1]])
    ax.add_patch(Polygon(outline, facecolor=_BODY, edgecolor=_RIM, linewidth=1.1, zorder=1))


def _disc(
    ax: Axes, x: float, y: float, radius: float, text: str, fill: str, size: int = style.LARGE
) -> None:
    ax.add_patch(
        Circle((x, y), radius, facecolor=fill, edgecolor=style.INK, linewidth=1.7, zorder=3)
    )
    ax.text(x, y, text, ha="center", va="center", fontsize=size, color=style.INK, zorder=4)


def _arrow(ax: Axes, start: Point, stop: Point) -> None:
    arrow = FancyArrowPatch(
        start, stop, arrowstyle="-|>", mutation_scale=15, color=style.INK, linewidth=1.5,
        shrinkA=0, shrinkB=0, zorder=2,
    )  # fmt: skip
    ax.add_patch(arrow)


def _rim(centre: Point, source: Point, radius: float) -> Point:
    """Where the line from a source meets a circle."""
    middle, away = np.array(centre), np.array(source, dtype=float) - centre
    x, y = middle + away / np.hypot(*away) * (radius + 0.03)
    return float(x), float(y)


def _curve(ax: Axes, g: Activation, x: float, radius: float) -> None:
    """The curve of g inside a circle, on its two axes."""
    z = np.linspace(-3.5, 3.5, 141)
    a = g(z)
    ax.plot([x - 0.68 * radius, x + 0.68 * radius], [-0.475 * radius * (a.min() >= 0)] * 2,
            color=style.RULE, linewidth=1, zorder=4)  # fmt: skip
    ax.plot([x, x], [-0.6 * radius, 0.6 * radius], color=style.RULE, linewidth=1, zorder=4)
    across, height = x + z / 3.5 * 0.66 * radius, 0.475 * radius * levelled(a)
    ax.plot(across, height, color=style.ERROR, linewidth=2.6, zorder=5)


def _say(argument: str, value: str | float) -> str:
    return style.math(value) if isinstance(value, str) else style.number(number(argument, value))
