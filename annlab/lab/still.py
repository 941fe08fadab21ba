"""A laboratory as one still picture and in words, for pages where nothing can move."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from annlab import figures, surfaces
from annlab._checks import Array
from annlab.figures import style
from annlab.figures.words import several, tell
from annlab.lab.snapshot import Snapshot

DPI = 104
POINTS = 21
"""Points per axis of a plane: the picture is small, and drawn whenever a cell shows a lab."""

_HEAD = 0.42  # inches above the panels, for the line of text
_CELLS = {0: (6.4, 0.0), 1: (6.4, 4.6), 2: (5.0, 3.9)}
"""Width and height of a panel in inches, by the number of panels beside each other."""

_FIRST = ("surface", "prediction", "network", "error", "map", "split")
"""The order in which panels are chosen for the picture: more than two would keep a cell waiting."""


def still(lab: Snapshot) -> Figure:
    """At most two panels of a laboratory as a figure.

    A panel for which there is no picture yet, such as the error before the first run, is left out.
    What `figures.describe` says of the figure begins with the laboratory's own words.
    """
    chosen = [name for name in _FIRST if name in lab.panels][:2]
    panels = [name for name in lab.panels if name in chosen]
    figure, failed = _draw(panels, lab)
    while failed is not None:
        panels.remove(failed)
        figure, failed = _draw(panels, lab)
    panel_words = " ".join(filter(None, map(figures.describe, figure.axes)))
    tell(figure, f"{words(lab)} {panel_words}".strip())
    return figure


def png(lab: Snapshot) -> bytes:
    """The still picture as a PNG of at most 256 colours, the same bytes for the same state."""
    canvas = FigureCanvasAgg(still(lab))
    canvas.draw()
    # This way of choosing colours takes a tenth of the time of the one in figures.png.
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if value > 251 else value for value in few.getpalette() or ()])  # paper
    out = io.BytesIO()
    few.save(out, "png")
    return out.getvalue()


def words(lab: Snapshot) -> str:
    """What a laboratory shows: its panels, E and where, the way down, and the run."""
    panels = [name for name in lab.panels if name != "controls"]
    units = "-".join(map(str, lab.net.sizes))
    shown = f": {several(panels)}" if panels else ""
    text = f"Laboratory of a {units} network on {lab.data.name}{shown}. {_place(lab)}"
    down = f"; {_down(lab)}" if lab.planar else ""
    return f"{text}{down}.{_run(lab)}"


def _place(lab: Snapshot) -> str:
    """ "E = 0.74 at w5 = 1.2, w6 = −0.3", or only E where the axes are not shown."""
    error = f"E = {style.number(float(lab.net.error(lab.data)))}"
    if not lab.planar:
        return error
    places = zip(lab.axes, map(style.number, lab.values), strict=True)
    at = ", ".join(f"{name} = {value}" for name, value in places)
    return f"{error} at {at}"


def _down(lab: Snapshot) -> str:
    """The direction of the two parameters in which E falls fastest."""
    gradient = lab.net.gradient(lab.data)
    slopes = {name: float(gradient[lab.net.index(name)]) for name in lab.axes}
    steepest = max(map(abs, slopes.values()))
    if not 0 < steepest < np.inf:
        return "no way down along these two"
    directions = [
        f"{'smaller' if slope > 0 else 'larger'} {name}"
        for name, slope in slopes.items()
        if abs(slope) >= 0.5 * steepest
    ]
    return f"steepest descent towards {several(directions)}"


def _run(lab: Snapshot) -> str:
    """How long the run is and which moment of it is shown; "" before the first."""
    if lab.history is None:
        return ""
    passes = len(lab.history)
    run = f" A run of {passes} {'pass' if passes == 1 else 'passes'}"
    if lab.moment is None:
        return f"{run}; θ was moved by hand."
    return f"{run}, shown {f'after pass {lab.moment}' if lab.moment else 'at its start'}."


# -- the panels --------------------------------------------------------------------------------


def _draw(panels: list[str], lab: Snapshot) -> tuple[Figure, str | None]:
    """A figure of the panels, and the name of the first that cannot be drawn, or None."""
    width, height = _CELLS[len(panels)]
    wide, tall = max(1, len(panels)) * width, height + _HEAD
    figure = Figure(figsize=(wide, tall), dpi=DPI, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    line = _place(lab) + _run(lab).replace(" A run", ";  a run").rstrip(".")
    figure.text(0.15 / wide, 1 - 0.27 / tall, line, fontsize=style.SMALL, color=style.INK)
    shares = [_SHARES.get(name, 1.0) for name in panels]
    x = 0.0
    for name, share in zip(panels, shares, strict=True):
        cell = wide * share / sum(shares)
        left, below, right, above = _margins(name, lab)
        box = (x + left, below, cell - left - right, height - below - above)
        x += cell
        try:
            ax = figure.add_axes(
                (box[0] / wide, box[1] / tall, box[2] / wide, box[3] / tall),
                projection="3d" if name == "surface" else None,
            )
            _PANELS[name](ax, lab)
        except Exception:  # a picture is an extra: the lab is shown whatever happens to it
            return figure, name
    return figure, None


_SHARES = {"surface": 1.05, "map": 0.95, "network": 1.2, "split": 1.1, "error": 1.05}
"""The relative width of a panel beside another."""


def _margins(name: str, lab: Snapshot) -> tuple[float, float, float, float]:
    """The margins of a panel's axes in inches: left, below, right and above."""
    if name == "surface":
        return 0.0, 0.2, 0.6, 0.0
    if name == "network":
        return 0.1, 0.05, 0.1, 0.05
    left, right, above = 0.82, 0.15, 0.12
    if (name == "map" and "surface" not in lab.panels) or name == "prediction":
        above = 0.35  # for the name of the colour bar, the legend of classes
    if name == "split":
        right = 1.0 if len(lab.data) <= 4 else 0.65
    if name == "error":
        both = lab.held_out is not None, lab.reference is not None
        right = {0: 0.2, 1: 0.8, 2: 1.2}[sum(both)]
    return left, 0.62, right, above


def _surface(ax: Axes, lab: Snapshot) -> None:
    plane = _plane(lab)
    # From 0 to a round number, as in the browser: a fit would make any ripple a mountain.
    high = float(plane.error.max()) or 1.0
    power = 10.0 ** np.floor(np.log10(high))
    top = next(f * power for f in (1, 1.5, 2, 3, 5, 7.5, 10) if f * power >= 0.9999 * high)
    figures.surface(plane, path=_path(lab), zlim=(0.0, top), view=lab.view, ax=ax)


def _map(ax: Axes, lab: Snapshot) -> None:
    plane = _plane(lab)
    log = bool(lab.log_height and plane.error.min() > 0)
    # The surface has a scale of heights already.
    bar = "surface" not in lab.panels
    figures.surface_map(plane, path=_path(lab), log=log, levels=10, bar=bar, ax=ax)


def _plane(lab: Snapshot) -> surfaces.Plane:
    return surfaces.plane(lab.net, lab.data, lab.axes, span=lab.span, points=POINTS)


def _path(lab: Snapshot) -> Array | None:
    """The run as far as it is shown, (m, 3): the two parameters and E; None at its start."""
    if lab.history is None or not lab.moment:
        return None
    moved = lab.history.theta[: lab.moment + 1]
    places = [lab.net.index(name) for name in lab.axes]
    return np.column_stack([moved[:, places], _errors(lab)[: lab.moment + 1]])


def _errors(lab: Snapshot) -> Array:
    """E after each pass; a history that was trained on the same data knows it already."""
    history: Any = lab.history
    known = history.data.x, history.data.t
    if all(map(np.array_equal, known, (lab.data.x, lab.data.t))):
        return history.error
    return history.error_on(lab.data)


def _split(ax: Axes, lab: Snapshot) -> None:
    line, here = _line(lab)
    figures.split(line, ax=ax)
    ax.xaxis.label.set_fontsize(style.SMALL)
    ax.locator_params(axis="x", nbins=4)
    if line.s[0] <= here <= line.s[-1]:
        _mark(ax, here, float(lab.net.error(lab.data)))


def _line(lab: Snapshot) -> tuple[surfaces.Line, float]:
    """The line along which the errors are split, and the network's place on it."""
    net, data, chosen = lab.net, lab.data, lab.line
    if isinstance(chosen, Mapping):
        origin = {name: float(net[name]) for name in chosen}
        return surfaces.line(net, data, chosen, origin=origin, points=101), 0.0
    if chosen == "start":
        label = "θ = start + s (here − start)"
        return _through(lab, net.theta - lab.start, (-0.25, 1.5), 1.0, label), 1.0
    if chosen == "gradient":
        gradient = net.gradient(data)
        downhill = -gradient / (np.linalg.norm(gradient) or 1.0)
        return _through(lab, downhill, (-5.0, 10.0), 0.0, "θ = here − s ∇E / |∇E|"), 0.0
    which = 0 if chosen == "first" else 1
    name, span = lab.axes[which], lab.span[which]
    return surfaces.line(net, data, name, span=span, points=101), float(net[name])


def _through(
    lab: Snapshot, direction: Array, span: tuple[float, float], here: float, label: str
) -> surfaces.Line:
    """The line in a direction, shape (P,), that passes through the network's θ at s = `here`."""
    s = np.linspace(*span, 101)
    moved = lab.net.at(lab.net.theta + (s[:, None] - here) * direction)
    parts = moved.error_per_example(lab.data)
    return surfaces.Line(lab.net, lab.data, s, moved.theta, parts, label)


def _network(ax: Axes, lab: Snapshot) -> None:
    figures.network(
        lab.net, show="values", width_by_weight=True, colour_by_sign=True, highlight=lab.axes,
        ax=ax,
    )  # fmt: skip


def _prediction(ax: Axes, lab: Snapshot) -> None:
    two = lab.net.sizes[0] == 2
    bounds: Any = _inputs(lab) if two else None
    size = 18 if len(lab.data) > 20 else 46
    try:
        figures.prediction(
            lab.net, lab.data, bounds=bounds, points=61, hidden=lab.show_hidden, bar=False,
            key=two, size=size, ax=ax,
        )  # fmt: skip
    except ValueError:  # the targets are no classes: draw the output without them
        ax.clear()
        figures.prediction(
            lab.net, bounds=bounds, points=61, hidden=lab.show_hidden, bar=False, key=False, ax=ax
        )
    if two and lab.show_hidden and len(lab.net.sizes) > 2:
        figures.hidden_lines(lab.net, bounds=bounds, key=False, ax=ax)


def _inputs(lab: Snapshot) -> Array:
    """The ranges of the two inputs that are drawn, shape (2, 2): the data and a margin."""
    low, high = lab.data.x.min(0), lab.data.x.max(0)
    margin = np.where(high > low, 0.25 * (high - low), 1.0)
    return np.column_stack([low - margin, high + margin])


def _error(ax: Axes, lab: Snapshot) -> None:
    history = lab.history
    if history is None:
        raise ValueError("there is no history to draw")
    runs = [history] if lab.reference is None else [history, lab.reference]
    labels = None if lab.reference is None else ["now", "kept"]
    figures.errors(*runs, labels=labels, held_out=lab.held_out, ax=ax)
    ax.locator_params(axis="x", nbins=4)
    if lab.moment is not None:
        height = float(history.error[lab.moment]) / (len(history.data) if lab.held_out else 1)
        _mark(ax, lab.moment, height)


def _mark(ax: Axes, x: float, y: float) -> None:
    """Mark where the network is, as the ball does on the surface."""
    ax.axvline(x, color=style.ERROR, linewidth=1, zorder=1)
    ax.plot(x, y, "o", ms=9, color=style.ERROR, mec=style.PAPER, zorder=5, clip_on=False)


_PANELS: dict[str, Callable[[Axes, Snapshot], None]] = {
    "surface": _surface,
    "map": _map,
    "split": _split,
    "network": _network,
    "prediction": _prediction,
    "error": _error,
}
