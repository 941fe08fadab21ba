"""Curves over one variable: error per pass, error split by example, activation functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from annlab._checks import Array, array, instance, items, number
from annlab.activations import Activation
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.checks import Interval, interval, scalar
from annlab.figures.words import counted, several, tell
from annlab.surfaces import Line
from annlab.training import History

_NAMES = ("identity", "step", "logistic", "tanh", "relu")


@style.look()
def errors(
    *histories: History | ArrayLike,
    labels: Sequence[str] | None = None,
    held_out: Dataset | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The error after each pass; the first point is the start, before any training.

    Args:
        histories: Histories or plain arrays (passes + 1,); a history of many networks, or an
            array (passes + 1, runs), gives one thin line per run.
        labels: a name per history.
        held_out: a Dataset the networks were not trained on; its error is dashed, and both errors
            are divided by the number of examples so that they can be compared. Needs Histories.

    Returns the axes drawn on. Raises ValueError if there is nothing to draw or labels do not match,
    TypeError for `held_out` with plain arrays.
    """
    if not histories:
        raise ValueError("errors needs at least one History or array")
    names = [""] * len(histories) if labels is None else items("labels", labels, "strings")
    if len(names) != len(histories):
        raise ValueError(f"labels must name {len(histories)} histories, not {len(names)}")
    curves = [
        (k, kind, " ".join(filter(None, [instance("labels", name, str), kind])), curve)
        for k, (history, name) in enumerate(zip(histories, names, strict=True))
        for kind, curve in _curves_of(history, held_out)
    ]
    per = "" if held_out is None else " per example"
    ax = style.axes(ax)
    style.plain(ax, x="passes", y=f"error $E${per}", title=title)
    colours = [style.TRAINING, *style.HIDDEN] if held_out is None else [style.TRAINING]
    ends = []
    for k, kind, text, curve in curves:
        held = kind == "held out"
        colour = style.HELD_OUT if held else colours[k % len(colours)]
        many = curve.ndim == 2
        ax.plot(
            curve, color=colour, linestyle=style.DASHES[1 if held else k % 4],
            linewidth=0.8 if many else 2.2, alpha=0.45 if many else 1.0, zorder=3,
        )  # fmt: skip
        if text:
            ends.append((float(np.median(curve[-1])), colour, text))
    longest = max(1, *(len(curve) - 1 for *_, curve in curves))
    ax.set(xlim=(0, longest), ylim=(0, None))
    style.label_ends(ax, ends)
    summaries = several([_summary(text, curve) for *_, text, curve in curves])
    tell(ax, f"Error E{per} over {counted(longest, 'pass')}: {summaries}.")
    return ax


def _curves_of(history: History | ArrayLike, held_out: Dataset | None) -> list[tuple[str, Array]]:
    """(kind, errors) of a history: its own, and those on held-out data, each per example."""
    if isinstance(history, History):
        curve = array("history.error", history.error)
    elif held_out is not None:
        raise TypeError("held_out needs Histories, not arrays of errors")
    else:
        curve = array("histories", history)
    if curve.ndim == 0 or curve.size == 0:
        raise ValueError("histories must hold at least one error each")
    curve = curve.reshape(len(curve), -1) if curve.ndim > 1 else curve
    if held_out is None or not isinstance(history, History):
        return [("", curve)]
    other = history.error_on(instance("held_out", held_out, Dataset))
    other = array("held_out", other.reshape(len(other), -1) if other.ndim > 1 else other)
    return [("training", curve / len(history.data)), ("held out", other / len(held_out))]


def _summary(label: str, curve: Array) -> str:
    """A curve in words: "training from 0.12 to 0.01, lowest 0.009 after pass 80"."""
    label = f"{label} " if label else ""
    if curve.ndim == 2:
        return (
            f"{label}{counted(curve.shape[1], 'run')}, median from {np.median(curve[0]):.4g} to "
            f"{np.median(curve[-1]):.4g}"
        )
    low = int(curve.argmin())
    lowest = f", lowest {curve[low]:.4g} after pass {low}" if low < len(curve) - 1 else ""
    return f"{label}from {curve[0]:.4g} to {curve[-1]:.4g}{lowest}"


@style.look()
def split(
    line: Line, *, here: float | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """The error of each example along a line in parameter space, and their sum.

    Args:
        line: a surfaces.Line.
        here: a value of s to mark with its error.

    Up to four examples have names, colours and dashes of their own; more are thin and grey.
    Returns the axes drawn on.
    """
    s = instance("line", line, Line).s
    parts = array("line.per_example", line.per_example)
    if here is not None:
        here = number("here", here, at_least=float(s[0]), at_most=float(s[-1]))
    total = parts.sum(1)
    ax = style.axes(ax)
    style.plain(ax, x=f"$s$,  where {_typeset(line.label)}", y="error", title=title)
    ends = [(float(total[-1]), style.INK, "sum $E$")]
    names = _names_of_examples(line.data)
    for i, name in enumerate(names):
        ax.plot(
            s, parts[:, i], color=style.CLASSES[i], linestyle=style.DASHES[(i + 1) % 4],
            linewidth=2, label=name, zorder=3,
        )  # fmt: skip
        ends.append((float(parts[-1, i]), style.CLASSES[i], name))
    if not names:
        ax.plot(s, parts, color=style.MUTED, linewidth=0.7, alpha=0.5, zorder=2)
    ax.plot(s, total, color=style.INK, linewidth=2.8, label="sum E", zorder=4)
    ax.set_xlim(s[0], s[-1])
    ax.set_ylim(0, max(float(total.max()) * 1.06, 1e-3))
    low = int(total.argmin())
    words = (
        f"Error along {line.label}, for s from {s[0]:.3g} to {s[-1]:.3g}, as the sum over "
        f"{counted(len(line.data), 'example')}: E is lowest, {total[low]:.3g}, at s = "
        f"{s[low]:.3g} and highest, {total.max():.3g}, at s = {s[total.argmax()]:.3g}."
    )
    if here is not None:
        height = float(np.interp(here, s, total))
        ax.axvline(here, color=style.ERROR, linewidth=1, zorder=1)
        ax.plot(here, height, "o", markersize=9, color=style.ERROR, mec=style.PAPER, zorder=5)
        curves = np.column_stack([parts, total])
        side, above = _free_corner(here, height, s, curves, ax.get_ylim()[1])
        ax.annotate(
            f"$E$ = {style.number(height)}", (here, height), ha="left" if side > 0 else "right",
            va="center", xytext=(10 * side, 15 * above), textcoords="offset points",
            color=style.ERROR, path_effects=style.halo(4), zorder=6,
        )  # fmt: skip
        words += f" Here, at s = {here:.3g}, E is {height:.3g}."
    style.label_ends(ax, ends)
    tell(ax, words)
    return ax


def _free_corner(at: float, height: float, s: Array, curves: Array, top: float) -> tuple[int, int]:
    """Which corner of a point is emptiest: (1 right or −1 left, 1 above or −1 below)."""
    space = {}
    for side in (1, -1):
        near, far = at + side * 0.01 * np.ptp(s), at + side * 0.15 * np.ptp(s)
        beside = curves[(s - near) * (s - far) <= 0]
        for above in (1, -1):
            middle = height / top + above * 0.07
            fits = s[0] <= far <= s[-1] and 0.03 < middle < 0.97 and len(beside)
            space[side, above] = np.abs(beside / top - middle).min() if fits else -1.0
    return max(space, key=lambda corner: float(space[corner]))


def _names_of_examples(data: Dataset) -> list[str]:
    """Names such as "(0, 1) → 1" of up to four examples; no names if there are more."""
    if len(data) > 4:
        return []
    return [f"({_row(x)}) → {_row(t)}" for x, t in zip(data.x, data.t, strict=True)]


def _row(values: Array) -> str:
    return ", ".join(style.number(float(value)) for value in values)


def _typeset(label: str) -> str:
    """A line's label with its parameters typeset as mathematics, cut to the width of a figure."""
    parts = [part.split(" = ", 1) for part in label.split(", ")]
    if not all(len(part) == 2 for part in parts):
        return style.cut(label, 60)
    pieces: list[str] = []
    left = 60
    for name, value in parts:
        left -= len(style.cut(name)) + len(value) + 5
        if pieces and left < 0:
            return ",  ".join([*pieces, "…"])
        pieces.append(style.math(name) + " = " + re.sub(r"\bs\b", "$s$", value))
    return ",  ".join(pieces)


@style.look()
def activations(
    names: str | Activation | Sequence[str | Activation] = _NAMES,
    *,
    derivatives: bool = True,
    span: Interval = (-4.0, 4.0),
    ax: Axes | None = None,
) -> Axes | NDArray[np.object_]:
    """Activation functions g(z), solid, and their derivatives g'(z), dashed.

    Args:
        names: names of activation functions or Activation objects, or a single one.
        derivatives: draw the derivatives too.
        span: the lowest and the highest z.
        ax: axes to draw all functions on; if None, each has axes of its own in a new figure.

    Returns the axes, or an array of them (one per function) if `ax` is None.
    Raises ValueError for unknown names, and for softmax, which takes more than one z.
    """
    names = [names] if isinstance(names, (str, Activation)) else names
    functions = [scalar("names", name) for name in items("names", names, "activation functions")]
    if not functions:
        raise ValueError("names must hold at least one activation function")
    low, high = interval("span", span)
    # An even number of points leaves out z = 0, where step and relu have no derivative.
    z = np.linspace(low, high, 400)
    if ax is not None:
        ax = style.axes(ax)
        style.plain(ax, x="$z$")
        ends = []
        for k, g in enumerate(functions):
            colour = style.HIDDEN[k % len(style.HIDDEN)]
            _draw_function(ax, g, z, colour, derivatives)
            ends.append((float(g(z)[-1]), colour, g.name))
        ax.set(xlim=(low, high), ylim=(-1.6, 2.1))
        style.label_ends(ax, [(min(y, 2.1), colour, text) for y, colour, text in ends])
        return ax
    from matplotlib import pyplot

    columns = min(3, len(functions))
    rows = -(-len(functions) // columns)
    _figure, grid = pyplot.subplots(
        rows, columns, figsize=(3.33 * columns, 2.75 * rows), squeeze=False, sharex=True,
        sharey=True,
    )  # fmt: skip
    for panel in grid.flat[len(functions) :]:
        panel.remove()
    panels = grid.flat[: len(functions)]
    for k, (panel, g) in enumerate(zip(panels, functions, strict=True)):
        lowest = k + columns >= len(functions)
        style.plain(panel, x="$z$" if lowest else None, title=g.name)
        _draw_function(panel, g, z, style.INK, derivatives, derivative=style.ERROR)
        panel.set_ylim(-1.6, 2.1)
        if lowest:
            panel.tick_params(labelbottom=True)
    style.legend(panels[0], loc="lower right", handlelength=1.8, borderaxespad=0.0)
    return np.array(panels)


def _draw_function(
    ax: Axes, g: Activation, z: Array, colour: str, derivatives: bool, derivative: str | None = None
) -> None:
    """Draw g, and its derivative dashed, with a gap at jumps: a dot is a value, a ring a limit."""
    ax.axhline(0, color=style.RULE, linewidth=0.8, zorder=1)
    ax.axvline(0, color=style.RULE, linewidth=0.8, zorder=1)
    curves: list[tuple[Array, str, style.Dash, str]] = [(g(z), colour, "solid", "$g(z)$")]
    if derivatives:
        curves.append((g.derivative(z), derivative or colour, style.DASHES[1], "$g'(z)$"))
    breaks = np.empty(0, dtype=np.intp)
    for values, shade, dash, label in curves:
        # Where g jumps or has a corner, it has no derivative.
        breaks = np.union1d(breaks, np.flatnonzero(np.abs(np.diff(values)) > 0.5))
        heights = np.insert(values, breaks + 1, np.nan)
        ax.plot(np.insert(z, breaks + 1, z[breaks]), heights, color=shade, linestyle=dash,
                linewidth=2.3, label=label, zorder=3)  # fmt: skip
        at = np.tile((z[breaks] + z[breaks + 1]) / 2, 2)
        limits = np.concatenate([values[breaks], values[breaks + 1]])
        of_g = label == curves[0][3]
        fill = np.where(of_g & np.isclose(limits, g(at)), shade, style.PAPER)
        size = 48 if of_g else 14  # a dot of g must not hide it
        ax.scatter(at, limits, s=size, c=fill, edgecolors=shade, linewidths=1.6, zorder=4)
    words = f"{g.name}, g(z) = {g.formula}, for z from {z[0]:.3g} to {z[-1]:.3g}: "
    words += f"values from {g(z).min():.3g} to {g(z).max():.3g}"
    if derivatives:
        slope = g.derivative(z)
        words += f", derivative from {slope.min():.3g} to {slope.max():.3g}"
    tell(ax, f"{words}.")
