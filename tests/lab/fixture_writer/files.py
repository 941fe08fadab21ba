"""The fixtures as files: what NumPy computes, for the browser half to match."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .case import Fixture
from .descent import descent, published_runs
from .landscapes import landscapes
from .network import network
from .starts import starts
from .stepper import update_steps

FOLDER = Path(__file__).parents[1] / "node" / "fixtures"


FIXTURES: dict[str, Callable[[], Fixture]] = {
    "network": network,
    "landscapes": landscapes,
    "descent": descent,
    "published_runs": published_runs,
    "starts": starts,
    "update_steps": update_steps,
}


def plain(value: Any) -> Any:
    """The same for JSON: numbers of arrays with 15 digits, and None if they are not finite."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, np.ndarray) and value.ndim:
        return [plain(each) for each in value]
    if isinstance(value, (np.floating, np.ndarray)):
        number = float(f"{float(value):.15g}")
        return number if math.isfinite(number) else None
    return value


def written(name: str) -> Fixture:
    """A committed fixture."""
    fixture: Fixture = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return fixture


def write(name: str) -> None:
    """Compute a fixture and write it, one case a line."""
    parts = []
    for part, cases in plain(FIXTURES[name]()).items():
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
        parts.append(f'"{part}": [\n{lines}\n]')
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
