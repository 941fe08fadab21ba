"""The live laboratory: a network, its error surface, its data and its training, linked by hand."""

from annlab.lab.stepper import Stepper
from annlab.lab.widget import Lab

__all__ = ["Lab", "Stepper"]
