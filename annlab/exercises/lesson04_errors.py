"""Exercises of lesson 4: cross-entropy and its error signal."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator


def _g(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


# -- cross-entropy of a logistic unit ------------------------------------------------------------


def _cross_entropy(
    z: Array,
    t: Array,
    *,
    sign: int = 1,
    way: str = "safe",
    terms: str = "both",
    base: float = np.e,
    swapped: bool = False,
    summed: str = "no",
    clipped: float = 0.0,
) -> Any:
    z, t = np.asarray(z, dtype=float), np.asarray(t, dtype=float)
    if swapped:
        t = 1 - t
    if terms == "squared":
        error = (_g(z) - t) ** 2 / 2
    elif terms == "first":
        error = t * np.logaddexp(0, -z) if way == "safe" else -t * np.log(_g(z))
    elif terms == "second":
        error = np.logaddexp(0, z)
    elif way == "safe":
        error = np.logaddexp(0, z) - t * z
    elif way == "exp":
        error = np.log(1 + np.exp(z)) - t * z
    elif way == "chosen":
        error = -np.log(np.where(t == 1, _g(z), 1 - _g(z)))
    else:
        a = z if way == "z for a" else _g(z)
        if clipped:
            a = np.clip(a, clipped, 1 - clipped)
        error = -(t * np.log(a) + (1 - t) * np.log(1 - a))
    error = sign * error / np.log(base)
    return {"no": error, "sum": error.sum(), "mean": error.mean()}[summed]


def _logistic(rng: Rng) -> tuple[Array, Array]:
    n = rng.integers(2, 8)
    return rng.uniform(-4, 4, n), rng.integers(0, 2, n).astype(float)


_LARGE = np.array([-1000.0, 1000.0])

cross_entropy = FunctionExercise(
    "cross_entropy",
    lesson=4,
    title="Cross-entropy",
    task="""Write `cross_entropy(z, t)` for a logistic unit: the error of each example, from its
    pre-activation z and its target t, arrays of the same shape. Make it work for z = −1000 too,
    where a rounds to 0 and log 0 is not a number.""",
    reference=_cross_entropy,
    inputs=_logistic,
    edges=[
        (np.array([2.0, 0.5, -1.0]), np.array([1.0, 0.0, 1.0])),
        (np.array([[0.25], [0.75]]), np.array([[1.0], [0.0]])),
        (_LARGE, np.array([1.0, 1.0])),
        (_LARGE, np.array([0.0, 0.0])),
    ],
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """The sign is wrong: logarithms of probabilities are negative, and an error should
            be positive. There is a minus in front of the whole sum.""",
        ),
        Mistake(
            "log_of_zero",
            {"way": "from a"},
            """For z = −1000 or 1000 you take the logarithm of 0, or multiply 0 by infinity. Do
            not go through a: −log a = log(1 + e^−z).""",
        ),
        *(
            Mistake(
                f"clipped_at_{digits}_digits",
                {"way": "from a", "clipped": 10.0**-digits},
                f"""You keep a away from 0 and 1 by clipping. Then no error is larger than
                {digits * np.log(10):.1f}, −log of your limit, where the right one is 1000; and
                beyond the limit the slope is 0, the very flatness we wanted to avoid. Use
                −log a = log(1 + e^−z).""",
            )
            for digits in (15, 12, 10, 7)
        ),
        Mistake(
            "log_of_zero_chosen",
            {"way": "chosen"},
            """At z = −1000 and t = 1 the probability of the right class rounds to 0, and the
            error comes out as infinity instead of 1000. Use −log a = log(1 + e^−z), and
            `np.logaddexp`.""",
        ),
        Mistake(
            "exp_overflows",
            {"way": "exp"},
            """It fails for large z: e^1000 is too large a number for a computer.
            `np.logaddexp(0, z)` is log(1 + e^z), computed without overflow.""",
        ),
        Mistake(
            "first_term_only",
            {"terms": "first"},
            """−t log a is only half of it: where t = 0 your error is 0, whatever the unit says.
            The other half is −(1 − t) log(1 − a). (With softmax one term is enough.)""",
        ),
        Mistake(
            "second_term_only",
            {"terms": "second"},
            """You give −log(1 − a), the error where t = 0, for every example: t is not used.
            Where t = 1 the error is −log a.""",
        ),
        Mistake(
            "swapped",
            {"swapped": True},
            """The targets are swapped: where t = 1 you give the error for t = 0. −log a belongs
            to t = 1, where a should be large.""",
        ),
        Mistake(
            "z_for_a",
            {"way": "z for a"},
            """You take the logarithm of z itself. z is the pre-activation, which can be any
            number; the probability is a = g(z).""",
        ),
        Mistake(
            "summed",
            {"summed": "sum"},
            """You add up over the examples. Here we want the error of each example; the sum
            comes later.""",
        ),
        Mistake(
            "averaged",
            {"summed": "mean"},
            "You take the mean over the examples. Here we want the error of each example.",
        ),
        Mistake(
            "log_10",
            {"base": 10},
            """You use the logarithm to base 10. The natural logarithm, `np.log`, is the one
            whose slope is 1/a, and so the one that gives δ = a − t.""",
        ),
        Mistake(
            "log_2",
            {"base": 2},
            """You use the logarithm to base 2, so the error is in bits. The natural logarithm,
            `np.log`, has the slope 1/a, and gives δ = a − t.""",
        ),
        Mistake(
            "squared",
            {"terms": "squared"},
            """This is the squared error, which never exceeds ½. Cross-entropy grows without
            limit when the unit is confidently wrong.""",
        ),
    ],
    hints=[
        "For t = 1 it is −log a, for t = 0 it is −log(1 − a).",
        "−log a = log(1 + e^−z) = log(1 + e^z) − z, and −log(1 − a) = log(1 + e^z).",
        "Both contain log(1 + e^z), and only t = 1 has the − z: `np.logaddexp(0, z) - t * z`.",
    ],
    solution="""
def cross_entropy(z, t):
    return np.logaddexp(0, z) - t * z
""",
    praise="Far on the wrong side it is nearly |z|: the slope stays at 1 and never fades.",
)


# -- its error signal ----------------------------------------------------------------------------


def _delta(
    a: Array, t: Array, *, sign: int = 1, slope: str = "none", way: str = "miss", mean: bool = False
) -> Array:
    miss = {"miss": a - t, "first": -t / a, "absolute": np.abs(a - t), "step": np.sign(a - t)}[way]
    factor = {"none": 1.0, "squared": a * (1 - a), "by a": 1 / (a * (1 - a))}[slope]
    return sign * miss * factor / (len(a) if mean else 1)


def _outputs(rng: Rng) -> tuple[Array, Array]:
    n, units = rng.integers(2, 6), rng.integers(1, 4)
    return rng.uniform(0.05, 0.95, (n, units)), rng.integers(0, 2, (n, units)).astype(float)


delta_cross_entropy = FunctionExercise(
    "delta_cross_entropy",
    lesson=4,
    title="δ with cross-entropy",
    task="""Write `delta_cross_entropy(a, t)`: the error signal δ = ∂E/∂z of logistic output
    units with cross-entropy, from the activations a and targets t, both of shape (examples,
    units).""",
    reference=_delta,
    inputs=_outputs,
    edges=[
        (np.array([[0.8], [0.001]]), np.array([[0.0], [1.0]])),
        (np.array([[0.8, 0.4, 0.3]]), np.array([[1.0, 0.0, 0.0]])),
    ],
    mistakes=[
        Mistake(
            "slope_kept",
            {"slope": "squared"},
            """a (1 − a) belongs to the squared error. It is exactly what cross-entropy gets rid
            of: with it, a unit that is confidently wrong hardly learns.""",
        ),
        Mistake(
            "slope_by_a",
            {"slope": "by a"},
            """(a − t) / (a (1 − a)) is ∂E/∂a. For δ = ∂E/∂z, multiply by ∂a/∂z = a (1 − a): it
            cancels, and a − t is left.""",
        ),
        Mistake(
            "sign",
            {"sign": -1},
            """You have t − a. Where the output is too large, E grows with z, so its slope is
            positive: a − t.""",
        ),
        Mistake(
            "first_term_only",
            {"way": "first"},
            """−t / a is the slope of −t log a with respect to a. The other term, for t = 0, is
            missing, and so is the step from a to z.""",
        ),
        Mistake(
            "absolute",
            {"way": "absolute"},
            "Your δ has lost its sign, which says whether the output should go up or down.",
        ),
        Mistake(
            "only_the_side",
            {"way": "step"},
            """You say only in which direction the output is wrong, not by how much: use a − t
            itself.""",
        ),
        Mistake(
            "mean",
            {"mean": True},
            "You divide by the number of examples. E is a sum, and each example has its own δ.",
        ),
    ],
    hints=[
        "By the chain rule δ = ∂E/∂a · a (1 − a).",
        """∂E/∂a is −1/a for t = 1 and 1/(1 − a) for t = 0: what is left after you multiply by a
        (1 − a)?""",
        "For t = 1: −(1 − a) = a − 1. For t = 0: a − 0.",
    ],
    solution="""
def delta_cross_entropy(a, t):
    return a - t
""",
    praise="δ is the difference itself: the more wrong the unit is, the more it learns.",
)
