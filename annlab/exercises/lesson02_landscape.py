"""Exercises of lesson 2: error surfaces, and nine numbers that solve XOR."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.lesson02 import output_of
from annlab.exercises.predictions import PredictExercise

START = np.array([0.1, 0.2, 0.1, -0.2, 0.2, -0.1, -0.3, -0.25, 0.2])
"""The start values of the lesson: w1, w2, b1, w3, w4, b2, w5, w6, b3."""

_X1, _X2 = np.array([0.0, 0, 1, 1]), np.array([0.0, 1, 0, 1])
_T = np.array([0.0, 1, 1, 0])


# -- the first surface ---------------------------------------------------------------------------


def _draw_first(prediction: str | None, ax: Any = None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(ax, size=(7.5, 3.6))
    w5 = np.linspace(-10, 10, 201)
    thetas = [np.where(np.arange(9) == 6, value, START) for value in w5]
    errors = [np.sum((output_of(_X1, _X2, theta) - _T) ** 2) / 2 for theta in thetas]
    axes.plot(w5, errors, color=style.INK, linewidth=2.4, label="E")
    sketches = {
        "bowl": 0.3 + w5**2 / 80,
        "cliff": 0.1 + 1 / (1 + np.exp(-4 * w5)),
        "plain": np.full(w5.shape, 0.5),
    }
    caption = f"E over w5 from −10 to 10: between {min(errors):.3f} and {max(errors):.3f}."
    if prediction in sketches:
        label = f"predicted: a {prediction}, roughly"
        axes.plot(w5, sketches[prediction], "--", color=style.ERROR, label=label)
        caption += f" The prediction was a {prediction}."
    axes.set_ylim(0, 1.5)
    style.plain(axes, x="$w_5$", y="error $E$", title="a cut through the surface, along $w_5$")
    style.legend(axes)
    words.tell(axes, caption)
    return show(axes) if ax is None else axes


first_surface = PredictExercise(
    ChoiceExercise(
        "first_surface",
        lesson=2,
        title="Predict the first surface",
        task="""w5 and w6 lead into N2. Both vary from −10 to 10; the other seven numbers keep
        their start values. What does the error surface look like?""",
        options={
            "bowl": "it rises on all sides of one lowest point",
            "cliff": "it is high on one side and drops steeply to the other",
            "plain": "it is almost flat everywhere",
        },
        right="plain",
        mistakes=[
            Mistake(
                "bowl",
                words="""A bowl needs something that gets worse in every direction. Follow the
                path from N2 to the output: how much can the output move at all?""",
            ),
            Mistake(
                "cliff",
                words="""N2 itself does drop off a cliff here, from 1 to 0. But what it says
                reaches the output through w2, which is only 0.2.""",
            ),
        ],
        hints=[
            """Whatever w5 and w6 do, N2 says something between 0 and 1. How much of it does the
            output hear?""",
            "The output hears w2 times what N2 says, and w2 is 0.2.",
        ],
        solution='first_surface = "plain"',
        praise="The hidden layer speaks, and nobody listens.",
    ),
    reveal=_draw_first,
)


# -- XOR by hand ---------------------------------------------------------------------------------


def _outputs(theta: Array) -> Array:
    return output_of(_X1, _X2, theta)


def _solved(outputs: Array) -> bool:
    return bool(((outputs > 0.5) == (_T == 1)).all() and (outputs != 0.5).all())


def _answers(theta: Array, *tables: tuple[int, ...]) -> bool:
    return tuple((_outputs(theta) > 0.5).astype(int).tolist()) in tables


def _weights_report(theta: Array) -> str:
    out = _outputs(theta)
    error = np.sum((out - _T) ** 2) / 2
    listed = ", ".join(f"{value:.3f}" for value in out)
    words = f"The outputs are {listed}, and E = {error:.4f}."
    if _solved(out):
        near = bool(np.abs(out - _T).max() < 0.1)
        return words + (
            " Each is within 0.1 of its target."
            if near
            else " All four are on the right side of ½. Can you bring each within 0.1?"
        )
    return words


weights = NumbersExercise(
    "weights",
    lesson=2,
    title="Solve XOR by hand",
    task="""Find nine numbers, w1, w2, b1, w3, w4, b2, w5, w6, b3, with which the network solves
    XOR: its output must be above ½ for (0, 1) and (1, 0), and below ½ for (0, 0) and (1, 1).""",
    accepts=lambda theta: _solved(_outputs(theta)),
    report=_weights_report,
    shape=(9,),
    names=("w1", "w2", "b1", "w3", "w4", "b2", "w5", "w6", "b3"),
    mistakes=[
        Mistake(
            "from_the_input",
            when=lambda theta: _solved(output_of(_X1, _X2, theta, order="from the input")),
            example=lambda: [6, 6, -3, 6, 6, -9, 8, -8, -4],
            words="""The numbers are right, but their order is not: yours starts at the input.
            Here the output comes first, w1, w2, b1, then N1, then N2.""",
        ),
        Mistake(
            "too_soft",
            when=lambda theta: bool(np.ptp(_outputs(theta)) < 0.1 and np.abs(theta).max() <= 3),
            example=lambda: [1, -1, -0.5, 1, 1, -0.5, 1, 1, -1.5],
            words="""All four outputs are nearly the same. Your units are too soft: with small
            weights a logistic unit stays close to ½. Multiply all the numbers of each unit, bias
            included, by something large: its line stays where it is, and the step across it gets
            steeper.""",
        ),
        Mistake(
            "twins",
            when=lambda theta: bool(np.allclose(theta[3:6], theta[6:9])),
            example=lambda: [8, -8, -4, 8, 8, -4, 8, 8, -4],
            words="""N1 and N2 have the same numbers, so they say the same thing, and two are
            worth no more than one. Let one be OR and the other AND.""",
        ),
        Mistake(
            "opposite",
            when=lambda theta: _answers(theta, (1, 0, 0, 1)),
            example=lambda: [-8, 8, 4, 6, 6, -3, 6, 6, -9],
            words="""All four answers are wrong, so you are nearly there: change the signs of w1,
            w2 and b1. The output unit has its line in the right place, but points to the wrong
            side.""",
        ),
        Mistake(
            "or_only",
            when=lambda theta: _answers(theta, (0, 1, 1, 1)),
            example=lambda: [8, 0, -4, 6, 6, -3, 6, 6, -9],
            words="""It computes OR; only (1, 1) is wrong. The output must hear the unit that
            picks out (1, 1), an AND, with a negative weight.""",
        ),
        Mistake(
            "nand_only",
            when=lambda theta: _answers(theta, (1, 1, 1, 0)),
            example=lambda: [0, -8, 4, 6, 6, -3, 6, 6, -9],
            words="""It computes NAND; only (0, 0) is wrong. The output must hear a unit that is
            on for everything except (0, 0), an OR, and must not fire without it.""",
        ),
        Mistake(
            "one_side_only",
            when=lambda theta: _answers(theta, (0, 1, 0, 0), (0, 0, 1, 0)),
            example=lambda: [8, -8, -4, 8, 0, -4, 6, 6, -9],
            words="""Only one of the two rows that should get a 1 does. Is the weight from x1 or
            from x2 into N1 too small? The line of N1 must pass between (0, 0) and both of those
            rows.""",
        ),
        Mistake(
            "and_only",
            when=lambda theta: _answers(theta, (0, 0, 0, 1)),
            example=lambda: [0, 8, -4, 6, 6, -3, 6, 6, -9],
            words="""It computes AND: it fires where it should be silent. N2 should count against
            the answer, so w2 must be negative, and N1 must be heard.""",
        ),
        Mistake(
            "one_answer",
            when=lambda theta: _answers(theta, (0, 0, 0, 0), (1, 1, 1, 1)),
            example=lambda: [8, -8, 10, 6, 6, -3, 6, 6, -9],
            words="""All four rows get the same answer. Does the bias b1 outweigh the two hidden
            units together? With w1 = 8 and w2 = −8 it must lie between −8 and 0.""",
        ),
    ],
    hints=[
        "XOR is OR, but not AND. Which numbers did the step units of section 2 have?",
        """Let N1 be OR (1, 1, −½), N2 AND (1, 1, −1½), and the output "N1 and not N2" (1, −1,
        −½). A logistic unit with large numbers is almost a step.""",
        """Multiply the hidden units' numbers by 6 and the output's by 8. The output's three come
        first.""",
    ],
    solution="weights = [8, -8, -4, 6, 6, -3, 6, 6, -9]",
    praise="There are infinitely many solutions; this is one point of a whole valley.",
)


# -- which is which ------------------------------------------------------------------------------

_HIDDEN, _OUTPUT = {"w5, w6", "w5, b3"}, {"w1, w2", "w1, b1"}

which_surface: ChoiceExercise = ChoiceExercise(
    "which_surface",
    lesson=2,
    title="Four surfaces without names",
    task="""Over which two parameters is each of the maps A to D? Write a pair such as ("w1",
    "b1") for each, with the horizontal parameter first.""",
    options={
        "w1, w2": "the two weights of the output",
        "w5, w6": "the two weights of N2",
        "w5, b3": "a weight and the bias of N2",
        "w1, b1": "a weight and the bias of the output",
    },
    right={"A": "w1, b1", "B": "w5, b3", "C": "w5, w6", "D": "w1, w2"},
    mistakes=[
        Mistake(
            "same_twice",
            when=lambda chosen: len(set(chosen.values())) < 4,
            example=lambda: which_surface.but(A="w1, w2"),
            words="""You have used one pair twice, but each belongs to one map only. Which of the
            two are you less sure of?""",
        ),
        Mistake(
            "layers_exchanged",
            when=lambda chosen: bool({chosen["A"], chosen["D"]} & _HIDDEN),
            example=lambda: which_surface.but(A="w5, b3", B="w1, b1"),
            words="""A pair that belongs to the output and one that belongs to N2 have changed
            places. w1, w2 and b1 leave the hidden units alone and only weigh their answers, which
            makes soft, wide shapes. w5, w6 and b3 move the line of N2 across the four points,
            which makes straight, sharp edges.""",
        ),
        Mistake(
            "output_exchanged",
            when=lambda chosen: chosen["A"] == "w1, w2",
            example=lambda: which_surface.but(A="w1, w2", D="w1, b1"),
            words="""A and D have changed places. b1 shifts the outputs of all four examples
            alike, so at its two ends everything is 1 or everything is 0. w2 matters only where N2
            says something.""",
        ),
        Mistake(
            "hidden_exchanged",
            when=lambda chosen: chosen["B"] == "w5, w6",
            example=lambda: which_surface.but(B="w5, w6", C="w5, b3"),
            words="""B and C have changed places. Swapping w5 with w6 swaps x1 with x2, which
            leaves XOR as it is: that map must be symmetric about its diagonal.""",
        ),
    ],
    hints=[
        "One of the four must be symmetric about its diagonal. Which pair could be swapped?",
        """w1, w2 and b1 leave the hidden units alone, so two maps vary only the output unit. One
        of these moves a bias, which shifts all four examples alike.""",
        """N2's four pre-activations are b3, b3 + 6, b3 + w5 and b3 + w5 + 6. Something happens
        where one of them is 0, and each of these places is a straight line in the map of w5 and
        b3.""",
    ],
    solution="""
which_surface = {"A": ("w1", "b1"), "B": ("w5", "b3"), "C": ("w5", "w6"), "D": ("w1", "w2")}
""",
    praise="""C is symmetric about its diagonal. A and D vary only the output unit, so their edges
    are soft; A moves a bias, which shifts all four examples alike. B has its edges on straight
    lines, where a pre-activation of N2 passes through 0.""",
)
