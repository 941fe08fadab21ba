"""Times of several runs, taken in turn so that other load affects all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np


def seconds(*runs: Callable[[], object], repeat: int = 7, number: int = 1) -> list[float]:
    """The median seconds of each run; the first turn is a warm-up and does not count."""
    times = []
    for turn in range(repeat + 1):
        row = []
        for run in runs:
            start = time.perf_counter()
            for _ in range(number):
                run()
            row.append((time.perf_counter() - start) / number)
        if turn:
            times.append(row)
    return [float(m) for m in np.median(times, axis=0)]
