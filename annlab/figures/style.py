"""One look for every figure: colours with fixed roles, marker shapes, text sizes, plain axes.

The colours start from the palette of Okabe and Ito (2008), which stays distinct under the common
kinds of colour blindness. Blue always means low (class 0, a negative weight) and orange high
(class 1, a positive weight). Colour never works alone: a shape, a dash or a word says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.ticker import AutoLocator, MaxNLocator
from mpl_toolkits.mplot3d import Axes3D  # type: ignore[import-untyped]
from numpy.typing import ArrayLike

INK = "#1F2933"
MUTED = "#5F6B78"
RULE = "#C5CCD3"
PAPER = "#FFFFFF"

CLASSES = ("#0B6FB3", "#E8920C", "#0C8F6B", "#A64D8C")
SHAPES = ("o", "s", "^", "D")
"""A colour and a marker shape for each of the classes 0, 1, 2 and 3."""

NEGATIVE, POSITIVE = CLASSES[0], CLASSES[1]
"""Colours of weights: blue pulls towards class 0, orange pushes towards class 1."""

ERROR = "#B3224F"
"""Errors, error signals and the path of a descent."""

NAMED = 6
"""A legend names at most this many hidden units; more would leave no space for the picture."""

HIDDEN = ("#0C8F6B", "#A64D8C", "#3FA0D8", "#8A6D1B", "#6A5ACD", "#4D5B66")
"""Colours of the hidden units in turn; after the sixth they repeat with another dash."""

TRAINING, HELD_OUT = INK, "#C4560A"

STEPS = {"forward": CLASSES[0], "backward": ERROR, "gradients": "#A64D8C", "update": "#0C8F6B"}
"""A colour for each of the four steps of backpropagation."""

Dash = str | tuple[float, tuple[float, ...]]
DASHES: tuple[Dash, ...] = ("solid", (0, (6, 2)), (0, (1.2, 1.4)), (0, (7, 2, 1.2, 2)))

SMALL, TEXT, LARGE = 12, 13, 15
"""Text sizes in points, for a figure shown at the width it was made for."""

DPI = 128
"""At this resolution the widest figure, 10 inches, has the 1280 pixels of a projector."""

PREDICTION = LinearSegmentedColormap.from_list(
    "annlab.prediction", ["#9CC4E2", "#D3E4F0", "#F8F6F2", "#FBE3BD", "#F4BF6E"]
)
WEIGHT = LinearSegmentedColormap.from_list(
    "annlab.weight", ["#07406F", "#2F80B9", "#A9CCE3", "#F8F7F4", "#F7CF8E", "#E0870A", "#8A4B00"]
)
HEIGHT = LinearSegmentedColormap.from_list(
    "annlab.height", ["#14324F", "#2B628C", "#6C9FB5", "#B5CFCB", "#F1EBDC"]
)
"""Heights of an error surface: dark valleys, light peaks."""

LOOK: dict[Any, Any] = {
    "figure.dpi": DPI,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "font.size": SMALL,
    "text.color": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": TEXT,
    "axes.titlecolor": INK,
    "legend.frameon": False,
    "legend.fontsize": SMALL,
    "legend.labelcolor": INK,
    "legend.handletextpad": 0.5,
}
"""Settings of matplotlib that hold while one of these figures is drawn, and only then."""


@contextmanager
def look() -> Iterator[None]:
    """Draw with the settings of `LOOK`, as a context or a decorator.

    Only these settings are put back. `matplotlib.rc_context` would put back all of them, including
    the one that makes a notebook show figures, which the first figure of a notebook turns on.
    """
    before = {name: rcParams[name] for name in LOOK}
    rcParams.update(LOOK)
    try:
        yield
    finally:
        rcParams.update(before)


def axes(ax: Axes | None, *, size: tuple[float, float] = (7.5, 4.7), solid: bool = False) -> Axes:
    """The axes to draw on: those given, or those of a new pyplot figure of `size` inches.

    `solid` asks for axes in three dimensions. Raises TypeError if `ax` is not an Axes, ValueError
    if it has the wrong number of dimensions.
    """
    if ax is None:
        from matplotlib import pyplot  # imported late: it chooses how figures are shown

        with look():
            figure = pyplot.figure(figsize=size)
        ax = figure.add_subplot(projection="3d" if solid else None)
    elif not isinstance(ax, Axes):
        raise TypeError(f"ax must be a matplotlib Axes or None, not {ax!r}")
    elif isinstance(ax, Axes3D) != solid:
        wanted = "3-D, as from add_subplot(projection='3d')" if solid else "flat, not 3-D"
        raise ValueError(f"ax must be {wanted}")
    ax.set_facecolor(PAPER)
    return ax


def plain(
    ax: Axes, *, x: str | None = None, y: str | None = None, title: str | None = None
) -> None:
    """Thin axes left and below, grey ticks, labels large enough for the back row."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(RULE)
    ax.tick_params(labelsize=SMALL, labelcolor=MUTED, color=RULE, length=4)
    for axis in (ax.xaxis, ax.yaxis):
        if type(axis.get_major_locator()) is AutoLocator:
            axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    if x is not None:
        ax.set_xlabel(x, fontsize=TEXT, color=INK)
    if y is not None:
        ax.set_ylabel(y, fontsize=TEXT, color=INK)
    if title is not None:
        heading(ax, title)


@look()
def heading(ax: Axes, title: str, *, lines_below: int = 0) -> None:
    """A title above the axes, at the left, with space for `lines_below` lines of text under it."""
    ax.set_title(title, pad=7 + 1.7 * SMALL * lines_below)


def blank(ax: Axes, xlim: tuple[float, float], ylim: tuple[float, float]) -> float:
    """Hide the axes to make space for a diagram; return the number of pixels per unit of length."""
    ax.set(xlim=xlim, ylim=ylim)
    ax.set_aspect("equal")
    ax.axis("off")
    figure = ax.figure
    if isinstance(figure, Figure) and (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)  # otherwise the axes get their position only when drawn
    box = ax.get_window_extent()
    return min(box.width / (xlim[1] - xlim[0]), box.height / (ylim[1] - ylim[0]))


@look()
def legend(ax: Axes, **options: Any) -> None:
    """A legend without a frame; `options` are those of `Axes.legend`."""
    ax.legend(**options)


@look()
def label_ends(ax: Axes, ends: Sequence[tuple[float, str, str]]) -> None:
    """Name lines at the right edge of axes whose limits are set.

    `ends` are (y at the edge, colour, text). Labels that would touch are pushed apart, long ones
    are cut.
    """
    to_axes = ax.transData + ax.transAxes.inverted()
    wanted = np.array([to_axes.transform((ax.get_xlim()[1], y))[1] for y, _, _ in ends])
    step = 1.35 * SMALL * ax.figure.dpi / 72 / ax.get_window_extent().height
    order = np.argsort(wanted, kind="stable")
    places = np.clip(wanted[order], 0, 1)
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + step)
    places -= max(0.0, (places[-1] - 1) / 2) if len(places) else 0.0
    for place, k in zip(places, order, strict=True):
        _, colour, text = ends[k]
        ax.annotate(cut(text), (1.015, place), xycoords="axes fraction", va="center", color=colour)


@look()
def colour_bar(ax: Axes, colours: Any, name: str, ticks: ArrayLike, **options: Any) -> None:
    """A slim colour scale at the right, with its name on top."""
    options = {"format": lambda value, _: number(value)} | options
    bar = ax.figure.colorbar(
        colours, ax=ax, ticks=np.asarray(ticks), fraction=0.05, pad=0.03, aspect=26, **options
    )
    bar.outline.set_visible(False)
    bar.ax.minorticks_off()
    bar.ax.tick_params(labelsize=SMALL, labelcolor=MUTED, length=0)
    # Not a title: constrained layout takes no account of the width of titles.
    bar.ax.annotate(
        name, (0, 1), (0, 12), xycoords="axes fraction", textcoords="offset points",
        annotation_clip=False,
    )  # fmt: skip


def halo(width: float = 3.0) -> list[AbstractPathEffect]:
    """A white edge that keeps text and lines readable on any background."""
    return [withStroke(linewidth=width, foreground=PAPER)]


def math(name: str) -> str:
    """The name of a parameter, unit or quantity, typeset as mathematics.

    "w5" becomes w with subscript 5, "W1[2,3]" w with subscript 2,3 and the layer, (1), as
    superscript; any other name stays as it is, cut if it is long.
    """
    if match := re.fullmatch(r"([A-Za-z])(\d*)", name):
        letter, index = match.groups()
        return f"${letter}_{{{index}}}$" if index else f"${letter}$"
    if match := re.fullmatch(r"([A-Za-z])(\d+)\[(\d+)(?:,(\d+))?\]", name):
        letter, layer, first, second = match.groups()
        index = first if second is None else f"{first},{second}"
        return f"${letter.lower()}^{{({layer})}}_{{{index}}}$"
    return cut(name).replace("$", r"\$")


def cut(text: str, length: int = 24) -> str:
    """The text, shortened to `length` characters with an ellipsis if it is longer."""
    return text if len(text) <= length else text[: length - 1] + "…"


def number(value: float, digits: int = 3) -> str:
    """A number to `digits` significant digits, with a true minus sign."""
    text = f"{value:.{digits}g}"
    return "0" if float(text) == 0 else text.replace("-", "−")
