"""Leading axes of θ: what does not vary along them is computed once, with the same numbers."""

import numpy as np
from hypothesis import given

from annlab import Network, activations
from annlab._broadcast import UnitSums, without_constant_axes
from annlab.activations import Activation

from .strategies import HIDDEN, cases

MANY = ((3,), (2, 3), (3, 1, 2))


@given(cases(((), *MANY), hidden=HIDDEN, some_vary=True))
def test_unit_by_unit_prediction_is_the_output_of_the_forward_pass(case):
    net, x, _ = case
    np.testing.assert_allclose(net.predict(x), net.forward(x).a[-1], rtol=1e-9, atol=1e-11)


def test_axis_along_which_a_block_is_constant_is_cut_to_one():
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


def test_sum_of_a_unit_is_as_large_as_what_it_depends_on():
    theta = np.array([0.1, 0.2, 0.3, 0.4, 0.5]) * np.ones((4, 3, 1))
    theta[..., 1] = np.arange(4.0)[:, None]
    theta[..., 4] = np.arange(3.0)
    sums, ones, twos = UnitSums(theta), np.ones(7), np.full(7, 2.0)
    assert sums.weighted_sum([ones], [0, 2]).shape == (1, 1, 7)
    assert sums.weighted_sum([ones], [1, 0]).shape == (4, 1, 7)
    assert sums.weighted_sum([ones], [0, 4]).shape == (1, 3, 7)
    total = sums.weighted_sum([ones, twos], [1, 4, 3])
    assert total.shape == (4, 3, 7)
    expected = np.arange(4.0)[:, None, None] + 2 * np.arange(3.0)[:, None] + 0.4 + np.zeros(7)
    np.testing.assert_allclose(total, expected)


def test_only_the_hidden_unit_that_moves_is_computed_at_every_point_of_a_plane():
    sizes = []

    def spying(z):
        sizes.append(z.size)
        return np.tanh(z)

    spy = Activation("spy", "tanh z", spying, activations.tanh.slope)
    net = Network([2, 4, 1], hidden=spy)
    axis = np.linspace(-1, 1, 11)
    net.at({"W1[1,3]": axis, "W1[2,3]": axis[:, None]}).predict(np.ones((5, 2)))
    assert sorted(sizes) == [5, 5, 5, 11 * 11 * 5]


def test_layers_before_the_one_that_moves_are_views_of_one_computation():
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
