"""A lab as one still picture and in words, for a page where nothing can move."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from annlab import figures, surfaces
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.words import several, tell
from annlab.network import Network
from annlab.training import History

if TYPE_CHECKING:
    from annlab.lab.widget import Lab

DPI = 104
POINTS = 21
"""Of a plane per axis: the picture is small, and is drawn whenever a cell shows a lab."""

_HEAD = 0.42  # inches above the panels, for the line of text
_CELLS = {1: (6.4, 4.6), 2: (5.0, 3.9), 3: (10 / 3, 3.1)}
"""Width and height of a panel in inches, where so many stand in a row."""


_FIRST = ("surface", "prediction", "network", "error", "map", "split")
"""Of many panels, the two that are shown beside a widget: more would keep a cell waiting."""


def still(lab: Lab, *, most: int = len(_FIRST)) -> Figure:
    """At most so many panels of a lab as a figure, 10 inches wide with three panels in a row.

    A panel that the figures have no picture for, such as the prediction of a network of three
    inputs, is left out. What `figures.describe` says of it begins with the lab's own words.
    """
    seen = _Seen.of(lab)
    there = [name for name in _FIRST if name in lab.panels][:most]
    panels = [name for name in lab.panels if name in there]
    while True:
        figure, refused = _drawn(panels, seen)
        if refused is None:
            break
        panels.remove(refused)
    drawn = " ".join(filter(None, map(figures.describe, figure.axes)))
    tell(figure, f"{words(lab)} {drawn}".strip())
    return figure


def png(lab: Lab) -> bytes:
    """Two panels as a PNG of at most 256 colours, the same bytes for the same state."""
    canvas = FigureCanvasAgg(still(lab, most=2))
    canvas.draw()
    # This way of choosing colours takes a tenth of the time of the one in figures.png.
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if value > 251 else value for value in few.getpalette() or ()])  # paper
    out = io.BytesIO()
    few.save(out, "png")
    return out.getvalue()


def words(lab: Lab) -> str:
    """What the lab shows: its panels, E and where, the way down, and the run."""
    seen = _Seen.of(lab)
    panels = [name for name in lab.panels if name != "controls"]
    units = "-".join(map(str, seen.net.sizes))
    shown = f": {several(panels)}" if panels else ""
    text = f"Laboratory of a {units} network on {seen.data.name}{shown}. {_place(seen)}"
    down = f"; {_down(seen)}" if seen.planar else ""
    return f"{text}{down}.{_run(seen)}"


@dataclass(frozen=True)
class _Seen:
    """What is drawn of a lab, asked for once: a lab makes each anew whenever it is asked."""

    net: Network
    data: Dataset
    held_out: Dataset | None
    axes: tuple[str, str]
    span: tuple[tuple[float, float], tuple[float, float]]
    history: History | None
    reference: History | None
    moment: int | None
    start: Array
    line: str | Mapping[str, float]
    log_height: bool
    show_hidden: bool
    view: tuple[float, float]
    panels: tuple[str, ...]

    @classmethod
    def of(cls, lab: Lab) -> Self:
        return cls(**{field.name: getattr(lab, field.name) for field in fields(cls)})

    @property
    def planar(self) -> bool:
        """Does a panel show the error along the two axes?"""
        return any(name in self.panels for name in ("surface", "map", "split"))

    @property
    def values(self) -> list[float]:
        """Of the two parameters of the axes."""
        return [float(self.net[name]) for name in self.axes]


def _place(seen: _Seen) -> str:
    """ "E = 0.74 at w5 = 1.2, w6 = −0.3", or only E where the axes are not shown."""
    error = f"E = {style.number(float(seen.net.error(seen.data)))}"
    if not seen.planar:
        return error
    places = zip(seen.axes, map(style.number, seen.values), strict=True)
    at = ", ".join(f"{name} = {value}" for name, value in places)
    return f"{error} at {at}"


def _down(seen: _Seen) -> str:
    """Where the two parameters go if E is to fall the fastest."""
    gradient = seen.net.gradient(seen.data)
    slopes = {name: float(gradient[seen.net.index(name)]) for name in seen.axes}
    steepest = max(map(abs, slopes.values()))
    if not 0 < steepest < np.inf:
        return "no way down along these two"
    ways = [f"{'smaller' if slope > 0 else 'larger'} {name}"
            for name, slope in slopes.items() if abs(slope) >= 0.5 * steepest]  # fmt: skip
    return f"steepest descent towards {several(ways)}"


def _run(seen: _Seen) -> str:
    """How long the run is and which moment of it is shown; "" before the first."""
    if seen.history is None:
        return ""
    passes = len(seen.history)
    run = f" A run of {passes} {'pass' if passes == 1 else 'passes'}"
    if seen.moment is None:
        return f"{run}; θ was moved by hand."
    return f"{run}, shown {f'after pass {seen.moment}' if seen.moment else 'at its start'}."


# -- the panels --------------------------------------------------------------------------------


def _drawn(panels: list[str], seen: _Seen) -> tuple[Figure, str | None]:
    """A figure of the panels, and the name of the first that cannot be drawn, or None."""
    columns = 2 if len(panels) == 4 else max(1, min(len(panels), 3))
    rows = -(-len(panels) // columns)
    width, height = _CELLS[columns]
    wide, tall = columns * width, rows * height + _HEAD
    figure = Figure(figsize=(wide, tall), dpi=DPI, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    line = _place(seen) + _run(seen).replace(" A run", ";  a run").rstrip(".")
    figure.text(0.15 / wide, 1 - 0.27 / tall, line, fontsize=style.SMALL, color=style.INK)
    for row in range(rows):
        names = panels[row * columns : (row + 1) * columns]
        shares = [_SHARES.get(name, 1.0) for name in names]
        x, low = 0.0, (rows - 1 - row) * height
        for name, share in zip(names, shares, strict=True):
            room = len(names) * width * share / sum(shares)
            left, below, right, above = _margins(name, seen)
            box = (x + left, low + below, room - left - right, height - below - above)
            x += room
            try:
                ax = figure.add_axes(
                    (box[0] / wide, box[1] / tall, box[2] / wide, box[3] / tall),
                    projection="3d" if name == "surface" else None,
                )
                _PANELS[name](ax, seen)
            except Exception:  # a picture is an extra: the lab is shown whatever happens to it
                return figure, name
    return figure, None


_SHARES = {"surface": 1.05, "map": 0.95, "network": 1.2, "split": 1.1, "error": 1.05}
"""How wide a panel is beside others."""


def _margins(name: str, seen: _Seen) -> tuple[float, float, float, float]:
    """Inches left free at the left of a panel's axes, below, at the right and above."""
    if name == "surface":
        return 0.0, 0.2, 0.6, 0.0
    if name == "network":
        return 0.1, 0.05, 0.1, 0.05
    left, right, above = 0.82, 0.15, 0.12
    if (name == "map" and "surface" not in seen.panels) or name == "prediction":
        above = 0.35  # for the name of the colour bar, the legend of classes
    if name == "split":
        right = 1.0 if len(seen.data) <= 4 else 0.65
    if name == "error":
        both = seen.held_out is not None, seen.reference is not None
        right = {0: 0.2, 1: 0.8, 2: 1.2}[sum(both)]
    return left, 0.62, right, above


def _surface(ax: Axes, seen: _Seen) -> None:
    plane = _plane(seen)
    # From 0 to a round number, as in the browser: a fit would make any ripple a mountain.
    high = float(plane.error.max()) or 1.0
    power = 10.0 ** np.floor(np.log10(high))
    top = next(f * power for f in (1, 1.5, 2, 3, 5, 7.5, 10) if f * power >= 0.9999 * high)
    figures.surface(plane, path=_path(seen), zlim=(0.0, top), view=seen.view, ax=ax)


def _map(ax: Axes, seen: _Seen) -> None:
    plane = _plane(seen)
    log = bool(seen.log_height and plane.error.min() > 0)
    # Beside the surface, which has a scale of heights, a second one would only take room.
    bar = "surface" not in seen.panels
    figures.surface_map(plane, path=_path(seen), log=log, levels=10, bar=bar, ax=ax)


def _plane(seen: _Seen) -> surfaces.Plane:
    return surfaces.plane(seen.net, seen.data, seen.axes, span=seen.span, points=POINTS)


def _path(seen: _Seen) -> Array | None:
    """The run as far as it is shown, (m, 3): the two parameters and E. None for a lone ball."""
    if seen.history is None or not seen.moment:
        return None
    moved = seen.history.theta[: seen.moment + 1]
    places = [seen.net.index(name) for name in seen.axes]
    return np.column_stack([moved[:, places], _errors(seen)[: seen.moment + 1]])


def _errors(seen: _Seen) -> Array:
    """E after each pass, which a history of the very same data already knows."""
    history: Any = seen.history
    known = history.data.x, history.data.t
    if all(map(np.array_equal, known, (seen.data.x, seen.data.t))):
        return history.error
    return history.error_on(seen.data)


def _split(ax: Axes, seen: _Seen) -> None:
    line, here = _line(seen)
    figures.split(line, ax=ax)
    ax.xaxis.label.set_fontsize(style.SMALL)
    ax.locator_params(axis="x", nbins=4)
    if line.s[0] <= here <= line.s[-1]:
        _mark(ax, here, float(seen.net.error(seen.data)))


def _line(seen: _Seen) -> tuple[surfaces.Line, float]:
    """The line that the lab is split along, and where on it the network is."""
    net, data, chosen = seen.net, seen.data, seen.line
    if isinstance(chosen, Mapping):
        origin = {name: float(net[name]) for name in chosen}
        return surfaces.line(net, data, chosen, origin=origin, points=101), 0.0
    if chosen == "start":
        label = "θ = start + s (here − start)"
        return _through(seen, net.theta - seen.start, (-0.25, 1.5), 1.0, label), 1.0
    if chosen == "gradient":
        gradient = net.gradient(data)
        downhill = -gradient / (np.linalg.norm(gradient) or 1.0)
        return _through(seen, downhill, (-5.0, 10.0), 0.0, "θ = here − s ∇E / |∇E|"), 0.0
    which = 0 if chosen == "first" else 1
    name, span = seen.axes[which], seen.span[which]
    return surfaces.line(net, data, name, span=span, points=101), float(net[name])


def _through(
    seen: _Seen, direction: Array, span: tuple[float, float], here: float, label: str
) -> surfaces.Line:
    """The line in a direction (P,) that is at the network's θ where s is `here`."""
    s = np.linspace(*span, 101)
    moved = seen.net.at(seen.net.theta + (s[:, None] - here) * direction)
    parts = moved.error_per_example(seen.data)
    return surfaces.Line(seen.net, seen.data, s, moved.theta, parts, label)


def _network(ax: Axes, seen: _Seen) -> None:
    figures.network(
        seen.net, show="values", width_by_weight=True, colour_by_sign=True, highlight=seen.axes,
        ax=ax,
    )  # fmt: skip


def _prediction(ax: Axes, seen: _Seen) -> None:
    two = seen.net.sizes[0] == 2
    bounds: Any = _inputs(seen) if two else None
    size = 18 if len(seen.data) > 20 else 46
    try:
        figures.prediction(
            seen.net, seen.data, bounds=bounds, points=61, hidden=seen.show_hidden, bar=False,
            key=two, size=size, ax=ax,
        )  # fmt: skip
    except ValueError:  # targets that are no classes: the output can be drawn without them
        ax.clear()
        figures.prediction(
            seen.net, bounds=bounds, points=61, hidden=seen.show_hidden, bar=False, key=False, ax=ax
        )
    if two and seen.show_hidden and len(seen.net.sizes) > 2:
        figures.hidden_lines(seen.net, bounds=bounds, key=False, ax=ax)


def _inputs(seen: _Seen) -> Array:
    """The part of the plane of inputs that is drawn, with a margin about the data: (2, 2)."""
    low, high = seen.data.x.min(0), seen.data.x.max(0)
    margin = np.where(high > low, 0.25 * (high - low), 1.0)
    return np.column_stack([low - margin, high + margin])


def _error(ax: Axes, seen: _Seen) -> None:
    history = seen.history
    if history is None:
        raise ValueError("history must be there to be drawn")
    runs = [history] if seen.reference is None else [history, seen.reference]
    labels = None if seen.reference is None else ["now", "kept"]
    figures.errors(*runs, labels=labels, held_out=seen.held_out, ax=ax)
    ax.locator_params(axis="x", nbins=4)
    if seen.moment is not None:
        height = float(history.error[seen.moment]) / (len(history.data) if seen.held_out else 1)
        _mark(ax, seen.moment, height)


def _mark(ax: Axes, x: float, y: float) -> None:
    """Here: the ball of the surface, on a curve."""
    ax.axvline(x, color=style.ERROR, linewidth=1, zorder=1)
    ax.plot(x, y, "o", ms=9, color=style.ERROR, mec=style.PAPER, zorder=5, clip_on=False)


_PANELS: dict[str, Callable[[Axes, _Seen], None]] = {
    "surface": _surface,
    "map": _map,
    "split": _split,
    "network": _network,
    "prediction": _prediction,
    "error": _error,
}
