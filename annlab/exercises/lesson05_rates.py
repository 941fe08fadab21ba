"""Exercises of lesson 5, continued: the best single answer, and which rates diverge."""

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
    task="""The targets of five examples with the same x are 1, 1, 3, 4 and 11, and the network can
    say only one number for all of them. Which is best for the squared error ½ Σ (a − t)², and which
    for the absolute error Σ |a − t|?""",
    reference=_one_number,
    names=("squared", "absolute"),
    within=0.01,
    mistakes=[
        Mistake(
            "exchanged",
            {"squares": "median", "absolute": "mean"},
            """They are exchanged. Squares make a far miss expensive, so the far target 11 pulls
            hard: they lead to the mean. Absolute values lead to the median.""",
        ),
        Mistake(
            "mean_for_both",
            {"absolute": "mean"},
            """The mean is best for squares only. With absolute values each target pulls with the
            same force, 1: they balance where as many lie above as below.""",
        ),
        Mistake(
            "median_for_both",
            {"squares": "median"},
            """The median is best for absolute values only. With squares a target pulls with the
            force a − t, and they balance where these add up to 0.""",
        ),
        Mistake(
            "of_the_lesson",
            {"squares": "of the lesson"},
            """5 is the mean of the lesson's five targets. These are others: 1, 1, 3, 4 and 11.""",
        ),
        Mistake(
            "middle_of_the_range",
            {"squares": "range"},
            """For the squares you took the middle between the smallest and the largest. All five
            count: where do the pulls a − t add up to 0?""",
        ),
        Mistake(
            "most_frequent",
            {"absolute": "most frequent"},
            """For the absolute error you took the most frequent target. Move from 1 a little
            upwards: two targets are farther away, three are nearer, so the error falls.""",
        ),
    ],
    hints=[
        "At the best place the pulls of the targets add up to 0. What is the pull of one? Its δ.",
        "Squares: δ = a − t. Absolute: δ = +1 or −1.",
        "The mean, and the median: the one in the middle when they are put in order.",
    ],
    solution='one_number = {"squared": 4, "absolute": 3}',
    praise="One far target moves the mean by its distance over five, and the median not at all.",
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

    drawn = style.axes(None, size=(7.5, 3.6))
    drawn.bar(range(len(rates)), gone, color=style.ERROR, width=0.5)
    said = "Of 16 starts with nine hidden units diverged: "
    said += ", ".join(f"{n} with η = {rate}" for rate, n in zip(_RATES, gone, strict=True)) + "."
    if prediction is not None:
        for k, rate in enumerate(_RATES):
            drawn.text(
                k, 17, f'you: "{prediction[rate]}"', ha="center", color=style.MUTED,
                fontsize=style.SMALL,
            )  # fmt: skip
        said += " Predicted to diverge: "
        said += (", ".join(r for r in _RATES if prediction[r] == "yes") or "none") + "."
    drawn.axvline(3.5, color=style.INK, linestyle=":", linewidth=1.4)
    drawn.text(3.45, 8, "2 / (1 + 9)", ha="right", color=style.INK, fontsize=style.SMALL)
    style.plain(drawn, x="learning rate $η$", y="diverged, of 16")
    drawn.set(xticks=range(len(rates)), xticklabels=_RATES, ylim=(0, 19), yticks=[0, 8, 16])
    words.tell(drawn, said)
    return show(drawn)


def _rates_said(*diverging: str) -> dict[str, str]:
    return {rate: "yes" if rate in diverging else "no" for rate in _RATES}


will_diverge = PredictExercise(
    ChoiceExercise(
        "will_diverge",
        lesson=5,
        title="Predict which rates diverge",
        task="""Nine tanh hidden units, identity output, online on the sine: for which of the
        learning rates 0.05, 0.1, 0.15, 0.18, 0.3, 0.4 does training diverge? Write "yes" or "no"
        for each.""",
        options={"yes": "it diverges", "no": "it stays finite"},
        right=_rates_said("0.3", "0.4"),
        mistakes=[
            Mistake(
                "as_with_three",
                when=lambda said: "yes" not in said.values(),
                example=_rates_said,
                words="""None would be right for three hidden units, where the limit is ½. With nine
                the output moves further for the same η: the bracket in the worst case is
                1 − η (1 + 9).""",
            ),
            Mistake(
                "where_it_turns",
                when=lambda said: said == _rates_said("0.15", "0.18", "0.3", "0.4"),
                example=lambda: _rates_said("0.15", "0.18", "0.3", "0.4"),
                words="""Above 1 / (1 + 9) = 0.1 the bracket becomes negative: the step goes too
                far, and the miss changes its sign. But it still shrinks. It grows only where the
                bracket falls below −1.""",
            ),
            Mistake(
                "upside_down",
                when=lambda said: said["0.05"] == "yes" and said["0.4"] == "no",
                example=lambda: _rates_said("0.05", "0.1"),
                words="""The other way round: small steps are safe, if slow. Large ones overshoot
                by more than there was to correct.""",
            ),
            Mistake(
                "not_in_order",
                when=lambda said: "yes no" in " ".join(said[rate] for rate in _RATES),
                example=lambda: _rates_said("0.1", "0.3"),
                words="""If a rate diverges here, a larger one does as well: there is one limit, and
                all above it is lost. Where is it?""",
            ),
            Mistake(
                "all_of_them",
                when=lambda said: said["0.05"] == "yes",
                example=lambda: _rates_said(*_RATES),
                words="""With η = 0.05 the bracket is at worst 1 − 0.05 · 10 = ½: each step halves
                the miss. That is far from diverging.""",
            ),
            Mistake(
                "only_the_largest",
                when=lambda said: said["0.3"] == "no",
                example=lambda: _rates_said("0.4"),
                words="""Look at 0.3 again: 1 − 0.3 · 10 = −2, so each step doubles the miss, when
                the units are saturated.""",
            ),
        ],
        hints=[
            "In the worst case every a² is 1. What is 1 + Σ a² for nine units?",
            "The miss is multiplied by 1 − 10 η. When does it grow?",
            "When 1 − 10 η is below −1: η above 0.2.",
        ],
        solution="""
will_diverge = {"0.05": "no", "0.1": "no", "0.15": "no", "0.18": "no", "0.3": "yes", "0.4": "yes"}
""",
        praise="In general, with J tanh units: η below 2 / (1 + J).",
    ),
    reveal=_draw_rates,
)
