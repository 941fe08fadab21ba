"""Exercises of lesson 3: a pass by hand, symptoms and their causes, the best ε."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.predictions import PredictExercise


def _by_hand(
    *,
    sign: int = 1,
    output_slope: bool = True,
    hidden_slope: str = "a",
    weight: str = "w2",
    fed: str = "what comes in",
) -> Array:
    x, t, w1, w2, b2 = 0.5, 1.0, 2.0, -2.0, 0.5
    z1 = x * w1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 * w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    delta2 = sign * (a2 - t) * (a2 * (1 - a2) if output_slope else 1)
    slope = {"a": a1 * (1 - a1), "none": 1.0, "z": z1 * (1 - z1)}[hidden_slope]
    delta1 = delta2 * {"w2": w2, "none": 1.0, "w1": w1}[weight] * slope
    into = (a1, x) if fed == "what comes in" else (w2, w1)
    return np.array([z1, a1, z2, a2, delta2, delta1, into[0] * delta2, into[1] * delta1])


by_hand = NumbersExercise(
    "by_hand",
    lesson=3,
    title="All four steps by hand",
    task="""A chain of one input, one hidden and one output unit, both logistic: x = 0.5, t = 1,
    w1 = 2, b1 = 0, w2 = −2, b2 = 0.5. Work out z1, a1, z2, a2, then delta2, delta1, then the
    gradients dw2 and dw1, to three decimals. You can fill in a few and check as you go.""",
    reference=_by_hand,
    names=("z1", "a1", "z2", "a2", "delta2", "delta1", "dw2", "dw1"),
    within=0.00101,
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """The forward pass is right; then you use t − a. The output is too small here, so E
            falls as z2 grows: its slope, delta2, is negative.""",
        ),
        Mistake(
            "no_output_slope",
            {"output_slope": False},
            """delta2 lacks g′(z2) = a2 (1 − a2). What you have is ∂E/∂a2, one step short of z2.""",
        ),
        Mistake(
            "no_hidden_slope",
            {"hidden_slope": "none"},
            """delta1 lacks g′(z1) = a1 (1 − a1). What you have is ∂E/∂a1, one step short of z1.""",
        ),
        Mistake(
            "slope_from_z",
            {"hidden_slope": "z"},
            "In delta1 you use z1 (1 − z1), which is 0 here. The slope at z1 is a1 (1 − a1).",
        ),
        Mistake(
            "no_weight",
            {"weight": "none"},
            """delta1 lacks the weight. The hidden unit affects the output's error only through
            w2, and the factor −2 changes the sign.""",
        ),
        Mistake(
            "wrong_weight",
            {"weight": "w1"},
            """Your delta1 uses w1, which leads into the hidden unit. Blame comes back along the
            weight that leads out of it: w2.""",
        ),
        Mistake(
            "weight_for_input",
            {"fed": "weights"},
            """Your dw2 and dw1 use the weights themselves. A gradient is what *comes in* times δ;
            the weight is not in it.""",
        ),
    ],
    hints=[
        "Go forwards first: z1 = x w1 + b1, then a1 = 1 / (1 + e^−z1), which is 0.731.",
        "delta2 = (a2 − t) a2 (1 − a2); delta1 = delta2 · w2 · a1 (1 − a1).",
        """The gradient of a weight is what comes in times δ of the unit it leads to: dw2 = a1
        delta2, dw1 = x delta1.""",
    ],
    solution="""
by_hand = {
    "z1": 1.0, "a1": 0.731, "z2": -0.962, "a2": 0.276,
    "delta2": -0.145, "delta1": 0.057,
    "dw2": -0.106, "dw1": 0.028,
}
""",
    praise="If you raise either weight a little, E changes by that amount times the gradient.",
)


symptoms: ChoiceExercise = ChoiceExercise(
    "symptoms",
    lesson=3,
    title="From the symptom to the cause",
    task="""Five networks with something wrong. Name the cause of each.

    A: after 1,000 passes all hidden units have exactly the same weights.

    B: E rises in every pass; with a smaller η it still rises, only more slowly.

    C: E jumps up and down and settles nowhere; with an η ten times smaller it falls.

    D: with a single example the numerical check agrees on W2; on W1 the signs agree, but every
    number that is not 0 is at least four times too large.

    E: with logistic outputs and targets 0 and 2, E falls at first, then stays far above 0.""",
    options={
        "zero_start": "all weights were 0 at the start",
        "wrong_sign": "the update adds η times the gradient",
        "rate_too_high": "η is too large",
        "missing_slope": "g′(z) was left out in the hidden layer",
        "out_of_range": "the outputs cannot reach their targets",
        "bias_forgotten": "the biases are not updated",
    },
    right={
        "A": "zero_start",
        "B": "wrong_sign",
        "C": "rate_too_high",
        "D": "missing_slope",
        "E": "out_of_range",
    },
    mistakes=[
        Mistake(
            "sign_taken_for_rate",
            when=lambda chosen: chosen["B"] == "rate_too_high",
            example=lambda: symptoms.but(B="rate_too_high"),
            words="""Look at B again. If the rate were too high, a smaller one would cure it. Here
            the smaller step goes the wrong way as well: it is the direction that is wrong.""",
        ),
        Mistake(
            "rate_taken_for_sign",
            when=lambda chosen: chosen["C"] == "wrong_sign",
            example=lambda: symptoms.but(C="wrong_sign"),
            words="""Look at C again. With the wrong sign no η would help. Here a smaller one does:
            the steps go the right way, but too far.""",
        ),
        Mistake(
            "slope_taken_for_rate",
            when=lambda chosen: chosen["D"] == "rate_too_high",
            example=lambda: symptoms.but(D="rate_too_high"),
            words="""Look at D again. The check compares gradients, and η plays no part in them.
            Which factor, never above ¼, could be missing in the first layer only?""",
        ),
        Mistake(
            "slope_taken_for_sign",
            when=lambda chosen: chosen["D"] == "wrong_sign",
            example=lambda: symptoms.but(D="wrong_sign"),
            words="""Look at D again. The signs agree on W1 and on W2. It is the size that does
            not, and only on W1.""",
        ),
        Mistake(
            "twins_taken_for_slope",
            when=lambda chosen: chosen["A"] in ("missing_slope", "bias_forgotten"),
            example=lambda: symptoms.but(A="missing_slope"),
            words="""Look at A again. Units that are identical get the same gradient and stay
            identical. When did they become identical?""",
        ),
        Mistake(
            "range_taken_for_rate",
            when=lambda chosen: chosen["E"] != "out_of_range",
            example=lambda: symptoms.but(E="rate_too_high"),
            words="Look at E again. What is the largest number that a logistic unit can give?",
        ),
    ],
    hints=[
        "Ask about each cause: what would I see, and would a smaller η change it?",
        """D: which factor of δ is never above ¼? E: between which two numbers does the logistic
        function lie?""",
        "A is about the start, B about a direction, C about a length.",
    ],
    solution="""
symptoms = {
    "A": "zero_start",
    "B": "wrong_sign",
    "C": "rate_too_high",
    "D": "missing_slope",
    "E": "out_of_range",
}
""",
)


def _step_errors(exponents: Array) -> Array:
    """How far (f(z + ε) − f(z − ε)) / 2ε is from f′(z) for the logistic function at z = 1."""

    def g(z: Array) -> Array:
        return 1 / (1 + np.exp(-z))

    step = 10.0**-exponents
    right = g(np.array(1.0)) * (1 - g(np.array(1.0)))
    return np.abs((g(1 + step) - g(1 - step)) / (2 * step) - right)


def _draw_steps(prediction: float | None, ax: Any = None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(ax, size=(7.5, 3.8))
    exponents = np.linspace(1, 12, 89)
    axes.loglog(10.0**-exponents, _step_errors(exponents), color=style.INK)
    style.plain(axes, x="ε", y="error of the slope")
    axes.set_ylim(1e-14, 1)
    caption = "The error of the slope falls with ε down to about 1e-5, and rises again below that."
    if prediction is not None:
        axes.axvline(10.0**-prediction, color=style.ERROR, linestyle="--", label="predicted")
        style.legend(axes)
        caption += f" The prediction was 1e-{prediction:g}."
    words.tell(axes, caption)
    return show(axes) if ax is None else axes


best_step = PredictExercise(
    NumbersExercise(
        "best_step",
        lesson=3,
        title="Predict the best ε",
        task="""A slope is measured by central differences, (f(z + ε) − f(z − ε)) / 2ε, in double
        precision. Which ε = 10^−k gives the most accurate slope? Predict k, between 1 and 12.""",
        accepts=lambda k: bool(4 <= k <= 6.5),
        shape=(),
        mistakes=[
            Mistake(
                "exponent_sign",
                when=lambda k: bool(k < 0),
                example=lambda: -5,
                words="k is the exponent without its minus sign: for ε = 0.001 it is 3.",
            ),
            Mistake(
                "smaller_is_better",
                when=lambda k: bool(k > 6.5),
                example=lambda: 12,
                words="""Mathematically, the smaller the better; but the computer keeps only 16
                digits. The two values of f then differ only in their last digits, and the
                difference is mostly rounding error, divided by a very small number.""",
            ),
            Mistake(
                "too_coarse",
                when=lambda k: bool(0 <= k < 4),
                example=lambda: 2,
                words="""That keeps rounding small, but the curve bends between the two points:
                this error is proportional to ε², and there is still a lot to gain.""",
            ),
        ],
        hints=[
            "Two errors: one shrinks with ε, the other grows. Where do they meet?",
            "The bend costs about ε², and rounding about 10^−16 / ε.",
            "ε² = 10^−16 / ε gives ε³ = 10^−16.",
        ],
        solution="best_step = 5",
        praise="That is about a third of the 16 digits: ε² and 10^−16 / ε are then equally small.",
    ),
    reveal=_draw_steps,
)
