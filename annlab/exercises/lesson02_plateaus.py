"""Exercises of lesson 2: why the error surface is flat in places, and how high it is there."""

from __future__ import annotations

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake

# -- flat ground ---------------------------------------------------------------------------------

why_flat: ChoiceExercise = ChoiceExercise(
    "why_flat",
    lesson=2,
    title="Why is it flat here?",
    task="""Here are five places where E hardly changes with a parameter. What is the reason for
    each?

    A: at the start values, but with w2 = 0 instead of 0.2, w5 is moved.

    B: N2 has the bias b3 = 30; w5 is moved between −10 and 10.

    C: at the start values w2 is moved: the errors of two examples grow, and those of the other
    two shrink.

    D: the units are steps, and any one of the nine numbers is moved by a thousandth.

    E: all four outputs are within 0.001 of their targets; w1 is moved a little.""",
    options={
        "not_heard": "indifference: nobody listens to that unit",
        "saturated": "indifference: that unit is saturated",
        "disagreement": "disagreement: the examples pull in opposite directions",
        "staircase": "nothing changes until an answer flips from 0 to 1",
        "content": "no example wants anything to change",
    },
    right={
        "A": "not_heard",
        "B": "saturated",
        "C": "disagreement",
        "D": "staircase",
        "E": "content",
    },
    mistakes=[
        Mistake(
            "saturated_for_not_heard",
            when=lambda chosen: chosen["A"] == "saturated",
            example=lambda: why_flat.but(A="saturated"),
            words="""Look at A again. At the start values N2 is close to ½, and w5 does move it.
            But what N2 says is multiplied by w2.""",
        ),
        Mistake(
            "not_heard_for_saturated",
            when=lambda chosen: chosen["B"] == "not_heard",
            example=lambda: why_flat.but(B="not_heard"),
            words="""Look at B again. However closely the output listens to N2, with a
            pre-activation of 20 or more N2 says 1 whatever w5 does.""",
        ),
        Mistake(
            "staircase_for_saturated",
            when=lambda chosen: chosen["B"] == "staircase",
            example=lambda: why_flat.but(B="staircase"),
            words="""Look at B again. A logistic unit has no steps: far out it still responds, but
            less and less. What do you call a unit that is that far out?""",
        ),
        Mistake(
            "indifference_for_disagreement",
            when=lambda chosen: chosen["C"] in ("not_heard", "saturated", "staircase"),
            example=lambda: why_flat.but(C="not_heard"),
            words="""Look at C again. The errors of the single examples do change, and not by a
            little; only their sum does not.""",
        ),
        Mistake(
            "content_for_disagreement",
            when=lambda chosen: chosen["C"] == "content",
            example=lambda: why_flat.but(C="content"),
            words="""Look at C again. The slope of the sum is small both at a solution and in a
            tug of war. Here every example pulls, and they pull against each other.""",
        ),
        Mistake(
            "smooth_for_staircase",
            when=lambda chosen: chosen["D"] != "staircase",
            example=lambda: why_flat.but(D="saturated"),
            words="""Look at D again. A step says 0 or 1 and nothing in between. A thousandth does
            not take z across 0, so no answer changes, whichever parameter you move.""",
        ),
        Mistake(
            "disagreement_for_content",
            when=lambda chosen: chosen["E"] != "content",
            example=lambda: why_flat.but(E="disagreement"),
            words="""Look at E again. A satisfied example does not pull. Disagreement leaves an
            error behind; here there is none.""",
        ),
    ],
    hints=[
        "Ask first: do the errors of the single examples change? Then ask why, or why not.",
        "If they change and cancel, it is disagreement. If not: is the unit stuck at 0 or 1, or "
        "is its answer multiplied by 0?",
        "A is about w2, B about a large z, C about a sum, D about steps, E about a solution.",
    ],
    solution="""
why_flat = {
    "A": "not_heard",
    "B": "saturated",
    "C": "disagreement",
    "D": "staircase",
    "E": "content",
}
""",
)


# -- three heights -------------------------------------------------------------------------------


def _levels(*, half: bool = True, off: float = 0.5, form: str = "squared") -> Array:
    outputs = np.array([1.0, off, 0.0])
    if form == "outputs":
        return outputs[::-1]
    miss = np.abs(outputs - 1)
    return (miss**2 if form == "squared" else miss) * (0.5 if half else 1)


levels = NumbersExercise(
    "levels",
    lesson=2,
    title="Three plateaus",
    task="""At which three heights E do the plateaus of out = g(w2 g(w1 a0)) lie, if the input is
    1 and the target is 1? Give them from the lowest to the highest.""",
    reference=_levels,
    within=0.02,
    mistakes=[
        Mistake(
            "half_missing",
            {"half": False},
            """The ½ in E = ½ (out − t)² is missing: all your heights are twice as large as they
            should be.""",
        ),
        Mistake(
            "off_says_0",
            {"off": 0.0},
            """You take the output to be 0 when the hidden unit is off. But then z = w2 · 0 = 0,
            and g(0) is not 0.""",
        ),
        Mistake(
            "off_says_1",
            {"off": 1.0},
            """You take the output to be 1 when the hidden unit is off. But then w2 has nothing to
            multiply: z = 0, and g(0) is neither 0 nor 1.""",
        ),
        Mistake(
            "not_squared",
            {"form": "sizes"},
            """The square is missing: half of one half is a quarter, but half of one half squared
            is less.""",
        ),
        Mistake(
            "outputs",
            {"form": "outputs"},
            """These are the three outputs. The heights are their errors: ½ (out − 1)².""",
        ),
        Mistake(
            "order",
            wrong=lambda reference: reference()[::-1],
            words="""These are the three heights, but from the highest to the lowest: reverse the
            list.""",
        ),
    ],
    hints=[
        "The hidden unit is either off or on. What can the output unit do with each?",
        "On: w2 decides between 0 and 1. Off: w2 has nothing to multiply, and g(0) = ½.",
        "½ (1 − 1)², ½ (½ − 1)², ½ (0 − 1)².",
    ],
    solution="levels = [0, 0.125, 0.5]",
    praise="From the valley up: confidently right, nothing to hear, confidently wrong.",
)
