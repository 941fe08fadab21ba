"""Error surfaces: the error over two parameters, in three dimensions and as a map."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LightSource, LogNorm, Normalize, to_rgba
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from annlab._checks import Array, array, whole
from annlab.figures import style
from annlab.figures.checks import Interval, interval
from annlab.figures.words import counted, several, tell
from annlab.surfaces import Plane
from annlab.training import History


@style.look()
def surface(
    plane: Plane,
    *,
    path: History | ArrayLike | None = None,
    view: tuple[float, float] = (32, -58),
    zlim: Interval | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The error surface in three dimensions; hills do not hide the path or the ball.

    A path is drawn at its own errors. If training moved other parameters than these two, it leaves
    the surface, and the text alternative says how far its ends are above or below. Points outside
    the plane are not drawn.

    Args:
        plane: a surfaces.Plane, or any object with its axes (two names), u (columns,), v (rows,)
            and error (rows, columns).
        path: a History, or points (m, 3) of u, v and E as from `plane.path(history)`; if None, a
            ball marks the plane's own network.
        view: elevation and azimuth in degrees.
        zlim: limits of E; the lowest and highest error of the surface if None.
        ax: axes with projection="3d".

    Returns the axes drawn on. Raises TypeError or ValueError if `plane` or `path` does not have
    this form.
    """
    error = _error(plane)
    points = _points(plane, path)
    if array("view", view).shape != (2,):
        raise ValueError(f"view must be (elevation, azimuth) in degrees, not {view!r}")
    low, high = _limits(error) if zlim is None else interval("zlim", zlim)
    solid: Any = style.axes(ax, size=(6.8, 5.4), solid=True)  # matplotlib leaves it untyped
    solid.computed_zorder = False  # otherwise the surface would hide the path on it
    scale = Normalize(low, high)
    # Lit as drawn, in a box of fixed proportions, so that units do not change the shading.
    rows, columns = error.shape
    light = LightSource(azdeg=300, altdeg=50).hillshade(
        0.6 * np.clip(scale(error).data, 0, 1), dx=1 / columns, dy=1 / rows
    )
    rgb = np.clip(style.HEIGHT(scale(error))[..., :3] * (0.7 + 0.42 * light[..., None]), 0, 1)
    solid.plot_surface(
        *np.meshgrid(plane.u, plane.v), error, facecolors=rgb, rstride=1, cstride=1, shade=False,
        linewidth=0.3, edgecolor=to_rgba(style.INK, 0.22), antialiased=True, zorder=1,
    )  # fmt: skip
    _draw_path(solid, np.where(_outside(plane, points)[:, None], np.nan, points))
    _frame(solid, plane, (low, high))
    solid.view_init(*view)
    if title is not None:
        solid.set_title(title, loc="left", pad=-12)  # 3-D axes ignore axes.titlelocation
    tell(solid, _words("Error surface", plane, points))
    return solid


@style.look()
def surface_map(
    plane: Plane,
    *,
    path: History | ArrayLike | None = None,
    log: bool = False,
    levels: int = 14,
    bar: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The error surface as a map with contours, dark where the error is low.

    Args:
        plane, path: as for `surface`.
        log: contours at equal ratios instead of equal differences, over at most six powers of ten
            (lower errors get the darkest colour); needs errors above 0.
        levels: approximate number of contours.
        bar: draw the colour bar.

    Returns the axes drawn on.
    """
    error = _error(plane)
    points = _points(plane, path)
    levels = whole("levels", levels, at_least=2)
    if log and error.min() <= 0:
        raise ValueError(f"log=True needs errors above 0, but one is {error.min():g}")
    low, high = _limits(error)
    norm: Normalize
    if log:
        edges, ticks = _ratios(low, high, levels)
        norm = LogNorm(edges[0], edges[-1])
    else:
        edges = np.asarray(MaxNLocator(levels).tick_values(low, high))
        # At most eight labels, so that the numbers do not touch.
        ticks = edges[:: -(-len(edges) // 8)]
        norm = Normalize(edges[0], edges[-1])
    ax = style.axes(ax, size=(6.4, 5.0))
    style.plain(ax, x=style.math(plane.axes[0]), y=style.math(plane.axes[1]), title=title)
    u, v = plane.u, plane.v
    clipped = np.maximum(error, edges[0])
    filled = ax.contourf(u, v, clipped, levels=edges, cmap=style.HEIGHT, norm=norm)
    ax.contour(u, v, error, levels=edges, colors=style.INK, linewidths=0.4, alpha=0.45)
    if bar:
        style.colour_bar(ax, filled, "$E$", ticks, format=_power if log else _plain)
    _draw_path(ax, points[:, :2])
    ax.set(xlim=(u[0], u[-1]), ylim=(v[0], v[-1]))
    tell(ax, _words("Error surface from above", plane, points))
    return ax


def _error(plane: Plane) -> Array:
    """The errors (rows, columns) of a plane, checked together with its axes, u and v."""
    if not all(hasattr(plane, name) for name in ("axes", "u", "v", "error")):
        raise TypeError(f"plane must be a surfaces.Plane, not {type(plane).__name__}")
    u, v, error = (array(f"plane.{name}", getattr(plane, name)) for name in ("u", "v", "error"))
    if error.shape != (len(v), len(u)) or error.size == 0:
        raise ValueError(f"plane.error must have shape ({len(v)}, {len(u)}), not {error.shape}")
    return error


def _points(plane: Plane, path: History | ArrayLike | None) -> Array:
    """The points (m, 3) of u, v and E to mark: a path, the network itself, or none."""
    if path is None:
        return np.array([plane.here] if hasattr(plane, "here") else np.empty((0, 3)))
    points = array("path", plane.path(path) if isinstance(path, History) else path)
    if points.ndim != 2 or points.shape[1] != 3 or len(points) == 0:
        raise ValueError(f"path must have shape (m, 3): u, v and E, not {points.shape}")
    return points


def _outside(plane: Plane, points: Array) -> NDArray[np.bool_]:
    """Which points (m, 3) have u or v outside the plane, (m,)."""
    sides = np.array([[plane.u[0], plane.u[-1]], [plane.v[0], plane.v[-1]]])
    inside = (points[:, :2] >= sides[:, 0]) & (points[:, :2] <= sides[:, 1])
    return np.asarray(~inside.all(1))


def _draw_path(ax: Any, points: Array) -> None:
    """A path (m, 2 or 3), from a ring to a ball; only the ball if there is one point."""
    if len(points) > 1:
        ax.plot(*points.T, color=style.PAPER, linewidth=5, zorder=4)
        ax.plot(*points.T, color=style.ERROR, linewidth=2.6, zorder=5)
        ax.plot(*points[:1].T, "o", ms=8, color=style.PAPER, mec=style.ERROR, mew=2, zorder=6)
    if len(points):
        ax.plot(*points[-1:].T, "o", ms=10, color=style.ERROR, mec=style.PAPER, mew=1.5, zorder=7)


def _limits(error: Array) -> tuple[float, float]:
    """The lowest and the highest E, moved apart if the surface is flat."""
    low, high = float(error.min()), float(error.max())
    margin = max(1e-9, 1e-3 * abs(high))
    return (low, high) if high - low > margin else (low - margin, high + margin)


def _ratios(low: float, high: float, levels: int) -> tuple[Array, Array]:
    """Contours at equal ratios that include the powers of ten, and those that get a label."""
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
    """A label of a logarithmic scale; powers of ten below 0.01 are written as powers."""
    exponent = np.log10(value)
    if exponent < -2.5 and np.isclose(exponent, np.round(exponent)):
        return f"$10^{{{exponent:.0f}}}$"
    return style.number(value, 2)


def _frame(ax: Any, plane: Plane, zlim: Interval) -> None:
    """Labels, limits and grey axes, as `style.plain` gives them to flat axes."""
    u, v = plane.u, plane.v
    ax.set(xlim=(u[0], u[-1]), ylim=(v[0], v[-1]), zlim=zlim)
    text = {"fontsize": style.LARGE, "color": style.INK}
    ax.set_xlabel(style.math(plane.axes[0]), labelpad=6, **text)
    ax.set_ylabel(style.math(plane.axes[1]), labelpad=6, **text)
    ax.set_zlabel("$E$", labelpad=4, **text)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
        axis.line.set_color(style.RULE)
        axis.set_major_locator(MaxNLocator(5))
    ax.tick_params(labelsize=style.SMALL, labelcolor=style.MUTED, color=style.RULE, pad=1)
    ax.grid(False)
    ax.set_box_aspect((4, 4, 2.7), zoom=1.0)


def _words(what: str, plane: Plane, points: Array) -> str:
    """The text alternative: ranges, lowest and highest error, and the points marked."""
    first, second = plane.axes
    u, v, error = plane.u, plane.v, plane.error

    def at(u: float, v: float) -> str:
        return f"{first} = {u:.3g}, {second} = {v:.3g}"

    row, column = np.unravel_index(error.argmin(), error.shape)
    text = (
        f"{what} over {first} from {u[0]:.3g} to {u[-1]:.3g} and {second} from {v[0]:.3g} to "
        f"{v[-1]:.3g}: lowest E {error.min():.3g} at {at(u[column], v[row])}; "
        f"highest E {error.max():.3g}."
    )
    outside = int(_outside(plane, points).sum())
    if len(points) == 1:
        where = ", outside the picture" if outside else ""
        return f"{text} The network is at {at(*points[0, :2])}, E = {points[0, 2]:.3g}{where}."
    if len(points):
        (*start, e0), (*end, e1) = points[0], points[-1]
        text += f" A path of {counted(len(points) - 1, 'step')} leads from {at(*start)}, "
        text += f"E = {e0:.3g} to {at(*end)}, E = {e1:.3g}"
        if outside:
            text += f"; {outside} of its {len(points)} points are outside the picture"
        text += "." + _off_surface(plane, {"start": points[0], "end": points[-1]})
    return text


def _off_surface(plane: Plane, ends: dict[str, Array]) -> str:
    """How far the ends of a path are above or below the surface; "" if they lie on it."""
    if not hasattr(plane, "net"):
        return ""
    gaps = {
        name: float(e - plane.net.at(dict(zip(plane.axes, (u, v), strict=True))).error(plane.data))
        for name, (u, v, e) in ends.items()
    }
    off = {name: gap for name, gap in gaps.items() if abs(gap) > 1e-6 * plane.error.max()}
    if not off:
        return ""
    on = "".join(f"only its {name} lies" for name in gaps if name not in off)
    far = [
        f"its {name} is {abs(gap):.3g} {'above' if gap > 0 else 'below'} it"
        for name, gap in off.items()
    ]
    which = on or "neither end lies"
    return f" Other parameters moved too, so {which} on this surface: {several(far)}."
