"""Exercises of lesson 5: annealing step by step, and a step with momentum."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- annealing -----------------------------------------------------------------------------------


def _schedule(
    rate: float,
    anneal: float,
    passes: int,
    examples: int,
    *,
    when: str = "pass",
    first: int = 0,
    way: str = "power",
) -> Array:
    k = np.repeat(np.arange(passes)[:, None], examples, axis=1) + first
    if when == "example":
        k = np.arange(passes * examples).reshape(passes, examples) + first
    schedules: dict[str, Any] = {
        "power": lambda: rate * anneal**k,
        "linear": lambda: rate * (1 - k * (1 - anneal)),
        "grows": lambda: rate / anneal**k,
        "once": lambda: rate * np.where(k > 0, anneal, 1.0),
        "constant": lambda: rate * np.ones_like(k, dtype=float),
    }
    rates: Array = schedules[way]()
    return rates


schedule = FunctionExercise(
    "schedule",
    lesson=5,
    title="Annealing, step by step",
    task="""Write `schedule(rate, anneal, passes, examples)`: the learning rate of every single
    step of online training, as an array of shape (passes, examples). The first pass has η =
    rate, and after each pass η is multiplied by anneal.""",
    reference=_schedule,
    inputs=lambda rng: (
        float(rng.uniform(0.1, 0.5)),
        float(rng.uniform(0.8, 0.97)),
        *(int(n) for n in rng.permutation([2, 3, 4, 5, 6])[:2]),
    ),
    edges=[(0.2, 0.5, 4, 3), (0.2, 0.95, 1, 2), (2, 0.9, 3, 3)],
    mistakes=[
        Mistake(
            "per_example",
            {"when": "example"},
            """You anneal after each example. With 200 examples and 0.95, η would be almost 0
            before the first pass is over. Shrink it once per pass.""",
        ),
        Mistake(
            "one_early",
            {"first": 1},
            """You start one pass early: your first pass already has rate · anneal. It should run
            with the full rate, and only then does η shrink: rate · anneal**k with k from 0.""",
        ),
        Mistake(
            "linear",
            {"way": "linear"},
            """You subtract the same amount after each pass. η would become negative after a
            while; if you multiply instead, it never reaches 0.""",
        ),
        Mistake(
            "grows",
            {"way": "grows"},
            "Your rate grows from pass to pass. Multiply by anneal, which is below 1.",
        ),
        Mistake(
            "only_once",
            {"way": "once"},
            """You shrink the rate only once. After each pass it must be multiplied again: anneal
            to the power of k.""",
        ),
        Mistake(
            "constant",
            {"way": "constant"},
            "Your rate never changes. Multiply it by anneal after each pass.",
        ),
        Mistake(
            "turned",
            wrong=lambda reference, *inputs: reference(*inputs).T,
            words="""Your array is transposed: there should be a row for each pass and a column
            for each example.""",
        ),
    ],
    hints=[
        "What is η in the first pass? In the second? In the third?",
        "rate, rate · anneal, rate · anneal², … : `rate * anneal ** np.arange(passes)`.",
        "All examples of a pass share the same rate: `np.repeat(each[:, None], examples, axis=1)`.",
    ],
    solution="""
def schedule(rate, anneal, passes, examples):
    each = rate * anneal ** np.arange(passes)
    return np.repeat(each[:, None], examples, axis=1)
""",
    praise="All the rates together never exceed examples · rate / (1 − anneal).",
)


# -- momentum ------------------------------------------------------------------------------------


def _momentum(
    theta: Array,
    m: Array,
    slope: Array,
    rate: float,
    mu: float,
    *,
    sign: int = -1,
    memory: str = "mu",
    step: str = "rate",
    new: bool = True,
    move: int = 1,
) -> tuple[Array, Array]:
    kept = {"mu": mu * m, "none": 0 * m, "all": m, "rest": (1 - mu) * m}[memory]
    push = {"rate": rate, "none": 1.0, "average": rate * (1 - mu)}[step]
    velocity = kept + sign * push * slope
    return theta + move * (velocity if new else m), velocity


def _moving(rng: Rng) -> tuple[Any, ...]:
    n = rng.integers(2, 7)
    return (
        rng.normal(size=n),
        rng.normal(size=n),
        rng.normal(size=n),
        float(rng.uniform(0.1, 0.5)),
        float(rng.uniform(0.6, 0.95)),
    )


momentum_step = FunctionExercise(
    "momentum_step",
    lesson=5,
    title="A step with momentum",
    task="""Write `momentum_step(theta, m, slope, rate, mu)`: one step with momentum. The
    velocity m becomes μ m − η ∂E/∂θ, and then θ moves by m. Return two arrays, the new θ and the
    new m, and do not change the arrays you are given.""",
    reference=_momentum,
    returns=("θ", "m"),
    inputs=_moving,
    edges=[
        (np.array([1.0, 2.0]), np.array([0.5, 0.0]), np.array([1.0, -2.0]), 0.1, 0.8),
        (np.array([3, 1, 2]), np.array([1, 0, -1]), np.array([0.5, 1.0, 0.0]), 0.2, 0.5),
    ],
    mistakes=[
        Mistake(
            "uphill",
            {"sign": 1},
            "You add the slope to the velocity. The slope points uphill: m ← μ m − η ∂E/∂θ.",
        ),
        Mistake(
            "no_memory",
            {"memory": "none"},
            "You drop the old velocity, so this is plain descent. Keep μ times the old velocity.",
        ),
        Mistake(
            "no_friction",
            {"memory": "all"},
            """You keep the whole velocity, without μ. Then nothing slows θ down, and it swings
            to and fro for ever.""",
        ),
        Mistake(
            "wrong_share",
            {"memory": "rest"},
            """You keep a fraction 1 − μ of the velocity. μ is the fraction to keep: with μ = 0.9
            the velocity lasts about ten steps.""",
        ),
        Mistake(
            "no_rate",
            {"step": "none"},
            "The rate in front of the slope is missing: m ← μ m − η ∂E/∂θ.",
        ),
        Mistake(
            "averaged",
            {"step": "average"},
            """You multiply the slope by 1 − μ, so that m becomes an average, as in Adam. That is
            a form of momentum too, with steps 1 − μ times as large; here it is μ m − η ∂E/∂θ.""",
        ),
        Mistake(
            "old_velocity",
            {"new": False},
            """You move θ by the old velocity, so it is always one slope behind. First make the
            new m, then move by it.""",
        ),
        Mistake(
            "backwards",
            {"move": -1},
            """You move θ against its velocity. m already contains the minus that takes it
            downhill: add m.""",
        ),
        Mistake(
            "exchanged",
            wrong=lambda reference, *inputs: reference(*inputs)[::-1],
            words="The two are swapped: return the new θ first, then the new m.",
        ),
    ],
    hints=[
        "Two lines: first the velocity, then the position.",
        "m = mu * m - rate * slope: the formula as it stands.",
        "Then theta + m, with the new m.",
    ],
    solution="""
def momentum_step(theta, m, slope, rate, mu):
    m = mu * m - rate * slope
    return theta + m, m
""",
    praise="Where all slopes agree, it ends up 1 / (1 − μ) times as fast.",
)
