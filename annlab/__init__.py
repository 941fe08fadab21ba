"""annlab: networks as functions of their parameters, and every way to look at one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annlab import activations, datasets, errors, gradients, perceptron, surfaces, training
    from annlab import controls as controls
    from annlab import figures as figures
    from annlab.datasets import Dataset
    from annlab.network import Network
    from annlab.perceptron import Perceptron, ThresholdUnit
    from annlab.training import History, train

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "History",
    "Network",
    "Perceptron",
    "ThresholdUnit",
    "activations",
    "datasets",
    "errors",
    "gradients",
    "perceptron",
    "surfaces",
    "train",
    "training",
]

# A room is opened when it is first asked for: importing annlab costs nothing, and NumPy,
# matplotlib (figures) and ipywidgets (controls) are each paid for by those who use them.
_DRAWN = ("controls", "figures")
_HOME = {
    "Dataset": "datasets",
    "History": "training",
    "Network": "network",
    "Perceptron": "perceptron",
    "ThresholdUnit": "perceptron",
    "train": "training",
}


def __getattr__(name: str) -> object:
    if name not in (*__all__, *_DRAWN):
        raise AttributeError(f"module 'annlab' has no attribute {name!r}")
    module = import_module(f"annlab.{_HOME.get(name, name)}")
    found = getattr(module, name) if name in _HOME else module
    globals()[name] = found  # asked for once
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_DRAWN})
