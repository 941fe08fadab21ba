"""Exercises of lesson 5: the best single answer, and which rates diverge."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.lesson05_held_out import starts
from annlab.exercises.predictions import PredictExercise

# -- one number for several targets --------------------------------------------------------------

_TARGETS = np.array([1.0, 1.0, 3.0, 4.0, 11.0])
_MIDDLES = {"mean": 4.0, "median": 3.0, "range": 6.0, "most frequent": 1.0, "of the lesson": 5.0}


def _one_number(*, squares: str = "mean", absolute: str = "median") -> Array:
    return np.array([_MIDDLES[squares], _MIDDLES[absolute]])


one_number = NumbersExercise(
    "one_number",
    lesson=5,
    title="The best single answer",
    task="""The targets of five examples with the same x are 1, 1, 3, 4 and 11, and the network
    can give only one number for all of them. Which number is best for the squared error ½ Σ (a −
    t)², and which for the absolute error Σ |a − t|?""",
    reference=_one_number,
    names=("squared", "absolute"),
    within=0.01,
    mistakes=[
        Mistake(
            "exchanged",
            {"squares": "median", "absolute": "mean"},
            """You have swapped the two. Squares make a large difference expensive, so the
            distant target 11 pulls hard: squares lead to the mean. Absolute values lead to the
            median.""",
        ),
        Mistake(
            "mean_for_both",
            {"absolute": "mean"},
            """The mean is best only for squares. With absolute values each target pulls with the
            same force, 1: they balance where as many targets lie above as below.""",
        ),
        Mistake(
            "median_for_both",
            {"squares": "median"},
            """The median is best only for absolute values. With squares each target pulls with
            the force a − t, and they balance where these forces add up to 0.""",
        ),
        Mistake(
            "of_the_lesson",
            {"squares": "of the lesson"},
            """5 is the mean of the five targets in the lesson. These are different: 1, 1, 3, 4
            and 11.""",
        ),
        Mistake(
            "middle_of_the_range",
            {"squares": "range"},
            """For the squares you took the midpoint between the smallest and the largest target.
            All five count: where do the pulls a − t add up to 0?""",
        ),
        Mistake(
            "most_frequent",
            {"absolute": "most frequent"},
            """For the absolute error you took the most frequent target. Move up a little from 1:
            two targets get further away and three get nearer, so the error falls.""",
        ),
    ],
    hints=[
        """At the best number the pulls of the targets add up to 0. What is the pull of one
        target? Its δ.""",
        "Squares: δ = a − t. Absolute: δ = +1 or −1.",
        "The mean, and the median: the target in the middle when you put them in order.",
    ],
    solution='one_number = {"squared": 4, "absolute": 3}',
    praise="""Move one distant target, and the mean moves a fifth as far; the median does not
    move at all.""",
)


# -- which rates diverge -------------------------------------------------------------------------

_RATES = ("0.05", "0.1", "0.15", "0.18", "0.3", "0.4")


def _draw_rates(prediction: dict[str, str] | None) -> Any:
    import warnings

    from annlab import datasets
    from annlab.figures import show, style, words
    from annlab.network import Network
    from annlab.training import train

    sine = datasets.curve("sin", rng=np.random.RandomState(123))
    nine = starts(Network([1, 9, 1], hidden="tanh", output="identity"), 16)
    each = np.repeat(nine.theta[None], len(_RATES), axis=0)
    rates = np.array([float(rate) for rate in _RATES])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        run = train(nine.at(each), sine, rate=rates[:, None], epochs=40, progress=False)
    gone = np.isnan(run.running_error[-1]).sum(axis=-1)

    axes = style.axes(None, size=(7.5, 3.6))
    axes.bar(range(len(rates)), gone, color=style.ERROR, width=0.5)
    caption = "Starts that diverged, of 16 with nine hidden units: "
    caption += ", ".join(f"{n} with η = {rate}" for rate, n in zip(_RATES, gone, strict=True)) + "."
    if prediction is not None:
        for k, rate in enumerate(_RATES):
            axes.text(
                k, 17, f'you: "{prediction[rate]}"', ha="center", color=style.MUTED,
                fontsize=style.SMALL,
            )  # fmt: skip
        caption += " Predicted to diverge: "
        caption += (", ".join(r for r in _RATES if prediction[r] == "yes") or "none") + "."
    axes.axvline(3.5, color=style.INK, linestyle=":", linewidth=1.4)
    axes.text(3.45, 8, "2 / (1 + 9)", ha="right", color=style.INK, fontsize=style.SMALL)
    style.plain(axes, x="learning rate $η$", y="diverged, of 16")
    axes.set(xticks=range(len(rates)), xticklabels=_RATES, ylim=(0, 19), yticks=[0, 8, 16])
    words.tell(axes, caption)
    return show(axes)


def _diverging_at(*diverging: str) -> dict[str, str]:
    return {rate: "yes" if rate in diverging else "no" for rate in _RATES}


will_diverge = PredictExercise(
    ChoiceExercise(
        "will_diverge",
        lesson=5,
        title="Predict which rates diverge",
        task="""A network with nine tanh hidden units and an identity output is trained online on
        the sine. For which of the learning rates 0.05, 0.1, 0.15, 0.18, 0.3, 0.4 does training
        diverge? Write "yes" or "no" for each.""",
        options={"yes": "it diverges", "no": "it stays finite"},
        right=_diverging_at("0.3", "0.4"),
        mistakes=[
            Mistake(
                "as_with_three",
                when=lambda chosen: "yes" not in chosen.values(),
                example=_diverging_at,
                words="""No divergence would be right for three hidden units, where the limit is
                ½. With nine, the output moves further for the same η: the bracket in the worst
                case is 1 − η (1 + 9).""",
            ),
            Mistake(
                "where_it_turns",
                when=lambda chosen: chosen == _diverging_at("0.15", "0.18", "0.3", "0.4"),
                example=lambda: _diverging_at("0.15", "0.18", "0.3", "0.4"),
                words="""Above 1 / (1 + 9) = 0.1 the bracket is negative: the step goes too far,
                and a − t changes sign. But it still gets smaller. It grows only when the bracket
                falls below −1.""",
            ),
            Mistake(
                "upside_down",
                when=lambda chosen: chosen["0.05"] == "yes" and chosen["0.4"] == "no",
                example=lambda: _diverging_at("0.05", "0.1"),
                words="""It is the other way round: small steps are safe but slow. Large ones
                overshoot by more than there was to correct.""",
            ),
            Mistake(
                "not_in_order",
                when=lambda chosen: "yes no" in " ".join(chosen[rate] for rate in _RATES),
                example=lambda: _diverging_at("0.1", "0.3"),
                words="""If one rate diverges here, a larger one does as well: there is one
                limit, and every rate above it diverges. Where is the limit?""",
            ),
            Mistake(
                "all_of_them",
                when=lambda chosen: chosen["0.05"] == "yes",
                example=lambda: _diverging_at(*_RATES),
                words="""With η = 0.05 the bracket is at worst 1 − 0.05 · 10 = ½: each step
                halves a − t. That is far from diverging.""",
            ),
            Mistake(
                "only_the_largest",
                when=lambda chosen: chosen["0.3"] == "no",
                example=lambda: _diverging_at("0.4"),
                words="""Look at 0.3 again: 1 − 0.3 · 10 = −2, so each step doubles a − t when
                the units are saturated.""",
            ),
        ],
        hints=[
            "In the worst case every a² is 1. What is 1 + Σ a² for nine units?",
            "a − t is multiplied by 1 − 10 η. When does it grow?",
            "When 1 − 10 η is below −1, which means η above 0.2.",
        ],
        solution="""
will_diverge = {"0.05": "no", "0.1": "no", "0.15": "no", "0.18": "no", "0.3": "yes", "0.4": "yes"}
""",
        praise="In general, with J tanh units, η must be below 2 / (1 + J).",
    ),
    reveal=_draw_rates,
)
