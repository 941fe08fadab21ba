"""Exercises of lesson 1, continued: the mistake bound, and a boundary that is no line."""

from __future__ import annotations

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- the bound -----------------------------------------------------------------------------------


def _mistake_bound(
    x: Array,
    t: Array,
    w: Array,
    b: float,
    *,
    power: int = 2,
    turned: bool = True,
    margin: str = "min",
    longest: str = "max",
    ones: str = "in",
    length: str = "all",
    fraction: str = "R/γ",
) -> float:
    u = np.append(w, b)
    u = u / {"all": np.linalg.norm(u), "w": np.linalg.norm(w), "none": 1.0}[length]
    s = np.column_stack([x, np.ones(len(x))])
    lengths = np.linalg.norm(x if ones == "out" else s, axis=1)
    R = {"max": lengths.max(), "min": lengths.min(), "mean": lengths.mean()}[longest]
    fits = s @ u * (2 * t - 1 if turned else 1)
    gamma = {"min": fits.min(), "max": fits.max(), "mean": fits.mean()}[margin]
    return float((R / gamma if fraction == "R/γ" else gamma / R) ** power)


def _separated(rng: Rng) -> tuple[Array, Array, Array, float]:
    n, inputs = rng.integers(4, 8), rng.integers(2, 4)
    w, x = rng.normal(size=inputs), rng.uniform(-1, 1, (n, inputs))
    z = x @ w
    low, high = np.sort(z)[[n // 2 - 1, n // 2]]
    b = -float(0.6 * low + 0.4 * high)  # between two of them: both classes, and none on the line
    return x, (z + b > 0).astype(float), w, b


mistake_bound = FunctionExercise(
    "mistake_bound",
    lesson=1,
    title="Count the bound",
    task="""Write `mistake_bound(x, t, w, b)`: the most mistakes, (R/γ)², that the theorem allows on
    examples x (examples, inputs) with targets t of 0 and 1 (examples,), if the unit w, b separates
    them. R and γ are those of the proof: u is (w, b) at length 1, and s = ±(x, 1).""",
    reference=_mistake_bound,
    inputs=_separated,
    edges=[
        (np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([1.0, 0.0]), np.array([1.0, 1.0]), -1.0),
        (np.array([[2, 1], [0, 1], [1, 0]]), np.array([1, 0, 0]), np.array([2, 1]), -4),
        (np.array([[3.0], [1.0]]), np.array([0.0, 1.0]), np.array([-1.0]), 2.5),
    ],
    mistakes=[
        Mistake(
            "not_squared",
            {"power": 1},
            """This is R/γ; the bound is its square. What grows like k γ meets what grows like √k R
            where √k = R/γ.""",
        ),
        Mistake(
            "not_turned",
            {"turned": False},
            """The examples with t = 0 are not turned round: for them s = −(x, 1). Only then does a
            positive u · s mean "right" for both classes.""",
        ),
        Mistake(
            "widest_margin",
            {"margin": "max"},
            """γ is the smallest of the numbers u · s, not the largest: each mistake adds at least
            so much, and "at least" is what the proof needs.""",
        ),
        Mistake(
            "mean_margin",
            {"margin": "mean"},
            """You take the mean of u · s. A mistake may happen at the example nearest to the plane,
            which adds less: γ is the smallest.""",
        ),
        Mistake(
            "shortest",
            {"longest": "min"},
            """R is the length of the longest s: each mistake adds at most R² to |v|².""",
        ),
        Mistake(
            "mean_length",
            {"longest": "mean"},
            """You take the mean of the lengths. The ceiling must hold for every mistake, also at
            the longest s.""",
        ),
        Mistake(
            "without_the_one",
            {"ones": "out"},
            """R is made of x alone. The bias is counted among the weights, so its input, the 1,
            belongs to s = ±(x, 1) and to its length.""",
        ),
        Mistake(
            "not_scaled",
            {"length": "none"},
            """u must have length 1. As it is, doubling w and b would make your bound four times
            smaller, though it is the same line: divide by the length of (w, b).""",
        ),
        Mistake(
            "scaled_by_w",
            {"length": "w"},
            """You divide by the length of w only. u is (w, b), the bias counted in, and its whole
            length must be 1.""",
        ),
        Mistake(
            "upside_down",
            {"fraction": "γ/R"},
            """You have (γ/R)², which is below 1. A narrow margin makes the task hard: γ stands
            below.""",
        ),
        Mistake(
            "number_of_examples",
            wrong=lambda reference, x, t, w, b: reference(x, t, w, b) * len(x),
            words="""You multiply by the number of examples. It does not occur in the bound at all:
            only R and γ do.""",
        ),
    ],
    hints=[
        "Make u first: the weights and the bias in one array, divided by its length.",
        "Then s: a column of ones beside x, and rows with t = 0 times −1. R and γ come from s.",
        "R = np.linalg.norm(s, axis=1).max(), γ = (s @ u).min(), and the bound is (R / γ) ** 2.",
    ],
    solution="""
def mistake_bound(x, t, w, b):
    u = np.append(w, b) / np.linalg.norm(np.append(w, b))
    s = np.column_stack([x, np.ones(len(x))]) * (2 * t - 1)[:, None]
    R = np.linalg.norm(s, axis=1).max()
    gamma = (s @ u).min()
    return (R / gamma) ** 2
""",
    praise="Neither the number of examples nor that of weights is in it.",
)


# -- curves --------------------------------------------------------------------------------------

POINTS = np.random.default_rng(2).uniform(size=(100, 2))
"""The 100 points of the unit square that section 12 gives to learners."""


def fewest_wrong(points: Array, targets: Array) -> int:
    """How many of these points (n, 2) the best of all lines has wrong, targets (n,) of 0 and 1.

    The order in which a moving line meets the points changes only at directions in which two of
    them change places; one direction between each two of these is tried.
    """
    first, second = np.triu_indices(len(points), k=1)
    apart = points[first] - points[second]
    swaps = np.sort(np.arctan2(apart[:, 0], -apart[:, 1]) % np.pi)
    between = (swaps + np.append(swaps[1:], swaps[0] + np.pi)) / 2
    order = np.argsort(points @ np.array([np.cos(between), np.sin(between)]), axis=0)
    ones = targets[order]
    gained = np.vstack([0 * ones[:1], np.cumsum(2 * ones - 1, axis=0)])
    above = len(points) - targets.sum() + gained  # wrong if all points from here on get a 1
    return int(min(above.min(), len(points) - above.max()))


def _are_classes(targets: Array) -> bool:
    return bool(np.isin(targets, (0, 1)).all() and 0 < targets.sum() < len(targets))


def _bent_report(targets: Array) -> str:
    if not _are_classes(targets):
        return ""
    return (
        f"{int(targets.sum())} of the {len(targets)} points are ones; the best of all lines has "
        f"{fewest_wrong(POINTS, targets)} wrong."
    )


bent = NumbersExercise(
    "bent",
    lesson=1,
    title="A boundary that is no line",
    task="""Give the 100 points of `points` targets with a curved boundary, so that no straight line
    separates the ones from the zeros: one True or False for each point.""",
    accepts=lambda t: _are_classes(t) and fewest_wrong(POINTS, t) > 0,
    report=_bent_report,
    shape=(100,),
    mistakes=[
        Mistake(
            "no_classes",
            when=lambda t: not np.isin(t, (0, 1)).all(),
            example=lambda: POINTS[:, 0] ** 2,
            words="""These are not zeros and ones. Compare something: `x2 > x1 ** 2` is True or
            False for every point.""",
        ),
        Mistake(
            "one_class",
            when=lambda t: bool(t.min() == t.max()),
            example=lambda: POINTS[:, 0] > 2,
            words="""All points are of one class: there is nothing to separate. Both coordinates lie
            between 0 and 1; does your curve pass among them?""",
        ),
        Mistake(
            "straight_enough",
            when=lambda t: _are_classes(t) and fewest_wrong(POINTS, t) == 0,
            example=lambda: POINTS.sum(axis=1) > 1,
            words="""A straight line is enough for these: there is one without a mistake, and the
            perceptron would find it. Bend your boundary more, or let it enclose something.""",
        ),
    ],
    hints=[
        "Something round: the distance of a point from the middle of the square.",
        "To join two conditions, write (…) & (…), with the brackets. A stripe is one of these.",
        "(x1 − 0.5) ** 2 + (x2 − 0.5) ** 2 < 0.4 ** 2 is a disc.",
    ],
    solution="""
points = np.random.default_rng(2).uniform(size=(100, 2))
x1, x2 = points.T
bent = (x1 - 0.5) ** 2 + (x2 - 0.5) ** 2 < 0.4**2
""",
    praise="On these the perceptron never settles.",
)
