"""One neuron: a nerve cell, and the artificial unit modelled on it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch, Polygon

from annlab._checks import Array
from annlab.activations import Activation
from annlab.figures import style
from annlab.figures.checks import scalar
from annlab.figures.layout import rescaled
from annlab.figures.words import tell


@style.look()
def neuron(*, activation: str | Activation = "logistic", ax: Axes | None = None) -> Axes:
    """One artificial neuron: inputs, weights, weighted sum, activation function, output.

    Args:
        activation: name of an activation function, or an Activation.

    Returns the axes drawn on. Raises ValueError for softmax, which takes more than one z.
    """
    g = scalar("activation", activation)
    ax = style.axes(ax, size=(9, 3.864))
    style.blank(ax, (-0.7, 9.1), (-2.25, 1.95))
    for index, y in ((1, 0.85), (2, -0.85)):
        _disc(ax, 0, y, 0.4, style.math(f"x{index}"), "#F3F5F7")
        _arrow(ax, (0.42, y), _rim((3.3, 0), (0, y), 0.66))
        ax.text(1.5, 0.613 * y, style.math(f"w{index}"), ha="center", va="center",
                fontsize=style.LARGE, zorder=5,
                bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 3})  # fmt: skip
    _disc(ax, 3.3, 0, 0.66, r"$\Sigma$", style.PAPER, size=24)
    ax.text(3.3, 1.62, "$b$", ha="center", va="center", fontsize=style.LARGE)
    _arrow(ax, (3.3, 1.38), (3.3, 0.68))
    _arrow(ax, (3.97, 0), (5.2, 0))
    ax.text(4.55, 0.24, "$z$", ha="center", fontsize=style.LARGE)
    _disc(ax, 5.88, 0, 0.66, "", style.PAPER)
    _curve(ax, g, 5.88, 0.66)
    _arrow(ax, (6.56, 0), (7.9, 0))
    ax.text(8.02, 0, "$a$", va="center", fontsize=style.LARGE + 4)
    for x, caption in (
        (0, "inputs"), (1.5, "weights"),
        (3.3, "weighted sum\n" r"$z = \Sigma_i\, w_i x_i + b$"),
        (5.88, f"activation\n$g$: {g.name}"), (8.15, "output\n$a = g(z)$"),
    ):  # fmt: skip
        ax.text(x, -1.63, caption, ha="center", va="center", color=style.MUTED, linespacing=1.5)
    tell(
        ax,
        "An artificial neuron: the inputs x1 and x2 are multiplied by the weights w1 and w2, and "
        f"the products are added to the bias b; the {g.name} function of this sum z is the "
        "output a.",
    )
    return ax


@style.look()
def biological_neuron(*, ax: Axes | None = None) -> Axes:
    """A nerve cell, much simplified: dendrites, soma with nucleus, axon, terminals.

    Labels name the parts and what they do. Returns the axes drawn on.
    """
    ax = style.axes(ax, size=(9.6, 4.2))
    style.blank(ax, (-0.3, 12.2), (-2.75, 2.45))
    for dendrite, twigs in _DENDRITES:
        for fraction, tip, bend in twigs:
            root = _points(dendrite, np.array([fraction]))[0]
            _branch(ax, (root, tip, bend), 0.13, 0.03)
        _branch(ax, dendrite, 0.30, 0.06)
    for tip, bend in _TERMINALS:
        _branch(ax, (_AXON[1], tip, bend), 0.13, 0.05)
        ax.add_patch(Circle(tip, 0.14, facecolor=_BODY, edgecolor=_RIM, linewidth=1.1, zorder=3))
    _branch(ax, _AXON, 0.36, 0.14)
    # The soma: a star with rounded points, drawn over the roots of its branches.
    angle = np.linspace(0, 2 * np.pi, 200)
    radius = 0.92 + 0.07 * np.cos(5 * angle + 0.6) + 0.03 * np.cos(3 * angle)
    soma = np.column_stack([2.6 + radius * np.cos(angle), 0.94 * radius * np.sin(angle)])
    ax.add_patch(Polygon(soma, facecolor=_BODY, edgecolor=_RIM, linewidth=1.2, zorder=2))
    ax.add_patch(Circle((2.55, 0.05), 0.34, facecolor="#D9A85F", edgecolor=_RIM, lw=1.1, zorder=5))
    # The sheath: five sleeves around the axon, each rotated to follow it.
    for s in np.linspace(0.2, 0.86, 5):
        before, here, after = _points(_AXON, np.array([s - 0.01, s, s + 0.01]))
        tilt = np.degrees(np.arctan2(*(after - before)[::-1]))
        sleeve = Ellipse(here, 0.86, 0.44, angle=tilt, facecolor="#D6E4EE", zorder=4)
        sleeve.set(edgecolor="#7FA3BF", linewidth=1.1)
        ax.add_patch(sleeve)
    for text, position, target in _LABELS:
        ax.annotate(
            text, target, position, ha="center", va="center", fontsize=style.TEXT,
            arrowprops={"arrowstyle": "-", "color": style.MUTED, "linewidth": 0.9,
                        "shrinkA": 1, "shrinkB": 0}, zorder=8,
        )  # fmt: skip
    for x, text in ((0.75, "weigh"), (2.6, "sum"), (6.4, "fire"), (10.75, "pass on")):
        ax.text(x, -2.62, text, ha="center", fontsize=style.TEXT, color=style.ERROR,
                style="italic")  # fmt: skip
    tell(
        ax,
        f"A nerve cell, simplified: {len(_DENDRITES)} dendrites weigh the incoming signals and "
        "lead to the soma with its nucleus, which sums them; the axon fires and leads to "
        f"{len(_TERMINALS)} terminals, which pass the signal on.",
    )
    return ax


Point = tuple[float, float]
Curve = tuple[Point, Point, float]
"""Start, end, and how far the curve bends to the left of the straight line between them."""

_BODY, _RIM = "#F6E3C5", "#B98A4A"
_AXON: Curve = (3.3, 0.0), (9.5, -0.1), 0.16
_DENDRITES: tuple[tuple[Curve, tuple[tuple[float, Point, float], ...]], ...] = (
    (((2.2, 0.5), (0.55, 1.9), 0.14), ((0.45, (0.05, 1.15), -0.2), (0.6, (1.35, 2.15), -0.15))),
    (((1.9, 0.05), (-0.1, 0.25), -0.12), ((0.5, (0.1, -0.55), 0.14),)),
    (((2.1, -0.5), (0.5, -1.85), -0.12), ((0.5, (-0.05, -1.15), 0.2), (0.6, (1.35, -2.05), 0.16))),
    (((2.75, 0.6), (2.85, 2.2), -0.12), ((0.4, (3.6, 2.05), -0.14), (0.55, (2.25, 2.1), 0.12))),
    (((2.75, -0.6), (2.9, -2.1), 0.12), ((0.4, (3.65, -1.9), 0.12), (0.55, (2.25, -2.05), -0.1))),
)
"""A curve, and for each of its twigs: where along it the twig begins, its tip and its bend."""
_TERMINALS = (((11.0, 1.25), -0.12), ((11.6, 0.4), 0.1), ((11.55, -0.7), -0.1), ((10.9, -1.6), 0.1))
_LABELS = (
    ("dendrites", (4.95, 1.8), (3.42, 1.68)),
    ("soma", (4.45, -1.15), (3.25, -0.5)),
    ("nucleus", (4.5, 1.15), (2.74, 0.2)),
    ("axon", (6.7, 1.3), (6.7, 0.62)),
    ("terminals", (9.2, 1.35), (10.3, 0.62)),
)


def _points(curve: Curve, s: Array) -> Array:
    """Points (m, 2) at fractions s (m,) of a curve."""
    start, end, bend = curve
    straight = np.subtract(end, start)
    left = np.array([-straight[1], straight[0]])
    s = s[:, None]
    points: Array = np.asarray(start) + straight * s + left * bend * 2 * s * (1 - s)
    return points


def _branch(ax: Axes, curve: Curve, wide: float, narrow: float) -> None:
    """Draw a curved branch that tapers from wide to narrow."""
    s = np.linspace(0, 1, 40)
    middle = _points(curve, s)
    slope = np.gradient(middle, axis=0)
    normal = np.column_stack([-slope[:, 1], slope[:, 0]])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    width = (narrow + (wide - narrow) * (1 - s) ** 1.5)[:, None]
    outline = np.vstack([middle + normal * width / 2, (middle - normal * width / 2)[::-1]])
    ax.add_patch(Polygon(outline, facecolor=_BODY, edgecolor=_RIM, linewidth=1.1, zorder=1))


def _disc(
    ax: Axes, x: float, y: float, radius: float, text: str, fill: str, size: int = style.LARGE
) -> None:
    """Draw a circle with a text inside."""
    ax.add_patch(
        Circle((x, y), radius, facecolor=fill, edgecolor=style.INK, linewidth=1.7, zorder=3)
    )
    ax.text(x, y, text, ha="center", va="center", fontsize=size, zorder=4)


def _arrow(ax: Axes, start: Point, stop: Point) -> None:
    arrow = FancyArrowPatch(
        start, stop, arrowstyle="-|>", mutation_scale=15, color=style.INK, linewidth=1.5,
        shrinkA=0, shrinkB=0, zorder=2,
    )  # fmt: skip
    ax.add_patch(arrow)


def _rim(centre: Point, source: Point, radius: float) -> Point:
    """The point where the line from a source meets a circle."""
    outwards = np.subtract(source, centre)
    x, y = centre + outwards / np.hypot(*outwards) * (radius + 0.03)
    return float(x), float(y)


def _curve(ax: Axes, g: Activation, x: float, radius: float) -> None:
    """Draw the curve of g inside a circle, over two axes."""
    z = np.linspace(-3.5, 3.5, 141)
    a = g(z)
    ax.plot([x - 0.68 * radius, x + 0.68 * radius], [-0.475 * radius * (a.min() >= 0)] * 2,
            color=style.RULE, linewidth=1, zorder=4)  # fmt: skip
    ax.plot([x, x], [-0.6 * radius, 0.6 * radius], color=style.RULE, linewidth=1, zorder=4)
    across, height = x + z / 3.5 * 0.66 * radius, 0.475 * radius * rescaled(a)
    ax.plot(across, height, color=style.ERROR, linewidth=2.6, zorder=5)
