"""Exercises of lesson 1: remembering and generalising; units whose weights are set by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.predictions import PredictExercise

Rows = NDArray[np.int_]

ROWS2: Rows = np.array(list(product([0, 1], repeat=2)))
ROWS3: Rows = np.array(list(product([0, 1], repeat=3)))

_NAND: Rows = 1 - ROWS2.prod(axis=1)


# -- what memory is worth ------------------------------------------------------------------------


def _draw_pigeons(prediction: float | None, ax: Any = None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(ax, size=(7.5, 3.2))
    names = ("pigeons,\ntrained on", "pigeons,\nnever seen", "memory,\ntrained on", "memory,\nnew")
    shares = (95, 85, 100, 50)
    axes.bar(names, shares, width=0.55, color=[style.INK] * 2 + [style.MUTED] * 2)
    style.plain(axes, y="right, in percent", title="remembering, and generalising")
    axes.set_ylim(0, 125)
    caption = "Right: pigeons 95 % on old pictures and 85 % on new ones; a memory 100 % and 50 %."
    if prediction is not None:
        percent = 100 * prediction if 0 < prediction <= 1 else prediction
        axes.plot([2.6, 3.4], [percent] * 2, color=style.ERROR, linewidth=3, label="predicted")
        style.legend(axes, loc="upper right")
        caption += f" The prediction for the memory on new ones was {percent:g} %."
    words.tell(axes, caption)
    return show(axes) if ax is None else axes


pigeons = PredictExercise(
    NumbersExercise(
        "pigeons",
        lesson=1,
        title="Predict what memory is worth",
        task="""Suppose the birds had merely remembered the answer for each training picture, and
        guessed at every other one. What percentage of new pictures, half of them by each painter,
        would they get right?""",
        accepts=lambda share: bool(45 <= share <= 55 or 0.45 <= share <= 0.55),
        shape=(),
        mistakes=[
            Mistake(
                "as_the_birds",
                when=lambda share: bool(80 <= share <= 90 or 0.8 <= share <= 0.9),
                example=lambda: 85,
                words="""That is what the birds scored, and memory alone does not get that far: a
                stored answer says nothing about a picture that has not been stored.""",
            ),
            Mistake(
                "as_on_the_old",
                when=lambda share: bool(share > 90 or 0.9 < share <= 1),
                example=lambda: 100,
                words="""Memory does that well on the pictures it has stored. A new picture is not
                one of them, so what is there to look up?""",
            ),
            Mistake(
                "none_at_all",
                when=lambda share: bool(share == 0 or 1 < share <= 5),
                example=lambda: 0,
                words="""Nothing is known about a new picture, but there are only two possible
                answers. A coin toss is not always wrong.""",
            ),
        ],
        hints=[
            "What can you look up for a picture that has not been stored?",
            "Two painters, and nothing to go on: how often is a guess right?",
        ],
        solution="pigeons = 50",
        praise="Half, by guessing. Anything better is generalisation: the birds scored 85.",
    ),
    reveal=_draw_pigeons,
)


# -- units whose weights are set by hand ---------------------------------------------------------


def _z(rows: Rows, unit: Array) -> Array:
    return rows @ unit[:-1] + unit[-1]


def _answers_like(rows: Rows, *answers: Callable[[Rows], Any]) -> Callable[[Array], bool]:
    """Whether the unit's answers to the rows are those of one of these functions."""

    def when(unit: Array) -> bool:
        fires = _z(rows, unit) > 0
        return any(np.array_equal(fires, np.broadcast_to(f(rows), fires.shape)) for f in answers)

    return when


def _on_the_edge(rows: Rows, t: Rows) -> Callable[[Array], bool]:
    """Whether a row that should get a 1 has z = 0 exactly."""
    return lambda unit: bool((np.isclose(_z(rows, unit), 0, atol=1e-9) & (t == 1)).any())


def _gives(rows: Rows, t: Rows) -> Callable[[Array], bool]:
    return lambda unit: np.array_equal(_z(rows, unit) > 0, t == 1)


def _report(rows: Rows, t: Rows) -> Callable[[Array], str]:
    """What the unit answers to each row."""

    def report(unit: Array) -> str:
        answers = (_z(rows, unit) > 0).astype(int)
        bad = np.flatnonzero(answers != t)
        if not len(bad):
            return f"It says {', '.join(map(str, answers))} to the {len(rows)} rows."
        first = bad[0]
        row = ", ".join(map(str, rows[first]))
        wrong = f"{len(bad)} of {len(rows)} rows {'is' if len(bad) == 1 else 'are'} wrong"
        answer = f"it says {answers[first]}, and should say {t[first]}"
        return f"{wrong}; the first is ({row}): {answer}."

    return report


def _unit(
    name: str, rows: Rows, t: Rows, numbers: tuple[float, ...], **shared: Any
) -> NumbersExercise:
    """An exercise: find the weights and the bias of a unit that answers t to the rows."""
    names = (*(f"w{i + 1}" for i in range(rows.shape[1])), "b")
    filled = ", ".join(f'"{key}": {value:g}' for key, value in zip(names, numbers, strict=True))
    return NumbersExercise(
        name,
        lesson=1,
        accepts=_gives(rows, t),
        report=_report(rows, t),
        shape=(len(names),),
        names=names,
        solution=f"{name} = {{{filled}}}",
        **shared,
    )


nand = _unit(
    "nand",
    ROWS2,
    _NAND,
    (-1, -1, 1.5),
    title="NAND by hand",
    task="""Find w1, w2 and b of a threshold unit that computes NAND, "not both": it says 1 to
    every row except (1, 1).""",
    mistakes=[
        Mistake(
            "on_the_edge",
            when=_on_the_edge(ROWS2, _NAND),
            example=lambda: [-1, -1, 1],
            words="""One row that should get a 1 has z = 0 exactly, and the step says 1 only above
            0. Raise the bias a little, so that this row gets a 1 and (1, 1) still does not.""",
        ),
        Mistake(
            "and_itself",
            when=_answers_like(ROWS2, lambda x: x.all(axis=1)),
            example=lambda: [1, 1, -1.5],
            words="""This is AND: wrong for every row, so the exact opposite is right. What is
            above the threshold must end up below it: change the sign of z, which means the sign
            of all three numbers.""",
        ),
        Mistake(
            "or_itself",
            when=_answers_like(ROWS2, lambda x: x.any(axis=1)),
            example=lambda: [1, 1, -0.5],
            words="""This is OR. NAND goes from 1 to 0 as inputs are switched on, so its weights
            must be negative.""",
        ),
        Mistake(
            "nor",
            when=_answers_like(ROWS2, lambda x: ~x.any(axis=1)),
            example=lambda: [-1, -1, 0.5],
            words="""This is NOR, "neither": a single true input is enough to silence it. Raise
            the bias until it takes two.""",
        ),
        Mistake(
            "never",
            when=_answers_like(ROWS2, lambda x: False),
            example=lambda: [-1, -1, -1.5],
            words="""It never fires. For (0, 0) the weighted sum is 0 whatever the weights are,
            and z is the bias alone, so the bias must be positive here. When you reverse AND, the
            sign of the bias changes too.""",
        ),
        Mistake(
            "always",
            when=_answers_like(ROWS2, lambda x: True),
            example=lambda: [-1, -1, 2.5],
            words="""It always fires, even for (1, 1). There both weights act together: w1 + w2 +
            b must not be above 0.""",
        ),
        Mistake(
            "one_input",
            when=_answers_like(ROWS2, lambda x: x[:, 0] == 0, lambda x: x[:, 1] == 0),
            example=lambda: [-1, 0, 0.5],
            words="""This is NOT of one input; the other is ignored, or its weight is too small.
            In NAND both count equally.""",
        ),
    ],
    hints=[
        "Reverse AND: what is above the threshold must end up below it.",
        "AND has weights 1 and 1 and bias −1.5. Multiply z by −1.",
        "w1 = −1, w2 = −1, and a bias between 1 and 2 (1 is too little: z = 0 gives 0).",
    ],
    praise="Every other Boolean function can be built from NAND alone.",
)

_ROW = np.array([1, 0, 1])
_ALONE = (ROWS3 == _ROW).all(axis=1).astype(int)

row_unit = _unit(
    "row_unit",
    ROWS3,
    _ALONE,
    (1, -1, 1, -1.5),
    title="A unit for one row",
    task="""Follow the recipe of the disjunctive normal form: find w1, w2, w3 and b of a threshold
    unit that fires for the row (1, 0, 1) and for none of the other seven.""",
    mistakes=[
        Mistake(
            "on_the_edge",
            when=_on_the_edge(ROWS3, _ALONE),
            example=lambda: [1, -1, 1, -2],
            words="""For the row itself z is exactly 0, which gives 0. That is why the bias is ½
            minus the number of ones, and not just minus the number of ones: the row clears the
            threshold by a half.""",
        ),
        Mistake(
            "zero_ignored",
            when=_answers_like(ROWS3, lambda x: x[:, 0] & x[:, 2] == 1),
            example=lambda: [1, 0, 1, -1.5],
            words="""It fires for (1, 1, 1) as well, because it ignores x2. An input that must be
            0 needs a negative weight, so that a 1 there costs something.""",
        ),
        Mistake(
            "silent_for_it",
            when=_answers_like(ROWS3, lambda x: (x != _ROW).any(axis=1)),
            example=lambda: [-1, 1, -1, 1.5],
            words="""This is the unit for the conjunctive form: silent for this row alone. Here
            all the signs are the other way round.""",
        ),
        Mistake(
            "never",
            when=_answers_like(ROWS3, lambda x: False),
            example=lambda: [1, -1, 1, -2.5],
            words="""It does not fire for any row. The most that w · x can reach is the number of
            ones in the row, 2, and not the number of inputs: the bias must leave a little of
            that.""",
        ),
        Mistake(
            "another_row",
            when=lambda unit: bool(np.sum(_z(ROWS3, unit) > 0) == 1 and _z(_ROW, unit) <= 0),
            example=lambda: [-1, 1, -1, -0.5],
            words="""It fires for a single row, but the wrong one. Use weight +1 where the row has
            a 1, and −1 where it has a 0.""",
        ),
        Mistake(
            "more_rows",
            when=lambda unit: bool(_z(_ROW, unit) > 0),
            example=lambda: [1, -1, 1, -0.5],
            words="""It fires for this row, but for others too. Each input that differs costs 1,
            so the bias may leave only ½ for the row itself: it is ½ minus the number of ones.""",
        ),
    ],
    hints=[
        """Which inputs must be 1, and which must be 0? Give the two kinds weights of different
        signs.""",
        "Weights 1, −1, 1: then w · x is 2 for the row itself and at most 1 for any other.",
        "The bias must lie between −2 and −1: ½ − 2.",
    ],
    praise="An OR of such units, one for each row with t = 1, gives any Boolean function.",
)

_MOST = (ROWS3.sum(axis=1) >= 2).astype(int)

majority_unit = _unit(
    "majority_unit",
    ROWS3,
    _MOST,
    (1, 1, 1, -1.5),
    title="Majority in one unit",
    task="""Find w1, w2, w3 and b of a single threshold unit that says 1 if at least two of its
    three inputs are 1.""",
    mistakes=[
        Mistake(
            "on_the_edge",
            when=_on_the_edge(ROWS3, _MOST),
            example=lambda: [1, 1, 1, -2],
            words="""For some rows with two ones z is exactly 0, and the step says 1 only above 0.
            Put the threshold between one and two, not exactly at two.""",
        ),
        Mistake(
            "one_is_enough",
            when=_answers_like(ROWS3, lambda x: x.any(axis=1)),
            example=lambda: [1, 1, 1, -0.5],
            words="""This is OR: a single 1 is enough. Lower the bias until it takes two.""",
        ),
        Mistake(
            "all_needed",
            when=_answers_like(ROWS3, lambda x: x.all(axis=1)),
            example=lambda: [1, 1, 1, -2.5],
            words="This is AND: it needs all three. Raise the bias until two are enough.",
        ),
        Mistake(
            "one_input",
            when=_answers_like(ROWS3, lambda x: x[:, 0], lambda x: x[:, 1], lambda x: x[:, 2]),
            example=lambda: [1, 0, 0, -0.5],
            words="""One input decides alone, whatever the other two say. In a vote all weights
            are equal.""",
        ),
        Mistake(
            "two_inputs",
            when=_answers_like(
                ROWS3,
                lambda x: x[:, 0] & x[:, 1],
                lambda x: x[:, 0] & x[:, 2],
                lambda x: x[:, 1] & x[:, 2],
            ),
            example=lambda: [1, 1, 0, -1.5],
            words="Only two inputs count, and both must be 1. The third has a vote too.",
        ),
        Mistake(
            "minority",
            when=_answers_like(ROWS3, lambda x: x.sum(axis=1) < 2),
            example=lambda: [-1, -1, -1, 1.5],
            words="It gives the opposite answer everywhere: change the signs of all four numbers.",
        ),
        Mistake(
            "constant",
            when=_answers_like(ROWS3, lambda x: True, lambda x: False),
            example=lambda: [1, 1, 1, -3.5],
            words="""It gives the same answer to all eight rows. The number of ones runs from 0 to
            3: the threshold, −b, must lie somewhere in between.""",
        ),
    ],
    hints=[
        "All inputs count equally: give them the same weight.",
        "With weights 1 the sum is the number of ones. At which count must z cross 0?",
        "Weights 1, 1, 1 and a bias between −2 and −1.",
    ],
    praise="The recipe takes four hidden units to do what one unit can.",
)
