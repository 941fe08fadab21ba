"""Exercises of lesson 1: what one unit can compute, the perceptron rule, and its boundary."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise
from annlab.exercises.predictions import PredictExercise

Rng = np.random.Generator

# -- how many functions one unit computes --------------------------------------------------------

_COUNTS = np.array([14, 104, 1882])  # threshold functions of 2, 3 and 4 inputs (Muroga 1971)


def _draw_counts(prediction: list[float] | None, ax: Any = None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(ax, size=(7.5, 3.6))
    inputs, all_of_them = np.array([2, 3, 4]), np.array([16, 256, 65536])
    axes.semilogy(inputs, all_of_them, "s--", color=style.MUTED, label="all functions")
    axes.semilogy(inputs, _COUNTS, "o-", color=style.INK, label="by one unit")
    caption = "Of 16, 256 and 65,536 functions one unit computes 14, 104 and 1,882."
    if prediction is not None:
        guess = np.maximum(prediction, 0.5)
        axes.semilogy(inputs, guess, "x", color=style.ERROR, markersize=9, label="predicted")
        caption += f" The prediction was {', '.join(f'{number:g}' for number in prediction)}."
    style.plain(axes, x="inputs", y="Boolean functions")
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.set_xticks(inputs)
    style.legend(axes)
    words.tell(axes, caption)
    return show(axes) if ax is None else axes


one_unit = PredictExercise(
    NumbersExercise(
        "one_unit",
        lesson=1,
        title="Predict what one unit can compute",
        task="""Of the 16 Boolean functions of two inputs, the 256 of three and the 65,536 of
        four: how many can a single threshold unit compute? Give the three numbers: the first must
        be exact, the other two right within a factor of two.""",
        accepts=lambda counts: bool(
            counts[0] == 14 and (np.abs(np.log2(np.maximum(counts, 0.1) / _COUNTS)) <= 1).all()
        ),
        shape=(3,),
        names=("two", "three", "four"),
        mistakes=[
            Mistake(
                "all_of_them",
                when=lambda counts: bool(counts[0] >= 16),
                example=lambda: [16, 256, 65536],
                words="""A network can compute them all; a single unit cannot. You have met a
                function of two inputs that needed a hidden layer.""",
            ),
            Mistake(
                "all_but_a_few",
                when=lambda counts: bool(counts[1] > 250),
                example=lambda: [14, 254, 65534],
                words="""With two inputs only XOR and its opposite are missing. With three, every
                function that contains an XOR somewhere is missing as well, and there are many of
                those.""",
            ),
            Mistake(
                "same_share",
                when=lambda counts: bool(counts[1] > 208 or counts[2] > 3764),
                example=lambda: [14, 224, 57344],
                words="""Your share shrinks too slowly. With each new input a unit has one more
                weight, while the number of functions is squared: the share falls, and falls ever
                faster.""",
            ),
            Mistake(
                "only_gates",
                when=lambda counts: bool(counts[0] < 14),
                example=lambda: [4, 20, 500],
                words="""With two inputs it is 14. There are more than AND, OR and NAND: functions
                that are true for a single row (4), for all rows but one (4), that depend on one
                input only (4), and that are always the same (2).""",
            ),
        ],
        hints=[
            "Two inputs: which of the 16 cannot be drawn with one line across the square?",
            "There are 65,536 truth tables of four inputs; a unit has only five numbers.",
        ],
        solution="one_unit = [14, 104, 1882]",
        praise="The share falls from seven in eight to one in 35.",
    ),
    reveal=_draw_counts,
)


# -- the rule ------------------------------------------------------------------------------------


def _learn(
    w: Array,
    b: float,
    x: Array,
    t: float,
    alpha: float,
    *,
    sign: int = 1,
    rate: str = "alpha",
    miss: str = "t - y",
    output: str = "step",
    bias: str = "learns",
    by: str = "x",
) -> tuple[Array, float]:
    z = x @ w + (0 if output == "no bias" else b)
    y = float(z >= 0 if output == "1 at 0" else z > 0)
    misses: dict[str, float] = {
        "t - y": t - y,
        "t": t,
        "y": y,
        "z": float(t - z),
        "up": max(t - y, 0),
        "down": min(t - y, 0),
        "always": 2 * t - 1,
    }
    alphas = {"alpha": alpha, "none": 1.0, "twice": alpha**2, "half": alpha / 2}
    step = alphas[rate] * sign * misses[miss]
    moves = {"learns": step, "stays": 0.0, "no rate": sign * misses[miss], "by x": step * x.sum()}
    return w + step * {"x": x, "one": np.ones_like(x), "w": w}[by], b + moves[bias]


def _shown(rng: Rng) -> tuple[Array, float, Array, float, float]:
    n = rng.integers(1, 5)
    w, x = rng.normal(size=n), rng.uniform(0, 1, n)
    return w, float(rng.normal() / 2), x, float(rng.integers(0, 2)), float(rng.uniform(0.05, 0.9))


learn = FunctionExercise(
    "learn",
    lesson=1,
    title="The perceptron rule",
    task="""Write `learn(w, b, x, t, alpha)`: the perceptron is shown one example x with target t,
    gives its answer ŷ, and learns. Return the new weights and the new bias, `w, b`.""",
    reference=_learn,
    returns=("w", "b"),
    inputs=_shown,
    edges=[
        (np.array([0.5, -1.0]), -0.2, np.array([0.4, 0.8]), 1, 0.25),  # says 0, should say 1
        (np.array([0.5, 1.0]), -0.2, np.array([0.4, 0.8]), 0, 0.25),  # says 1, should say 0
        (np.array([0.5, 1.0]), -0.2, np.array([0.4, 0.8]), 1, 0.25),  # right
        (np.array([0.5, -1.0]), -0.2, np.array([0.4, 0.8]), 0, 0.25),  # right
        (np.array([0.0, 0.0]), 0.0, np.array([0.4, 0.8]), 1, 0.25),  # z = 0 gives 0
        (np.array([1, -1]), 0, np.array([1, 1]), 0, 0.5),  # whole numbers; z = 0 is right here
        (np.array([1, 2]), -2, np.array([1, 1]), 0, 0.5),
        (np.array([1.0, 0.5, 2.0]), -5.0, np.array([0.5, 1.0, 0.25]), 1, 0.1),
        (np.array([0.2, 0.1, 0.3]), 0.5, np.array([0.5, 1.0, 0.25]), 0, 0.1),
    ],
    tries=12,
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """It moves the wrong way: you have ŷ − t. If the unit said 0 and should say 1, z must
            grow, so x must be added: t − ŷ is then +1.""",
        ),
        Mistake(
            "bias_forgotten",
            {"bias": "stays"},
            """The bias does not change. It is the weight of an input that is always 1, and learns
            like the others: b + α (t − ŷ). Without it the line could only turn, never shift.""",
        ),
        Mistake(
            "bias_without_rate",
            {"bias": "no rate"},
            "w moves by α (t − ŷ) x, but b by the whole of t − ŷ. The rate belongs in both.",
        ),
        Mistake(
            "bias_by_x",
            {"bias": "by x"},
            """The bias moves by the sum of the inputs. Its own input is always 1, whatever x is:
            b + α (t − ŷ).""",
        ),
        Mistake(
            "no_rate",
            {"rate": "none"},
            "It moves too far: α is missing. The changes of both w and b are multiplied by it.",
        ),
        Mistake(
            "rate_twice",
            {"rate": "twice"},
            "You multiply by α twice: the step is α² (t − ŷ) x. Multiply once.",
        ),
        Mistake(
            "rate_halved",
            {"rate": "half"},
            "Every step is half as long as it should be. There is no ½ in the perceptron rule.",
        ),
        Mistake(
            "target_only",
            {"miss": "t"},
            """You add α t x, whatever the unit said. Then an example with t = 1 is added even when
            it was right, and one with t = 0 teaches nothing. What counts is t − ŷ.""",
        ),
        Mistake(
            "prediction_only",
            {"miss": "y"},
            """You use the answer ŷ where the difference t − ŷ belongs. So the unit only grows
            surer of what it says already, and ignores the target.""",
        ),
        Mistake(
            "z_for_answer",
            {"miss": "z"},
            """You use t − z. The perceptron compares its answer, ŷ = step(z), with the target;
            with z it would go on correcting answers that are right. (That is a rule too, but
            another one: Widrow and Hoff's.)""",
        ),
        Mistake(
            "only_up",
            {"miss": "up"},
            """It learns when it said 0 and should say 1, but not the other way round. t − ŷ is −1
            then, and x is subtracted.""",
        ),
        Mistake(
            "only_down",
            {"miss": "down"},
            """It learns when it said 1 and should say 0, but not the other way round. t − ŷ is +1
            then, and x is added.""",
        ),
        Mistake(
            "always",
            {"miss": "always"},
            """It moves at every example, right or wrong. The perceptron learns from mistakes
            only: when ŷ = t nothing changes, and t − ŷ = 0 sees to that by itself.""",
        ),
        Mistake(
            "one_at_zero",
            {"output": "1 at 0"},
            """At z = 0 exactly you answer 1. Here the answer is 1 only for z > 0. If the weights
            start at zero, every z is 0, so the very first step depends on it.""",
        ),
        Mistake(
            "answer_without_bias",
            {"output": "no bias"},
            "Your ŷ leaves out the bias: z = w · x + b.",
        ),
        Mistake(
            "without_x",
            {"by": "one"},
            """All weights move by the same amount: x is missing from the update of w. A weight
            whose input was 0 had no part in the answer, and must not change.""",
        ),
        Mistake(
            "by_w",
            {"by": "w"},
            """You add a multiple of w to w, which makes it longer or shorter but never turns it.
            Add a multiple of the example: α (t − ŷ) x.""",
        ),
    ],
    hints=[
        "First the answer: what does `unit(x, w, b)` say? Then how far off is it, t − ŷ?",
        "If ŷ = t, t − ŷ is 0 and nothing moves: no `if` is needed.",
        "miss = t - unit(x, w, b); then w + alpha * miss * x and b + alpha * miss.",
    ],
    solution="""
def learn(w, b, x, t, alpha):
    y = 1.0 if np.dot(x, w) + b > 0 else 0.0
    return w + alpha * (t - y) * x, b + alpha * (t - y)
""",
    praise="""That is the whole perceptron: one line of code, and it is bound to succeed if any
    straight line separates the data.""",
)


# -- the boundary --------------------------------------------------------------------------------


def _boundary_x2(
    w: Array, b: float, x1: Array, *, form: str = "right", bias: bool = True, swapped: bool = False
) -> Array:
    w1, w2 = w[::-1] if swapped else w
    b = b if bias else 0.0
    forms = {
        "right": -(w1 * x1 + b) / w2,
        "no minus": (w1 * x1 + b) / w2,
        "one minus": (-w1 * x1 + b) / w2,
        "no brackets": -w1 * x1 - b / w2,
        "not divided": -(w1 * x1 + b),
        "across": w2 * x1 / w1 - b / w1,
    }
    return np.asarray(forms[form])


def _line(rng: Rng) -> tuple[Array, float, Array]:
    w = rng.uniform(0.3, 2, 2) * rng.choice([-1, 1], 2)
    return w, float(rng.normal()), rng.uniform(-1, 2, rng.integers(1, 6))


boundary_x2 = FunctionExercise(
    "boundary_x2",
    lesson=1,
    title="Where the boundary runs",
    task="""Write `boundary_x2(w, b, x1)`: for a threshold unit with two weights, the height x2 of
    its boundary above each of the places x1 (an array). w2 is not 0 here.""",
    reference=_boundary_x2,
    inputs=_line,
    edges=[
        (np.array([1.0, 2.0]), -4.0, np.array([0.0, 1.0])),
        (np.array([1.0, 1.0]), -1.0, np.array([0.25])),
        (np.array([0.0, 2.0]), -1.0, np.array([0.0, 0.5, 1.0])),
    ],
    mistakes=[
        Mistake(
            "no_minus",
            {"form": "no minus"},
            """The minus is missing. w1 x1 + w2 x2 + b = 0: to leave w2 x2 alone on one side, take
            the other two terms across, and their signs change.""",
        ),
        Mistake(
            "bias_keeps_its_sign",
            {"form": "one minus"},
            """The bias has kept its sign. The minus stands in front of the bracket, −(w1 x1 + b),
            and changes the sign of both terms. Test it: put your point into w · x + b; it must
            give 0.""",
        ),
        Mistake(
            "no_brackets",
            {"form": "no brackets"},
            """Only b is divided by w2. Python divides before it adds: put brackets around w1 x1 +
            b.""",
        ),
        Mistake(
            "not_divided",
            {"form": "not divided"},
            "This is w2 x2, not yet x2: the last step is to divide by w2.",
        ),
        Mistake(
            "bias_forgotten",
            {"bias": False},
            """The bias is missing, so all your lines go through the origin. It is b that shifts
            the line.""",
        ),
        Mistake(
            "weights_exchanged",
            {"swapped": True},
            """w1 and w2 have changed places: w1 goes with x1, and you divide by w2, the weight of
            the x2 that you solve for.""",
        ),
        Mistake(
            "along_w",
            {"form": "across"},
            """Your line runs along w, with slope w2 / w1. The boundary is perpendicular to w: its
            slope is −w1 / w2.""",
        ),
    ],
    hints=[
        "The boundary is where z = 0. Write that down with w1, w2 and b.",
        "Solve w1 x1 + w2 x2 + b = 0 for x2.",
        "x2 = −(w1 x1 + b) / w2; in Python w1 is w[0].",
    ],
    solution="""
def boundary_x2(w, b, x1):
    return -(w[0] * x1 + b) / w[1]
""",
    praise="If w2 = 0 the line is vertical, and there is no single height to give.",
)
