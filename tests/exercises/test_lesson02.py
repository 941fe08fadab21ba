"""Answers to the exercises of lesson 2 as learners write them, right and wrong."""

from math import exp
from typing import Any

import numpy as np
import pytest

from annlab import Lab, Network, datasets, exercises, train
from annlab.exercises.lesson02 import output_of
from annlab.exercises.lesson02_landscape import START

E = exercises
NAMES = ("w1", "w2", "b1", "w3", "w4", "b2", "w5", "w6", "b3")
STEPS = (1, -1, -0.5, 1, 1, -0.5, 1, 1, -1.5)


def forward_one_by_one(first: Any, second: Any, numbers: Any) -> Any:
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = numbers

    def g(z: float) -> float:
        return 1 / (1 + exp(-z))

    return [
        g(b1 + w1 * g(b2 + w3 * x1 + w4 * x2) + w2 * g(b3 + w5 * x1 + w6 * x2))
        for x1, x2 in zip(first, second, strict=True)
    ]


def forward_by_the_network(x1: Any, x2: Any, theta: Any) -> Any:
    net = Network.xor().at(dict(zip(NAMES, theta, strict=True)))
    return net.predict(np.column_stack([x1, x2]))[:, 0]


def downhill_backwards(slope: Any, w: Any, rate: Any, steps: Any) -> Any:
    if steps == 0:
        return [w]
    path = downhill_backwards(slope, w, rate, steps - 1)
    return [*path, path[-1] - rate * slope(path[-1])]


def saturated() -> Network:
    return Network.xor().at({"b1": 10.0, "w1": 5.0, "w2": 5.0})


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (E.forward, forward_one_by_one),
        (E.forward, forward_by_the_network),
        (E.squared_error, lambda a, t: 0.5 * np.dot(a - t, a - t)),
        (E.squared_error, lambda a, t: sum((p - q) ** 2 for p, q in zip(a, t, strict=True)) / 2),
        (E.weights, dict(zip(NAMES, np.multiply(20, STEPS), strict=True))),
        (E.which_surface, {"A": "w1, b1", "B": "w5, b3", "C": ["w5", "w6"], "D": ("w1", "w2")}),
        (E.levels, (0.0, 1 / 8, 0.49)),
        (E.measure_slope, lambda f, at, e: f(at + e) / (2 * e) - f(at - e) / (2 * e)),
        (E.downhill, downhill_backwards),
        (E.stuck, saturated()),
        (E.first_surface, "Plain"),
    ],
)
def test_right_answers_written_differently_are_right(exercise: Any, answer: Any) -> None:
    verdict = exercise.check(answer)
    assert verdict.right, verdict


@pytest.mark.parametrize(
    ("exercise", "answer", "mistakes"),
    [
        (E.forward, lambda a, b, th: output_of(a, b, th).sum(), {"shape"}),
        (E.squared_error, lambda a, t: np.mean((a - t) ** 2), {"half_missing", "mean"}),
        (E.squared_error, lambda a, t: 0.5 * sum(t - a), {"sign", "not_squared"}),
        (E.weights, START, {"too_soft"}),
        (E.weights, np.zeros((3, 3)), {"shape"}),
        (E.levels, [0.5, 0.125, 0], {"order"}),
        (E.levels, [0, 0.5, 1], {"outputs"}),
        (E.measure_slope, lambda f, z, e: (f(z + e) - f(z)) / e, {"one_sided"}),
        (E.measure_slope, lambda f, z, e: (f(z + e) - f(z - e)) / 2 * e, {"brackets"}),
        (E.measure_slope, lambda f, z, e: (f(z - e) - f(z + e)) / e, {"half_the_width", "sign"}),
        (E.downhill, lambda slope, w, rate, steps: w - rate * slope(w), {"shape"}),
        (E.stuck, Network.xor(), {"got_through"}),
        (E.stuck, [1] * 9, {"no_network"}),
    ],
)
def test_wrong_answers_are_recognised(exercise: Any, answer: Any, mistakes: set[str]) -> None:
    verdict = exercise.check(answer)
    assert not verdict.right
    assert set(verdict.mistakes) == mistakes, verdict


def test_a_start_that_gets_stuck_may_be_given_as_a_lab() -> None:
    verdict = E.stuck.check(Lab(saturated(), datasets.truth_table("xor")))
    assert verdict.right, verdict


def test_descent_in_the_check_is_that_of_train() -> None:
    xor = datasets.truth_table("xor")
    start = Network.xor().at({"w1": 1.0, "w2": 1.0, "w3": 1.0, "w4": 1.0, "w5": 1.0, "w6": 1.0})
    run = train(start, xor, rate=2.0, epochs=5000, batch=None, progress=False)
    words = E.stuck.check(start).words
    assert f"E = {run.error[0]:.4f} at the start, {run.error[-1]:.4f} after 5000 passes" in words


def test_the_forward_pass_is_that_of_the_network() -> None:
    xor = datasets.truth_table("xor")
    assert np.allclose(output_of(*xor.x.T, START), Network.xor().predict(xor.x)[:, 0])


def test_the_maps_are_those_of_the_lesson() -> None:
    pairs = ["w1, w2", "w5, w6", "w5, b3", "w1, b1"]
    shuffled = [pairs[k] for k in np.random.default_rng(3).permutation(4)]
    assert E.which_surface.right == dict(zip("ABCD", shuffled, strict=True))
