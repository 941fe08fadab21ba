"""Outputs by matrices and unit by unit: the same numbers, with no more work than needed."""

import math

import numpy as np
import pytest
from hypothesis import given

from annlab import Dataset, Network, _outputs, activations
from annlab._outputs import WeightedSums, varying, without_constant_axes
from annlab.activations import Activation

from .strategies import HIDDEN, cases

MANY = ((3,), (2, 3), (3, 1, 2))
X = np.random.default_rng(8).normal(size=(5, 2))


def shape_spy() -> tuple[Activation, list[tuple[int, ...]]]:
    """A tanh, and the shapes of the arrays that it is called with."""
    shapes: list[tuple[int, ...]] = []

    def tanh(z):
        shapes.append(z.shape)
        return np.tanh(z)

    return Activation("spy", "tanh z", tanh, activations.tanh.slope), shapes


@given(cases(((), *MANY), hidden=HIDDEN, some_vary=True))
def test_prediction_is_the_output_of_the_forward_pass(case):
    net, x, _ = case
    np.testing.assert_allclose(net.predict(x), net.forward(x).a[-1], rtol=1e-9, atol=1e-11)


def test_axes_along_which_a_block_is_constant_get_length_one():
    block = np.arange(6.0).reshape(2, 3)
    along_first = np.stack([block, block + 1])[:, None] * np.ones((2, 4, 1, 1))
    assert without_constant_axes(block).shape == (2, 3)
    assert without_constant_axes(along_first).shape == (2, 1, 2, 3)
    assert without_constant_axes(np.swapaxes(along_first, 0, 1)).shape == (1, 2, 2, 3)
    assert without_constant_axes(along_first * 0).shape == (1, 1, 2, 3)
    np.testing.assert_array_equal(without_constant_axes(along_first)[:, 0], along_first[:, 0])
    late = np.zeros((5, 2, 3))
    late[4, 1, 2] = 1  # one number of one network is enough
    assert without_constant_axes(late).shape == (5, 2, 3)


def test_sum_of_a_unit_is_only_as_large_as_the_parameters_it_depends_on():
    theta = np.array([0.1, 0.2, 0.3, 0.4, 0.5]) * np.ones((4, 3, 1))
    theta[..., 1] = np.arange(4.0)[:, None]
    theta[..., 4] = np.arange(3.0)
    sums, ones, twos = WeightedSums(theta, varying(theta)), np.ones(7), np.full(7, 2.0)
    assert sums.of([ones], [0, 2]).shape == (1, 1, 7)
    assert sums.of([ones], [1, 0]).shape == (4, 1, 7)
    assert sums.of([ones], [0, 4]).shape == (1, 3, 7)
    total = sums.of([ones, twos], [1, 4, 3])
    assert total.shape == (4, 3, 7)
    expected = np.arange(4.0)[:, None, None] + 2 * np.arange(3.0)[:, None] + 0.4 + np.zeros(7)
    np.testing.assert_allclose(total, expected)


def test_only_the_hidden_unit_that_moves_is_computed_at_every_point_of_a_plane():
    spy, shapes = shape_spy()
    net = Network([2, 4, 1], hidden=spy)
    axis = np.linspace(-1, 1, 11)
    net.at({"W1[1,3]": axis, "W1[2,3]": axis[:, None]}).predict(X)
    assert sorted(shapes) == [(1, 1, 5), (1, 1, 5), (1, 1, 5), (11, 11, 5)]


def test_layers_before_the_first_that_varies_are_one_matrix_product():
    spy, shapes = shape_spy()
    net = Network([2, 4, 3, 1], hidden=spy).initialise("uniform", rng=np.random.default_rng(1))
    line = net.at({"b2[2]": np.linspace(-1, 1, 6)})
    np.testing.assert_allclose(line.predict(X), line.forward(X).a[-1], rtol=1e-12)
    assert shapes[0] == (5, 4)
    assert sorted(shapes[1:4]) == [(1, 5), (1, 5), (6, 5)]


def test_one_network_is_computed_by_matrices_exactly_as_in_its_forward_pass():
    spy, shapes = shape_spy()
    net = Network([2, 4, 1], hidden=spy).initialise("uniform", rng=np.random.default_rng(1))
    predicted = net.predict(X)
    assert shapes == [(5, 4)]
    np.testing.assert_array_equal(predicted, net.forward(X).a[-1])


def test_networks_whose_parameters_all_vary_are_computed_by_matrices():
    spy, shapes = shape_spy()
    net = Network([2, 4, 1], hidden=spy)
    many = net.at(np.random.default_rng(1).normal(size=(3, 2, 17)))
    many.predict(X)
    assert shapes == [(3, 2, 5, 4)]


def test_networks_that_are_all_the_same_are_computed_once():
    spy, shapes = shape_spy()
    net = Network([2, 4, 1], hidden=spy).initialise("uniform", rng=np.random.default_rng(1))
    predicted = net.at(np.tile(net.theta, (7, 1))).predict(X)
    assert shapes == [(5, 4)]
    np.testing.assert_allclose(predicted, np.tile(net.predict(X), (7, 1, 1)), rtol=1e-14)


# -- some at a time ----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(), (7,), (7, 2)])
@pytest.mark.parametrize("few", [False, True])
def test_networks_and_examples_in_small_groups_give_the_same(monkeypatch, shape, few):
    net = Network([3, 4, 2], output="softmax", error="cross-entropy")
    theta = np.random.default_rng(5).normal(size=(*shape, len(net.names)))
    if few and shape:
        theta[..., 3:] = theta[(0,) * len(shape)][3:]
    net, data = net.at(theta), Dataset(np.eye(5, 3), np.eye(5, 2))
    whole, outputs, each = net.error(data), net.predict(data.x), net.error_per_example(data)
    for limit in (1, 11, 20, 33, 100):  # from one example of one network upwards
        monkeypatch.setattr(_outputs, "_BY_MATRICES", limit)
        monkeypatch.setattr(_outputs, "_UNIT_BY_UNIT", limit)
        np.testing.assert_allclose(net.error(data), whole, rtol=1e-13)
        np.testing.assert_allclose(net.predict(data.x), outputs, rtol=1e-13)
        np.testing.assert_allclose(net.error_per_example(data), each, rtol=1e-13)


@pytest.mark.parametrize(
    ("shape", "limit", "expected"),
    [
        ((7, 2), 60, [20, 20, 20, 10]),  # 5 examples, layers of up to 3 units: 4 networks
        ((7, 2), 15, [5] * 14),
        ((2,), 6, [2, 2, 1] * 2),  # 2 examples of one network
        ((), 6, [2, 2, 1]),
    ],
)
def test_no_more_numbers_at_once_than_the_limit(monkeypatch, shape, limit, expected):
    spy, shapes = shape_spy()
    net = Network([3, 1], output=spy)
    net = net.at(np.random.default_rng(5).normal(size=(*shape, 4)))
    monkeypatch.setattr(_outputs, "_BY_MATRICES", limit)
    net.error(np.eye(5, 3), np.ones((5, 1)))
    assert [math.prod(s) for s in shapes] == expected


def test_layers_before_the_first_that_varies_are_views_of_one_computation():
    net = Network([2, 3, 1]).at({"b2[1]": np.linspace(-1, 1, 6)})
    forward = net.forward(np.eye(2))
    assert forward.a[1].shape == (6, 2, 3)
    assert forward.a[1].strides[0] == 0
    assert forward.a[2].strides[0] != 0
    assert not forward.a[1].flags.writeable


def test_no_networks_at_all_give_no_predictions():
    net = Network([2, 3, 1]).at(np.zeros((0, 13)))
    assert net.predict(np.eye(2)).shape == (0, 2, 1)
    assert net.gradient(np.eye(2), np.ones((2, 1))).shape == (0, 13)
    assert net.error(np.eye(2), np.ones((2, 1))).shape == (0,)
