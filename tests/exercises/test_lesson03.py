"""Answers to the exercises of lesson 3 as learners write them, right and wrong."""

from typing import Any

import numpy as np
import pytest

from annlab import Network, exercises

E = exercises


def delta_with_a_loop(a: Any, t: Any) -> Any:
    out = []
    for row, wanted in zip(a, t, strict=True):
        out.append([(p - q) * p * (1.0 - p) for p, q in zip(row, wanted, strict=True)])
    return out


def hidden_with_einsum(d: Any, w: Any, act: Any) -> Any:
    return np.einsum("nk,jk->nj", d, w) * (act - act**2)


def gradients_with_loops(a: Any, delta: Any) -> Any:
    dW = np.zeros((a.shape[1], delta.shape[1]))
    db = np.zeros(delta.shape[1])
    for a_n, delta_n in zip(a, delta, strict=True):
        dW += np.outer(a_n, delta_n)
        db += delta_n
    return [dW, db]


def backward_by_the_network(x: Any, t: Any, *parameters: Any) -> Any:
    W1, b1, W2, b2 = parameters
    net = Network([*W1.shape, W2.shape[1]])
    for mine, given in zip((*net.weights, *net.biases), (W1, W2, b1, b2), strict=True):
        mine[...] = given
    gradients = net.backward(x, t)
    return gradients.dW[0], gradients.db[0], gradients.dW[1], gradients.db[1]


class Callable:
    def __call__(self, W: Any, b: Any, dW: Any, db: Any, rate: Any) -> Any:
        return np.subtract(W, rate * dW), (b - db * rate).astype(np.float32)


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (E.delta_output, delta_with_a_loop),
        (E.delta_hidden, hidden_with_einsum),
        (E.gradients, gradients_with_loops),
        (E.gradients, lambda x, y: (np.einsum("ni,nj->ij", x, y), np.einsum("nj->j", y))),
        (E.update, Callable()),
        (E.delta_hidden, lambda d, W, a: (W @ d.T).T * a * (1 - a)),
        (E.backward, backward_by_the_network),
        (E.by_hand, [1, 0.7311, -0.9621, 0.2764, -0.1447, 0.0569, -0.1058, 0.0285]),
        (E.by_hand, np.array([1, 0.731, -0.962, 0.276, -0.145, 0.057, -0.106, 0.028])),
        (E.symptoms, dict(E.symptoms.right)),
        (E.best_step, np.float32(5.0)),
        (E.best_step, 6),
    ],
)
def test_right_answers_written_differently_are_right(exercise: E.Exercise, answer: Any) -> None:
    verdict = exercise.check(answer)
    assert verdict.right, verdict


def last_example(a: Any, delta: Any) -> Any:
    for a_n, delta_n in zip(a, delta, strict=True):
        dW, db = np.outer(a_n, delta_n), delta_n
    return dW, db


def whole_numbers(a: Any, t: Any) -> Any:
    delta = np.zeros_like(t)
    for i in range(len(a)):
        delta[i] = (a[i] - t[i]) * a[i] * (1 - a[i])
    return delta


def climbs_and_forgets_the_bias(W: Any, b: Any, dW: Any, db: Any, rate: Any) -> Any:
    return W + rate * dW, b


@pytest.mark.parametrize(
    ("exercise", "answer", "names"),
    [
        (E.gradients, last_example, ("last_example",)),
        (E.delta_output, whole_numbers, ("whole_numbers",)),
        (E.delta_output, lambda a, t: t - a, ("sign", "no_slope")),
        (E.delta_hidden, lambda d, W, a: (d @ W) * a * (1 - a), ("not_transposed",)),
        (E.delta_hidden, lambda d, W, a: -(d @ W) * a * (1 - a), ("not_transposed", "sign")),
        (E.update, climbs_and_forgets_the_bias, ("uphill", "bias_stays")),
        (E.gradients, lambda a, d: (a.T @ d / len(a), d.sum() / len(a)), ("mean", "one_bias")),
        (E.gradients, lambda a, d: ((a.T @ d).T, -d.sum(0)), ("shape",)),
        (E.gradients, lambda a, d: (np.outer(a, d), d), ("outer", "bias_not_summed")),
        (E.gradients, lambda a, d: (np.outer(a, d), d.sum(axis=0)), ("outer",)),
        (E.delta_hidden, lambda d, W, a: (W @ d) * a * (1 - a), ("one_example",)),
        (E.delta_hidden, lambda d, W, a: (W @ d.T) * a * (1 - a), ("examples_in_columns",)),
        (E.update, lambda W, b, dW, db, rate: (W - 2 * dW, b - 2 * db), ("always_two",)),
    ],
)
def test_wrong_answers_are_recognised(
    exercise: E.Exercise, answer: Any, names: tuple[str, ...]
) -> None:
    assert exercise.check(answer).mistakes == names


def test_an_unknown_mistake_is_reported_with_the_parts_that_are_right() -> None:
    words = E.gradients.check(lambda a, d: (a.T @ d + 0.1, d.sum(axis=0))).words
    assert words.startswith("Not yet: I don't recognise this mistake. ∂E/∂b is right; ∂E/∂W first")
    assert "your ∂E/∂W is [[0.6], [1.1]]; the right one is [[0.5], [1]]." in words
    words = E.gradients.check(lambda a, d: (a.T @ d + 0.1, d[0])).words  # right only at the first
    assert "is right" not in words
    assert "∂E/∂W first differs here:" in words


def test_numbers_by_hand_can_be_filled_in_one_by_one() -> None:
    steps = dict.fromkeys(E.by_hand.names)
    assert not E.by_hand.check(steps).attempted
    steps["z1"] = 1.0
    verdict = E.by_hand.check(steps)
    assert not verdict.attempted
    assert verdict.words == "So far, so good: 1 of 8 right. Next: a1."
    steps |= {"a1": 0.731, "z2": 0.962}
    assert E.by_hand.check(steps).words == "Not yet: 2 of 3 right. Look at z2 again."
    steps |= {"z2": -0.962, "a2": 0.276, "delta2": 0.145}
    assert E.by_hand.check(steps).mistakes == ("sign",)


def test_a_mistake_in_the_network_that_adds_is_recognised_as_soon_as_it_shows() -> None:
    def mistakes(**filled: float) -> tuple[str, ...]:
        return E.one_plus_one.check(dict.fromkeys(E.one_plus_one.names) | filled).mistakes

    right = {"z3": -2.0, "z4": 1.0, "a3": 0.1192, "a4": 0.7311}
    right |= {"z5": -0.7005, "z6": 0.4025, "a5": 0.3317, "a6": 0.5993}
    assert not mistakes(**right)
    assert mistakes(z3=-0.5) == ("rows_for_columns",)  # w13 + w14 + b3
    assert mistakes(**right, delta5=0.0735) == ("old_target",)
    right |= {"delta5": -0.1481, "delta6": 0.1439}
    assert mistakes(**right, delta3=0.1051 * (-2 * -0.1481 - 2 * 0.1439)) == ("ways_into_unit_5",)
    right |= {"delta3": 0.0236, "slope w35": -0.0177}
    assert mistakes(**right, **{"slope w23": 0.0}) == ("x2_is_0",)
    right |= {"slope w23": 0.0236, "slope w46": 0.1052}
    assert mistakes(**right, **{"new w46": -0.2104}) == ("only_the_step",)


def test_symptoms_can_be_answered_one_by_one() -> None:
    answer = dict.fromkeys("ABCDE")
    answer["A"] = "zero start"
    words = "So far, so good: 1 of 5 right. Next: B."
    assert E.symptoms.check(answer).words == words
    answer["B"] = "zero start"
    assert E.symptoms.check(answer).words == "Not yet: look at B again."
    answer["B"] = "no idea"
    assert "at B" in E.symptoms.check(answer).words


def test_the_prediction_is_drawn_over_the_result() -> None:
    from annlab.figures import describe, style

    E.best_step.check(9)
    ax = E.best_step.reveal(ax=style.axes(None))
    assert "The prediction was 1e-9" in describe(ax)
    assert len(ax.lines) == 2
