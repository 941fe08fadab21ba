"""Curves over one quantity: error per pass, error split by example, functions and derivatives."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter
from numpy.typing import ArrayLike, NDArray

from annlab._checks import Array, array, instance, items, number
from annlab.activations import Activation
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.given import Interval, interval, scalar
from annlab.figures.words import counted, several, tell
from annlab.surfaces import Line
from annlab.training import History


def errors(
    *histories: History | ArrayLike,
    labels: Sequence[str] | None = None,
    held_out: Dataset | None = None,
    log: bool = False,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The error after each pass; the first point is the start, before any training.

    Args:
        histories: one or more of History or plain arrays (passes + 1,); a history of many
            networks, or an array (passes + 1, runs), gives one thin line per run.
        labels: a name per history.
        held_out: a Dataset the networks were not trained on; its error is dashed, and both are
            divided by their numbers of examples so that they can be compared. Needs Histories.
        log: logarithmic scale for E.

    Returns the axes drawn on. Raises ValueError if there is nothing to draw, labels do not match,
    or an error is not above 0 on a logarithmic scale.
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
    lowest = min(float(curve.min()) for *_, curve in curves)
    if log and lowest <= 0:
        raise ValueError(f"log=True needs errors above 0, but one is {lowest:g}")
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
    ax.set_xlim(0, longest)
    if log:
        ax.set_yscale("log")
        # Few powers of ten: label 2 and 5 times them too.
        few = np.log10(np.divide(*ax.get_ylim()[::-1])) < 2.5
        ax.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if few else (1.0,)))
        if few:
            ax.yaxis.set_major_formatter(lambda value, _: style.number(value))
        ax.yaxis.set_minor_formatter(NullFormatter())
        ax.tick_params(which="minor", color=style.RULE)
    else:
        ax.set_ylim(0, None)
    style.label_ends(ax, ends)
    said = several([_said(text, curve) for *_, text, curve in curves])
    tell(ax, f"Error E{per} over {longest} passes{', logarithmic' if log else ''}: {said}.")
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


def _said(text: str, curve: Array) -> str:
    """ "training from 0.12 to 0.01, lowest 0.009 after pass 80"."""
    who = f"{text} " if text else ""
    if curve.ndim == 2:
        return (
            f"{who}{counted(curve.shape[1], 'run')}, median from {np.median(curve[0]):.4g} to "
            f"{np.median(curve[-1]):.4g}"
        )
    low = int(curve.argmin())
    lowest = f", lowest {curve[low]:.4g} after pass {low}" if low < len(curve) - 1 else ""
    return f"{who}from {curve[0]:.4g} to {curve[-1]:.4g}{lowest}"


def split(
    line: Line, *, here: float | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """The error of each example along a line in parameter space, and their sum.

    Args:
        line: a surfaces.Line.
        here: the current place on the line, marked with its error.

    Up to four examples are named and told apart by colour and dash; more are thin and grey.
    Returns the axes drawn on.
    """
    s = instance("line", line, Line).s
    parts = array("line.per_example", line.per_example)
    if here is not None:
        here = number("here", here, at_least=float(s[0]), at_most=float(s[-1]))
    total = parts.sum(1)
    ax = style.axes(ax)
    style.plain(ax, x=f"$s$,  where {_set_label(line.label)}", y="error", title=title)
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
        f"Error along {line.label}, s from {s[0]:.3g} to {s[-1]:.3g}, split into "
        f"{counted(len(line.data), 'example')}: the sum E is lowest, {total[low]:.3g}, at s = "
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
            fontsize=style.SMALL, color=style.ERROR, path_effects=style.halo(4), zorder=6,
        )  # fmt: skip
        words += f" Here, at s = {here:.3g}, E is {height:.3g}."
    style.label_ends(ax, ends)
    tell(ax, words)
    return ax


def _free_corner(at: float, height: float, s: Array, curves: Array, top: float) -> tuple[int, int]:
    """To the right (1) or left (−1) of a point, above (1) or below: where most room is left."""
    room = {}
    for side in (1, -1):
        near, far = at + side * 0.01 * np.ptp(s), at + side * 0.15 * np.ptp(s)
        beside = curves[(s - near) * (s - far) <= 0]
        for above in (1, -1):
            middle = height / top + above * 0.07
            fits = s[0] <= far <= s[-1] and 0.03 < middle < 0.97 and len(beside)
            room[side, above] = np.abs(beside / top - middle).min() if fits else -1.0
    return max(room, key=lambda corner: float(room[corner]))


def _names_of_examples(data: Dataset) -> list[str]:
    """ "(0, 1) → 1" for up to four examples, none for more."""
    if len(data) > 4:
        return []
    return [f"({_row(x)}) → {_row(t)}" for x, t in zip(data.x, data.t, strict=True)]


def _row(values: Array) -> str:
    return ", ".join(style.number(float(value)) for value in values)


def _set_label(label: str) -> str:
    """A line's label, as far as there is room, its parameters set as mathematics."""
    parts = [part.split(" = ", 1) for part in label.split(", ")]
    if not all(len(part) == 2 for part in parts):
        return style.cut(label, 60)
    pieces: list[str] = []
    room = 60
    for name, value in parts:
        room -= len(style.cut(name)) + len(value) + 5
        if pieces and room < 0:
            return ",  ".join([*pieces, "…"])
        pieces.append(style.math(name) + " = " + re.sub(r"\bs\b", "$s$", value))
    return ",  ".join(pieces)


def activations(
    names: str | Activation | Sequence[str | Activation] = (
        "identity",
        "step",
        "logistic",
        "tanh",
        "relu",
    ),
    *,
    derivatives: bool = True,
    span: Interval = (-4.0, 4.0),
    ax: Axes | None = None,
) -> Axes | NDArray[np.object_]:
    """Activation functions g(z), solid, and their derivatives g'(z), dashed.

    Args:
        names: names of activation functions, or Activation objects; or one of these.
        derivatives: draw the derivatives too.
        span: z from, to.
        ax: to draw all in one; if None, each function has axes of its own in a new figure.

    Returns the axes, or an array of them (one per function) if `ax` is None.
    Raises ValueError for unknown names, or softmax, which is no function of one z.
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
        rows, columns, figsize=(3.33 * columns, 2.75 * rows), dpi=style.DPI, squeeze=False,
        sharex=True, sharey=True, layout="constrained", facecolor=style.PAPER,
    )  # fmt: skip
    for panel in grid.flat[len(functions) :]:
        panel.remove()
    panels = grid.flat[: len(functions)]
    for k, (panel, g) in enumerate(zip(panels, functions, strict=True)):
        style.plain(panel, title=g.name)
        _draw_function(panel, g, z, style.INK, derivatives, derivative=style.ERROR)
        panel.set_ylim(-1.6, 2.1)
        if k + columns >= len(functions):
            panel.set_xlabel("$z$", fontsize=style.TEXT, color=style.INK)
            panel.tick_params(labelbottom=True)
    style.legend(panels[0], loc="lower right", handlelength=1.8, borderaxespad=0.0)
    return np.array(panels)


def _draw_function(
    ax: Axes, g: Activation, z: Array, colour: str, derivatives: bool, derivative: str | None = None
) -> None:
    """g, and its derivative dashed. Jumps are left open: a dot is a value, a ring only a limit."""
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
        size = 48 if of_g else 14  # small enough to be seen on a dot of g
        ax.scatter(at, limits, s=size, c=fill, edgecolors=shade, linewidths=1.6, zorder=4)
    slope = g.derivative(z)
    more = f", derivative from {slope.min():.3g} to {slope.max():.3g}" if derivatives else ""
    tell(
        ax,
        f"{g.name}, g(z) = {g.formula}, for z from {z[0]:.3g} to {z[-1]:.3g}: values from "
        f"{g(z).min():.3g} to {g(z).max():.3g}{more}.",
    )
