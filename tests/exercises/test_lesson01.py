"""Answers to the exercises of lesson 1 as learners write them, right and wrong."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from annlab import Dataset, Perceptron, datasets, exercises, perceptron
from annlab.exercises.lesson01_proof import POINTS, fewest_wrong
from annlab.figures import words

E = exercises


def learn_with_ifs(w: Any, b: Any, x: Any, t: Any, alpha: Any) -> Any:
    z = b
    for i in range(len(w)):
        z += w[i] * x[i]
    if z > 0 and t == 0:
        return [w[i] - alpha * x[i] for i in range(len(w))], b - alpha
    if z <= 0 and t == 1:
        return [w[i] + alpha * x[i] for i in range(len(w))], b + alpha
    return w, b


def learn_by_the_package(w: Any, b: Any, x: Any, t: Any, alpha: Any) -> Any:
    unit = Perceptron(w, b, rate=alpha)
    unit.learn(x, t)
    return unit.w, unit.b


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (E.pigeons, 50),
        (E.pigeons, 0.5),
        (E.nand, [-2, -3, 4]),
        (E.nand, (np.float32(-1), -1, 1.2)),
        (E.row_unit, [1, -5, 1, -1.9]),
        (E.majority_unit, [2, 3, 4, -4.5]),
        (E.one_unit, [14, 100, 1500]),
        (E.learn, learn_with_ifs),
        (E.learn, learn_by_the_package),
        (E.boundary_x2, lambda w, b, x: [-(w[0] / w[1]) * place - b / w[1] for place in x]),
        (
            E.mistake_bound,
            lambda x, t, w, b: perceptron.mistake_bound(Dataset(x, t[:, None]), w, b),
        ),
        (E.bent, POINTS[:, 1] > 0.5 + 0.4 * np.sin(6 * POINTS[:, 0])),
        (E.bent, [int(abs(x1 - x2) < 0.2) for x1, x2 in POINTS]),
        (E.settling, "JUMPS"),
        (E.smaller_steps, "80 again"),
    ],
)
def test_right_answers_written_differently_are_right(exercise: Any, answer: Any) -> None:
    verdict = exercise.check(answer)
    assert verdict.right, verdict


def learn_in_place(w: Any, b: Any, x: Any, t: Any, alpha: Any) -> Any:
    miss = t - float(x @ w + b > 0)
    w += alpha * miss * x
    return w, b + alpha * miss


def learn_without_bias_and_rate(w: Any, b: Any, x: Any, t: Any, alpha: Any) -> Any:
    return w + (t - float(x @ w + b > 0)) * x, b


@pytest.mark.parametrize(
    ("exercise", "answer", "mistakes"),
    [
        (E.nand, [-1, -1, 1], {"on_the_edge"}),
        (E.nand, [2, 1, 3], {"always"}),
        (E.row_unit, [1, 0.2, 1, -1.5], {"zero_ignored"}),
        (E.majority_unit, [0, 0, 0, 0], {"on_the_edge"}),
        (E.majority_unit, [0, 0, 0, 1], {"constant"}),
        (E.one_unit, [15, 128, 2000], {"unknown"}),
        (E.learn, learn_in_place, {"changes_its_argument"}),
        (E.learn, learn_without_bias_and_rate, {"bias_forgotten", "no_rate"}),
        (E.learn, lambda w, b, x, t, a: w + a * (t - (x @ w + b > 0)) * x, {"number_of_things"}),
        (E.boundary_x2, lambda w, b, x: (b - w[0] * x) / w[1], {"bias_keeps_its_sign"}),
        (E.boundary_x2, lambda w, b, x: -w[0] * x + b / w[1], {"unknown"}),
        (E.bent, 3 * POINTS[:, 0] > POINTS[:, 1] + 1, {"straight_enough"}),
        (E.bent, POINTS > 0.5, {"shape"}),
        (E.smaller_steps, "ten times", {"no_choice"}),
    ],
)
def test_wrong_answers_are_recognised(exercise: Any, answer: Any, mistakes: set[str]) -> None:
    verdict = exercise.check(answer)
    assert not verdict.right
    assert set(verdict.mistakes) == mistakes, verdict


@pytest.mark.parametrize(
    ("exercise", "prediction", "sentence"),
    [
        (E.pigeons, 85, "The prediction for the memory on new ones was 85 %."),
        (E.pigeons, 0.85, "was 85 %."),
        (E.one_unit, [16, 256, 65536], "The prediction was 16, 256, 65536."),
        (E.settling, "falls", 'The prediction was "falls", drawn dashed.'),
        (E.smaller_steps, "more", "The prediction for α = 0.01 was 800."),
        (E.first_surface, "cliff", "The prediction was a cliff."),
    ],
)
def test_a_prediction_is_drawn_with_the_result(
    exercise: Any, prediction: Any, sentence: str
) -> None:
    exercise.check(prediction)
    bare, drawn = (plt.figure().add_subplot() for _ in range(2))
    exercise._draw(None, ax=bare)
    exercise.reveal(ax=drawn)
    assert sentence in words.describe(drawn)
    assert sentence not in words.describe(bare)
    assert len(drawn.lines) == len(bare.lines) + 1
    plt.close("all")


def test_the_best_of_all_lines_is_found() -> None:
    rng = np.random.default_rng(5)
    angles = np.linspace(0, np.pi, 2000, endpoint=False)
    for _ in range(5):
        points, t = rng.uniform(size=(9, 2)), rng.integers(0, 2, 9)
        fewest = 9
        for along in points @ np.array([np.cos(angles), np.sin(angles)]).T[:, :, None]:
            for threshold in [*along[:, 0], -9.0]:
                wrong = int(((along[:, 0] > threshold) != t).sum())
                fewest = min(fewest, wrong, 9 - wrong)
        assert fewest_wrong(points, t) == fewest


def test_the_claims_about_the_rate_are_true() -> None:
    data = datasets.half_plane(50, rng=np.random.default_rng(204))
    for rate in (0.1, 0.01):
        run = Perceptron([0, 0], 0, rate=rate).run(data, passes=40)
        assert run.mistakes.sum() == 80
        assert run.mistakes[-1] == 0
