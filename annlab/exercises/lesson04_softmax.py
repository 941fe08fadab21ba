"""Exercise of lesson 4: softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator


def _softmax(
    z: Array, *, over: str = "rows", shift: str = "largest", power: str = "e", divided: bool = True
) -> Any:
    axis = {"rows": 1, "columns": 0, "everything": None}[over]
    if shift == "largest":
        z = z - z.max(axis=axis, keepdims=True)
    elif shift == "one for all":
        z = z - z.max()
    raised: dict[str, Any] = {
        "e": lambda: np.exp(z),
        "2": lambda: 2.0**z,
        "none": lambda: z,
        "minus": lambda: np.exp(-z),
        "logistic": lambda: 1 / (1 + np.exp(-z)),
        "hard": lambda: (z == z.max(axis=1, keepdims=True)).astype(float),
    }
    e = raised[power]()
    return e / e.sum(axis=axis, keepdims=True) if divided else e


def _without_keepdims(reference: Any, z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares: Array = e / e.sum(axis=1)
    return shares


def _rows(rng: Rng) -> tuple[Array]:
    n, classes = rng.permutation([2, 3, 4, 5])[:2]
    return (rng.uniform(-3, 3, (n, classes)),)


softmax = FunctionExercise(
    "softmax",
    lesson=4,
    title="Softmax",
    task="""Write `softmax(z)` for an array of shape (examples, classes): each row becomes
    positive numbers that add up to 1. Make it work for z = (1000, 1001) as well.""",
    reference=_softmax,
    inputs=_rows,
    edges=[
        (np.array([[1.0, 2.0, 3.0], [0.0, 0.5, 0.0]]),),
        (np.array([[1, 2], [0, -3]]),),
        (np.array([[1000.0, 1001.0], [-1001.0, -1000.0], [0.0, 1.0]]),),
    ],
    mistakes=[
        Mistake(
            "over_everything",
            {"over": "everything"},
            """All your numbers together add up to 1, but each row should: every example has its
            own probabilities. Sum with `axis=1, keepdims=True`.""",
        ),
        Mistake(
            "over_columns",
            {"over": "columns"},
            """Your columns add up to 1, but the rows should: a row is one example, with its
            classes. Use `axis=1`.""",
        ),
        Mistake(
            "keepdims",
            wrong=_without_keepdims,
            words="""`e.sum(axis=1)` has shape (n,), and NumPy treats that as a row: it divides
            the columns by it, or cannot divide at all. With `keepdims=True` the shape is (n, 1),
            one sum for each row.""",
        ),
        Mistake(
            "overflow",
            {"shift": "none"},
            """It fails for large z: e^1000 is too large a number. Only differences matter, so
            first subtract the largest z in each row.""",
        ),
        Mistake(
            "one_for_all",
            {"shift": "one for all"},
            """You subtract the largest z in the whole table. In a row that lies far below it
            every e^z becomes 0, and 0 / 0 is not a number: subtract the largest in each row.""",
        ),
        Mistake(
            "not_divided",
            {"divided": False},
            "Your rows do not add up to 1: divide each one by its sum.",
        ),
        Mistake(
            "no_exp",
            {"power": "none"},
            """The e^… is missing. z itself can be negative; e^z is always positive.""",
        ),
        Mistake(
            "minus",
            {"power": "minus"},
            """You have e^−z, as in the logistic function. Here the largest z should get the
            largest share: e^z.""",
        ),
        Mistake(
            "logistic",
            {"power": "logistic"},
            """You use the logistic function of each z. That squashes every z by itself; softmax
            compares e^z with the e^z of the other classes.""",
        ),
        Mistake(
            "hard",
            {"power": "hard"},
            """You give 1 to the largest and 0 to the others. That is the answer, not the
            probabilities: softmax leaves something for the others.""",
        ),
        Mistake(
            "base_2",
            {"power": "2"},
            "You use powers of 2. Only with base e do you get δ = a − t.",
        ),
    ],
    hints=[
        """Take exponentials, then divide by their sum. Along which axis must the results add up
        to 1?""",
        """Adding the same number to a whole row does not change the result. Which number makes
        the largest e^z equal to 1?""",
        "`e = np.exp(z - z.max(axis=1, keepdims=True))`, then divide by the row sums.",
    ],
    solution="""
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
    praise="With two classes it is the logistic function of the difference of the two z.",
)
