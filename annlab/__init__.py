"""annlab: networks as functions of their parameters, and every way to look at one."""

from annlab import activations, datasets, errors, gradients, perceptron, surfaces
from annlab.datasets import Dataset
from annlab.network import Network
from annlab.perceptron import Perceptron, ThresholdUnit
from annlab.training import History, train

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
]

__version__ = "0.1.0"
