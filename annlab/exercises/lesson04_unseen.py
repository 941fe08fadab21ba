"""Exercises of lesson 4, continued: three classes without hidden units, and data kept back."""

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
        task="""Two sets of three classes: three round clouds; and XOR in which each of the two
        corners of class 1 gets a class of its own. Which can a softmax layer learn without hidden
        units?""",
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
                when=lambda said: said == "clouds",
                example=lambda: "clouds",
                words="""XOR was out of reach because the two clouds of class 1 had to share one
                side of a line. Now they need not agree: one class lies on this side of class 0,
                one on that.""",
            ),
            Mistake(
                "parted",
                when=lambda said: said == "parted",
                example=lambda: "parted",
                words="""The three clouds are the easier set: between any two of them a straight
                line can be drawn, and that is what softmax draws.""",
            ),
            Mistake(
                "neither",
                when=lambda said: said == "neither",
                example=lambda: "neither",
                words="""With three outputs there are three lines, one wherever two classes tie.
                Each class may take a convex piece of the plane. Can you cut the clouds apart with
                three such pieces?""",
            ),
        ],
        hints=[
            "Where two classes tie, z_j = z_k: what shape is that?",
            "Every class gets a convex region. Is each class, in each set, in one piece?",
        ],
        solution='three_classes = "both"',
        praise="""Each class is in one piece, and between any two a line fits. XOR as a whole was
        not: class 1 lay on both sides of class 0.""",
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
    task="""Write `best_pass(training_errors, validation_errors)`: from the errors on the training
    and on the validation set, arrays with one number for the start (pass 0) and one after each
    pass, return the number of the pass to which early stopping goes back.""",
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
            """You look for the lowest training error. It falls nearly to the end, also while the
            network learns by heart: the examples kept back must decide.""",
        ),
        Mistake(
            "one_more",
            {"plus": 1},
            """One too many. The first number is that of the start, pass 0, so the place in the
            array is the number of the pass already.""",
        ),
        Mistake(
            "one_less",
            {"plus": -1},
            """One too few. The place in the array is the number of the pass, for the array begins
            with pass 0.""",
        ),
        Mistake(
            "value",
            {"which": "value"},
            """You give the lowest error itself; asked for is the pass in which it was reached:
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
            """You stop at the first rise. Validation errors jitter, and after a small rise a lower
            value may still come: the lowest of all counts. (That is why one waits a while.)""",
        ),
        Mistake(
            "highest",
            {"which": "highest"},
            """You give the pass with the highest error: `argmin`, not `argmax`.""",
        ),
        Mistake(
            "smallest_gap",
            {"by": "gap"},
            """You look where both errors are closest. They are close at the start, too, when the
            network knows nothing. What counts is how low the validation error is.""",
        ),
        Mistake(
            "sum_of_both",
            {"by": "sum"},
            """You look for the lowest sum of both errors. The training error has no say here: it
            flatters.""",
        ),
    ],
    hints=[
        "Which of the two arrays tells how the network does on examples it has not learned?",
        "The place of the smallest number of an array is its `argmin()`.",
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
    """Training, validation and test set of two moons, 15 % of the labels turned round."""
    from annlab import datasets
    from annlab.datasets import Dataset

    rng = np.random.default_rng(seed)
    moons = datasets.moons(600, noise=0.2, rng=rng)
    turned = rng.uniform(size=(600, 1)) < 0.15
    noisy = Dataset(moons.x, np.where(turned, 1 - moons.t, moons.t), "doubtful moons")
    return noisy.split(rng=rng, fractions=(0.15, 0.15, 0.7))


@cache
def _stopped(hidden: int) -> tuple[float, tuple[float, ...]]:
    """Of 16 starts: the median of the lowest validation errors; the test errors, stopped there."""
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
    return f"The validation error promised by {int(hidden)} is {_stopped(int(hidden))[0]:.3f}."


def _draw_test(prediction: float | None) -> Any:
    from annlab.figures import show, style, words

    drawn = style.axes(None, size=(7.5, 3.8))
    chosen = [int(prediction)] if prediction is not None and _allowed(prediction) else []
    units = sorted({*_TRIED, *chosen})
    lowest = [_stopped(count)[0] for count in units]
    drawn.plot(units, lowest, "o--", color=style.HELD_OUT, lw=2, ms=7, label="validation, lowest")
    said = "Lowest validation error per example over the number of hidden units: "
    said += ", ".join(f"{c} units {e:.3f}" for c, e in zip(units, lowest, strict=True)) + "."
    for count in chosen:
        test = _stopped(count)[1]
        drawn.plot([count] * 16, test, "o", color=style.ERROR, ms=4, alpha=0.5)
        drawn.plot(
            count, np.median(test), "_", color=style.ERROR, ms=22, mew=3, label="test, yours"
        )
        said += f" Your {count}, on the test set: {np.median(test):.3f}, the median of 16 starts."
    style.plain(drawn, x="hidden units", y="$E$ per example")
    drawn.set(xscale="log", xticks=units, xticklabels=units)
    drawn.minorticks_off()
    style.legend(drawn)
    words.tell(drawn, said)
    return show(drawn)


moons_units = PredictExercise(
    NumbersExercise(
        "moons_units",
        lesson=4,
        title="Choose by validation, look once",
        task="""How many hidden units, from 1 to 60, would you take for the doubtful moons, with
        early stopping? Decide by the validation error alone. Your first number stays, for the test
        set is looked at once.""",
        accepts=_well_chosen,
        shape=(),
        report=_promise,
        seconds=60,
        mistakes=[
            Mistake(
                "not_whole",
                when=lambda hidden: not _allowed(hidden),
                example=lambda: 0,
                words="A number of hidden units is a whole number; here from 1 to 60.",
            ),
            Mistake(
                "by_the_end",
                when=lambda hidden: bool(hidden <= 2),
                example=lambda: 1,
                words="""So few do best after all 300 passes, when larger networks have learned by
                heart. With early stopping they never get that far, and at their lowest they are
                better: compare the first of the two numbers that `trial` gives.""",
            ),
            Mistake(
                "careful",
                when=lambda hidden: bool(hidden > 2),
                example=lambda: 4,
                words="""Fewer units to be on the safe side? It is the stopping that keeps the
                network from learning by heart; more units still help to find the shape. On the
                validation set others are better by more than 5 %.""",
            ),
        ],
        hints=[
            "`trial(hidden)` gives the lowest validation error and the last. Which counts?",
            "Try 5, 10, 20 and 40, and take any from which more units gain next to nothing.",
        ],
        solution="moons_units = 20",
        praise="With early stopping the number matters little, as long as there are enough.",
    ),
    reveal=_draw_test,
    slips=["not_whole"],
)
