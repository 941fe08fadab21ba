"""Central differences against known derivatives, and the check that prints both gradients."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from annlab import Dataset, Network, datasets, gradients

from .strategies import cases


def test_differences_agree_with_known_derivatives():
    theta = np.array([0.5, -1.0, 2.0])
    slopes = gradients.central_difference(
        lambda p: np.sin(p[..., 0]) + p[..., 1] ** 2 * p[..., 2], theta
    )
    np.testing.assert_allclose(slopes, [np.cos(0.5), -4.0, 1.0], rtol=1e-9)
    assert slopes.shape == (3,)


@given(arrays(float, (4, 3), elements=st.floats(-2, 2)), st.floats(1e-3, 1))
def test_differences_of_a_quadratic_are_exact_at_any_step(matrix, step):
    theta = np.array([0.3, -0.2, 0.9])
    slopes = gradients.central_difference(lambda p: ((p @ matrix.T) ** 2).sum(-1), theta, step=step)
    np.testing.assert_allclose(slopes, 2 * matrix.T @ matrix @ theta, rtol=1e-7, atol=1e-9)


def test_error_falls_as_the_square_of_the_step_until_rounding_takes_over():
    """The U of the lesson: truncation to the right, rounding to the left."""
    steps = 10.0 ** -np.arange(1, 13)
    slopes = [
        gradients.central_difference(lambda p: np.exp(p[..., 0]), [0.7], step=step)[0]
        for step in steps
    ]
    error = np.abs(np.array(slopes) - np.exp(0.7))
    np.testing.assert_allclose(error[:3], np.exp(0.7) * steps[:3] ** 2 / 6, rtol=0.02)
    best = int(error.argmin())
    assert 3 <= best <= 7
    assert error[best] < 1e-9
    assert error[-1] > 1000 * error[best]


def test_function_is_called_with_one_number_moved_at_a_time():
    calls = []

    def f(theta):
        calls.append(theta.tolist())
        return theta.sum()

    theta = np.array([1.0, 2.0])
    gradients.central_difference(f, theta, step=0.5)
    assert calls == [[1.5, 2], [0.5, 2], [1, 2.5], [1, 1.5]]
    np.testing.assert_array_equal(theta, [1, 2])


@pytest.mark.parametrize(
    ("error", "words", "theta", "step"),
    [
        (ValueError, r"theta must have shape \(P,\), not \(1, 2\)", [[1, 2]], 1e-5),
        (ValueError, r"theta must have shape \(P,\), not \(\)", 1.0, 1e-5),
        (ValueError, "theta must be finite", [np.nan], 1e-5),
        (ValueError, "step must be above 0, not 0", [1.0], 0),
        (ValueError, "step must be above 0, not -1e-05", [1.0], -1e-5),
        (ValueError, "step must be above 0, not nan", [1.0], np.nan),
        (TypeError, "step must be a number, not 'small'", [1.0], "small"),
    ],
)
def test_bad_arguments_are_refused(error, words, theta, step):
    with pytest.raises(error, match=words):
        gradients.central_difference(lambda p: p.sum(-1), theta, step=step)


# -- the check ---------------------------------------------------------------------------------


@given(cases(hidden=("identity", "logistic", "tanh")))
def test_check_passes_for_any_smooth_network(case):
    if case.functions[-1] == "relu":
        return
    data = Dataset(case.x, case.t)
    check = gradients.check(case.net, data)
    np.testing.assert_array_equal(check.analytic, case.net.gradient(data))
    scale = max(1, abs(check.analytic).max(), float(case.net.error(data)))
    np.testing.assert_allclose(check.numerical, check.analytic, atol=1e-6 * scale)


def test_check_is_small_for_the_lesson_network_and_uses_its_step():
    net, data = Network.xor(), datasets.truth_table("xor")
    assert gradients.check(net, data).largest < 1e-8
    coarse = gradients.check(net, data, step=1.0)
    assert coarse.largest > 1e-3
    np.testing.assert_array_equal(net.theta, Network.xor().theta)


def test_check_prints_both_numbers_of_every_parameter():
    net, data = Network.xor(), datasets.truth_table("xor")
    check = gradients.check(net, data)
    head, *rows, last = repr(check).splitlines()
    assert head.split() == ["parameter", "analytic", "numerical"]
    assert [row.split()[0] for row in rows] == list(net.names)
    for row, a, n in zip(rows, check.analytic, check.numerical, strict=True):
        _, analytic, numerical = row.split()
        assert float(analytic) == pytest.approx(a, abs=1e-9)
        assert float(numerical) == pytest.approx(n, abs=1e-9)
    assert last == f"largest relative difference: {check.largest:.1e}"
    assert len({len(line) for line in (head, *rows)}) == 1  # the columns are aligned


def test_largest_difference_is_relative_to_the_largest_number():
    names = ("a", "b", "c")
    analytic = np.array([1.0, -8.0, 0.0])
    check = gradients.GradientCheck(names, analytic, np.array([1.0, -8.0, 0.5]))
    assert check.largest == 0.5 / 8
    check = gradients.GradientCheck(names, analytic, np.array([1.0, -8.0, -10.0]))
    assert check.largest == 1
    assert gradients.GradientCheck(names, 0 * analytic, 0 * analytic).largest == 0


def test_check_shows_a_planted_mistake():
    net, data = Network.xor(), datasets.truth_table("or")
    right = gradients.check(net, data)
    assert gradients.GradientCheck(net.names, -right.analytic, right.numerical).largest > 1.9


def test_many_networks_are_refused():
    with pytest.raises(ValueError, match=r"net must be one network, not \(2,\) of them"):
        gradients.check(Network.xor().at(np.zeros((2, 9))), datasets.truth_table("xor"))


def test_check_of_a_large_network_runs_in_groups_of_parameters(monkeypatch):
    shapes = []
    at = Network.at
    monkeypatch.setattr(Network, "at", lambda net, th: shapes.append(np.shape(th)) or at(net, th))
    net = Network([30, 5, 1]).initialise("uniform", rng=np.random.default_rng(2))
    data = Dataset(np.random.default_rng(3).normal(size=(4, 30)), np.ones((4, 1)))
    shapes.clear()
    assert gradients.check(net, data).largest < 1e-6
    assert {shape[0] for shape in shapes} == {64, 161 % 64}
