"""Answers to the exercises of lesson 4 as learners write them, right and wrong."""

from typing import Any

import numpy as np
import pytest

from annlab import Dataset, Lab, Network, exercises, train

E = exercises


def confusion_with_a_loop(a: Any, t: Any) -> Any:
    counts = [[0, 0], [0, 0]]
    for output, truth in zip(a, t, strict=True):
        counts[int(truth[0])][int(output[0] > 0.5)] += 1
    return counts


def confusion_by_rounding(outputs: Any, targets: Any) -> Any:
    table = np.zeros((2, 2), dtype=int)
    np.add.at(table, (targets[:, 0].astype(int), outputs[:, 0].round().astype(int)), 1)
    return table


def cross_entropy_by_cases(z: Any, t: Any) -> Any:
    return np.where(t == 1, np.logaddexp(0, -z), np.logaddexp(0, z))


def softmax_of_lists(z: Any) -> Any:
    rows = []
    for row in z:
        e = [np.exp(one - max(row)) for one in row]
        rows.append([one / sum(e) for one in e])
    return rows


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (E.fewest, [2, 3]),
        (E.annealing_ring, "it does not learn the ring"),
        (E.confusion, confusion_with_a_loop),
        (E.confusion, confusion_by_rounding),
        (E.read_table, (0.93, 0.88, 0.6, 0.75)),
        (E.cross_entropy, cross_entropy_by_cases),
        (E.cross_entropy, lambda z, t: np.maximum(z, 0) - t * z + np.log1p(np.exp(-np.abs(z)))),
        (E.delta_cross_entropy, lambda out, y: np.subtract(out, y).astype(np.float32)),
        (E.softmax, softmax_of_lists),
        (E.softmax, lambda z: np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])),
        (E.best_pass, lambda training, validation: list(validation).index(min(validation))),
        (E.moons_units, 40),
    ],
)
def test_right_answers_written_differently_are_right(exercise: Any, answer: Any) -> None:
    verdict = exercise.check(answer)
    assert verdict.right, verdict


def confusion_transposed(a: Any, t: Any) -> Any:
    answer, truth = a[:, 0] > 0.5, t[:, 0] == 1
    return [[np.sum((answer == i) & (truth == j)) for j in (0, 1)] for i in (0, 1)]


def cross_entropy_from_a(z: Any, t: Any) -> Any:
    a = 1 / (1 + np.exp(-z))
    return -(t * np.log(a) + (1 - t) * np.log(1 - a))


def cross_entropy_clipped(z: Any, t: Any) -> Any:
    a = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
    return -(t * np.log(a) + (1 - t) * np.log(1 - a))


def plain_softmax(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("exercise", "answer", "mistakes"),
    [
        (E.fewest, {"xor": 1, "ring": 3}, {"xor_one"}),
        (E.fewest, {"xor": 1, "ring": 2}, {"xor_one", "ring_as_xor"}),
        (E.fewest, {"xor": 9, "ring": 3}, {"unknown"}),
        (E.confusion, confusion_transposed, {"turned"}),
        (E.confusion, lambda a, t: confusion_by_rounding(a, t) / len(t), {"share_of_all"}),
        (E.confusion, lambda a, t: confusion_with_a_loop(a, t)[0], {"shape"}),
        (E.cross_entropy, cross_entropy_from_a, {"log_of_zero"}),
        (E.cross_entropy, cross_entropy_clipped, {"clipped_at_12_digits"}),
        (E.cross_entropy, lambda z, t: np.logaddexp(0, z), {"second_term_only"}),
        (E.cross_entropy, lambda z, t: cross_entropy_by_cases(z, 1 - t), {"swapped"}),
        (E.cross_entropy, lambda z, t: cross_entropy_by_cases(z, t).sum(), {"summed"}),
        (E.read_table, (0.925, 0.85, 0.6, 0.75), {"diagonal_for_constant"}),
        (E.read_table, (0.925, 0.9, 0.6, 0.75), {"column_for_constant"}),
        (E.softmax, plain_softmax, {"overflow"}),
        (E.softmax, lambda z: np.exp(z) / np.exp(z).sum(), {"over_everything", "overflow"}),
        (E.softmax, lambda z: plain_softmax(z.T).T, {"over_columns", "overflow"}),
        (E.best_pass, lambda training, validation: np.argmin(training), {"by_training"}),
        (E.best_pass, lambda training, validation: min(validation), {"value"}),
        (E.moons_units, 1, {"by_the_end"}),
    ],
)
def test_wrong_answers_are_recognised(exercise: Any, answer: Any, mistakes: set[str]) -> None:
    verdict = exercise.check(answer)
    assert not verdict.right
    assert set(verdict.mistakes) == mistakes, verdict


def test_points_are_read_from_the_laboratory_in_which_they_were_drawn() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(-0.5, 1.5, (96, 2))
    board = Dataset(x, np.floor(2.5 * x).sum(axis=1, keepdims=True) % 2)
    net = Network([2, 6, 1]).initialise("uniform", rng=rng)
    history = train(net, board, rate=2.0, epochs=3)
    lab = Lab(net, board, panels=["prediction", "error"], history=history)
    verdict = E.beat_the_network.check(lab)
    assert verdict.right, verdict
    assert "96 points" in verdict.words


def test_if_every_start_stays_on_its_landing_descent_is_blamed_and_not_the_shape() -> None:
    x = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2)
    board = Dataset(x / 4, x.sum(axis=1, keepdims=True) % 2)
    net = Network([2, 6, 1]).initialise("uniform", rng=np.random.default_rng(1))
    verdict = E.beat_the_network.check(train(net, board, rate=2.0, epochs=1))
    assert verdict.right, verdict
    assert "52% is what the best constant answer scores" in verdict.words
    assert "the descent that failed" in verdict.words


def test_the_first_number_of_hidden_units_stays() -> None:
    assert not E.moons_units.check(1)
    verdict = E.moons_units.check(20)
    assert "Your first prediction stays: 1." in verdict.words
    assert E.moons_units.prediction == 1
