"""Exercises of lesson 4: learning without hidden units, how few are enough, and annealing."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.predictions import PredictExercise


def published(kind: str, hidden: int, *, anneal: float = 1.0) -> Any:
    """One of the published runs, made as in the lesson: a History of 100 passes."""
    from annlab import datasets
    from annlab.network import Network
    from annlab.training import train

    rng = np.random.RandomState(123)
    data = datasets.ring(rng=rng) if kind == "ring" else datasets.gate(kind, rng=rng)
    net = Network([2, hidden, 1] if hidden else [2, 1]).initialise("uniform", rng=rng)
    return train(net, data, rate=2.0, epochs=100, anneal=anneal, progress=False)


# -- no hidden units -----------------------------------------------------------------------------


def _draw_gates(prediction: dict[str, str] | None) -> Any:
    import matplotlib.pyplot as plt

    from annlab.figures import prediction as draw
    from annlab.figures import show, style

    fig, panels = plt.subplots(1, 3, figsize=(10, 3.7), dpi=style.DPI, layout="constrained")
    for ax, kind in zip(panels, ("or", "and", "xor"), strict=True):
        run = published(kind, 0)
        wrong = int(((run.network.predict(run.data.x) > 0.5) != run.data.t).sum())
        title = f"{kind.upper()}: {wrong} of 200 wrong"
        if prediction is not None:
            title += f'\nyou said "{prediction[kind]}"'
        draw(run.network, run.data, points=61, size=12, bar=False, key=False, title=title, ax=ax)
    return show(fig)


no_hidden_units = PredictExercise(
    ChoiceExercise(
        "no_hidden_units",
        lesson=4,
        title="Predict what one layer can learn",
        task="""Which of noisy OR, AND and XOR can a network without hidden units learn? Write
        "yes" or "no" for each.""",
        options={"yes": "it can be learned", "no": "it cannot be learned"},
        right={"or": "yes", "and": "yes", "xor": "no"},
        mistakes=[
            Mistake(
                "all_three",
                when=lambda chosen: set(chosen.values()) == {"yes"},
                example=lambda: {"or": "yes", "and": "yes", "xor": "yes"},
                words="""Without hidden units the output is ½ along one straight line. Try to
                separate the corners of XOR with one: each class has two opposite corners.""",
            ),
            Mistake(
                "none",
                when=lambda chosen: set(chosen.values()) == {"no"},
                example=lambda: {"or": "no", "and": "no", "xor": "no"},
                words="""A single unit can do something: it draws one line. Does OR need more
                than that? Only one of its four corners has to be cut off.""",
            ),
            Mistake(
                "noise_feared",
                when=lambda chosen: chosen["xor"] == "no" and "no" in (chosen["or"], chosen["and"]),
                example=lambda: {"or": "yes", "and": "no", "xor": "no"},
                words="""You are right about XOR. But OR and AND are alike: in each a line cuts
                off a single corner. The noise is small compared with the side of the square.""",
            ),
            Mistake(
                "xor_alone",
                when=lambda chosen: chosen["xor"] == "yes",
                example=lambda: {"or": "no", "and": "yes", "xor": "yes"},
                words="""It is XOR that is out of reach: one line cannot separate one pair of
                opposite corners from the other. For OR and AND the line only cuts off a single
                corner.""",
            ),
        ],
        hints=[
            "What does an output unit draw in the plane if there is no hidden layer?",
            """One straight line. Draw the four corners for each of the three, and try to
            separate them.""",
        ],
        solution='no_hidden_units = {"or": "yes", "and": "yes", "xor": "no"}',
        praise="One unit, one line; XOR takes two.",
    ),
    reveal=_draw_gates,
)


# -- how few hidden units ------------------------------------------------------------------------


def _fewest(*, xor: int = 2, ring: int = 3) -> Array:
    return np.array([xor, ring])


fewest = NumbersExercise(
    "fewest",
    lesson=4,
    title="How few hidden units?",
    task="""What is the smallest number of hidden units with which some start can learn noisy
    XOR, getting more than 95 % of the examples right? And what is it for the ring?""",
    reference=_fewest,
    names=("xor", "ring"),
    mistakes=[
        Mistake(
            "xor_none",
            {"xor": 0},
            "XOR without hidden units is what failed in section 2: one line is not enough.",
        ),
        Mistake(
            "xor_one",
            {"xor": 1},
            """One hidden unit draws one line for XOR, and the output unit chooses what to say on
            either side. The boundary is still one line, which gets at most three corners out of
            four right: 75 %.""",
        ),
        Mistake(
            "xor_as_published",
            {"xor": 4},
            """Four were enough for XOR in the published run. That does not make them necessary:
            how many lines does the strip between the two clouds of class 1 need?""",
        ),
        Mistake(
            "xor_as_ring",
            {"xor": 3},
            """For XOR that is one more than you need. A strip between two parallel lines holds
            one class; the other lies on either side of it.""",
        ),
        Mistake(
            "ring_as_xor",
            {"ring": 2},
            """For the ring you have two lines. Draw any two, and look at the pieces. Each piece
            reaches to infinity, so none of them is an island.""",
        ),
        Mistake(
            "ring_one",
            {"ring": 1},
            """For the ring you have one line. Wherever it runs, the side with the centre has
            half of the ring on it too.""",
        ),
        Mistake(
            "ring_as_published",
            {"ring": 4},
            """Four were enough for the ring in the published run. But one of them did nothing:
            what is the smallest number of lines that can enclose a point?""",
        ),
    ],
    hints=[
        "Each hidden unit draws a line. What shape do you have to cut out of the plane?",
        "For XOR, a strip. For the ring, an island, closed on all sides.",
        "A strip has two edges; the simplest closed figure is a triangle.",
    ],
    solution='fewest = {"xor": 2, "ring": 3}',
    praise="That many are enough; with one to spare, more starts succeed.",
)


# -- annealing -----------------------------------------------------------------------------------

_ZONES = {"faster": (0.0, 4.6), "same": (4.6, 5.6), "fails": (5.6, 30.0)}  # of E after 100 passes


def _draw_annealing(prediction: str | None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(None, size=(7.5, 3.8))
    caption = "Error of two runs on the ring from the same start."
    if prediction is not None:
        low, high = _ZONES[prediction]
        axes.axvspan(90, 100, low / 40, high / 40, color=style.ERROR, alpha=0.25)
        axes.text(
            89, (low + high) / 2, f'"{prediction}" would end here', ha="right", va="center",
            color=style.ERROR, fontsize=style.SMALL,
        )  # fmt: skip
        caption += f' Predicted: "{prediction}".'
    for anneal, colour, dash in ((1.0, style.INK, "-"), (0.95, style.ERROR, "--")):
        run = published("ring", 4, anneal=anneal)
        label = "constant η" if anneal == 1 else f"η × {anneal:g} after each pass"
        axes.plot(run.error, dash, color=colour, linewidth=2.4, label=label)
        caption += f" With {label} it ends at {run.error[-1]:.1f}."
    style.plain(axes, x="passes", y="error $E$")
    axes.set(xlim=(0, 100), ylim=(0, 40))
    style.legend(axes, loc="upper right")
    words.tell(axes, caption)
    return show(axes)


annealing_ring = PredictExercise(
    ChoiceExercise(
        "annealing_ring",
        lesson=4,
        title="Predict what annealing does",
        task="""Take the run on the ring with four hidden units, from the same start, but
        multiply η by 0.95 after each pass. What will happen in 100 passes?""",
        options={
            "faster": "it gets there sooner, or gets further",
            "same": "a little different, no more",
            "fails": "it does not learn the ring",
        },
        right="fails",
        mistakes=[
            Mistake(
                "faster",
                when=lambda chosen: chosen == "faster",
                example=lambda: "faster",
                words="""Smaller steps settle more precisely once you are in the valley. But here
                the first twenty passes cross flat ground, and the steps are already shrinking
                there: after 20 passes η is 0.72, after 40 it is 0.26.""",
            ),
            Mistake(
                "same",
                when=lambda chosen: chosen == "same",
                example=lambda: "same",
                words="""The start and the data are the same, but not the distance it can go. All
                the rates together add up to 2 / (1 − 0.95) = 40, however long it runs; in the
                run with constant η the first 26 passes alone come to 52.""",
            ),
        ],
        hints=[
            "Look at the error of the run with constant η: when does it start to fall?",
            "How large is η by then, if it loses 5 % after each pass?",
        ],
        solution='annealing_ring = "fails"',
        praise="Smaller steps are good for settling, and bad for getting off flat ground.",
    ),
    reveal=_draw_annealing,
)
