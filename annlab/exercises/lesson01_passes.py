"""Exercises of lesson 1: how weights move a line, passes over the data, and the learning rate."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab.exercises.answers import ChoiceExercise
from annlab.exercises.core import Mistake
from annlab.exercises.predictions import PredictExercise

# -- lines ---------------------------------------------------------------------------------------

lines: ChoiceExercise = ChoiceExercise(
    "lines",
    lesson=1,
    title="Three numbers and a line",
    task="""What happens to the boundary of a unit with two inputs?

    A: w1, w2 and b are all doubled.

    B: w2 is set to 0; w1 is not 0.

    C: only b is increased.

    D: w1, w2 and b all change sign.

    E: w1 and w2 are both set to 0, and b = 0.5.""",
    options={
        "same": "nothing: the same line, the same answers",
        "exchanged": "the same line, but ones and zeros change sides",
        "shifted": "it shifts, but keeps its direction",
        "turned": "it turns about a point",
        "vertical": "it is vertical",
        "level": "it is horizontal",
        "none": "there is no line: the answer is the same everywhere",
    },
    right={"A": "same", "B": "vertical", "C": "shifted", "D": "exchanged", "E": "none"},
    mistakes=[
        Mistake(
            "doubling_moves",
            when=lambda chosen: chosen["A"] != "same",
            example=lambda: lines.but(A="shifted"),
            words="""Look at A again. Doubling everything doubles z. Where z was 0 it is still 0,
            and its sign is the same everywhere.""",
        ),
        Mistake(
            "level_for_vertical",
            when=lambda chosen: chosen["B"] == "level",
            example=lambda: lines.but(B="level"),
            words="""Look at B again. What is left is w1 x1 + b = 0: it fixes x1 and leaves x2
            free. All points with the same x1 lie above one another.""",
        ),
        Mistake(
            "no_line_without_w2",
            when=lambda chosen: chosen["B"] != "vertical",
            example=lambda: lines.but(B="none"),
            words="""Look at B again. Only the formula for x2 divides by 0; the line is still
            there: x1 = −b / w1.""",
        ),
        Mistake(
            "bias_turns",
            when=lambda chosen: chosen["C"] != "shifted",
            example=lambda: lines.but(C="turned"),
            words="""Look at C again. The line is perpendicular to w, and w has not changed. Only
            its distance from the origin has.""",
        ),
        Mistake(
            "signs_do_nothing",
            when=lambda chosen: chosen["D"] == "same",
            example=lambda: lines.but(D="same"),
            words="""Look at D again. z = 0 stays where it was, but z > 0 becomes z < 0: a positive
            factor changes no answer, a negative one changes them all.""",
        ),
        Mistake(
            "signs_move",
            when=lambda chosen: chosen["D"] != "exchanged",
            example=lambda: lines.but(D="turned"),
            words="""Look at D again. Where z was 0, −z is 0 too: the line itself cannot have
            moved. What about its two sides?""",
        ),
        Mistake(
            "line_from_nothing",
            when=lambda chosen: chosen["E"] != "none",
            example=lambda: lines.but(E="shifted"),
            words="""Look at E again. With both weights 0 no input matters: z is b, here 0.5, at
            every point, and the unit always says 1.""",
        ),
    ],
    hints=[
        "Ask each time: where is z = 0, and on which side is z > 0?",
        """w sets the direction, perpendicular to the line; b shifts it. A factor changes z, but
        not where z is 0.""",
        "B: solve w1 x1 + b = 0. E: is there any point where z = 0?",
    ],
    solution="""
lines = {"A": "same", "B": "vertical", "C": "shifted", "D": "exchanged", "E": "none"}
""",
)


# -- passes and rates ----------------------------------------------------------------------------


def _settled(start: tuple[list[float], float], rate: float) -> list[int]:
    """Mistakes in each pass over the lesson's 50 points, up to the first pass without any."""
    from annlab import datasets
    from annlab.perceptron import Perceptron

    data = datasets.half_plane(50, rng=np.random.default_rng(204))
    unit, mistakes = Perceptron(*start, rate=rate), [1]
    while mistakes[-1] and len(mistakes) <= 2000:
        mistakes.append(unit.learn_pass(data))
    return mistakes[1:]


def _draw_passes(prediction: str | None, ax: Any = None) -> Any:
    from annlab import figures
    from annlab.figures import show, style, words

    axes = style.axes(ax, size=(7.5, 3.6))
    counts = _settled(([0.1, -0.1], 0.02), 0.1)
    passes = np.arange(1, len(counts) + 1)
    figures.mistakes(counts, ax=axes)
    shapes = {
        "falls": counts[0] * (1 - (passes - 1) / (len(passes) - 1)),
        "jumps": np.where(passes % 2, 0.35, 0.75) * max(counts) * (passes < len(passes)),
        "stays": np.full(len(passes), float(np.mean(counts))),
    }
    if prediction in shapes:
        shape = shapes[prediction]
        axes.plot(passes, shape, "--", color=style.INK, label="as predicted, roughly")
        style.legend(axes)
        words.tell(axes, f'The prediction was "{prediction}", drawn dashed.')
    return show(axes) if ax is None else axes


settling = PredictExercise(
    ChoiceExercise(
        "settling",
        lesson=1,
        title="Predict the mistakes per pass",
        task="""The perceptron goes through the 50 points again and again. How does the number of
        mistakes change from pass to pass?""",
        options={
            "falls": "goes down a little with every pass",
            "jumps": "goes up and down, and ends at 0 all the same",
            "stays": "stays about the same",
        },
        right="jumps",
        mistakes=[
            Mistake(
                "falls",
                words="""It would, if a correction helped all points. But each one serves a single
                example, and may spoil others that were right.""",
            ),
            Mistake(
                "stays",
                words="""A line does separate these points, so the perceptron stops making
                mistakes sooner or later: the theorem of section 9.""",
            ),
        ],
        hints=["A correction puts one example right. What does it do to the other 49?"],
        solution='settling = "jumps"',
        praise="Only the end is certain, not the way there.",
    ),
    reveal=_draw_passes,
)


def _draw_rates(prediction: str | None, ax: Any = None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(ax, size=(7.5, 3.6))
    rates = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
    totals = [sum(_settled(([0.0, 0.0], 0.0), rate)) for rate in rates]
    axes.loglog(rates, totals, "o-", color=style.INK, label="from zero")
    axes.set_ylim(4, 2000)
    style.plain(axes, x="learning rate α", y="mistakes until it settles")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    caption = f"From zero: {totals[0]} mistakes, with every α from 1 to 0.01."
    guesses = {"fewer": 8, "same": 80, "more": 800}
    if prediction in guesses:
        guess = guesses[prediction]
        axes.plot(0.01, guess, "x", color=style.ERROR, markersize=11, label="predicted")
        caption += f" The prediction for α = 0.01 was {guess}."
    style.legend(axes)
    words.tell(axes, caption)
    return show(axes) if ax is None else axes


smaller_steps = PredictExercise(
    ChoiceExercise(
        "smaller_steps",
        lesson=1,
        title="Predict what smaller steps cost",
        task="""Starting from zero, with α = 0.1, the perceptron makes 80 mistakes before it
        settles on the 50 points. How many does it make from zero with α = 0.01?""",
        options={
            "more": "about 800, because each step is ten times smaller",
            "same": "80 again",
            "fewer": "about 8, because it steps more carefully",
        },
        right="same",
        mistakes=[
            Mistake(
                "more",
                words="""The steps are ten times smaller, but so are the weights they have to
                change: from zero, everything is proportional to α. No answer changes if w and b
                are both divided by ten.""",
            ),
            Mistake(
                "fewer",
                words="""A careful step would help if it were small compared with the weights.
                From zero the weights are nothing but a sum of steps, and shrink with them.""",
            ),
        ],
        hints=[
            "What are w and b after the first mistake, with each of the two rates?",
            "After k mistakes, w is α times a sum of examples. Does a factor α change an answer?",
        ],
        solution='smaller_steps = "same"',
        praise="The very same mistakes, at the same examples.",
    ),
    reveal=_draw_rates,
)


rate_explained = ChoiceExercise(
    "rate_explained",
    lesson=1,
    title="What α does",
    task="""Explain what you have seen: what does a smaller α do to the perceptron

    from_zero: when it starts from w = (0, 0), b = 0?

    from_elsewhere: when it starts from other weights, such as (0.1, −0.1), 0.02?""",
    options={
        "scales": "it makes w and b smaller by the same factor, and changes no answer",
        "start_counts": "the start counts for more, and takes more corrections to wear down",
        "slower": "it always makes more mistakes: a step n times smaller means n times as many",
        "better_line": "it ends at a better line, because it steps more carefully",
        "nothing": "nothing at all: even w and b end at the same numbers",
    },
    right={"from_zero": "scales", "from_elsewhere": "start_counts"},
    mistakes=[
        Mistake(
            "slower_from_zero",
            when=lambda chosen: chosen["from_zero"] == "slower",
            example=lambda: {"from_zero": "slower", "from_elsewhere": "start_counts"},
            words="""From zero it took 80 mistakes with every α. The steps are smaller, but so is
            the distance to go: w and b shrink with α as well.""",
        ),
        Mistake(
            "nothing_from_zero",
            when=lambda chosen: chosen["from_zero"] == "nothing",
            example=lambda: {"from_zero": "nothing", "from_elsewhere": "start_counts"},
            words="""Nearly. The mistakes are the same, but look at w and b at the end: they are
            α times those of α = 1.""",
        ),
        Mistake(
            "better_line",
            when=lambda chosen: "better_line" in chosen.values(),
            example=lambda: {"from_zero": "scales", "from_elsewhere": "better_line"},
            words="""The perceptron stops at the first line without a mistake, whatever α is; it
            never looks for a better one. And from zero the line is the very same.""",
        ),
        Mistake(
            "start_at_zero",
            when=lambda chosen: chosen["from_zero"] == "start_counts",
            example=lambda: {"from_zero": "start_counts", "from_elsewhere": "start_counts"},
            words="""From zero there is nothing to wear down: 0 / α is 0 for every α.""",
        ),
        Mistake(
            "scales_from_elsewhere",
            when=lambda chosen: chosen["from_elsewhere"] in ("scales", "nothing"),
            example=lambda: {"from_zero": "scales", "from_elsewhere": "scales"},
            words="""That is true from zero. Elsewhere the steps shrink with α but the start does
            not, so their ratio changes. So did the counts.""",
        ),
        Mistake(
            "slower_from_elsewhere",
            when=lambda chosen: chosen["from_elsewhere"] == "slower",
            example=lambda: {"from_zero": "scales", "from_elsewhere": "slower"},
            words="""With α = 0.01 there were fewer mistakes than with 0.1, so it is not a matter
            of speed. What stays the same when the steps become small?""",
        ),
    ],
    hints=[
        "Divide w and b by α. Which rule do they then follow?",
        "w / α follows the rule with rate 1, from the start w_start / α. What is that for a small "
        "α?",
    ],
    solution="""
rate_explained = {"from_zero": "scales", "from_elsewhere": "start_counts"}
""",
    praise="In the next lessons, where units are smooth, the rate matters much more.",
)
