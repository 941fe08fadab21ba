"""Exercises of lesson 1, continued: what one unit can compute, the rule, and its boundary."""

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

    drawn = style.axes(ax, size=(7.5, 3.6))
    inputs, all_of_them = np.array([2, 3, 4]), np.array([16, 256, 65536])
    drawn.semilogy(inputs, all_of_them, "s--", color=style.MUTED, label="all functions")
    drawn.semilogy(inputs, _COUNTS, "o-", color=style.INK, label="by one unit")
    said = "Of 16, 256 and 65,536 functions one unit computes 14, 104 and 1,882."
    if prediction is not None:
        guess = np.maximum(prediction, 0.5)
        drawn.semilogy(inputs, guess, "x", color=style.ERROR, markersize=9, label="predicted")
        said += f" Predicted were {', '.join(f'{number:g}' for number in prediction)}."
    style.plain(drawn, x="inputs", y="Boolean functions")
    drawn.yaxis.set_major_formatter("{x:,g}")
    drawn.set_xticks(inputs)
    style.legend(drawn)
    words.tell(drawn, said)
    return show(drawn) if ax is None else drawn


one_unit = PredictExercise(
    NumbersExercise(
        "one_unit",
        lesson=1,
        title="Predict what one unit can compute",
        task="""Of the 16 Boolean functions of two inputs, the 256 of three and the 65,536 of four:
        how many can a single threshold unit compute? Give the three numbers; right is the first
        exactly, and the others within a factor of two.""",
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
                words="""A network can do them all; a single unit cannot. You have met a function of
                two inputs that took a hidden layer.""",
            ),
            Mistake(
                "all_but_a_few",
                when=lambda counts: bool(counts[1] > 250),
                example=lambda: [14, 254, 65534],
                words="""With two inputs only XOR and its opposite are missing. With three, all
                functions that hold an XOR somewhere are missing as well, and these are many.""",
            ),
            Mistake(
                "same_share",
                when=lambda counts: bool(counts[1] > 208 or counts[2] > 3764),
                example=lambda: [14, 224, 57344],
                words="""You let the share shrink too little. A unit has one weight more per input,
                while the number of functions is squared: the share falls, and ever faster.""",
            ),
            Mistake(
                "only_gates",
                when=lambda counts: bool(counts[0] < 14),
                example=lambda: [4, 20, 500],
                words="""With two inputs it is 14. AND, OR and NAND are not all: there are the ones
                that are true for a single row (4), for all but one (4), that look at one input
                only (4), and that are always the same (2).""",
            ),
        ],
        hints=[
            "Two inputs: which of the 16 cannot be had by one line across the square?",
            "A table of four inputs is a square of 65,536 kinds; a unit has five numbers.",
        ],
        solution="one_unit = [14, 104, 1882]",
        praise="From seven in eight the share falls to one in 35.",
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
    task="""Write `learn(w, b, x, t, alpha)`: the perceptron sees one example x with target t, gives
    its answer ŷ, and learns. Return the new weights and the new bias, `w, b`.""",
    reference=_learn,
    returns=("w", "b"),
    inputs=_shown,
    edges=[
        (np.array([0.5, -1.0]), -0.2, np.array([0.4, 0.8]), 1, 0.25),  # said 0, should be 1
        (np.array([0.5, 1.0]), -0.2, np.array([0.4, 0.8]), 0, 0.25),  # said 1, should be 0
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
            """The wrong way: you have ŷ − t. If the unit said 0 and should say 1, z must grow, so x
            is to be added: t − ŷ is then +1.""",
        ),
        Mistake(
            "bias_forgotten",
            {"bias": "stays"},
            """The bias stays as it was. It is the weight of an input that is always 1, and learns
            like the others: b + α (t − ŷ). Without it the line could only turn, never shift.""",
        ),
        Mistake(
            "bias_without_rate",
            {"bias": "no rate"},
            """w moves by α (t − ŷ) x, but b by all of t − ŷ. The rate belongs to both.""",
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
            """Too far: α is missing. Both moves, of w and of b, are multiplied by it.""",
        ),
        Mistake(
            "rate_twice",
            {"rate": "twice"},
            """α is in it twice: the step is α² (t − ŷ) x. Multiply once.""",
        ),
        Mistake(
            "rate_halved",
            {"rate": "half"},
            """Every step is half as long as it should be. The perceptron rule has no ½ in it.""",
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
            """You use the answer ŷ where the miss, t − ŷ, belongs. So the unit only grows surer of
            what it says already; nobody looks at the target.""",
        ),
        Mistake(
            "z_for_answer",
            {"miss": "z"},
            """You take t − z. The perceptron compares what it says, ŷ = step(z), with the target;
            with z it would go on correcting answers that are right. (That other rule exists: it is
            Widrow and Hoff's.)""",
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
            """It moves at every example, right or wrong. The perceptron learns from mistakes only:
            with ŷ = t nothing changes, and t − ŷ sees to that by itself.""",
        ),
        Mistake(
            "one_at_zero",
            {"output": "1 at 0"},
            """At z = 0 exactly you answer 1. Here 1 needs z > 0. From zero weights every z is 0, so
            the very first step depends on it.""",
        ),
        Mistake(
            "answer_without_bias",
            {"output": "no bias"},
            """Your ŷ is made without the bias: z = w · x + b.""",
        ),
        Mistake(
            "without_x",
            {"by": "one"},
            """All weights move by the same amount: x is missing in the update of w. A weight whose
            input was 0 had no part in the answer, and must stay as it is.""",
        ),
        Mistake(
            "by_w",
            {"by": "w"},
            """You add a part of w to w, which makes it longer or shorter but never turns it. What
            is added is the example: α (t − ŷ) x.""",
        ),
    ],
    hints=[
        "First the answer: what does `unit(x, w, b)` say? Then how far is it off, t − ŷ?",
        "If ŷ = t, t − ŷ is 0 and nothing moves: no `if` is needed.",
        "miss = t - unit(x, w, b); then w + alpha * miss * x and b + alpha * miss.",
    ],
    solution="""
def learn(w, b, x, t, alpha):
    y = 1.0 if np.dot(x, w) + b > 0 else 0.0
    return w + alpha * (t - y) * x, b + alpha * (t - y)
""",
    praise="That is all of the perceptron: one line, and it must succeed whenever a line can.",
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
    task="""Write `boundary_x2(w, b, x1)`: the height x2 of the boundary of a threshold unit with
    two weights above each of the places x1 (an array). w2 is not 0 here.""",
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
            """The minus is missing. w1 x1 + w2 x2 + b = 0: to leave w2 x2 alone on its side, the
            other two change theirs, and with it their sign.""",
        ),
        Mistake(
            "bias_keeps_its_sign",
            {"form": "one minus"},
            """The bias has kept its sign. The minus stands before the bracket, −(w1 x1 + b), and
            turns both. Test it: put your point into w · x + b; it must give 0.""",
        ),
        Mistake(
            "no_brackets",
            {"form": "no brackets"},
            """Only b is divided by w2. Python divides before it adds: put w1 x1 + b into
            brackets.""",
        ),
        Mistake(
            "not_divided",
            {"form": "not divided"},
            """This is w2 x2, not yet x2: one step is left, to divide by w2.""",
        ),
        Mistake(
            "bias_forgotten",
            {"bias": False},
            """The bias is missing, so every line of yours goes through the origin. It is b that
            shifts it.""",
        ),
        Mistake(
            "weights_exchanged",
            {"swapped": True},
            """w1 and w2 have changed places: w1 goes with x1, and the division is by w2, the weight
            of what you solve for.""",
        ),
        Mistake(
            "along_w",
            {"form": "across"},
            """Your line runs along w, with the slope w2 / w1. The boundary stands at a right angle
            to w: its slope is −w1 / w2.""",
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
    praise="With w2 = 0 the line stands upright, and has no height to give.",
)
