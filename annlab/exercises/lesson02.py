"""Exercises of lesson 2: the forward pass of the XOR network, and its error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- forward -------------------------------------------------------------------------------------


def _logit(z: Array) -> Array:
    return np.log(z / (1 - z))


_G: dict[str, Callable[[Array], Array]] = {
    "logistic": lambda z: 1 / (1 + np.exp(-z)),
    "logit": _logit,
    "step": lambda z: (z > 0).astype(float),
    "no minus": lambda z: 1 / (1 + np.exp(z)),
    "tanh": np.tanh,
    "none": lambda z: z,
}


def output_of(
    x1: Array,
    x2: Array,
    theta: Array,
    *,
    g: str = "logistic",
    hidden: str = "",
    output: str = "",
    bias: str = "all",
    order: str = "from the output",
    pairs: str = "right",
    units: str = "both",
) -> Array:
    """The output of the hand-coded network, theta being w1, w2, b1, w3, w4, b2, w5, w6, b3."""
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta
    if order == "from the input":  # N1, N2, output
        w3, w4, b2, w5, w6, b3, w1, w2, b1 = theta
    if order == "biases":  # b1 taken for that of N1, and so on
        b1, b2, b3 = b3, b1, b2
    if pairs == "transposed":
        w4, w5 = w5, w4
    if pairs == "inputs":
        w3, w4, w5, w6 = w4, w3, w6, w5
    if pairs == "outputs":
        w1, w2 = w2, w1
    if bias in ("none", "hidden gone"):
        b2 = b3 = 0.0
    if bias in ("none", "output gone"):
        b1 = 0.0
    x1, x2 = np.asarray(x1, dtype=float), np.asarray(x2, dtype=float)
    g_hidden, g_output = _G[hidden or g], _G[output or g]
    y1 = g_hidden(b2 + w3 * x1 + w4 * x2)
    y2 = g_hidden(b3 + w5 * x1 + w6 * x2)
    if units == "chain":
        y2 = g_hidden(b3 + w5 * y1 + w6 * x2)
    return g_output(b1 + w1 * y1 + w2 * y2)


def _points(rng: Rng) -> tuple[Array, Array, Array]:
    n = rng.integers(1, 6)
    x = rng.uniform(-1, 2, (2, n))
    return x[0], x[1], rng.normal(size=9)


forward = FunctionExercise(
    "forward",
    lesson=2,
    title="The forward pass of the XOR network",
    task="""Write `forward(x1, x2, theta)`: the output of the hand-coded network, logistic
    everywhere, for arrays x1 and x2 of its two inputs. theta holds the nine numbers in the order
    w1, w2, b1, w3, w4, b2, w5, w6, b3.""",
    reference=output_of,
    inputs=_points,
    edges=[
        (
            np.array([0.0]),
            np.array([1.0]),
            np.array([0.1, 0.2, 0.1, -0.2, 0.2, -0.1, -0.3, -0.25, 0.2]),
        ),
        (
            np.array([0, 0, 1, 1]),
            np.array([0, 1, 0, 1]),
            np.array([8, -8, -4, 6, 6, -3, 6, 6, -9]),
        ),
        # every z is between 0 and 1 here, even with the logit for g, which gives NaN elsewhere
        (np.array([0.5]), np.array([1.0]), np.array([0.2, 0.3, 0.5, 0.2, 0.4, 0.1, 0.4, 0.1, 0.2])),
    ],
    mistakes=[
        Mistake(
            "logit",
            {"g": "logit"},
            """Your g is log(z / (1 − z)). That is the logit, the inverse of the logistic
            function: it takes a number between 0 and 1 and gives any real number. g(z) = 1 / (1
            + e^−z) goes the other way.""",
        ),
        Mistake(
            "step",
            {"g": "step"},
            """Your units say only 0 or 1. These are logistic: g(z) = 1 / (1 + e^−z), which can
            answer anything in between.""",
        ),
        Mistake(
            "exponent_sign",
            {"g": "no minus"},
            """Your g falls where it should rise: the minus in e^−z is missing. Test it: g(4) must
            be close to 1.""",
        ),
        Mistake(
            "tanh",
            {"g": "tanh"},
            """Your g is tanh, which runs from −1 to 1. It is S-shaped too, but these units are
            logistic: from 0 to 1.""",
        ),
        Mistake(
            "hidden_without_g",
            {"hidden": "none"},
            """The hidden units pass on z; g is missing there. Without g between them, two layers
            do no more than one, and one draws a single straight line.""",
        ),
        Mistake(
            "output_without_g",
            {"output": "none"},
            """The output is z, not yet g(z). The output unit is logistic like the others: out
            lies between 0 and 1.""",
        ),
        Mistake(
            "no_biases",
            {"bias": "none"},
            """All three biases are missing. Each unit adds its own to the weighted sum before g
            is applied.""",
        ),
        Mistake(
            "no_output_bias",
            {"bias": "output gone"},
            """The output unit has lost its bias: g(b1 + w1 ŷ1 + w2 ŷ2).""",
        ),
        Mistake(
            "no_hidden_biases",
            {"bias": "hidden gone"},
            """The hidden units have lost their biases, b2 of N1 and b3 of N2.""",
        ),
        Mistake(
            "layers_mixed",
            {"order": "from the input"},
            """You use the nine numbers in order from the input. In this lesson the numbering
            starts at the output: w1, w2, b1 belong to the output unit, w3, w4, b2 to N1, and w5,
            w6, b3 to N2.""",
        ),
        Mistake(
            "biases_mixed",
            {"order": "biases"},
            """The weights are in the right places, the biases are not: b1 belongs to the output,
            b2 to N1, b3 to N2.""",
        ),
        Mistake(
            "weights_transposed",
            {"pairs": "transposed"},
            """w4 and w5 have changed places. The two weights of a hidden unit stand together: w3
            and w4 lead into N1, w5 and w6 into N2.""",
        ),
        Mistake(
            "inputs_exchanged",
            {"pairs": "inputs"},
            """x1 and x2 have changed places in the hidden units: w3 and w5 go with x1, w4 and w6
            with x2. (On XOR itself nobody would notice, because XOR is the same either way.)""",
        ),
        Mistake(
            "hidden_exchanged",
            {"pairs": "outputs"},
            """w1 and w2 have changed places: w1 goes with ŷ1, the answer of N1, and w2 with ŷ2.""",
        ),
        Mistake(
            "hidden_in_a_row",
            {"units": "chain"},
            """N2 gets the answer of N1 instead of x1. The two hidden units work side by side:
            both look at x1 and x2. Did you reuse the name x1 for something else?""",
        ),
    ],
    hints=[
        "Three units, three lines: N1, N2, output. Each is g(bias + weight · input + weight · "
        "input).",
        "w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta names all nine numbers.",
        "y1 = g(b2 + w3 x1 + w4 x2), y2 = g(b3 + w5 x1 + w6 x2), out = g(b1 + w1 y1 + w2 y2).",
    ],
    solution="""
def forward(x1, x2, theta):
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta
    y1 = 1 / (1 + np.exp(-(b2 + w3 * x1 + w4 * x2)))
    y2 = 1 / (1 + np.exp(-(b3 + w5 * x1 + w6 * x2)))
    return 1 / (1 + np.exp(-(b1 + w1 * y1 + w2 * y2)))
""",
    praise="Three lines, and they answer for as many examples at once as you like.",
)


# -- the error -----------------------------------------------------------------------------------


def _squared_error(out: Array, t: Array, *, factor: float = 0.5, form: str = "sum") -> Array:
    miss = out - t
    forms: dict[str, Callable[[], Any]] = {
        "sum": lambda: np.sum(miss**2),
        "mean": lambda: np.mean(miss**2),
        "each": lambda: miss**2,
        "absolute": lambda: np.sum(np.abs(miss)),
        "not squared": lambda: np.sum(miss),
        "squared last": lambda: np.sum(miss) ** 2,
        "root": lambda: np.sqrt(np.sum(miss**2)),
        "of squares": lambda: np.sum(out**2 - t**2),
        "counted": lambda: float(np.sum((out > 0.5) != (t > 0.5))),
    }
    return np.asarray(factor * forms[form]())


def _answers(rng: Rng) -> tuple[Array, Array]:
    n = rng.integers(2, 7)
    return rng.uniform(0.02, 0.98, n), rng.integers(0, 2, n).astype(float)


squared_error = FunctionExercise(
    "squared_error",
    lesson=2,
    title="The error E",
    task="""Write `squared_error(out, t)`: the error E of this course, one number, from the
    outputs and the targets of some examples, two arrays of the same length.""",
    reference=_squared_error,
    inputs=_answers,
    edges=[
        (np.array([0.5, 0.5, 0.5, 0.5]), np.array([0.0, 1.0, 1.0, 0.0])),
        (np.array([0.9, 0.2, 0.6]), np.array([1, 0, 0])),
        (np.array([0.75]), np.array([1.0])),
        (np.array([0.2, 0.4, 0.4, 0.6, 0.9]), np.array([0, 1, 1, 1, 0])),
    ],
    mistakes=[
        Mistake(
            "half_missing",
            {"factor": 1.0},
            """The ½ is missing: this is Σ (out − t)². Many books define it that way; here E is
            half of it, and so is every height in this lesson.""",
        ),
        Mistake(
            "mean",
            {"form": "mean"},
            """You take the mean over the examples. E is their sum: more examples, more error.""",
        ),
        Mistake(
            "not_summed",
            {"form": "each"},
            """This is the error of each example. E is one number: add them up.""",
        ),
        Mistake(
            "not_squared",
            {"form": "not squared"},
            """The square is missing, so an output that is too high makes up for one that is too
            low. A network that says ½ to every row of XOR would have an error of 0.""",
        ),
        Mistake(
            "absolute",
            {"form": "absolute"},
            """You add up absolute values, |out − t|. E uses squares: a large error counts far
            more than several small ones, and E has no kink at 0.""",
        ),
        Mistake(
            "squared_last",
            {"form": "squared last"},
            """You square the sum, not each difference. Differences of opposite sign then cancel
            before they are counted. First the squares, then the sum.""",
        ),
        Mistake(
            "root",
            {"form": "root"},
            "You take the root at the end: that gives a distance. E is ½ of its square.",
        ),
        Mistake(
            "difference_of_squares",
            {"form": "of squares"},
            "You have out² − t². Subtract first, then square the bracket: (out − t)².",
        ),
        Mistake(
            "counted",
            {"form": "counted"},
            """You count wrong answers. That number jumps, like a step unit: moving a weight a
            little does not change it, so nothing tells you which way is better.""",
        ),
        Mistake(
            "sign",
            wrong=lambda reference, out, t: -reference(out, t),
            words="""Your error is negative. A sum of squares never is: the best a network can do
            is 0, and anything else is above it.""",
        ),
    ],
    hints=[
        "How far off is each output? Square these differences, and add them up.",
        "E = ½ Σ (out − t)².",
        "np.sum((out - t) ** 2) / 2",
    ],
    solution="""
def squared_error(out, t):
    return np.sum((out - t) ** 2) / 2
""",
    praise="Saying ½ to every row of XOR gives E = ½: the error of knowing nothing.",
)
