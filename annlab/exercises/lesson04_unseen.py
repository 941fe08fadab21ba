"""Exercises of lesson 4: three classes without hidden units, when to stop, and validation."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise
from annlab.exercises.predictions import PredictExercise

Rng = np.random.Generator

# -- three classes, no hidden units --------------------------------------------------------------


def _draw_three(prediction: str | None) -> Any:
    import matplotlib.pyplot as plt

    from annlab import datasets
    from annlab.datasets import Dataset
    from annlab.figures import prediction as draw
    from annlab.figures import show, style
    from annlab.network import Network
    from annlab.training import train

    blobs = datasets.blobs(3, n=150, noise=0.4, rng=np.random.default_rng(1))
    xor = datasets.gate("xor", rng=np.random.RandomState(123))
    kind = np.where(xor.t[:, 0] == 0, 0, np.where(xor.x[:, 0] < 0.5, 1, 2))
    fig, panels = plt.subplots(1, 2, figsize=(9, 4.4), dpi=style.DPI, layout="constrained")
    for ax, name, data in zip(
        panels, ("clouds", "parted"), (blobs, Dataset(xor.x, np.eye(3)[kind])), strict=True
    ):
        net = Network([2, 3], output="softmax", error="cross-entropy")
        net = net.initialise("uniform", rng=np.random.default_rng(1))
        end = train(net, data, rate=0.1, epochs=100, progress=False).network
        right = (end.predict(data.x).argmax(axis=1) == data.t.argmax(axis=1)).mean()
        title = f"{name}: {right:.1%} right"
        if prediction is not None:
            thought = "yes" if prediction in (name, "both") else "no"
            title += f'\nyou said "{thought}"'
        ends = (-2.2, 2.2) if name == "clouds" else (-0.5, 1.5)
        draw(end, data, bounds=ends, points=61, size=14, key=False, title=title, ax=ax)
    return show(fig)


three_classes = PredictExercise(
    ChoiceExercise(
        "three_classes",
        lesson=4,
        title="Predict three classes without hidden units",
        task="""Here are two sets of three classes: three round clouds; and XOR in which the two
        corners of class 1 become two separate classes. Which can a softmax layer learn without
        hidden units?""",
        options={
            "clouds": "the three clouds only",
            "parted": "the parted XOR only",
            "both": "both of them",
            "neither": "neither of them",
        },
        right="both",
        mistakes=[
            Mistake(
                "clouds",
                when=lambda chosen: chosen == "clouds",
                example=lambda: "clouds",
                words="""XOR was out of reach because the two clouds of class 1 had to be on the
                same side of a line. Now they need not be: one class lies on one side of class 0,
                and one on the other.""",
            ),
            Mistake(
                "parted",
                when=lambda chosen: chosen == "parted",
                example=lambda: "parted",
                words="""The three clouds are the easier set: you can draw a straight line
                between any two of them, and that is what softmax draws.""",
            ),
            Mistake(
                "neither",
                when=lambda chosen: chosen == "neither",
                example=lambda: "neither",
                words="""With three outputs there are three lines, one wherever two classes tie.
                Each class gets a convex piece of the plane. Can you separate the clouds with
                three such pieces?""",
            ),
        ],
        hints=[
            "Where two classes tie, z_j = z_k: what shape is that?",
            "Every class gets a convex region. Is each class, in each set, in one piece?",
        ],
        solution='three_classes = "both"',
        praise="""Each class is in one piece, and a line fits between any two. In the original
        XOR class 1 was not: it lay on both sides of class 0.""",
    ),
    reveal=_draw_three,
)


# -- when to stop --------------------------------------------------------------------------------


def _best_pass(
    training_errors: Array,
    validation_errors: Array,
    *,
    by: str = "validation",
    which: str = "lowest",
    plus: int = 0,
) -> Any:
    errors = {
        "validation": validation_errors,
        "training": training_errors,
        "gap": np.abs(validation_errors - training_errors),
        "sum": training_errors + validation_errors,
    }[by]
    if which == "value":
        return float(errors.min())
    if which == "highest":
        return int(errors.argmax()) + plus
    if which == "last":
        return len(errors) - 1 + plus
    if which == "first rise":
        rises = np.flatnonzero(np.diff(errors) > 0)
        return int(rises[0] if len(rises) else len(errors) - 1) + plus
    return int(errors.argmin()) + plus


def _curves(rng: Rng) -> tuple[Array, Array]:
    n = rng.integers(12, 30)
    passes = np.arange(n)
    training = np.exp(-passes / 4) + 0.01 * rng.uniform(size=n)
    turn = rng.integers(4, n - 4)
    validation = 0.4 + 0.05 * np.abs(passes - turn) + 0.04 * rng.uniform(size=n)
    return training, validation


best_pass = FunctionExercise(
    "best_pass",
    lesson=4,
    title="The moment to stop",
    task="""Write `best_pass(training_errors, validation_errors)`: from the errors on the
    training set and on the validation set, arrays with one number for the start (pass 0) and one
    for each pass after it, return the number of the pass to which early stopping goes back.""",
    reference=_best_pass,
    inputs=_curves,
    edges=[
        (
            np.array([9.0, 6.0, 4.0, 3.0, 2.0, 1.0]),
            np.array([9.0, 7.0, 7.5, 5.0, 6.0, 8.0]),
        ),
        (np.array([5.0, 3.0, 2.0, 1.5]), np.array([6.0, 5.0, 4.0, 3.0])),
        (np.array([1.0, 0.5, 0.2]), np.array([1.0, 1.5, 2.0])),  # it was best at the start
    ],
    mistakes=[
        Mistake(
            "by_training",
            {"by": "training"},
            """You look for the lowest training error. It falls almost to the end, even while the
            network is only memorising: the examples kept back must decide.""",
        ),
        Mistake(
            "one_more",
            {"plus": 1},
            """You give one too many. The first number belongs to the start, pass 0, so the index
            in the array is already the number of the pass.""",
        ),
        Mistake(
            "one_less",
            {"plus": -1},
            """You give one too few. The array begins with pass 0, so the index in the array is
            the number of the pass.""",
        ),
        Mistake(
            "value",
            {"which": "value"},
            """You give the lowest error itself; the question is in which pass it was reached:
            `argmin`.""",
        ),
        Mistake(
            "last",
            {"which": "last"},
            """You give the last pass. That is where training ended, not where it was best.""",
        ),
        Mistake(
            "first_rise",
            {"which": "first rise"},
            """You stop at the first rise. Validation errors jitter, and after a small rise a
            lower value may still come: what counts is the lowest of all. (That is why you wait a
            while before stopping.)""",
        ),
        Mistake(
            "highest",
            {"which": "highest"},
            """You give the pass with the highest error: `argmin`, not `argmax`.""",
        ),
        Mistake(
            "smallest_gap",
            {"by": "gap"},
            """You look for the place where the two errors are closest. They are close at the
            start too, when the network knows nothing. What counts is how low the validation
            error is.""",
        ),
        Mistake(
            "sum_of_both",
            {"by": "sum"},
            """You look for the lowest sum of the two errors. The training error must not count
            here: it is too optimistic.""",
        ),
    ],
    hints=[
        "Which of the two arrays tells you how the network does on examples it was not trained on?",
        "The index of the smallest number in an array is its `argmin()`.",
    ],
    solution="""
def best_pass(training_errors, validation_errors):
    return int(np.argmin(validation_errors))
""",
    praise="`history.at(best_pass(…))` is then the network to keep.",
)


# -- how many hidden units, by a validation set --------------------------------------------------


@cache
def _moons(seed: int) -> Any:
    """Training, validation and test set of two moons, with 15 % of the labels flipped."""
    from annlab import datasets
    from annlab.datasets import Dataset

    rng = np.random.default_rng(seed)
    moons = datasets.moons(600, noise=0.2, rng=rng)
    flipped = rng.uniform(size=(600, 1)) < 0.15
    noisy = Dataset(moons.x, np.where(flipped, 1 - moons.t, moons.t), "doubtful moons")
    return noisy.split(rng=rng, fractions=(0.15, 0.15, 0.7))


@cache
def _stopped(hidden: int) -> tuple[float, tuple[float, ...]]:
    """Of 16 starts: the median of the lowest validation errors, and the test errors there."""
    from annlab.network import Network
    from annlab.training import train

    training, validation, _ = _moons(103)
    fresh = _moons(4)[2]
    net = Network([2, hidden, 1], hidden="tanh", error="cross-entropy")
    many = net.at(np.zeros((16, len(net.names))))
    many = many.initialise("glorot", rng=np.random.default_rng(8))
    run = train(many, training, rate=0.05, epochs=300, batch=None, method="adam", progress=False)
    errors = run.error_on(validation) / len(validation)
    nets = run.start.at(run.theta[errors.argmin(axis=0), np.arange(16)])
    test = nets.error(fresh) / len(fresh)
    return float(np.median(errors.min(axis=0))), tuple(test.tolist())


_TRIED = (1, 2, 5, 10, 20, 40)


def _allowed(hidden: Any) -> bool:
    return bool(1 <= hidden <= 60 and hidden == np.round(hidden))


def _well_chosen(hidden: Any) -> bool:
    best = min(_stopped(units)[0] for units in _TRIED)
    return _allowed(hidden) and _stopped(int(hidden))[0] <= 1.05 * best


def _promise(hidden: Any) -> str:
    if not _allowed(hidden):
        return ""
    error = _stopped(int(hidden))[0]
    units = "1 unit" if hidden == 1 else f"{int(hidden)} units"
    return f"The validation error with {units} is {error:.3f}."


def _draw_test(prediction: float | None) -> Any:
    from annlab.figures import show, style, words

    axes = style.axes(None, size=(7.5, 3.8))
    chosen = [int(prediction)] if prediction is not None and _allowed(prediction) else []
    units = sorted({*_TRIED, *chosen})
    lowest = [_stopped(count)[0] for count in units]
    axes.plot(units, lowest, "o--", color=style.HELD_OUT, lw=2, ms=7, label="validation, lowest")
    caption = "Lowest validation error per example against the number of hidden units: "
    caption += ", ".join(f"{c} units {e:.3f}" for c, e in zip(units, lowest, strict=True)) + "."
    for count in chosen:
        test = _stopped(count)[1]
        axes.plot([count] * 16, test, "o", color=style.ERROR, ms=4, alpha=0.5)
        axes.plot(count, np.median(test), "_", color=style.ERROR, ms=22, mew=3, label="test, yours")
        caption += (
            f" Your {count}, on the test set: {np.median(test):.3f}, the median of 16 starts."
        )
    style.plain(axes, x="hidden units", y="$E$ per example")
    axes.set(xscale="log", xticks=units, xticklabels=units)
    axes.minorticks_off()
    style.legend(axes)
    words.tell(axes, caption)
    return show(axes)


moons_units = PredictExercise(
    NumbersExercise(
        "moons_units",
        lesson=4,
        title="Choose by validation, look once",
        task="""How many hidden units, from 1 to 60, would you use for the doubtful moons, with
        early stopping? Decide by the validation error alone. Your first number stays, because
        you may look at the test set only once.""",
        accepts=_well_chosen,
        shape=(),
        report=_promise,
        seconds=60,
        mistakes=[
            Mistake(
                "not_whole",
                when=lambda hidden: not _allowed(hidden),
                example=lambda: 0,
                words="The number of hidden units must be a whole number, here from 1 to 60.",
            ),
            Mistake(
                "by_the_end",
                when=lambda hidden: bool(hidden <= 2),
                example=lambda: 1,
                words="""That few do best after all 300 passes, when larger networks have
                memorised the examples. With early stopping the larger ones never get that far,
                and at their lowest point they are better: compare the first of the two numbers
                that `trial` gives.""",
            ),
            Mistake(
                "careful",
                when=lambda hidden: bool(hidden > 2),
                example=lambda: 4,
                words="""Fewer units, to be on the safe side? It is the stopping that keeps the
                network from memorising; more units still help to find the shape. On the
                validation set other numbers of units are better by more than 5 %.""",
            ),
        ],
        hints=[
            "`trial(hidden)` gives the lowest validation error and the last. Which counts?",
            """Try 5, 10, 20 and 40, and choose any number beyond which more units gain next to
            nothing.""",
        ],
        solution="moons_units = 20",
        praise="With early stopping the number matters little, as long as there are enough.",
    ),
    reveal=_draw_test,
    slips=["not_whole"],
)
