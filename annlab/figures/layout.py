"""Where the parts of a network diagram go: units in columns, and labels that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annlab._checks import Array

RADIUS = 0.42
COLUMN = 3.3
"""Distance between two layers, in the units of the drawing."""


@dataclass(frozen=True)
class Place:
    """A unit that is drawn: its number in the layer, counted from 0, and where it is."""

    index: int
    x: float
    y: float


def columns(sizes: Sequence[int], most: int, row: float = 1.3) -> list[list[Place]]:
    """The units of each layer that are drawn, from top to bottom, at least `row` apart.

    Of a layer of more than `most` units half of `most` are drawn, then a gap, then the last.
    """
    shown = [_shown(size, most) for size in sizes]
    tallest = max(rows[-1][1] for rows in shown)
    height = tallest * row
    # Many lines need more room between the layers for their labels.
    distance = COLUMN + 0.4 * max(0.0, tallest - 4)
    places = []
    for layer, rows in enumerate(shown):
        last = rows[-1][1]
        gap = min(2.6, height / last) if last else 0.0
        places.append([Place(i, distance * layer, gap * (last / 2 - row)) for i, row in rows])
    return places


def _shown(size: int, most: int) -> list[tuple[int, float]]:
    """(index, row) of the units drawn; the last of a folded layer is two rows further down."""
    if size <= most:
        return [(i, float(i)) for i in range(size)]
    first = most // 2
    return [(i, float(i)) for i in range(first)] + [(size - 1, first + 1.0)]


def along(
    edges: Sequence[tuple[Place, Place]], sizes: Sequence[tuple[float, float]], taken: list[Array]
) -> list[tuple[float, float]] | None:
    """Centres for the labels of the edges between two layers, such that none touches another.

    `sizes` are the labels' widths and heights; `taken` holds boxes (left, low, right, high) that
    are occupied. One distance for all the labels looks best and is tried first, where they are
    furthest apart; else each label goes where there is room. None if there is not room for all.
    """
    tall = max(height for _, height in sizes)

    def room(fraction: float) -> float:
        """The least free height between two labels, as far as more is better."""
        heights = np.sort([_at(edge, fraction)[1] for edge in edges])
        free = np.diff(heights).min() - tall if len(heights) > 1 else tall
        return round(min(free, 0.6 * tall), 3)

    fractions = sorted(np.linspace(0.24, 0.8, 29).tolist(), key=lambda f: (-room(f), abs(f - 0.38)))
    for fraction in fractions:
        if room(fraction) < 0:
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
    start, stop = edge
    return (start.x + fraction * (stop.x - start.x), start.y + fraction * (stop.y - start.y))


def _box(centre: tuple[float, float], size: tuple[float, float]) -> Array:
    x, y = centre
    width, height = size
    return np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2])


def _touch(a: Array, b: Array) -> bool:
    return bool(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def levelled(a: Array) -> Array:
    """Values moved and scaled to reach from −1 to 1, for a small curve; a constant's are 0."""
    low, high = float(a.min()), float(a.max())
    return (2 * a - low - high) / ((high - low) or 1.0)
