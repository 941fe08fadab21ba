"""The prediction of a network: its output over the plane of inputs or over one input."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from annlab._checks import Array, instance, number, whole
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.checks import Bounds, box, drawable, one_network
from annlab.figures.scatter import data as draw_data
from annlab.figures.words import counted, several, tell
from annlab.network import Network


@style.look()
def prediction(
    net: Network,
    data: Dataset | None = None,
    *,
    bounds: Bounds | None = None,
    points: int = 121,
    hidden: bool = True,
    bar: bool = True,
    key: bool = True,
    size: float = 30,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The output of a network over a range of inputs, with the data on top.

    2 inputs, 1 output: the output as colour, with the boundary where it is ½.
    2 inputs, 2 to 4 outputs: the region of each class, where its output is the largest.
    1 input, 1 output: the curve, and dashed the contribution a_j w_jk + b_k of each unit of the
    last hidden layer; the contributions, with the bias counted only once, add up to the z of the
    curve.

    Args:
        net: one network.
        data: the Dataset to draw, or None.
        bounds: (low, high) of the inputs, or one pair per axis; if None, (-0.5, 1.5) for 2 inputs
            and the range of the data for 1.
        points: number of grid points per axis; a curve has four times as many.
        hidden: draw the contributions (1 input).
        bar: draw the colour bar (2 inputs, 1 output).
        key: draw the legend of classes or contributions.
        size: area of the data's markers, in points².

    Returns the axes drawn on. Raises ValueError for other numbers of inputs or outputs.
    """
    one_network(net, inputs=(1, 2))
    points = whole("points", points, at_least=2)
    size = number("size", size, above=0)
    inputs, outputs = net.sizes[0], net.sizes[-1]
    if outputs > (1 if inputs == 1 else 4):
        raise ValueError(f"net must have fewer outputs for this figure, not {outputs}")
    if data is not None:
        columns = instance("data", data, Dataset).x.shape[1], data.t.shape[1]
        if columns != (inputs, outputs):
            raise ValueError(
                f"data must have the {inputs} inputs and {outputs} outputs of the network, "
                f"not {columns[0]} and {columns[1]}"
            )
        drawable(data)
    if bounds is None:
        bounds = (-0.5, 1.5) if inputs == 2 else _range(data)
    (x0, x1), (y0, y1) = box(bounds)
    ax = style.axes(ax, size=(6.4, 5.0) if inputs == 2 else (7.5, 4.7))
    if inputs == 2:
        u, v = np.linspace(x0, x1, points), np.linspace(y0, y1, points)
        grid = np.stack(np.meshgrid(u, v), axis=-1)
        z = net.predict(grid.reshape(-1, 2)).reshape(points, points, outputs)
        words = _surface(ax, u, v, z[..., 0], bar) if outputs == 1 else _regions(ax, u, v, z)
        where, names = f"x1 from {x0:.3g} to {x1:.3g}, x2 from {y0:.3g} to {y1:.3g}", ("x1", "x2")
    else:
        words = _curve(ax, net, np.linspace(x0, x1, 4 * points), hidden)
        where, names = f"x from {x0:.3g} to {x1:.3g}", ("x", "$t$ and prediction")
        size *= 1.4
        if key:
            style.legend(ax, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.6)
    units = "-".join(map(str, net.sizes))
    tell(ax, f"Prediction of a {units} network, {where}: {words}.")
    if data is not None:
        draw_data(data, size=size, key=key, title=title or "", ax=ax)
    elif title is not None:
        style.heading(ax, title)
    style.plain(ax, x=style.math(names[0]), y=names[1] if inputs == 1 else style.math(names[1]))
    ax.set_xlim(x0, x1)
    if inputs == 2:
        ax.set_ylim(y0, y1)
        ax.set_aspect("equal")
    return ax


def _range(data: Dataset | None) -> tuple[float, float]:
    """The range of the data's one input."""
    low, high = (-5.0, 5.0) if data is None else (float(data.x.min()), float(data.x.max()))
    return (low, high) if low < high else (low - 1, high + 1)


def _surface(ax: Axes, u: Array, v: Array, z: Array, bar: bool) -> str:
    """Draw the output as colour, and the line where it is ½; return them in words."""
    colours = ax.contourf(
        u, v, z, levels=np.linspace(0, 1, 21), cmap=style.PREDICTION, extend="both", zorder=0
    )
    if z.min() < 0.5 < z.max():
        ax.contour(u, v, z, levels=[0.5], colors=style.INK, linewidths=2.2, zorder=2)
    if bar:
        style.colour_bar(ax, colours, "output", [0, 0.5, 1], extendfrac=0)
    share = f"above ½ on {np.mean(z > 0.5):.0%} of the area"
    return f"output from {z.min():.3g} to {z.max():.3g}, {share}"


def _regions(ax: Axes, u: Array, v: Array, z: Array) -> str:
    """Tint the region where each class has the largest output; return the shares in words."""
    shares = []
    for kind in range(z.shape[-1]):
        lead = z[..., kind] - np.delete(z, kind, axis=-1).max(-1)
        shares.append(f"class {kind} on {np.mean(lead > 0):.0%}")
        if lead.max() <= 0:
            continue
        levels = [0, max(float(lead.max()), 1e-9) * 1.01]
        colour = [style.CLASSES[kind]]
        ax.contourf(u, v, lead, levels=levels, colors=colour, alpha=0.24, zorder=0)
        if lead.min() < 0:
            ax.contour(u, v, lead, levels=[0], colors=style.INK, linewidths=1.4, zorder=2)
    return several(shares) + " of the area"


def _curve(ax: Axes, net: Network, x: Array, hidden: bool) -> str:
    """Draw the output over x (m,), and the contributions dashed; return them in words."""
    forward = net.forward(x[:, None])
    y = forward.a[-1][:, 0]
    words = f"output from {y.min():.3g} to {y.max():.3g}"
    if hidden and net.layers > 1:
        parts = forward.a[-2] * net.weights[-1][:, 0] + net.biases[-1]
        for j, part in enumerate(parts.T):
            ax.plot(
                x, part, color=style.HIDDEN[j % len(style.HIDDEN)], linewidth=1.8, zorder=3,
                linestyle=style.DASHES[1 + j % 3],
                label=f"unit {j + 1}" if j < style.NAMED else None,
            )  # fmt: skip
        words += f"; dashed, the contributions of {counted(parts.shape[1], 'hidden unit')}"
    ax.plot(x, y, color=style.ERROR, linewidth=3, label="prediction", zorder=4)
    return words
