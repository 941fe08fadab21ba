"""Exercises of lesson 4: making a confusion table, and reading one."""

from __future__ import annotations

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator


def _confusion(
    a: Array,
    t: Array,
    *,
    transposed: bool = False,
    above: float = 0.5,
    other: bool = False,
    one_first: bool = False,
    share: str = "none",
    columns: str = "answers",
) -> Array:
    answer = (a[:, 0] > above).astype(int)
    if other:
        answer = 1 - answer
    truth = (t[:, 0] > 0.5).astype(int)
    if columns == "right":
        answer = (answer != truth).astype(int)
    table = np.array([[np.sum((truth == i) & (answer == j)) for j in (0, 1)] for i in (0, 1)])
    counts: Array = table.astype(float)
    if share == "of all":
        counts = counts / len(t)
    elif share == "of row":
        counts = counts / counts.sum(axis=1, keepdims=True)
    if one_first:
        counts = counts[::-1, ::-1]
    return counts.T if transposed else counts


def _answers(rng: Rng) -> tuple[Array, Array]:
    n = rng.integers(9, 30)
    truth = rng.uniform(size=(n, 1)) < 0.7
    a = np.where(truth, rng.beta(2, 1, (n, 1)), rng.beta(1, 2, (n, 1)))
    return a, truth.astype(float)


confusion = FunctionExercise(
    "confusion",
    lesson=4,
    title="The confusion table",
    task="""Write `confusion(a, t)`: from the outputs a of a network and the targets t, both of
    shape (examples, 1), make an array of shape (2, 2). In row i and column j it holds the number
    of examples of class i that the network takes for class j. An output above ½ means class 1.""",
    reference=_confusion,
    inputs=_answers,
    edges=[
        (
            np.array([[0.9], [0.2], [0.7], [0.4], [0.8], [0.6]]),
            np.array([[1], [0], [0], [1], [1], [1]]),
        ),
        (np.array([[0.1], [0.7], [0.6], [0.9]]), np.array([[0.0], [0.0], [0.0], [1.0]])),
        (np.full((5, 1), 0.9), np.array([[1.0], [0.0], [1.0], [1.0], [0.0]])),  # it never answers 0
    ],
    mistakes=[
        Mistake(
            "turned",
            {"transposed": True},
            """Your table is transposed. Rows are the true classes, columns the answers: class 0
            taken for class 1 belongs in row 0, column 1.""",
        ),
        Mistake(
            "above_zero",
            {"above": 0.0},
            """You take every output that is not 0 as class 1, as `if a` and `a > 0` do. A
            logistic output is never exactly 0: put the threshold at ½.""",
        ),
        Mistake(
            "cut_off",
            {"above": 0.9999999},
            """In your table every answer is 0. Making whole numbers, as `astype(int)` does,
            truncates the decimals: 0.9 becomes 0. Use `a > 0.5`.""",
        ),
        Mistake(
            "other_way",
            {"other": True},
            "The two columns are swapped: you take an output below ½ as class 1.",
        ),
        Mistake(
            "one_first",
            {"one_first": True},
            """Your table begins with class 1, as in some books. Here row and column 0 belong to
            class 0.""",
        ),
        Mistake(
            "share_of_all",
            {"share": "of all"},
            """You give fractions of all examples. The table holds counts: it should add up to
            the number of examples.""",
        ),
        Mistake(
            "share_of_row",
            {"share": "of row"},
            """You divide each row by its sum. That gives the recall of each class, which is
            worth knowing, but here we want the counts themselves.""",
        ),
        Mistake(
            "right_and_wrong",
            {"columns": "right"},
            """Your columns are "right" and "wrong". They should be the answers, 0 and 1: in row
            1 the right answers belong in column 1.""",
        ),
    ],
    hints=[
        "First turn the outputs into answers: True where a is above ½.",
        "`np.sum((truth == i) & (answer == j))` counts one entry of the table.",
        "You need four such sums, for i and j in (0, 1), in a list of two lists.",
    ],
    solution="""
def confusion(a, t):
    answer = a[:, 0] > 0.5
    truth = t[:, 0] == 1
    return np.array([[np.sum((truth == i) & (answer == j)) for j in (0, 1)] for i in (0, 1)])
""",
    praise="""The diagonal holds the right answers; every other entry is one particular kind of
    mistake.""",
)


# -- reading one ---------------------------------------------------------------------------------

_TABLE = np.array([[30, 20], [10, 340]])  # rows: true classes


def _read(
    *,
    rows: str = "true",
    constant: str = "larger",
    accuracy: str = "right",
    of: str = "its own",
    scale: float = 1.0,
) -> Array:
    table = _TABLE if rows == "true" else _TABLE.T
    n = table.sum()
    right = {"right": np.trace(table) / n, "wrong": 1 - np.trace(table) / n}[accuracy]
    classes = _TABLE.sum(axis=1)
    best = {
        "larger": classes.max() / n,
        "half": 0.5,
        "smaller": classes.min() / n,
        "right ones": _TABLE[1, 1] / n,
        "answers": _TABLE[:, 1].sum() / n,
    }[constant]
    recall, precision = table[0, 0] / table[0].sum(), table[0, 0] / table[:, 0].sum()
    if of == "all":
        recall = precision = table[0, 0] / n
    elif of == "class 1":
        recall, precision = table[1, 1] / table[1].sum(), table[1, 1] / table[:, 1].sum()
    return scale * np.array([right, best, recall, precision])


read_table = NumbersExercise(
    "read_table",
    lesson=4,
    title="Read a confusion table",
    task="""A network has the confusion table [[30, 20], [10, 340]], with a row for each true
    class and a column for each answer. Give, as numbers between 0 and 1: its accuracy; the
    accuracy of the best constant answer; and the recall and precision of class 0.""",
    reference=_read,
    names=("accuracy", "constant", "recall", "precision"),
    within=0.00501,
    mistakes=[
        Mistake(
            "exchanged",
            {"rows": "answers"},
            """Recall and precision are swapped. Recall is about a row: what fraction of the true
            class 0 is found? Precision is about a column: what fraction of the answers 0 is
            right?""",
        ),
        Mistake(
            "coin",
            {"constant": "half"},
            """One half is what tossing a coin gives. You can do better without looking: say the
            more frequent class every time. How frequent is it?""",
        ),
        Mistake(
            "rarer_class",
            {"constant": "smaller"},
            """The best constant answer is the more frequent class; you give the fraction of the
            rarer one.""",
        ),
        Mistake(
            "diagonal_for_constant",
            {"constant": "right ones"},
            """If you say 1 every time, you are right about all of class 1, not only about the
            340 that this network gets right: take the sum of the row, 10 + 340.""",
        ),
        Mistake(
            "column_for_constant",
            {"constant": "answers"},
            """For the constant answer you use the sum of a column, which is how often this
            network says 1. What counts is how many examples belong to class 1: the sum of the
            row, 10 + 340.""",
        ),
        Mistake(
            "share_wrong",
            {"accuracy": "wrong"},
            "What you give as the accuracy is the fraction of wrong answers, off the diagonal.",
        ),
        Mistake(
            "of_all",
            {"of": "all"},
            """For recall and precision you divide by all 400 examples. Divide by the sum of the
            row, and by the sum of the column.""",
        ),
        Mistake(
            "other_class",
            {"of": "class 1"},
            """You give the recall and precision of class 1. The question is about class 0, the
            rare one, where the network does much worse.""",
        ),
        Mistake(
            "percent",
            wrong=lambda reference: 100 * reference(),
            words="Your numbers are percentages: give them between 0 and 1.",
        ),
    ],
    hints=[
        """Accuracy: the sum of the diagonal divided by the sum of the table. Class 1 has 350 of
        the 400 examples.""",
        """Recall of class 0: of its 50 examples, how many were found? Precision: of the 40 that
        were called 0, how many really were 0?""",
        "370 / 400, 350 / 400, 30 / 50, 30 / 40.",
    ],
    solution="""
read_table = {"accuracy": 0.925, "constant": 0.875, "recall": 0.6, "precision": 0.75}
""",
    praise="92.5 % sounds good, but you would get 87.5 % without looking.",
)
