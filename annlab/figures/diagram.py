"""The diagram of a network: units in columns, weights on the lines between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch
from numpy.typing import ArrayLike

from annlab._checks import Array, items, known
from annlab.activations import Activation
from annlab.figures import style
from annlab.figures.labels import Labels
from annlab.figures.layout import RADIUS, Place, along, columns, rescaled
from annlab.figures.words import tell
from annlab.network import Network, one_network

_STEP_SHOWS = {"forward": "values", "backward": "values", "gradients": "gradients",
               "update": "update"}  # fmt: skip
_MOST = 10
"""Layers of more units than this are folded."""


@style.look()
def network(
    net: Network,
    *,
    show: str | None = "names",
    x: ArrayLike | None = None,
    t: ArrayLike | None = None,
    step: str | None = None,
    rate: float | None = None,
    width_by_weight: bool = False,
    colour_by_sign: bool = False,
    highlight: str | Sequence[str] = (),
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The diagram of a network of any size, inputs at the left, outputs at the right.

    Args:
        net: one network.
        show: the labels of weights and biases: "names", "values", "both", "gradients" (∂E/∂w),
            "update" (w − η ∂E/∂w) or None. A layer without space for all its labels has none.
        x: one example (inputs,): the units show their activations instead of g.
        t: its target (outputs,), shown beside the outputs.
        step: "forward", "backward", "gradients" or "update": show the quantities of that step of
            backpropagation in its own colour, whatever `show` is. They are symbols unless x and t
            are given.
        rate: η, for the numbers of the update.
        width_by_weight: make lines wider for larger |w|.
        colour_by_sign: draw positive weights orange and negative ones blue.
        highlight: names of parameters to highlight.

    Returns the axes drawn on. Raises ValueError for an unknown `show`, `step` or name, for x or t
    of the wrong size, and if `rate` is missing.
    """
    one_network(net)
    accent, deltas = style.INK, step in ("backward", "gradients")
    if step is not None:
        show = known("step", step, _STEP_SHOWS)
        if (step == "forward" and x is None) or (step == "backward" and t is None):
            show = "names"
        accent = style.STEPS[step]
    marked = [highlight] if isinstance(highlight, str) else items("highlight", highlight, "names")
    for name in marked:
        net.index(name)
    labels = Labels(net, show, x, t, rate)

    places = columns(net.sizes, _MOST, row=1.75 if step else 1.5 if "[" in net.names[0] else 1.3)
    top = max(column[0].y for column in places)
    width = places[-1][0].x
    xlim = (-1.0, width + (1.7 if t is not None else 1.0))
    ylim = (-top - 1.75, top + (1.15 if deltas else 0.75))
    scale = min(0.82, 10 / (xlim[1] - xlim[0]), 8.4 / (ylim[1] - ylim[0]))
    ax = style.axes(ax, size=(scale * (xlim[1] - xlim[0]), scale * (ylim[1] - ylim[0]) + 0.35))
    pixels = style.blank(ax, xlim, ylim)
    gaps = [a.y - b.y for column in places[1:] for a, b in pairwise(column)]
    free = min(gaps, default=np.inf) - 2 * RADIUS
    draw = _Drawing(ax, labels, pixels, accent, step, marked, deltas, free)
    largest = max((float(np.abs(w).max()) for w in net.weights), default=0.0) or 1.0
    for layer in range(1, net.layers + 1):
        draw.edges(layer, places[layer - 1], places[layer], largest if width_by_weight else None,
                   colour_by_sign)  # fmt: skip
    for layer, column in enumerate(places):
        draw.column(layer, column, numbers=x is not None or step == "forward")
        draw.caption(layer, column, -top - draw.foot)
    if title is not None:
        ax.set_title(title, color=accent)
    tell(ax, labels.words(deltas=deltas))
    return ax


class _Drawing:
    """The parts of one diagram: its axes and labels, and the sizes and colours they are drawn in.

    `pixels` is the length of the drawing's unit, `free` the smallest gap between two units.
    """

    def __init__(
        self, ax: Axes, labels: Labels, pixels: float, accent: str, step: str | None,
        marked: list[str], deltas: bool, free: float,
    ) -> None:  # fmt: skip
        self.ax, self.labels, self.step = ax, labels, step
        self.accent, self.marked = accent, marked
        per_point = ax.figure.dpi / 72 / pixels
        self.size = style.SMALL if pixels > 0.6 * ax.figure.dpi else style.SMALL - 1
        self.line = 1.15 * self.size * per_point
        self.letter = 0.62 * self.size * per_point
        # The gap between two units must hold the bias of the one and the δ of the other.
        self.above = self.box(labels.delta(1, 0))[1] if deltas else 0.0
        below = self.box(labels.bias(1, 0))[1] if labels.show else 0.0
        self.crowded = self.above + below > 1.1 * free
        self.foot = max(1.1, RADIUS + 0.6 * self.line + below)

    def box(self, text: str) -> tuple[float, float]:
        """Estimated width and height of a label; superscripts and subscripts are smaller."""
        plain = re.sub(r"\\(delta|eta)", "d", text).replace(r"\,", "").replace("$", "")
        stacks = re.findall(r"(?:\^\{(.*?)\})?_\{(.*?)\}", plain)
        letters = len(re.sub(r"[_^]\{.*?\}", "", plain))
        small = sum(0.7 * max(map(len, stack)) for stack in stacks)
        return (letters + small + 0.5) * self.letter, self.line * (1.45 if "^" in plain else 1.0)

    def edges(
        self, layer: int, left: list[Place], right: list[Place], largest: float | None,
        by_sign: bool,
    ) -> None:  # fmt: skip
        """Draw the lines between two layers, and their labels if there is space for all."""
        net, labels = self.labels.net, self.labels
        pairs = [(i, j) for i in left for j in right]
        w: Array = net.weights[layer - 1]
        for i, j in pairs:
            value = float(w[i.index, j.index])
            marked = labels.name(layer, i.index, j.index) in self.marked
            colour = "#9AA5B1"
            if by_sign and value:
                colour = style.POSITIVE if value > 0 else style.NEGATIVE
            width = 1.3 if largest is None else 0.4 + 5.6 * abs(value) / largest
            if marked:
                colour, width = style.ERROR, max(width, 3.0)
            self._line(i, j, colour, width, layer)
        texts = [labels.weight(layer, i.index, j.index) for i, j in pairs]
        folded = len(left) < net.sizes[layer - 1] or len(right) < net.sizes[layer]
        if not any(texts) or folded or self.crowded or len(pairs) > 60:
            return
        taken = [self._occupied(layer, unit) for unit in right]
        taken += [self._occupied(layer - 1, unit) for unit in left]
        places = along(pairs, [self.box(text) for text in texts], taken)
        if places is None:
            return
        for (i, j), (x, y), text in zip(pairs, places, texts, strict=True):
            marked = labels.name(layer, i.index, j.index) in self.marked
            self._text(x, y, text, self._colour(marked), bold=marked)

    def _occupied(self, layer: int, unit: Place) -> Array:
        """The box (left, low, right, high) that a unit takes up with its bias and δ."""
        texts = [self.labels.bias(layer, unit.index)] if layer else []
        texts += [self.labels.delta(layer, unit.index)] if layer and self.above else []
        half = max([RADIUS, *(self.box(text)[0] / 2 for text in texts)]) + 0.06
        low = unit.y - RADIUS - (1.6 * self.line if layer else 0.06)
        return np.array([unit.x - half, low, unit.x + half, unit.y + RADIUS + self.above])

    def _line(self, i: Place, j: Place, colour: str, width: float, layer: int) -> None:
        """Draw a connection, as an arrow in the steps that send something along it."""
        # Going backward, the first hidden layer sends nothing on: inputs have no δ.
        arrows = self.step == "forward" or (self.step == "backward" and layer > 1)
        if not arrows:
            self.ax.plot([i.x, j.x], [i.y, j.y], color=colour, linewidth=width, zorder=1,
                         solid_capstyle="round")  # fmt: skip
            return
        ends = [(i.x, i.y), (j.x, j.y)]
        if self.step == "backward":
            ends.reverse()
        size = np.hypot(j.x - i.x, j.y - i.y)
        inset = (RADIUS + 0.04) / size
        start, stop = np.array(ends)
        off = inset * (stop - start)
        arrow = FancyArrowPatch(
            start + off, stop - off, arrowstyle="-|>", mutation_scale=13, color=self.accent,
            alpha=0.55, linewidth=width, shrinkA=0, shrinkB=0, zorder=1,
        )  # fmt: skip
        self.ax.add_patch(arrow)

    def column(self, layer: int, column: list[Place], *, numbers: bool) -> None:
        """Draw the units of a layer with their labels; `numbers`: activations, not curves."""
        net, labels, ax = self.labels.net, self.labels, self.ax
        for unit in column:
            shaded = "#F3F5F7" if layer == 0 else style.PAPER
            edge = self.accent if self.step == "forward" else style.INK
            disc = Circle((unit.x, unit.y), RADIUS, facecolor=shaded, edgecolor=edge, linewidth=1.6)
            disc.set_zorder(3)
            ax.add_patch(disc)
            if layer == 0 or (numbers and self.box("−0.25")[0] < 2.5 * RADIUS):
                text = labels.activation(layer, unit.index)
                self._text(unit.x, unit.y, text, edge, background=False)
            else:
                self._glyph(unit, net.activations[layer - 1])
            if layer == 0:
                continue
            label = labels.bias(layer, unit.index)
            if label and not self.crowded and len(column) == net.sizes[layer]:
                marked = labels.name(layer, net.sizes[layer - 1], unit.index) in self.marked
                below = unit.y - RADIUS - 0.2 * self.line - self.box(label)[1] / 2
                self._text(unit.x, below, label, self._colour(marked), bold=marked)
            if self.above and not self.crowded:
                label = labels.delta(layer, unit.index)
                above = unit.y + RADIUS + 0.2 * self.line + self.box(label)[1] / 2
                self._text(unit.x, above, label, style.ERROR)
            if layer == net.layers and labels.t is not None:
                target = style.number(labels.t[unit.index])
                ax.text(unit.x + RADIUS + 0.18, unit.y, f"$t$ = {target}", va="center",
                        fontsize=self.size + 1)  # fmt: skip
        if len(column) < net.sizes[layer]:
            middle = (column[-1].y + column[-2].y) / 2
            for shift in (-0.16, 0, 0.16):
                ax.plot(column[0].x, middle + shift, "o", ms=3.4, color=style.INK, zorder=3)

    def caption(self, layer: int, column: list[Place], y: float) -> None:
        """Write under a column what the layer is, how many units it has, and their function."""
        net = self.labels.net
        size = net.sizes[layer]
        kind = "input" if layer == 0 else "output" if layer == net.layers else "hidden"
        count = f"{size} " if len(column) < size else ""
        plural = "s" if size > 1 and kind != "hidden" else ""
        lines = [f"{count}{kind}{plural}"]
        if layer:
            lines.append(net.activations[layer - 1].name)
        for k, line in enumerate(lines):
            self.ax.text(column[0].x, y - (0.6 + 1.1 * k) * self.line, line, ha="center",
                         fontsize=self.size, color=style.MUTED)  # fmt: skip

    def _glyph(self, unit: Place, g: Activation) -> None:
        """Draw the curve of g inside a unit."""
        z = np.linspace(-3, 3, 61)
        # Softmax of a single z is always 1; show it with a second z that stays at 0.
        a = 1 / (1 + np.exp(-z)) if g.name == "softmax" else g(z)
        height = 0.5 * RADIUS * rescaled(a)
        self.ax.plot(unit.x + z / 3 * 0.62 * RADIUS, unit.y + height, color=style.INK,
                     linewidth=1.8, zorder=4, solid_capstyle="round")  # fmt: skip

    def _colour(self, marked: bool) -> str:
        if marked:
            return style.ERROR
        return self.accent if self.step in ("gradients", "update") else style.INK

    def _text(
        self, x: float, y: float, text: str, colour: str, *, background: bool = True,
        bold: bool = False,
    ) -> None:  # fmt: skip
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.2} if background else None
        self.ax.text(
            x, y, text, ha="center", va="center_baseline", fontsize=self.size, color=colour,
            fontweight="bold" if bold else "normal", zorder=5, bbox=box,
        )  # fmt: skip
