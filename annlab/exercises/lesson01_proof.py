"""Exercises of lesson 1: the bound on mistakes, and a boundary that is not a line."""

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
    signed: bool = True,
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
    fits = s @ u * (2 * t - 1 if signed else 1)
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
    title="The bound on mistakes",
    task="""Write `mistake_bound(x, t, w, b)`: the largest number of mistakes, (R/γ)², that the
    theorem allows on examples x (examples, inputs) with targets t of 0 and 1 (examples,), if the
    unit w, b separates them. R and γ are those of the proof: u is (w, b) scaled to length 1, and
    s = ±(x, 1).""",
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
            {"signed": False},
            """You do not change the sign for examples with t = 0: for them s = −(x, 1). Only then
            does a positive u · s mean "right" for both classes.""",
        ),
        Mistake(
            "widest_margin",
            {"margin": "max"},
            """γ is the smallest of the numbers u · s, not the largest: each mistake adds at least
            that much, and "at least" is what the proof needs.""",
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
            """You take the mean of the lengths. The upper limit must hold for every mistake, even
            at the longest s.""",
        ),
        Mistake(
            "without_the_one",
            {"ones": "out"},
            """Your R uses x alone. The bias is counted as a weight, so its input, the 1, is part
            of s = ±(x, 1) and of its length.""",
        ),
        Mistake(
            "not_scaled",
            {"length": "none"},
            """u must have length 1. As it is, doubling w and b makes your bound four times
            smaller, although the line is the same: divide by the length of (w, b).""",
        ),
        Mistake(
            "scaled_by_w",
            {"length": "w"},
            """You divide by the length of w only. u is (w, b), with the bias included, and its
            whole length must be 1.""",
        ),
        Mistake(
            "upside_down",
            {"fraction": "γ/R"},
            """You have (γ/R)², which is below 1. A narrow margin makes the task hard: γ belongs
            in the denominator.""",
        ),
        Mistake(
            "number_of_examples",
            wrong=lambda reference, x, t, w, b: reference(x, t, w, b) * len(x),
            words="""You multiply by the number of examples. That does not appear in the bound at
            all: only R and γ do.""",
        ),
    ],
    hints=[
        "First make u: the weights and the bias in one array, divided by its length.",
        """Then s: a column of ones beside x, and the rows with t = 0 multiplied by −1. R and γ
        come from s.""",
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
    praise="It contains neither the number of examples nor the number of weights.",
)


# -- curves --------------------------------------------------------------------------------------

POINTS = np.random.default_rng(2).uniform(size=(100, 2))
"""The 100 points in the unit square that section 12 gives to learners."""


def fewest_wrong(points: Array, targets: Array) -> int:
    """How many of these points (n, 2) the best of all lines gets wrong; targets (n,) are 0 or 1.

    The order in which a moving line meets the points changes only at directions in which two of
    them swap places. One direction between each two neighbours of these is tried.
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
        f"{int(targets.sum())} of the {len(targets)} points are ones; the best of all lines gets "
        f"{fewest_wrong(POINTS, targets)} wrong."
    )


bent = NumbersExercise(
    "bent",
    lesson=1,
    title="A boundary that is not a line",
    task="""Give the 100 points in `points` targets with a curved boundary, so that no straight
    line separates the ones from the zeros: one True or False for each point.""",
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
            words="""All points are in one class, so there is nothing to separate. Both
            coordinates lie between 0 and 1; does your curve pass among the points?""",
        ),
        Mistake(
            "straight_enough",
            when=lambda t: _are_classes(t) and fewest_wrong(POINTS, t) == 0,
            example=lambda: POINTS.sum(axis=1) > 1,
            words="""A straight line is enough for these: one makes no mistakes, and the
            perceptron would find it. Bend your boundary more, or let it enclose something.""",
        ),
    ],
    hints=[
        "Something round: the distance of a point from the middle of the square.",
        "To combine two conditions, write (…) & (…), with the brackets. A stripe takes two.",
        "(x1 − 0.5) ** 2 + (x2 − 0.5) ** 2 < 0.4 ** 2 is a disc.",
    ],
    solution="""
points = np.random.default_rng(2).uniform(size=(100, 2))
x1, x2 = points.T
bent = (x1 - 0.5) ** 2 + (x2 - 0.5) ** 2 < 0.4**2
""",
    praise="On these points the perceptron never settles.",
)
