"""Exercises of lesson 5: the prediction as a sum of what the hidden units contribute."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- the bias counted once -----------------------------------------------------------------------


def _bias_once(*, biases: int = 1, averaged: bool = False) -> Any:
    curves, b = np.array([3.4, 1.9, 4.1]), 2.5
    return curves.mean() if averaged else curves.sum() + (biases - 3) * b


bias_once = NumbersExercise(
    "bias_once",
    lesson=5,
    title="Count the bias once",
    task="""At x = 1 the dashed curves a_j v_j + b of a network with three hidden units are at
    3.4, 1.9 and 4.1, and the bias of the output is b = 2.5. What does the network predict?""",
    reference=_bias_once,
    within=0.01,
    mistakes=[
        Mistake(
            "three_times",
            {"biases": 3},
            """That is the sum of the three curves, and each of them includes the bias: your sum
            contains it three times, and the network adds it once.""",
        ),
        Mistake(
            "twice",
            {"biases": 2},
            """Your sum still contains the bias twice. Three curves include it, and you want it
            only once.""",
        ),
        Mistake(
            "not_at_all",
            {"biases": 0},
            "Now the bias has gone altogether: that is Σ a_j v_j alone. The network adds b once.",
        ),
        Mistake(
            "averaged",
            {"averaged": True},
            """That is the mean of the three curves. The output unit adds what the hidden units
            say; it does not average.""",
        ),
    ],
    hints=[
        "out = b + a_1 v_1 + a_2 v_2 + a_3 v_3. What is a_1 v_1, if the first curve is at 3.4?",
        """Add the three curves. How many times does that sum contain b, and how many times
        should it?""",
        "3.4 + 1.9 + 4.1 − 2 · 2.5.",
    ],
    solution="bias_once = 4.4",
)


# -- the contributions ---------------------------------------------------------------------------


def _contributions(
    x: Array,
    w: Array,
    b: Array,
    v: Array,
    c: float,
    *,
    hidden: str = "tanh",
    inner: str = "right",
    weighted: bool = True,
    with_c: bool = True,
    total: str = "once",
) -> tuple[Array, Array]:
    z = {
        "right": np.outer(x, w) + b,
        "none": np.outer(x, w),
        "before the weight": (x[:, None] + b) * w,
    }[inner]
    a = {"tanh": np.tanh(z), "logistic": 1 / (1 + np.exp(-z)), "none": z}[hidden]
    parts = a * v if weighted else a
    biases = {"once": 1, "each": len(v), "none": 0, "less two": len(v) - 2}[total]
    return parts + c * with_c, parts.sum(axis=1) + biases * c


def _net(rng: Rng) -> tuple[Any, ...]:
    n, units = rng.permutation([2, 3, 4, 5])[:2]
    return (
        rng.uniform(-3, 3, n),
        rng.normal(size=units),
        rng.normal(size=units),
        rng.normal(size=units),
        float(rng.uniform(0.5, 3)),
    )


contributions = FunctionExercise(
    "contributions",
    lesson=5,
    title="What each hidden unit contributes",
    task="""Write `contributions(x, w, b, v, c)` for a network with one input, tanh hidden units
    and one identity output: inputs x (examples,), weights w and biases b of the hidden units
    (units,), weights v to the output (units,), and the bias c of the output, one number. Return
    two arrays: the curves a_j v_j + c, of shape (examples, units), and the prediction, of shape
    (examples,).""",
    reference=_contributions,
    returns=("curves", "prediction"),
    inputs=_net,
    edges=[
        (
            np.array([0.0, 1.0]),
            np.array([1.0, 2.0, 0.0]),
            np.zeros(3),
            np.array([1.0, -0.5, 2.0]),
            2.5,
        ),
        (
            np.array([-1.0, 0.5]),
            np.array([2.0, -1.0]),
            np.array([0.5, 1.0]),
            np.array([1.0, 3.0]),
            1.0,
        ),
    ],
    mistakes=[
        Mistake(
            "bias_each_time",
            {"total": "each"},
            """Your prediction contains the bias c once for every hidden unit. Each curve
            includes it, so that the curves lie at the height of the data; the network adds it
            only once.""",
        ),
        Mistake(
            "bias_lost",
            {"total": "none"},
            "The bias c is missing from the prediction: out = c + Σ a_j v_j.",
        ),
        Mistake(
            "minus_two",
            {"total": "less two"},
            """You subtract c twice. That is right for three hidden units. With J hidden units
            the sum of the curves contains c J times, so subtract it J − 1 times.""",
        ),
        Mistake(
            "curves_without_bias",
            {"with_c": False},
            """Your curves are a_j v_j alone. Drawn like that, they would lie around 0 and not at
            the height of the data: add c to each. (The prediction contains it once.)""",
        ),
        Mistake(
            "unweighted",
            {"weighted": False},
            """The weights v are missing. A hidden unit says a_j, and the output hears a_j v_j.""",
        ),
        Mistake(
            "logistic",
            {"hidden": "logistic"},
            """Your hidden units are logistic, from 0 to 1. These are tanh units, from −1 to 1.""",
        ),
        Mistake(
            "no_activation",
            {"hidden": "none"},
            """You use z where a = tanh(z) belongs. A sum of straight lines is a straight line,
            so you would never get a curve.""",
        ),
        Mistake(
            "hidden_bias_forgotten",
            {"inner": "none"},
            """The biases b of the hidden units are missing, so every unit has its step at x = 0:
            z_j = w_j x + b_j.""",
        ),
        Mistake(
            "bias_before_weight",
            {"inner": "before the weight"},
            """You add the bias to x, and multiply both by w. It should be z_j = w_j x + b_j,
            with the step at x = −b_j / w_j.""",
        ),
        Mistake(
            "transposed",
            wrong=lambda reference, *inputs: (reference(*inputs)[0].T, reference(*inputs)[1]),
            words="""Your curves are transposed: there should be a row for each example and a
            column for each hidden unit.""",
        ),
    ],
    hints=[
        "First z, for all examples and units at once: `x[:, None] * w + b`.",
        "a = tanh(z); the contributions are a * v, still with one column for each unit.",
        "The curves are a * v + c; the prediction is (a * v).sum(axis=1) + c.",
    ],
    solution="""
def contributions(x, w, b, v, c):
    a = np.tanh(x[:, None] * w + b)
    return a * v + c, a @ v + c
""",
    praise="Count c only once, and the curves add up to the prediction.",
)
