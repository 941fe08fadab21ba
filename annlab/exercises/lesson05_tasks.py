"""Exercises of lesson 5: gradients that vanish, and how not to forget a first task."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.lesson05_held_out import starts

# -- vanishing gradients -------------------------------------------------------------------------


def _vanishing(
    *, layers: int = 3, slope: str = "right", weights: bool = True, together: str = "product"
) -> Array:
    logistic, tanh = {"right": (0.25, 1.0), "of a": (0.5, 0.0), "alike": (0.25, 0.25)}[slope]
    factors = np.array([logistic, logistic, tanh])
    if weights:
        factors = factors * np.array([1.0, 4.0, 0.5])
    in_total: Array = factors * layers if together == "sum" else factors**layers
    return in_total


vanishing = NumbersExercise(
    "vanishing",
    lesson=5,
    title="What is left after three layers",
    task="""A chain has one unit in each layer. δ goes back from the z of the output through
    three hidden units, all at z = 0. By what is it multiplied in total if the units are
    logistic, with weights of 1; logistic, with weights of 4; tanh, with weights of ½? (It passes
    three units and three weights. Give three decimals, or a fraction such as 1 / 10.)""",
    reference=_vanishing,
    names=("logistic", "weights of 4", "tanh"),
    within=0.0006,
    mistakes=[
        Mistake(
            "one_layer_more",
            {"layers": 4},
            """You have one layer too many: there are three hidden units on the way, so three
            factors.""",
        ),
        Mistake(
            "one_layer_less",
            {"layers": 2},
            "You have one layer too few: the first of the three hidden units has a slope as well.",
        ),
        Mistake(
            "one_layer",
            {"layers": 1},
            """That is the factor for a single layer. δ passes three layers, and each multiplies
            it again.""",
        ),
        Mistake(
            "added",
            {"together": "sum"},
            """You add the factors of the layers. Slopes multiply along a chain, which is why so
            little is left.""",
        ),
        Mistake(
            "activation_for_slope",
            {"slope": "of a"},
            """You multiply by the activation, g(0), which is ½ or 0. Multiply by the slope
            there: ¼ for the logistic function, 1 for tanh.""",
        ),
        Mistake(
            "tanh_as_logistic",
            {"slope": "alike"},
            """For tanh you use the slope of the logistic function, ¼. At z = 0 tanh has the
            slope 1 − 0² = 1: four times as much, in every layer.""",
        ),
        Mistake(
            "no_weights",
            {"weights": False},
            """The weights are missing. On its way back δ is multiplied by g′(z) *and* by the weight
            of each layer.""",
        ),
    ],
    hints=[
        "Each layer multiplies δ by the weight it comes back through, and by g′(z).",
        "g′(0) is ¼ for the logistic function, and 1 for tanh.",
        "(1 · ¼)³, (4 · ¼)³, (½ · 1)³.",
    ],
    solution='vanishing = {"logistic": 0.0156, "weights of 4": 1.0, "tanh": 0.125}',
    praise="After six logistic layers with weights of 1 it would be 0.00024.",
)


# -- four examples against forgetting ------------------------------------------------------------

_GOAL = 0.04


@cache
def _first_task() -> tuple[Any, Any, Any]:
    """The left and the right half of the sine, and 64 networks that have learned the left half."""
    from annlab import datasets
    from annlab.network import Network
    from annlab.training import train

    whole = datasets.curve("sin", noise=0.2, rng=np.random.default_rng(2))
    left = whole.take(whole.x[:, 0] < 0, "left half")
    right = whole.take(whole.x[:, 0] >= 0, "right half")
    ten = starts(Network([1, 10, 1], hidden="tanh", output="identity"), 64)
    return left, right, train(ten, left, rate=0.03, epochs=60, progress=False).network


@lru_cache(maxsize=16)
def _remembered(rows: tuple[int, ...]) -> float:
    """The median error on the left, after learning the right half mixed with these examples."""
    from annlab.datasets import Dataset
    from annlab.training import train

    left, right, learned = _first_task()
    kept = left.take(np.array(rows))
    mixed = Dataset(np.vstack([right.x, kept.x]), np.vstack([right.t, kept.t]))
    mixed = mixed.shuffled(rng=np.random.default_rng(0))
    run = train(learned, mixed, rate=0.03, epochs=60, progress=False)
    return float(np.median(run.network.error(left))) / len(left)


def _score(places: Array) -> float:
    rows = np.abs(_first_task()[0].x - places).argmin(axis=0)
    return _remembered(tuple(rows.tolist()))


def _gap(places: Array) -> float:
    return float(np.diff(np.sort(places)).max())


keep_x = NumbersExercise(
    "keep_x",
    lesson=5,
    title="Remember with four examples",
    task="""Choose four values of x between −5 and 0. The nearest examples of the left half are
    kept and mixed with those of the right half. Get the median error of 64 starts on the left
    half below 0.04 per example.""",
    accepts=lambda places: _score(places) < _GOAL,
    shape=(4,),
    report=lambda places: f"The median error on the left half is {_score(places):.4f}.",
    seconds=60,
    mistakes=[
        Mistake(
            "not_on_the_left",
            when=lambda places: bool(places.max() > 0.1 or places.min() < -5.1),
            example=lambda: [1, 2, 3, 4],
            words="""Some of these lie outside the left half, and the nearest example, at its
            edge, stands in for them. The right half is learned anyway: choose values between −5
            and 0.""",
        ),
        Mistake(
            "bunched",
            when=lambda places: bool(np.ptp(places) < 2),
            example=lambda: [-2, -2.2, -2.4, -2.6],
            words="""All four are close together. They hold the curve in one place, and the rest
            of it can turn freely around that.""",
        ),
        Mistake(
            "left_end_loose",
            when=lambda places: bool(places.min() > -4),
            example=lambda: [-3, -2, -1, 0],
            words="""The left end is loose. Far from the right half nothing else holds the curve:
            keep something near −5.""",
        ),
        Mistake(
            "a_hole",
            when=lambda places: _gap(places) > 1.8,
            example=lambda: [-5, -4, -1, 0],
            words="""There is a wide gap between two of them, and a whole flank of the sine fits
            into it: spread them more evenly.""",
        ),
        Mistake(
            "ends_inside",
            when=lambda places: bool(places.min() > -4.9),
            example=lambda: [-4.5, -3.2, -1.8, -0.5],
            words="""They are well spread, but the last stretch on the left is still free to
            tilt. Move the leftmost one out to −5.""",
        ),
    ],
    hints=[
        "Spread them out evenly. Where must the curve be held so that it cannot tilt?",
        "Put one at the very end, −5, and the others no more than about 1.7 apart.",
    ],
    solution="keep_x = [-5, -3.3, -1.7, 0]",
    praise="Keep four of the 100 old examples, well chosen, and hardly anything is forgotten.",
)
