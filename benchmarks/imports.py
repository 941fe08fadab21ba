"""The time of a whole process that imports annlab, compared with one that imports NumPy."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np


def _seconds(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main() -> None:
    statements = ("import numpy", "import annlab", "from annlab import Network, datasets, train")
    rows = [[_seconds(statement) for statement in statements] for _ in range(16)]
    medians = np.median(rows[1:], axis=0)
    print("Whole process")
    for statement, median in zip(statements, medians, strict=True):
        print(f"  {statement:43} {median * 1e3:6.1f} ms  {median / medians[0]:5.2f} × import numpy")
