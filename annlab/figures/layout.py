"""Layout of a network diagram: units in columns, and labels that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annlab._checks import Array

RADIUS = 0.42
COLUMN = 3.3
"""Distance between two layers, in the drawing's units of length."""


@dataclass(frozen=True)
class Place:
    """A unit that is drawn: its index in the layer and its position."""

    index: int
    x: float
    y: float


def columns(sizes: Sequence[int], most: int, row: float = 1.3) -> list[list[Place]]:
    """The units of each layer to draw, from top to bottom, with `row` the usual distance.

    A layer of more than `most` units shows the first `most` // 2, a gap, and the last.
    """
    shown = [_shown(size, most) for size in sizes]
    tallest = max(rows[-1][1] for rows in shown)
    height = tallest * row
    # The labels of many lines need more space between the layers.
    distance = COLUMN + 0.4 * max(0.0, tallest - 4)
    places = []
    for layer, rows in enumerate(shown):
        last = rows[-1][1]
        gap = min(2.6, height / last) if last else 0.0
        places.append([Place(i, distance * layer, gap * (last / 2 - row)) for i, row in rows])
    return places


def _shown(size: int, most: int) -> list[tuple[int, float]]:
    """Index and row of each unit drawn; the last of a folded layer is two rows further down."""
    if size <= most:
        return [(i, float(i)) for i in range(size)]
    first = most // 2
    return [(i, float(i)) for i in range(first)] + [(size - 1, first + 1.0)]


def along(
    edges: Sequence[tuple[Place, Place]], sizes: Sequence[tuple[float, float]], taken: list[Array]
) -> list[tuple[float, float]] | None:
    """Centres for the labels of the edges between two layers, so that no two labels touch.

    `sizes` are the labels' widths and heights; `taken` holds boxes (left, low, right, high) that
    are occupied. All labels at the same distance look best, so that is tried first, at the
    distance where they are furthest apart. Otherwise each label goes where there is space. Returns
    None if there is not space for all.
    """
    tallest = max(height for _, height in sizes)

    def space(fraction: float) -> float:
        """The smallest vertical gap between two labels, up to the size that is comfortable."""
        heights = np.sort([_at(edge, fraction)[1] for edge in edges])
        gap = np.diff(heights).min() - tallest if len(heights) > 1 else tallest
        return round(min(gap, 0.6 * tallest), 3)

    fractions = sorted(
        np.linspace(0.24, 0.8, 29).tolist(), key=lambda f: (-space(f), abs(f - 0.38))
    )
    for fraction in fractions:
        if space(fraction) < 0:
            break
        centres = [_at(edge, fraction) for edge in edges]
        boxes = [_box(c, size) for c, size in zip(centres, sizes, strict=True)]
        if not any(_touch(box, other) for box in boxes for other in taken):
            return centres
    boxes, centres = list(taken), []
    for edge, size in zip(edges, sizes, strict=True):
        for fraction in fractions:
            box = _box(_at(edge, fraction), size)
            if not any(_touch(box, other) for other in boxes):
                boxes.append(box)
                centres.append(_at(edge, fraction))
                break
        else:
            return None
    return centres


def _at(edge: tuple[Place, Place], fraction: float) -> tuple[float, float]:
    """The point at a fraction of the way along an edge."""
    start, stop = edge
    return (start.x + fraction * (stop.x - start.x), start.y + fraction * (stop.y - start.y))


def _box(centre: tuple[float, float], size: tuple[float, float]) -> Array:
    """The box (left, low, right, high) of a label."""
    x, y = centre
    width, height = size
    return np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2])


def _touch(a: Array, b: Array) -> bool:
    """Whether two boxes overlap."""
    return bool(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def rescaled(a: Array) -> Array:
    """Values shifted and scaled to go from −1 to 1, for a small curve; 0 if all are equal."""
    low, high = float(a.min()), float(a.max())
    return (2 * a - low - high) / ((high - low) or 1.0)
