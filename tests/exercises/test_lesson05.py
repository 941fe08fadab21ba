"""Answers to the exercises of lesson 5 as learners write them, right and wrong."""

from typing import Any

import numpy as np
import pytest

from annlab import Network, exercises

E = exercises


def contributions_by_the_network(x: Any, w: Any, b: Any, v: Any, c: Any) -> Any:
    net = Network([1, len(w), 1], hidden="tanh", output="identity").at([*w, *b, *v, c])
    a = net.forward(x[:, None]).a
    return a[1] * v + c, a[2][:, 0]


def bumps_with_lists(x: Any, edges: Any, heights: Any, steepness: Any) -> Any:
    steps = [np.tanh(steepness * (x - edge)) for edge in edges]
    return sum(h * (steps[k] - steps[k + 1]) / 2 for k, h in enumerate(heights))


def schedule_with_loops(rate: Any, anneal: Any, passes: Any, examples: Any) -> Any:
    rows = []
    for _ in range(passes):
        rows.append([rate] * examples)
        rate = rate * anneal
    return rows


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (E.bias_once, np.float32(4.4)),
        (E.contributions, contributions_by_the_network),
        (E.my_bump, [-5, 5, 5, -15, -1, -1, -1]),  # one unit with all its signs changed
        (E.my_bump, np.array([3, 3, -3, -9, 1, -1, -1])),
        (
            E.bump,
            lambda x, p, q, s: (
                1 / (1 + np.exp(-2 * s * (x - p))) - 1 / (1 + np.exp(-2 * s * (x - q)))
            ),
        ),
        (E.sum_of_bumps, bumps_with_lists),
        (E.too_much, lambda x: np.cos(2.5 * x[:, 0])),
        (E.held_out_error, lambda out, t: 0.5 * np.mean(np.sum((t - out) ** 2, axis=1))),
        (E.my_recipe, [10, 0.03, 230, 1]),
        (E.one_number, [4, 3]),
        (E.schedule, schedule_with_loops),
        (E.momentum_step, lambda th, m, g, r, mu: [th - (r * g - mu * m), mu * m - r * g]),
        (E.vanishing, [1 / 64, 1, 1 / 8]),
        (E.keep_x, [-2, -5, -3, -4]),
    ],
)
def test_right_answers_written_differently_are_right(exercise: Any, answer: Any) -> None:
    verdict = exercise.check(answer)
    assert verdict.right, verdict


def annealed_in_the_inner_loop(rate: Any, anneal: Any, passes: Any, examples: Any) -> Any:
    rows = np.zeros((passes, examples))
    for i in range(passes):
        for j in range(examples):
            rows[i, j] = rate
            rate *= anneal
    return rows


@pytest.mark.parametrize(
    ("exercise", "answer", "mistakes"),
    [
        (E.bias_once, 9.4, {"three_times"}),
        (
            E.contributions,  # as in the lesson, where there are three units
            lambda x, w, b, v, c: (
                (curves := np.tanh(np.outer(x, w) + b) * v + c),
                curves.sum(axis=1) - 2 * c,
            ),
            {"minus_two"},
        ),
        (E.my_bump, [5, 5, 5, -5, 1, -1, 0], {"the_first_bump"}),
        (E.my_bump, [5, 5, 1, 3, 1, -1, -1], {"places_for_biases"}),
        (E.bump, lambda x, p, q, s: np.where((x >= p) & (x <= q), 1, 0), {"a_box"}),
        (E.my_bump, [2, 2, 2, 2, 0.5, 0.5, 1], {"only_steps"}),  # as the laboratory begins
        (E.bump, lambda x, p, q, s: np.tanh(s * (x - p)) - np.tanh(s * (x - q)), {"not_halved"}),
        (E.bump, lambda x, p, q, s: np.tanh(s * (x - p)), {"unknown"}),
        (E.too_much, np.abs, {"three_can"}),
        (E.too_much, lambda x: 3.0, {"shape"}),
        (E.too_much, lambda x: 1 / (x - x), {"not_finite"}),
        (E.too_much, lambda x: x.nothing, {"raises"}),
        (E.too_much, lambda x, y: x, {"arguments"}),
        (E.too_much, lambda x: np.random.default_rng().normal(size=x.shape), {"not_steady"}),
        (E.held_out_error, lambda a, t: ((a - t) ** 2).mean(), {"no_half", "per_number"}),
        (E.my_recipe, {"units": 10, "rate": 0.03, "epochs": 100}, {"gaps"}),
        (E.my_recipe, [3, np.nan, 100, 1], {"impossible"}),
        (E.my_recipe, [10, 0.1, 100, 0.95], {"still_falling"}),
        (E.one_number, [5, 3], {"of_the_lesson"}),
        (E.schedule, annealed_in_the_inner_loop, {"per_example"}),
        (
            E.momentum_step,
            lambda th, m, g, r, mu: (th + mu * m + r * g, mu * m + r * g),
            {"uphill"},
        ),
        (E.vanishing, {"logistic": 0.75, "weights of 4": None, "tanh": None}, {"added"}),
        (E.keep_x, [-1, -1, -1, -1], {"bunched"}),
        (E.keep_x, [-5, -3.5, -1.5, 0], {"a_hole"}),
    ],
)
def test_wrong_answers_are_recognised(exercise: Any, answer: Any, mistakes: set[str]) -> None:
    verdict = exercise.check(answer)
    assert not verdict.right
    assert set(verdict.mistakes) == mistakes, verdict


def test_a_function_not_written_yet_is_not_an_attempt() -> None:
    def too_much(x: Any) -> Any: ...

    verdict = E.too_much.check(too_much)
    assert not verdict.attempted
    assert verdict.words == "Not attempted yet."
