"""What a network says: its output over the plane, over a line, or the classes it sees."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from annlab.figures import style
from annlab.figures.given import Array, Bounds, box, examples, one_network
from annlab.figures.scatter import data as draw_data
from annlab.figures.words import counted, several, tell


def prediction(
    net: Any,
    data: Any = None,
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
    """The output of a network wherever its inputs may be, and the data on top.

    2 inputs, 1 output: the output as colour, with the boundary where it is ½.
    2 inputs, 2 to 4 outputs: the regions of the classes, the largest output winning.
    1 input, 1 output: the curve, and dashed the contributions a_j w_jk + b_k of the last hidden
    layer's units; they add up to the curve's z once the bias is counted once only.

    Args:
        net: one network.
        data: the Dataset to draw, or None.
        bounds: (low, high), or a pair per axis, of the inputs; (-0.5, 1.5) if None, for 1 input
            the range of the data.
        points: of the grid per axis; a curve has four times as many.
        hidden: draw the contributions (1 input).
        bar: draw the colour bar (2 inputs, 1 output).
        key: draw the legend of classes or contributions.
        size: area of the data's markers, in points².

    Returns the axes drawn on. Raises ValueError for other numbers of inputs or outputs.
    """
    one_network(net, inputs=(1, 2))
    outputs = net.sizes[-1]
    if data is not None:
        x, t = examples(data)
        if (x.shape[1], t.shape[1]) != (net.sizes[0], outputs):
            raise ValueError(
                f"data must have the {net.sizes[0]} inputs and {outputs} outputs of the network, "
                f"not {x.shape[1]} and {t.shape[1]}"
            )
    if outputs > (1 if net.sizes[0] == 1 else 4):
        raise ValueError(f"net must have fewer outputs for this figure, not {outputs}")
    if net.sizes[0] == 1:
        return _curve(net, data, bounds, 4 * points, hidden, key, size, title, ax)

    (x0, x1), (y0, y1) = box((-0.5, 1.5) if bounds is None else bounds)
    ax = style.axes(ax, size=(6.4, 5.0))
    u, v = np.linspace(x0, x1, points), np.linspace(y0, y1, points)
    grid = np.stack(np.meshgrid(u, v), axis=-1)
    z = net.predict(grid.reshape(-1, 2)).reshape(points, points, outputs)
    said = _surface(ax, u, v, z[..., 0], bar) if outputs == 1 else _regions(ax, u, v, z)
    where = f"x1 from {x0:.3g} to {x1:.3g}, x2 from {y0:.3g} to {y1:.3g}"
    tell(ax, f"Prediction of a {'-'.join(map(str, net.sizes))} network, {where}: {said}.")
    if data is not None:
        draw_data(data, size=size, key=key, title=title or "", ax=ax)
    elif title is not None:
        style.heading(ax, title)
    style.plain(ax, x=style.math("x1"), y=style.math("x2"))
    ax.set(xlim=(x0, x1), ylim=(y0, y1))
    ax.set_aspect("equal")
    return ax


def _surface(ax: Axes, u: Array, v: Array, z: Array, bar: bool) -> str:
    """The output as colour, and the line where it is ½."""
    colours = ax.contourf(
        u, v, z, levels=np.linspace(0, 1, 21), cmap=style.PREDICTION, extend="both", zorder=0
    )
    if z.min() < 0.5 < z.max():
        ax.contour(u, v, z, levels=[0.5], colors=style.INK, linewidths=2.2, zorder=2)
    if bar:
        style.colour_bar(ax, colours, "output", [0, 0.5, 1], extendfrac=0)
    return f"output from {z.min():.3g} to {z.max():.3g}, above ½ on {np.mean(z > 0.5):.0%} of it"


def _regions(ax: Axes, u: Array, v: Array, z: Array) -> str:
    """Where each class has the largest output, tinted with its colour."""
    shares = []
    for kind in range(z.shape[-1]):
        others = np.delete(z, kind, axis=-1).max(-1)
        lead = z[..., kind] - others
        shares.append(f"class {kind} on {np.mean(lead > 0):.0%}")
        if lead.max() <= 0:
            continue
        ax.contourf(
            u,
            v,
            lead,
            levels=[0, max(float(lead.max()), 1e-9) * 1.01],
            colors=[style.CLASSES[kind]],
            alpha=0.24,
            zorder=0,
        )
        if lead.min() < 0:
            ax.contour(u, v, lead, levels=[0], colors=style.INK, linewidths=1.4, zorder=2)
    return several(shares) + " of it"


def _curve(
    net: Any, data: Any, bounds: Bounds | None, points: int, hidden: bool, key: bool, size: float,
    title: str | None, ax: Axes | None,
) -> Axes:  # fmt: skip
    """The output of a network with one input, over a range of it."""
    if bounds is None:
        bounds = (-5, 5) if data is None else (float(data.x.min()), float(data.x.max()))
        if bounds[0] == bounds[1]:
            bounds = (bounds[0] - 1, bounds[1] + 1)
    low, high = box(bounds)[0]
    ax = style.axes(ax)
    if data is not None:
        draw_data(data, size=size * 1.4, title="", ax=ax)
    style.plain(ax, x="$x$", y="$t$ and prediction", title=title)
    x = np.linspace(low, high, points)
    found = net.forward(x[:, None])
    y = found.a[-1][:, 0]
    words = f"Prediction over x from {low:.3g} to {high:.3g}: from {y.min():.3g} to {y.max():.3g}"
    if hidden and net.layers > 1:
        parts = found.a[-2] * net.weights[-1][:, 0] + net.biases[-1]
        for j, part in enumerate(parts.T):
            ax.plot(
                x,
                part,
                color=style.HIDDEN[j % len(style.HIDDEN)],
                linewidth=1.8,
                zorder=3,
                linestyle=style.DASHES[1 + j % 3],
                label=f"unit {j + 1}" if j < 6 else None,
            )
        words += f"; dashed, the contributions of {counted(parts.shape[1], 'hidden unit')}"
    ax.plot(x, y, color=style.ERROR, linewidth=3, label="prediction", zorder=4)
    if key:
        style.legend(ax, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=2.6)
    ax.set_xlim(low, high)
    tell(ax, words + ".")
    return ax
