"""annlab: networks as functions of their parameters, and every way to look at one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annlab import activations, datasets, errors, gradients, perceptron, surfaces, training
    from annlab import controls as controls
    from annlab import exercises as exercises
    from annlab import figures as figures
    from annlab import lab as lab
    from annlab.datasets import Dataset
    from annlab.exercises.progress import progress as progress
    from annlab.lab import Lab as Lab
    from annlab.lab import Stepper as Stepper
    from annlab.network import Network
    from annlab.perceptron import Perceptron, ThresholdUnit
    from annlab.training import History, train

__version__ = "0.2.0"

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

# A module is imported when it is first used, so that importing annlab costs nothing: NumPy,
# matplotlib (figures) and ipywidgets (controls, lab) are imported only by code that needs them.
_OPTIONAL = ("Lab", "Stepper", "controls", "exercises", "figures", "lab", "progress")
_MODULE_OF = {
    "Dataset": "datasets",
    "History": "training",
    "Lab": "lab",
    "Network": "network",
    "Perceptron": "perceptron",
    "Stepper": "lab",
    "ThresholdUnit": "perceptron",
    "progress": "exercises.progress",
    "train": "training",
}


def __getattr__(name: str) -> object:
    if name not in (*__all__, *_OPTIONAL):
        raise AttributeError(f"module 'annlab' has no attribute {name!r}")
    module = import_module(f"annlab.{_MODULE_OF.get(name, name)}")
    value = getattr(module, name) if name in _MODULE_OF else module
    globals()[name] = value  # the next time it is found without this function
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_OPTIONAL})
