"""Exercises of lesson 3: one-sided differences, planted mistakes, a slope from a, the twins."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise
from annlab.exercises.predictions import PredictExercise

# -- the one-sided difference --------------------------------------------------------------------


def _differences(steps: Array) -> tuple[Array, Array]:
    """Errors of the central and of the one-sided difference of the logistic function at z = 1."""

    def g(z: Any) -> Any:
        return 1 / (1 + np.exp(-z))

    right = g(1.0) * (1 - g(1.0))
    central = (g(1 + steps) - g(1 - steps)) / (2 * steps)
    one_sided = (g(1 + steps) - g(1.0)) / steps
    return np.abs(central - right), np.abs(one_sided - right)


def _draw_one_sided(prediction: dict[str, str] | None) -> Any:
    from annlab.figures import show, style, words

    steps = np.logspace(-12, -1, 89)
    axes = style.axes(None, size=(7.5, 3.8))
    for errors, colour, dash, label in zip(
        _differences(steps), (style.INK, style.CLASSES[0]), ("-", "--"), ("central", "one-sided"),
        strict=True,
    ):  # fmt: skip
        axes.loglog(steps, np.maximum(errors, 1e-15), dash, color=colour, lw=2.2, label=label)
    caption = (
        "The error of the central difference is smallest near 1e-5, at about 1e-12; that of the "
    )
    caption += "one-sided near 1e-8, at about 1e-9."
    if prediction is not None:
        place, how = prediction["best near"], prediction["its best is"]
        axes.axvline(float(place), color=style.ERROR, linestyle=":", lw=2, label=f"you: {how} here")
        caption += f" The prediction was {place}, and {how} than the central one."
    style.plain(axes, x="ε", y="error of the slope")
    axes.set_ylim(1e-14, 1)
    style.legend(axes, loc="upper center")
    words.tell(axes, caption)
    return show(axes)


one_sided = PredictExercise(
    ChoiceExercise(
        "one_sided",
        lesson=3,
        title="Predict the one-sided difference",
        task="""The error of (f(x + ε) − f(x)) / ε is proportional to ε, and rounding is as
        before. Near which ε will it be most accurate, and will its best be better or worse than
        that of the central difference?""",
        options={
            "1e-2": "ε near 10⁻²",
            "1e-5": "ε near 10⁻⁵, like the central one",
            "1e-8": "ε near 10⁻⁸",
            "1e-11": "ε near 10⁻¹¹",
            "better": "more accurate than the central one at its best",
            "the same": "equally accurate",
            "worse": "less accurate",
        },
        right={"best near": "1e-8", "its best is": "worse"},
        mistakes=[
            Mistake(
                "as_central",
                when=lambda chosen: chosen["best near"] == "1e-5",
                example=lambda: {"best near": "1e-5", "its best is": "worse"},
                words="""10⁻⁵ is where ε² and 10⁻¹⁶ / ε meet. Here the first error is ε itself,
                which is larger, so they meet at a smaller ε: ε = 10⁻¹⁶ / ε.""",
            ),
            Mistake(
                "larger_step",
                when=lambda chosen: chosen["best near"] == "1e-2",
                example=lambda: {"best near": "1e-2", "its best is": "worse"},
                words="""The coarser formula needs the *smaller* step: its own error, ε, has to be
                brought down further before rounding takes over.""",
            ),
            Mistake(
                "too_small",
                when=lambda chosen: chosen["best near"] == "1e-11",
                example=lambda: {"best near": "1e-11", "its best is": "worse"},
                words="""At 10⁻¹¹ rounding, 10⁻¹⁶ / ε, is 10⁻⁵ already. Where is it as small as ε
                itself?""",
            ),
            Mistake(
                "not_worse",
                when=lambda chosen: chosen["best near"] == "1e-8",
                example=lambda: {"best near": "1e-8", "its best is": "better"},
                words="""The place is right. But how large is the error there? About ε, so 10⁻⁸;
                the central one gets down to about (10⁻⁵)², which is 10⁻¹⁰ or less.""",
            ),
        ],
        hints=[
            "Two errors: ε itself, and 10⁻¹⁶ / ε, which grows as ε shrinks. Where do they meet?",
            "ε² = 10⁻¹⁶. And how large are both errors there?",
        ],
        solution='one_sided = {"best near": "1e-8", "its best is": "worse"}',
        praise="Hence central differences: one more error to compute, several digits gained.",
    ),
    reveal=_draw_one_sided,
)


# -- the planted mistakes ------------------------------------------------------------------------

wrong_line = NumbersExercise(
    "wrong_line",
    lesson=3,
    title="Find the planted mistakes",
    task="""A, B and C are three programs for one step of learning, each with exactly one wrong
    line. Which line is it in each? Count lines from the `def`, which is line 1.""",
    accepts=lambda lines: bool(lines[0] == 5 and lines[1] == 6 and lines[2] in (5, 6)),
    shape=(3,),
    names=("A", "B", "C"),
    mistakes=[
        Mistake(
            "not_a_line",
            when=lambda lines: bool(((lines < 2) | (lines > 8) | (lines != np.round(lines))).any()),
            example=lambda: [5, 6, 0],
            words="""One of these is not a line of the program: `def` is line 1, and `return` is
            line 8.""",
        ),
        Mistake(
            "output_suspected",
            when=lambda lines: bool((lines == 4).any()),
            example=lambda: [4, 6, 5],
            words="""Line 4, Δ2, is the same in all three, and right: (A2 − T) with its slope A2
            (1 − A2). The check agrees: the gradient of b2, which is the column sums of Δ2, is
            right in all of them.""",
        ),
        Mistake(
            "forward_suspected",
            when=lambda lines: bool((lines <= 3).any()),
            example=lambda: [5, 2, 5],
            words="""The forward pass is right in all three. If it were not, the gradients of
            both layers would be off.""",
        ),
        Mistake(
            "A_elsewhere",
            when=lambda lines: bool(lines[0] != 5),
            example=lambda: [7, 6, 5],
            words="""Look at A again. W2 and b2 are right, and W1 and b1 are both off, so what
            those two share is wrong: Δ1. Is W2 transposed?""",
        ),
        Mistake(
            "B_elsewhere",
            when=lambda lines: bool(lines[1] != 6),
            example=lambda: [5, 5, 5],
            words="""Look at B again. Only W2 is off, and b2 is right. So Δ2 is right, but it is
            multiplied by the wrong thing.""",
        ),
        Mistake(
            "C_elsewhere",
            when=lambda lines: bool(lines[2] not in (5, 6)),
            example=lambda: [5, 6, 7],
            words="""Look at C again. Each formula is right by itself, but the error grows with
            the rate: something is used after it has been changed.""",
        ),
    ],
    hints=[
        "In A and C, W1 and b1 are off while W2 and b2 are right: so Δ2 is right and Δ1 is not.",
        "In C the error grows with the rate: what is changed too early?",
        "B: the input of W2 is A1.",
    ],
    solution='wrong_line = {"A": 5, "B": 6, "C": 5}',
    praise="""A: W2 must be transposed; you get no error only because the layers have equal
    sizes. B: A2 is the output of that layer, A1 its input. C: W2 is changed before it is used.""",
)


# -- a slope by the output alone -----------------------------------------------------------------


def _softsign_slope(
    a: Array, *, way: str = "softsign", absolute: bool = True, power: int = 2
) -> Array:
    size = np.abs(a) if absolute else a
    slopes = {
        "softsign": (1 - size) ** power,
        "of z": 1 / (1 + size) ** power,
        "inverse": 1 / (1 - size) ** power,
        "tanh": 1 - a**2,
        "logistic": a * (1 - a),
        "signed": np.sign(a) * (1 - size) ** power,
    }
    return slopes[way]


softsign_slope = FunctionExercise(
    "softsign_slope",
    lesson=3,
    title="A slope from the output alone",
    task="""Softsign is a = g(z) = z / (1 + |z|). Write `softsign_slope(a)`: its slope g′(z) as a
    function of a alone. a is an array of numbers between −1 and 1.""",
    reference=_softsign_slope,
    inputs=lambda rng: (rng.uniform(-0.95, 0.95, rng.integers(2, 7)),),
    edges=[
        (np.array([-0.8, -0.5, 0.0, 0.5]),),
        (np.array([[0.25, -0.25], [0.75, 0.5], [-0.9, 0.1]]),),
    ],
    mistakes=[
        Mistake(
            "no_absolute",
            {"absolute": False},
            """That is right for positive a, but not for negative a. The curve is as steep on the
            left as on the right: use the absolute value, `np.abs(a)`.""",
        ),
        Mistake(
            "not_squared",
            {"power": 1},
            "1 − |a| is 1 / (1 + |z|). The slope is the square of that.",
        ),
        Mistake(
            "formula_in_z",
            {"way": "of z"},
            """1 / (1 + |z|)² is right in terms of z. But you are given a: what is 1 / (1 + |z|)
            in terms of a?""",
        ),
        Mistake(
            "inverse",
            {"way": "inverse"},
            """You give the slope dz/da, which is the wrong way round: it grows towards the ends,
            and the unit gets flatter there.""",
        ),
        Mistake(
            "tanh",
            {"way": "tanh"},
            """1 − a² is the slope of tanh. Softsign has the same range, but approaches its ends
            more slowly.""",
        ),
        Mistake(
            "logistic",
            {"way": "logistic"},
            "a (1 − a) is the slope of the logistic function. Here the slope at a = 0 should be 1.",
        ),
        Mistake(
            "signed",
            {"way": "signed"},
            "Your slope is negative on the left, but softsign rises everywhere.",
        ),
    ],
    hints=[
        "For z > 0, a = z / (1 + z) = 1 − 1 / (1 + z). The slope of 1/u is in section 2.",
        "So g′ = 1 / (1 + z)², and 1 / (1 + z) is 1 − a. To the left of 0, use |z| and |a|.",
        "g′ = (1 − |a|)².",
    ],
    solution="""
def softsign_slope(a):
    return (1 - np.abs(a)) ** 2
""",
    praise="It vanishes more slowly than the slope of tanh: at |z| = 10 it is still 0.8 %.",
)


# -- the twins -----------------------------------------------------------------------------------

_GROUPS = {
    "w13, w14, w23, w24": slice(0, 4),
    "b3, b4": slice(4, 6),
    "w35, w36, w45, w46": slice(6, 10),
    "b5, b6": slice(10, 12),
}
_PARTED = dict.fromkeys(_GROUPS, "parted") | {"b5, b6": "twins"}


def _draw_twins(prediction: dict[str, str] | None) -> Any:
    from annlab.datasets import Dataset
    from annlab.figures import show, style, words
    from annlab.network import Network
    from annlab.training import train

    names = [name for group in _GROUPS for name in group.split(", ")]
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    carry, total = x.prod(axis=1), x.sum(axis=1) % 2
    adder = Dataset(x, np.column_stack([carry, total]))
    twelve = Network([2, 2, 2]).at(0.1 * np.eye(12))
    end = train(twelve, adder, rate=2.0, epochs=50, progress=False).network.theta
    pairs = [(0, 1), (2, 3), (4, 5), (6, 8), (7, 9)]  # the numbers of unit 3, and those of unit 4
    apart = np.max([np.abs(end[:, i] - end[:, j]) for i, j in pairs], axis=0)

    axes = style.axes(None, size=(8.4, 3.6))
    axes.bar(names, apart, color=style.CLASSES[0], width=0.6)
    caption = "How far units 3 and 4 differ after 50 passes, if one number was 0.1 at the start: "
    caption += ", ".join(f"{n} {a:.2g}" for n, a in zip(names, apart, strict=True)) + "."
    if prediction is not None:
        for group, place in _GROUPS.items():
            middle = (place.start + place.stop - 1) / 2
            axes.text(
                middle, 1.12 * apart.max(), f'you: "{prediction[group]}"', ha="center",
                color=style.ERROR, fontsize=style.SMALL,
            )  # fmt: skip
        caption += " Predicted: " + "; ".join(f"{k}: {v}" for k, v in prediction.items()) + "."
    style.plain(axes, y="units 3 and 4 differ by")
    axes.set_ylim(0, 1.25 * apart.max())
    words.tell(axes, caption)
    return show(axes)


stay_twins = PredictExercise(
    ChoiceExercise(
        "stay_twins",
        lesson=3,
        title="Part the twins",
        task="""All twelve numbers of the network that adds are 0, so units 3 and 4 are twins.
        Now a single one of the numbers is set to 0.1. For each group of names: does that part
        the twins, or do they stay twins for ever?""",
        options={"parted": "units 3 and 4 become different", "twins": "they stay twins"},
        right=_PARTED,
        mistakes=[
            Mistake(
                "output_biases_part",
                when=lambda chosen: chosen["b5, b6"] == "parted",
                example=lambda: dict.fromkeys(_GROUPS, "parted"),
                words="""b5 and b6 belong to the outputs, and not to either hidden unit. Whatever
                they do reaches both twins alike, so they stay alike.""",
            ),
            Mistake(
                "outgoing_do_not",
                when=lambda chosen: chosen["w35, w36, w45, w46"] == "twins",
                example=lambda: _PARTED | {"w35, w36, w45, w46": "twins"},
                words="""A weight out of unit 3 alone lets δ come back to unit 3 alone: the next
                step changes the weights into unit 3, but not those into unit 4.""",
            ),
            Mistake(
                "biases_do_not",
                when=lambda chosen: chosen["b3, b4"] == "twins",
                example=lambda: _PARTED | {"b3, b4": "twins"},
                words="""With b3 = 0.1 unit 3 says something different from unit 4. So the
                gradients of the weights that lead out of them, a times δ, differ straight away.""",
            ),
            Mistake(
                "incoming_do_not",
                when=lambda chosen: chosen["w13, w14, w23, w24"] == "twins",
                example=lambda: _PARTED | {"w13, w14, w23, w24": "twins"},
                words="""A weight into unit 3 alone makes it answer differently as soon as that
                input is 1. From then on they are no longer twins.""",
            ),
        ],
        hints=[
            "Which of the twelve numbers belong to unit 3 alone, or to unit 4 alone?",
            """A weight into it, a weight out of it, or its bias: any of these makes a
            difference. Which of the twelve are none of these?""",
        ],
        solution="""
stay_twins = {
    "w13, w14, w23, w24": "parted",
    "b3, b4": "parted",
    "w35, w36, w45, w46": "parted",
    "b5, b6": "twins",
}
""",
        praise="Any number that belongs to just one of the two will do, however small.",
    ),
    reveal=_draw_twins,
)
