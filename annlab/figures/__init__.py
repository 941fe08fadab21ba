"""Figures of networks, data and errors: each takes arrays, a network or a history, and `ax=`.

Every function draws on the axes it is given, or on those of a new pyplot figure, and returns the
axes (a film strip: an array of them). It leaves the settings of matplotlib as they are, and records
in words what it has drawn: `describe` returns these words, and `show` makes them the picture's text
alternative.
"""

from annlab.figures import style
from annlab.figures.animation import Animation, animate
from annlab.figures.comparison import compare
from annlab.figures.counts import confusion, mistakes
from annlab.figures.curves import activations, errors, split
from annlab.figures.diagram import network
from annlab.figures.display import png, show
from annlab.figures.images import pictures, weights_image
from annlab.figures.landscapes import surface, surface_map
from annlab.figures.lines import boundary, hidden_lines
from annlab.figures.neurons import biological_neuron, neuron
from annlab.figures.predictions import prediction
from annlab.figures.scatter import data
from annlab.figures.strips import filmstrip, filmstrip_history, filmstrip_perceptron
from annlab.figures.words import describe

__all__ = [
    "Animation",
    "activations",
    "animate",
    "biological_neuron",
    "boundary",
    "compare",
    "confusion",
    "data",
    "describe",
    "errors",
    "filmstrip",
    "filmstrip_history",
    "filmstrip_perceptron",
    "hidden_lines",
    "mistakes",
    "network",
    "neuron",
    "pictures",
    "png",
    "prediction",
    "show",
    "split",
    "style",
    "surface",
    "surface_map",
    "weights_image",
]
