"""Error surfaces: the error over two parameters, in three dimensions and from above."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LightSource, LogNorm, Normalize, to_rgba
from matplotlib.ticker import MaxNLocator

from annlab._checks import array
from annlab.figures import style
from annlab.figures.given import Array
from annlab.figures.words import tell


def surface(
    plane: Any,
    *,
    path: Any = None,
    here: bool = True,
    view: tuple[float, float] = (32, -58),
    zlim: tuple[float, float] | None = None,
    title: str | None = None,
    ax: Any = None,
) -> Any:
    """The error surface in three dimensions; the path and the ball are seen through hills.

    Args:
        plane: a surfaces.Plane: axes (two names), u (columns,), v (rows,), error (rows, columns).
        path: points (m, 3) of u, v, E as from `plane.path(history)`; or a History.
        here: mark the network's own place with a ball.
        view: elevation and azimuth in degrees.
        zlim: limits of E; from the surface if None.
        ax: axes with projection="3d".

    Returns the axes drawn on.
    """
    u, v, error = _grid(plane)
    points = _points(plane, path)
    ax = style.axes(ax, size=(6.8, 5.4), solid=True)
    ax.computed_zorder = False  # else the path would vanish behind the surface it lies on
    low, high = zlim if zlim is not None else _limits(error)
    spread = Normalize(low, high)
    # The light sees the box that is drawn, whatever the units, so that it always falls alike.
    rows, columns = error.shape
    light = LightSource(azdeg=300, altdeg=50).hillshade(
        0.6 * np.clip(spread(error).data, 0, 1), dx=1 / columns, dy=1 / rows
    )
    rgb = np.clip(style.HEIGHT(spread(error))[..., :3] * (0.7 + 0.42 * light[..., None]), 0, 1)
    across, along = np.meshgrid(u, v)
    ax.plot_surface(
        across,
        along,
        error,
        facecolors=rgb,
        rstride=1,
        cstride=1,
        shade=False,
        linewidth=0.3,
        edgecolor=to_rgba(style.INK, 0.22),
        antialiased=True,
        zorder=1,
    )
    if points is not None:
        ax.plot(*points.T, color=style.PAPER, linewidth=5, zorder=4)
        ax.plot(*points.T, color=style.ERROR, linewidth=2.6, zorder=5)
        ax.plot(*points[:1].T, "o", ms=8, color=style.PAPER, mec=style.ERROR, mew=2, zorder=6)
        ax.plot(*points[-1:].T, "o", ms=10, color=style.ERROR, mec=style.PAPER, mew=1.5, zorder=7)
    elif here and hasattr(plane, "here"):
        ax.plot(
            *np.array([plane.here]).T,
            "o",
            ms=11,
            color=style.ERROR,
            mec=style.PAPER,
            mew=1.5,
            zorder=7,
        )
    _frame(ax, plane.axes, u, v, (low, high), view)
    if title is not None:
        ax.set_title(title, fontsize=style.TEXT, color=style.INK, loc="left", pad=-12)
    tell(ax, _words("Error surface", plane, u, v, error, points))
    return ax


def surface_map(
    plane: Any,
    *,
    path: Any = None,
    here: bool = True,
    log: bool = False,
    levels: int = 14,
    bar: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The error surface from above: contours, dark where the error is low.

    Args:
        plane, path, here: as for `surface`.
        log: heights in equal ratios instead of equal steps, over at most six powers of ten below
            the highest (what is lower is drawn as the lowest); needs errors above 0.
        levels: how many steps, about.
        bar: draw the colour bar.

    Returns the axes drawn on.
    """
    u, v, error = _grid(plane)
    points = _points(plane, path)
    ax = style.axes(ax, size=(6.4, 5.0))
    style.plain(ax, x=style.math(plane.axes[0]), y=style.math(plane.axes[1]), title=title)
    low, high = _limits(error)
    norm: Normalize
    if log:
        if error.min() <= 0:
            raise ValueError(f"log=True needs errors above 0, but one is {error.min():g}")
        edges, ticks = _ratios(low, high, levels)
        norm = LogNorm(edges[0], edges[-1])
    else:
        edges = np.asarray(MaxNLocator(levels).tick_values(low, high))
        # Every second or third level is labelled, so that the numbers do not touch.
        ticks = edges[:: -(-len(edges) // 8)]
        norm = Normalize(edges[0], edges[-1])
    filled = ax.contourf(
        u, v, np.maximum(error, edges[0]), levels=edges, cmap=style.HEIGHT, norm=norm
    )
    ax.contour(u, v, error, levels=edges, colors=style.INK, linewidths=0.4, alpha=0.45)
    if bar:
        style.colour_bar(ax, filled, "$E$", ticks, format=_power if log else _plain)
    if points is not None:
        ax.plot(
            *points[:, :2].T, color=style.ERROR, linewidth=2.4, path_effects=style.halo(5), zorder=4
        )
        ax.plot(*points[0, :2], "o", ms=8, color=style.PAPER, mec=style.ERROR, mew=2, zorder=5)
        ax.plot(*points[-1, :2], "o", ms=10, color=style.ERROR, mec=style.PAPER, mew=1.5, zorder=6)
    elif here and hasattr(plane, "here"):
        ax.plot(*plane.here[:2], "o", ms=10, color=style.ERROR, mec=style.PAPER, mew=1.5, zorder=6)
    ax.set(xlim=(u[0], u[-1]), ylim=(v[0], v[-1]))
    tell(ax, _words("Error surface from above", plane, u, v, error, points))
    return ax


def _grid(plane: Any) -> tuple[Array, Array, Array]:
    u, v, error = (array(f"plane.{name}", getattr(plane, name)) for name in ("u", "v", "error"))
    if error.shape != (len(v), len(u)):
        raise ValueError(f"plane.error must have shape ({len(v)}, {len(u)}), not {error.shape}")
    return u, v, error


def _points(plane: Any, path: Any) -> Array | None:
    """A path as points (m, 3); a History is asked for its path on this plane."""
    if path is None:
        return None
    points = array("path", plane.path(path) if hasattr(path, "theta") else path)
    if points.ndim != 2 or points.shape[1] != 3 or len(points) == 0:
        raise ValueError(f"path must have shape (m, 3): u, v and E, not {points.shape}")
    return points


def _limits(error: Array) -> tuple[float, float]:
    """Lowest and highest E, kept apart if the surface is level."""
    low, high = float(error.min()), float(error.max())
    room = max(1e-9, 1e-3 * abs(high))
    return (low, high) if high - low > room else (low - room, high + room)


def _ratios(low: float, high: float, levels: int) -> tuple[Array, Array]:
    """Heights in equal ratios around powers of ten, and those of them that get a label."""
    low = max(low, 1e-6 * high)
    decades = max(np.log10(high / low), 0.1)
    per = max(1, round(levels / decades))
    first, last = np.floor(np.log10(low) * per), np.ceil(np.log10(high) * per)
    exponents = np.arange(first, last + 1) / per
    edges = 10.0**exponents
    whole = np.isclose(exponents, np.round(exponents))
    return edges, edges[whole] if whole.sum() > 1 else edges[:: -(-len(edges) // 8)]


def _plain(value: float, _: object = None) -> str:
    return style.number(value)


def _power(value: float, _: object = None) -> str:
    """0.1 and 0.01 as they are, smaller powers of ten as powers."""
    exponent = np.log10(value)
    if exponent < -2.5 and np.isclose(exponent, np.round(exponent)):
        return f"$10^{{{exponent:.0f}}}$"
    return style.number(value, 2)


def _frame(
    ax: Any, names: Any, u: Array, v: Array, zlim: tuple[float, float],
    view: tuple[float, float],
) -> None:  # fmt: skip
    """Axes in three dimensions as quiet as those in two."""
    ax.set(xlim=(u[0], u[-1]), ylim=(v[0], v[-1]), zlim=zlim)
    ax.set_xlabel(style.math(names[0]), fontsize=style.LARGE, color=style.INK, labelpad=6)
    ax.set_ylabel(style.math(names[1]), fontsize=style.LARGE, color=style.INK, labelpad=6)
    ax.set_zlabel("$E$", fontsize=style.LARGE, color=style.INK, labelpad=4)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
        axis.line.set_color(style.RULE)
        axis.set_major_locator(MaxNLocator(5))
    ax.tick_params(labelsize=style.SMALL, labelcolor=style.MUTED, color=style.RULE, pad=1)
    ax.grid(False)
    ax.view_init(*view)
    ax.set_box_aspect((4, 4, 2.7), zoom=1.05)


def _words(what: str, plane: Any, u: Array, v: Array, error: Array, points: Array | None) -> str:
    first, second = plane.axes
    row, column = np.unravel_index(error.argmin(), error.shape)
    text = (
        f"{what} over {first} from {u[0]:.3g} to {u[-1]:.3g} and {second} from {v[0]:.3g} to "
        f"{v[-1]:.3g}: lowest E {error.min():.3g} at {first} = {u[column]:.3g}, "
        f"{second} = {v[row]:.3g}; highest E {error.max():.3g}."
    )
    if points is not None:
        (u0, v0, e0), (u1, v1, e1) = points[0], points[-1]
        text += (
            f" A path of {len(points) - 1} steps leads from {first} = {u0:.3g}, {second} = "
            f"{v0:.3g}, E = {e0:.3g} to {first} = {u1:.3g}, {second} = {v1:.3g}, E = {e1:.3g}."
        )
    elif hasattr(plane, "here"):
        here = plane.here
        text += f" The network is at {first} = {here[0]:.3g}, {second} = {here[1]:.3g}, "
        text += f"E = {here[2]:.3g}."
    return text
